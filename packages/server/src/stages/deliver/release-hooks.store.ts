import type { Insertable, Selectable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type ReleaseHookRow = Selectable<DB['deliver.release_hooks']>;

/** The hooks of one person, or of everybody; newest first. */
export function listHookRows(tables: WorkspaceTables, personId: string | null): Promise<ReleaseHookRow[]> {
  return tables
    .selectFrom('deliver.release_hooks')
    .selectAll()
    .$if(personId !== null, (query) => query.where('person_id', '=', personId))
    .orderBy('id', 'desc')
    .limit(500)
    .execute();
}

export function findHookRow(tables: WorkspaceTables, id: string): Promise<ReleaseHookRow | undefined> {
  return tables.selectFrom('deliver.release_hooks').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Locked: what comes in by one hook is taken one after the other. */
export function lockHook(tables: WorkspaceTables, id: string): Promise<ReleaseHookRow | undefined> {
  return tables.selectFrom('deliver.release_hooks').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export function insertHook(
  tables: WorkspaceTables,
  row: Insertable<DB['deliver.release_hooks']>,
): Promise<ReleaseHookRow> {
  return tables.insertInto('deliver.release_hooks').values(row).returningAll().executeTakeFirstOrThrow();
}

export function endHook(tables: WorkspaceTables, id: string, at: Date): Promise<ReleaseHookRow> {
  return tables
    .updateTable('deliver.release_hooks')
    .set({ ended_at: at })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Whether this message was taken before; keep the hook locked. */
export async function wasReceived(tables: WorkspaceTables, hookId: string, deliveryId: string): Promise<boolean> {
  const row = await tables
    .selectFrom('deliver.hook_deliveries')
    .select('hook_id')
    .where('hook_id', '=', hookId)
    .where('delivery_id', '=', deliveryId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertDelivery(
  tables: WorkspaceTables,
  row: Insertable<DB['deliver.hook_deliveries']>,
): Promise<void> {
  await tables.insertInto('deliver.hook_deliveries').values(row).execute();
}
