import type { Insertable, Selectable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type NotificationRow = Selectable<DB['engage.notifications']>;
export type FollowRow = Selectable<DB['engage.follows']>;
export type ChoicesRow = Selectable<DB['engage.choices']>;

const weekMs = 7 * 86_400_000;

export async function followersOf(tables: WorkspaceTables, recordIds: readonly string[]): Promise<FollowRow[]> {
  if (recordIds.length === 0) return [];
  return tables
    .selectFrom('engage.follows')
    .selectAll()
    .where('record_id', 'in', [...recordIds])
    .execute();
}

/** The choices of those who made any; everybody else has the defaults. */
export async function choicesOf(
  tables: WorkspaceTables,
  personIds: readonly string[],
): Promise<Map<string, ChoicesRow>> {
  if (personIds.length === 0) return new Map();
  const rows = await tables
    .selectFrom('engage.choices')
    .selectAll()
    .where('person_id', 'in', [...personIds])
    .execute();
  return new Map(rows.map((row) => [row.person_id, row]));
}

/** How often each was told at once in the seven days before `now`, receipts apart. */
export async function toldThisWeek(
  tables: WorkspaceTables,
  personIds: readonly string[],
  now: Date,
): Promise<Map<string, number>> {
  if (personIds.length === 0) return new Map();
  const rows = await tables
    .selectFrom('engage.notifications')
    .select((eb) => ['person_id', eb.fn.countAll<number>().as('count')])
    .where('person_id', 'in', [...personIds])
    .where('how', '=', 'at_once')
    .where('moment', '<>', 'received')
    .where('at', '>', new Date(now.getTime() - weekMs))
    .groupBy('person_id')
    .execute();
  return new Map(rows.map((row) => [row.person_id, Number(row.count)]));
}

/** Who was told of this entry already. */
export async function toldOf(tables: WorkspaceTables, entryId: string): Promise<Set<string>> {
  const rows = await tables
    .selectFrom('engage.notifications')
    .select('person_id')
    .where('entry_id', '=', entryId)
    .execute();
  return new Set(rows.map((row) => row.person_id));
}

/** One per person and entry: two relays at once cannot tell somebody twice. */
export async function insertNotifications(
  tables: WorkspaceTables,
  rows: readonly Insertable<DB['engage.notifications']>[],
): Promise<void> {
  await tables
    .insertInto('engage.notifications')
    .values([...rows])
    .onConflict((conflict) => conflict.columns(['workspace_id', 'person_id', 'entry_id']).doNothing())
    .execute();
}

export function listNotificationRows(
  tables: WorkspaceTables,
  filter: { personId: string; before: string | undefined; unread: boolean; limit: number },
): Promise<NotificationRow[]> {
  return tables
    .selectFrom('engage.notifications')
    .selectAll()
    .where('person_id', '=', filter.personId)
    .$if(filter.unread, (query) => query.where('read_at', 'is', null))
    .$if(filter.before !== undefined, (query) => query.where('id', '<', filter.before ?? ''))
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .execute();
}

export async function markRead(
  tables: WorkspaceTables,
  personId: string,
  ids: readonly string[] | undefined,
  now: Date,
): Promise<number> {
  const rows = await tables
    .updateTable('engage.notifications')
    .set({ read_at: now })
    .where('person_id', '=', personId)
    .where('read_at', 'is', null)
    .$if(ids !== undefined, (query) => query.where('id', 'in', [...(ids ?? [])]))
    .returning('id')
    .execute();
  return rows.length;
}
