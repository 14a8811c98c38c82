import type { Insertable, Selectable, Updateable } from 'kysely';
import { sql } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type ConcernRow = Selectable<DB['prioritize.concerns']>;

export function insertConcern(
  tables: WorkspaceTables,
  row: Insertable<DB['prioritize.concerns']>,
): Promise<ConcernRow> {
  return tables.insertInto('prioritize.concerns').values(row).returningAll().executeTakeFirstOrThrow();
}

export function findConcern(tables: WorkspaceTables, id: string): Promise<ConcernRow | undefined> {
  return tables.selectFrom('prioritize.concerns').selectAll().where('id', '=', id).executeTakeFirst();
}

export function lockConcern(tables: WorkspaceTables, id: string): Promise<ConcernRow | undefined> {
  return tables.selectFrom('prioritize.concerns').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export function updateConcern(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['prioritize.concerns']>,
): Promise<ConcernRow> {
  return tables
    .updateTable('prioritize.concerns')
    .set({ ...change, version: sql`version + 1` })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Every concern that a decision has to wait for or has waited for: on itself and on its proposal, oldest first. */
export function concernsAbout(
  tables: WorkspaceTables,
  decision: { id: string; proposal_id: string | null },
): Promise<ConcernRow[]> {
  return tables
    .selectFrom('prioritize.concerns')
    .selectAll()
    .where((eb) => eb.or([eb('decision_id', '=', decision.id), eb('proposal_id', '=', decision.proposal_id)]))
    .orderBy('id')
    .execute();
}

/** Newest first, one more than `limit`. */
export function listConcernRows(
  tables: WorkspaceTables,
  ask: {
    state?: string | undefined;
    proposalId?: string | undefined;
    decisionId?: string | undefined;
    before?: string | undefined;
    limit: number;
  },
): Promise<ConcernRow[]> {
  return tables
    .selectFrom('prioritize.concerns')
    .selectAll()
    .$if(ask.state !== undefined, (query) => query.where('state', '=', ask.state ?? ''))
    .$if(ask.proposalId !== undefined, (query) => query.where('proposal_id', '=', ask.proposalId ?? ''))
    .$if(ask.decisionId !== undefined, (query) => query.where('decision_id', '=', ask.decisionId ?? ''))
    .$if(ask.before !== undefined, (query) => query.where('id', '<', ask.before ?? ''))
    .orderBy('id', 'desc')
    .limit(ask.limit + 1)
    .execute();
}
