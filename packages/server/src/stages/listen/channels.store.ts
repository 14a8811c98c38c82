import type { Insertable, Selectable, Updateable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type ChannelRow = Selectable<DB['listen.channels']>;

export function listChannelRows(tables: WorkspaceTables, retired: boolean): Promise<ChannelRow[]> {
  return tables
    .selectFrom('listen.channels')
    .selectAll()
    .$if(!retired, (query) => query.where('retired_at', 'is', null))
    .orderBy('key')
    .execute();
}

export function findChannel(tables: WorkspaceTables, id: string): Promise<ChannelRow | undefined> {
  return tables.selectFrom('listen.channels').selectAll().where('id', '=', id).executeTakeFirst();
}

export function lockChannel(tables: WorkspaceTables, id: string): Promise<ChannelRow | undefined> {
  return tables.selectFrom('listen.channels').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export function findChannelByKey(tables: WorkspaceTables, key: string): Promise<ChannelRow | undefined> {
  return tables.selectFrom('listen.channels').selectAll().where('key', '=', key).executeTakeFirst();
}

export function insertChannels(
  tables: WorkspaceTables,
  rows: Insertable<DB['listen.channels']>[],
): Promise<ChannelRow[]> {
  return tables.insertInto('listen.channels').values(rows).returningAll().execute();
}

export function updateChannel(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['listen.channels']>,
): Promise<ChannelRow> {
  return tables
    .updateTable('listen.channels')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
