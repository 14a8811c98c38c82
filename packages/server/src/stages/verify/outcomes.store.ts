import type { OutcomeState } from '@hearback/domain/verify';
import type { Insertable, Selectable, Updateable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type OutcomeRow = Selectable<DB['verify.outcomes']>;
export type JudgementRow = Selectable<DB['verify.judgements']>;

/** Adds outcomes of criteria that have none yet, and returns them: of two who open them at once, one does. */
export function insertOutcomes(
  tables: WorkspaceTables,
  rows: readonly Insertable<DB['verify.outcomes']>[],
): Promise<OutcomeRow[]> {
  return tables
    .insertInto('verify.outcomes')
    .values([...rows])
    .onConflict((conflict) => conflict.columns(['workspace_id', 'decision_id', 'criterion_id']).doNothing())
    .returningAll()
    .execute();
}

export function findOutcome(tables: WorkspaceTables, id: string): Promise<OutcomeRow | undefined> {
  return tables.selectFrom('verify.outcomes').selectAll().where('id', '=', id).executeTakeFirst();
}

export function lockOutcome(tables: WorkspaceTables, id: string): Promise<OutcomeRow | undefined> {
  return tables.selectFrom('verify.outcomes').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export function updateOutcome(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['verify.outcomes']>,
): Promise<OutcomeRow> {
  return tables
    .updateTable('verify.outcomes')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The outcomes with these ids, in the order of their references. */
export async function outcomesById(tables: WorkspaceTables, ids: readonly string[]): Promise<OutcomeRow[]> {
  if (ids.length === 0) return [];
  return tables
    .selectFrom('verify.outcomes')
    .selectAll()
    .where('id', 'in', [...ids])
    .orderBy('number')
    .execute();
}

/** The outcomes of these decisions, in the order of their references. */
export async function outcomesOfDecisions(
  tables: WorkspaceTables,
  decisionIds: readonly string[],
): Promise<OutcomeRow[]> {
  if (decisionIds.length === 0) return [];
  return tables
    .selectFrom('verify.outcomes')
    .selectAll()
    .where('decision_id', 'in', [...decisionIds])
    .orderBy('number')
    .execute();
}

/** The outcomes of these criteria that could not be told, locked. */
export async function lockUntold(tables: WorkspaceTables, criterionIds: readonly string[]): Promise<OutcomeRow[]> {
  if (criterionIds.length === 0) return [];
  return tables
    .selectFrom('verify.outcomes')
    .selectAll()
    .where('criterion_id', 'in', [...criterionIds])
    .where('state', '=', 'cant_tell')
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** Newest first, one more than `limit`. */
export function listOutcomeRows(
  tables: WorkspaceTables,
  ask: {
    state?: string | undefined;
    kind?: string | undefined;
    decisionId?: string | undefined;
    before?: string | undefined;
    limit: number;
  },
): Promise<OutcomeRow[]> {
  return tables
    .selectFrom('verify.outcomes')
    .selectAll()
    .$if(ask.state !== undefined, (query) => query.where('state', '=', ask.state ?? ''))
    .$if(ask.kind !== undefined, (query) => query.where('kind', '=', ask.kind ?? ''))
    .$if(ask.decisionId !== undefined, (query) => query.where('decision_id', '=', ask.decisionId ?? ''))
    .$if(ask.before !== undefined, (query) => query.where('id', '<', ask.before ?? ''))
    .orderBy('id', 'desc')
    .limit(ask.limit + 1)
    .execute();
}

/** Ids of pending outcomes whose window is over. */
export async function dueOutcomeIds(tables: WorkspaceTables, now: Date): Promise<string[]> {
  const rows = await tables
    .selectFrom('verify.outcomes')
    .select('id')
    .where('state', '=', 'pending')
    .where('window_ends_at', '<=', now)
    .orderBy('window_ends_at')
    .limit(500)
    .execute();
  return rows.map((row) => row.id);
}

export async function insertJudgement(
  tables: WorkspaceTables,
  row: Insertable<DB['verify.judgements']>,
): Promise<void> {
  await tables.insertInto('verify.judgements').values(row).execute();
}

/** Every look at an outcome, oldest first. */
export function judgementsOf(tables: WorkspaceTables, outcomeId: string): Promise<JudgementRow[]> {
  return tables.selectFrom('verify.judgements').selectAll().where('outcome_id', '=', outcomeId).orderBy('id').execute();
}

export function stateOf(row: Pick<OutcomeRow, 'state'>): OutcomeState {
  return row.state as OutcomeState;
}
