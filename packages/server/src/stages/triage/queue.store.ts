import type { Insertable, Selectable, Updateable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type QueuedRow = Selectable<DB['triage.queued_signals']>;

/** Puts signals into their queues; those that are in one already stay there. Returns the ids of the new ones. */
export async function insertQueued(
  tables: WorkspaceTables,
  rows: readonly Insertable<DB['triage.queued_signals']>[],
): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const inserted = await tables
    .insertInto('triage.queued_signals')
    .values([...rows])
    .onConflict((conflict) => conflict.columns(['workspace_id', 'signal_id']).doNothing())
    .returning('signal_id')
    .execute();
  return new Set(inserted.map((row) => row.signal_id));
}

export async function findQueued(
  tables: WorkspaceTables,
  signalIds: readonly string[],
): Promise<Map<string, QueuedRow>> {
  if (signalIds.length === 0) return new Map();
  const rows = await tables
    .selectFrom('triage.queued_signals')
    .selectAll()
    .where('signal_id', 'in', [...signalIds])
    .execute();
  return new Map(rows.map((row) => [row.signal_id, row]));
}

/** The row, locked until commit, so that two people never triage the same signal at once. */
export function lockQueued(tables: WorkspaceTables, signalId: string): Promise<QueuedRow | undefined> {
  return tables
    .selectFrom('triage.queued_signals')
    .selectAll()
    .where('signal_id', '=', signalId)
    .forUpdate()
    .executeTakeFirst();
}

export async function updateQueued(
  tables: WorkspaceTables,
  signalId: string,
  change: Updateable<DB['triage.queued_signals']>,
): Promise<void> {
  await tables.updateTable('triage.queued_signals').set(change).where('signal_id', '=', signalId).execute();
}
