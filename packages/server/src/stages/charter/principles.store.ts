import type { Insertable, Selectable, Updateable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type PrincipleRow = Selectable<DB['charter.principles']>;
export type QuestionRow = Selectable<DB['charter.questions']>;

/** A direction that proposals are aligned to; `expiresOn` is `YYYY-MM-DD`, its last day. */
export type PrincipleBrief = {
  readonly id: string;
  readonly direction: string;
  readonly reason: string;
  readonly expiresOn: string | null;
};

/** The principles that are neither retired nor expired at `now` (days end in UTC). */
export async function principlesInForce(tables: WorkspaceTables, now: Date): Promise<PrincipleBrief[]> {
  const today = now.toISOString().slice(0, 10);
  const rows = await tables
    .selectFrom('charter.principles')
    .selectAll()
    .where('retired_at', 'is', null)
    .where((eb) => eb.or([eb('expires_on', 'is', null), eb('expires_on', '>=', today)]))
    .orderBy('id')
    .execute();
  return rows.map(({ id, direction, reason, expires_on }) => ({ id, direction, reason, expiresOn: expires_on }));
}

export function listPrincipleRows(tables: WorkspaceTables): Promise<PrincipleRow[]> {
  return tables.selectFrom('charter.principles').selectAll().orderBy('id').execute();
}

export function listQuestionRows(tables: WorkspaceTables): Promise<QuestionRow[]> {
  return tables.selectFrom('charter.questions').selectAll().orderBy('id').execute();
}

export function findPrinciple(
  tables: WorkspaceTables,
  id: string,
  use?: 'to change',
): Promise<PrincipleRow | undefined> {
  return tables
    .selectFrom('charter.principles')
    .selectAll()
    .where('id', '=', id)
    .$if(use !== undefined, (query) => query.forUpdate())
    .executeTakeFirst();
}

export function findQuestion(tables: WorkspaceTables, id: string, use?: 'to change'): Promise<QuestionRow | undefined> {
  return tables
    .selectFrom('charter.questions')
    .selectAll()
    .where('id', '=', id)
    .$if(use !== undefined, (query) => query.forUpdate())
    .executeTakeFirst();
}

export function insertPrinciple(
  tables: WorkspaceTables,
  row: Insertable<DB['charter.principles']>,
): Promise<PrincipleRow> {
  return tables.insertInto('charter.principles').values(row).returningAll().executeTakeFirstOrThrow();
}

export function insertQuestion(
  tables: WorkspaceTables,
  row: Insertable<DB['charter.questions']>,
): Promise<QuestionRow> {
  return tables.insertInto('charter.questions').values(row).returningAll().executeTakeFirstOrThrow();
}

export function updatePrinciple(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['charter.principles']>,
): Promise<PrincipleRow> {
  return tables
    .updateTable('charter.principles')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export function updateQuestion(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['charter.questions']>,
): Promise<QuestionRow> {
  return tables
    .updateTable('charter.questions')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
