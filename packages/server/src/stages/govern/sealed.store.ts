import type { Selectable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type CheckpointRow = Selectable<DB['govern.checkpoints']>;

export function latestCheckpoint(tables: WorkspaceTables): Promise<CheckpointRow | undefined> {
  return tables.selectFrom('govern.checkpoints').selectAll().orderBy('size', 'desc').limit(1).executeTakeFirst();
}

export function listCheckpoints(tables: WorkspaceTables): Promise<CheckpointRow[]> {
  return tables.selectFrom('govern.checkpoints').selectAll().orderBy('size').execute();
}

/** Which of these entries are sealed already: a job may run twice. */
export async function alreadySealed(
  tables: WorkspaceTables,
  entryIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tables
    .selectFrom('govern.sealed_entries')
    .select('entry_id')
    .where('entry_id', 'in', [...entryIds])
    .execute();
  return new Set(rows.map((row) => row.entry_id));
}

export type SealedEntry = { readonly position: number; readonly entry_id: string; readonly leaf_hash: Buffer };

export async function insertSealed(tables: WorkspaceTables, rows: readonly SealedEntry[]): Promise<void> {
  await tables
    .insertInto('govern.sealed_entries')
    .values([...rows])
    .execute();
}

export function sealedFrom(tables: WorkspaceTables, position: number, limit: number): Promise<SealedEntry[]> {
  return tables
    .selectFrom('govern.sealed_entries')
    .select(['position', 'entry_id', 'leaf_hash'])
    .where('position', '>=', position)
    .orderBy('position')
    .limit(limit)
    .execute();
}

export function listNewestCheckpoints(tables: WorkspaceTables): Promise<CheckpointRow[]> {
  return tables.selectFrom('govern.checkpoints').selectAll().orderBy('size', 'desc').limit(50).execute();
}
