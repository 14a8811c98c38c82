import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type ActionRow = Selectable<DB['learn.actions']>;

/** A due date as a place in a list: days since 1970-01-01. */
const dueDay = sql<number>`due_on - date '1970-01-01'`;

export function insertAction(tables: WorkspaceTables, row: Insertable<DB['learn.actions']>): Promise<ActionRow> {
  return tables.insertInto('learn.actions').values(row).returningAll().executeTakeFirstOrThrow();
}

export function findAction(tables: WorkspaceTables, id: string): Promise<ActionRow | undefined> {
  return tables.selectFrom('learn.actions').selectAll().where('id', '=', id).executeTakeFirst();
}

export function lockAction(tables: WorkspaceTables, id: string): Promise<ActionRow | undefined> {
  return tables.selectFrom('learn.actions').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export function updateAction(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['learn.actions']>,
): Promise<ActionRow> {
  return tables
    .updateTable('learn.actions')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The actions of a retrospective, in the order they were added. */
export function actionsOf(tables: WorkspaceTables, retrospectiveId: string): Promise<ActionRow[]> {
  return tables
    .selectFrom('learn.actions')
    .selectAll()
    .where('retrospective_id', '=', retrospectiveId)
    .orderBy('id')
    .execute();
}

/** The earliest due first, one more than `limit`, after a due day and id. */
export function listActionRows(
  tables: WorkspaceTables,
  ask: {
    retrospectiveId?: string | undefined;
    ownerTeamId?: string | undefined;
    after?: readonly [day: number, id: string] | undefined;
    limit: number;
  },
): Promise<(ActionRow & { readonly due_day: number })[]> {
  const { retrospectiveId, ownerTeamId, after, limit } = ask;
  let query = tables
    .selectFrom('learn.actions')
    .selectAll()
    .select(dueDay.as('due_day'))
    .orderBy('due_on')
    .orderBy('id')
    .limit(limit + 1);
  if (retrospectiveId !== undefined) query = query.where('retrospective_id', '=', retrospectiveId);
  if (ownerTeamId !== undefined) query = query.where('owner_team_id', '=', ownerTeamId);
  if (after !== undefined) query = query.where(sql<boolean>`(${dueDay}, id) > (${after[0]}, ${after[1]}::uuid)`);
  return query.execute();
}
