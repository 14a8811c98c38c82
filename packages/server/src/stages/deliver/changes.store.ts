import type { Insertable, Selectable, Updateable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type ChangeRow = Selectable<DB['deliver.changes']>;
export type ChangeMoveRow = Selectable<DB['deliver.change_moves']>;

/** PostgreSQL's `integer`: anything larger is an error there and simply no reference here. */
const largestInteger = 2_147_483_647;

/** What a change releases, and where. */
export type ChangeTies = {
  readonly decisionIds: readonly string[];
  readonly workItemIds: readonly string[];
  readonly componentIds: readonly string[];
};

export async function insertChange(
  tables: WorkspaceTables,
  row: Insertable<DB['deliver.changes']> & { readonly id: string; readonly audience_id: string | null },
  ties: ChangeTies,
): Promise<ChangeRow> {
  const change = await tables.insertInto('deliver.changes').values(row).returningAll().executeTakeFirstOrThrow();
  const own = { change_id: row.id, audience_id: row.audience_id };
  if (ties.decisionIds.length > 0)
    await tables
      .insertInto('deliver.change_decisions')
      .values(ties.decisionIds.map((decision_id) => ({ ...own, decision_id })))
      .execute();
  if (ties.workItemIds.length > 0)
    await tables
      .insertInto('deliver.change_work_items')
      .values(ties.workItemIds.map((work_item_id) => ({ ...own, work_item_id })))
      .execute();
  if (ties.componentIds.length > 0)
    await tables
      .insertInto('deliver.change_components')
      .values(ties.componentIds.map((component_id) => ({ ...own, component_id })))
      .execute();
  return change;
}

export function findChangeRow(tables: WorkspaceTables, id: string): Promise<ChangeRow | undefined> {
  return tables.selectFrom('deliver.changes').selectAll().where('id', '=', id).executeTakeFirst();
}

export function lockChange(tables: WorkspaceTables, id: string): Promise<ChangeRow | undefined> {
  return tables.selectFrom('deliver.changes').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** The id of `C-12`; undefined when these eyes see no such change. */
export async function changeIdOfNumber(tables: WorkspaceTables, number: number): Promise<string | undefined> {
  if (number > largestInteger) return undefined;
  const row = await tables.selectFrom('deliver.changes').select('id').where('number', '=', number).executeTakeFirst();
  return row?.id;
}

export function updateChange(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['deliver.changes']>,
): Promise<ChangeRow> {
  return tables
    .updateTable('deliver.changes')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** One row more than the page, newest first. */
export function listChangeRows(
  tables: WorkspaceTables,
  filter: {
    readonly state?: string | undefined;
    readonly componentId?: string | undefined;
    readonly decisionId?: string | undefined;
    readonly before: string | undefined;
    readonly limit: number;
  },
): Promise<ChangeRow[]> {
  const { state, componentId, decisionId, before, limit } = filter;
  let query = tables
    .selectFrom('deliver.changes as c')
    .selectAll('c')
    .orderBy('c.id', 'desc')
    .limit(limit + 1);
  if (state !== undefined) query = query.where('c.state', '=', state);
  if (before !== undefined) query = query.where('c.id', '<', before);
  if (componentId !== undefined)
    query = query.where('c.id', 'in', (eb) =>
      eb.selectFrom('deliver.change_components as k').select('k.change_id').where('k.component_id', '=', componentId),
    );
  if (decisionId !== undefined)
    query = query.where('c.id', 'in', (eb) =>
      eb.selectFrom('deliver.change_decisions as k').select('k.change_id').where('k.decision_id', '=', decisionId),
    );
  return query.execute();
}

/** What each of these changes releases, and where; every id has its ties, empty ones too. */
export async function tiesOfChanges(tables: WorkspaceTables, ids: readonly string[]): Promise<Map<string, ChangeTies>> {
  if (ids.length === 0) return new Map();
  const wanted = [...ids];
  const decisions = await tables
    .selectFrom('deliver.change_decisions')
    .select(['change_id', 'decision_id as id'])
    .where('change_id', 'in', wanted)
    .orderBy('decision_id')
    .execute();
  const items = await tables
    .selectFrom('deliver.change_work_items')
    .select(['change_id', 'work_item_id as id'])
    .where('change_id', 'in', wanted)
    .orderBy('work_item_id')
    .execute();
  const components = await tables
    .selectFrom('deliver.change_components')
    .select(['change_id', 'component_id as id'])
    .where('change_id', 'in', wanted)
    .orderBy('component_id')
    .execute();
  const own = (rows: readonly { change_id: string; id: string }[], changeId: string): string[] =>
    rows.filter((row) => row.change_id === changeId).map((row) => row.id);
  return new Map(
    wanted.map((id) => [
      id,
      { decisionIds: own(decisions, id), workItemIds: own(items, id), componentIds: own(components, id) },
    ]),
  );
}

export async function tiesOfChange(tables: WorkspaceTables, id: string): Promise<ChangeTies> {
  return (await tiesOfChanges(tables, [id])).get(id) ?? { decisionIds: [], workItemIds: [], componentIds: [] };
}

export async function insertChangeMove(
  tables: WorkspaceTables,
  row: Insertable<DB['deliver.change_moves']>,
): Promise<void> {
  await tables.insertInto('deliver.change_moves').values(row).execute();
}

export function listChangeMoves(tables: WorkspaceTables, changeId: string): Promise<ChangeMoveRow[]> {
  return tables
    .selectFrom('deliver.change_moves')
    .selectAll()
    .where('change_id', '=', changeId)
    .orderBy('id')
    .execute();
}

/** The teams that the notice names as affected. */
export async function affectedTeamIds(tables: WorkspaceTables, changeId: string): Promise<string[]> {
  const rows = await tables
    .selectFrom('deliver.affected_teams')
    .select('team_id')
    .where('change_id', '=', changeId)
    .orderBy('team_id')
    .execute();
  return rows.map((row) => row.team_id);
}

/** Makes these teams the affected ones, and no others. */
export async function setAffectedTeams(
  tables: WorkspaceTables,
  change: Pick<ChangeRow, 'id' | 'audience_id'>,
  teamIds: readonly string[],
): Promise<void> {
  await tables.deleteFrom('deliver.affected_teams').where('change_id', '=', change.id).execute();
  if (teamIds.length === 0) return;
  await tables
    .insertInto('deliver.affected_teams')
    .values(
      [...new Set(teamIds)].map((team_id) => ({ change_id: change.id, team_id, audience_id: change.audience_id })),
    )
    .execute();
}
