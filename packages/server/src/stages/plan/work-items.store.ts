import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type WorkItemRow = Selectable<DB['plan.work_items']>;
export type CriterionRow = Selectable<DB['plan.acceptance_criteria']>;
export type MoveRow = Selectable<DB['plan.work_item_moves']>;

/** An item with when its milestone begins, which says where it stands in the backlog. */
export type PlacedRow = WorkItemRow & { readonly milestone_starts_at: Date | null };

export function selectPlaced(tables: WorkspaceTables) {
  return tables
    .selectFrom('plan.work_items as w')
    .leftJoin('plan.milestones as m', 'm.id', 'w.milestone_id')
    .selectAll('w')
    .select('m.starts_at as milestone_starts_at');
}

export function findPlaced(tables: WorkspaceTables, id: string): Promise<PlacedRow | undefined> {
  return selectPlaced(tables).where('w.id', '=', id).executeTakeFirst();
}

export function lockWorkItem(tables: WorkspaceTables, id: string): Promise<WorkItemRow | undefined> {
  return tables.selectFrom('plan.work_items').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export async function insertWorkItem(
  tables: WorkspaceTables,
  row: Insertable<DB['plan.work_items']> & { readonly id: string },
  componentIds: readonly string[],
): Promise<void> {
  await tables.insertInto('plan.work_items').values(row).execute();
  if (componentIds.length === 0) return;
  await tables
    .insertInto('plan.work_item_components')
    .values(
      [...new Set(componentIds)].map((component_id) => ({
        work_item_id: row.id,
        component_id,
        audience_id: row.audience_id ?? null,
      })),
    )
    .execute();
}

export function updateWorkItem(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['plan.work_items']>,
): Promise<WorkItemRow> {
  return tables
    .updateTable('plan.work_items')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The components of each of these items. */
export async function componentsOf(tables: WorkspaceTables, ids: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return found;
  const rows = await tables
    .selectFrom('plan.work_item_components')
    .select(['work_item_id', 'component_id'])
    .where('work_item_id', 'in', [...ids])
    .orderBy('component_id')
    .execute();
  for (const row of rows) found.get(row.work_item_id)?.push(row.component_id);
  return found;
}

export function listCriterionRows(tables: WorkspaceTables, workItemId: string): Promise<CriterionRow[]> {
  return tables
    .selectFrom('plan.acceptance_criteria')
    .selectAll()
    .where('work_item_id', '=', workItemId)
    .orderBy('position')
    .execute();
}

export async function insertCriteria(
  tables: WorkspaceTables,
  rows: Insertable<DB['plan.acceptance_criteria']>[],
): Promise<void> {
  if (rows.length > 0) await tables.insertInto('plan.acceptance_criteria').values(rows).execute();
}

export async function updateCriterion(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['plan.acceptance_criteria']>,
): Promise<void> {
  await tables.updateTable('plan.acceptance_criteria').set(change).where('id', '=', id).execute();
}

export async function insertMove(tables: WorkspaceTables, row: Insertable<DB['plan.work_item_moves']>): Promise<void> {
  await tables.insertInto('plan.work_item_moves').values(row).execute();
}

export function listMoveRows(tables: WorkspaceTables, workItemId: string): Promise<MoveRow[]> {
  return tables
    .selectFrom('plan.work_item_moves')
    .selectAll()
    .where('work_item_id', '=', workItemId)
    .orderBy('id')
    .execute();
}

/** Of these decisions, those that have work, and how many of their items are not cancelled. */
export async function decisionsWithWork(
  tables: WorkspaceTables,
  decisionIds: readonly string[],
): Promise<Map<string, { readonly live: number }>> {
  const rows = await tables
    .selectFrom('plan.work_items')
    .select(['decision_id', sql<number>`(count(*) FILTER (WHERE state <> 'cancelled'))::int`.as('live')])
    .where('decision_id', 'in', [...decisionIds])
    .groupBy('decision_id')
    .execute();
  return new Map(rows.map((row) => [row.decision_id, { live: row.live }]));
}

/** The item that a decision led to first. */
export async function firstItemOf(tables: WorkspaceTables, decisionId: string): Promise<string | undefined> {
  const row = await tables
    .selectFrom('plan.work_items')
    .select('id')
    .where('decision_id', '=', decisionId)
    .orderBy('id')
    .executeTakeFirst();
  return row?.id;
}

/** Items in progress or blocked, not yet asked about, and last confirmed before `before`; locked. */
export function lockUnconfirmed(tables: WorkspaceTables, before: Date): Promise<WorkItemRow[]> {
  return tables
    .selectFrom('plan.work_items')
    .selectAll()
    .where('state', 'in', ['in_progress', 'blocked'])
    .where('stale_since', 'is', null)
    .where('confirmed_at', '<=', before)
    .orderBy('id')
    .limit(500)
    .forUpdate()
    .execute();
}

/** Unfinished items promised for this milestone; locked. */
export function lockUnfinished(tables: WorkspaceTables, milestoneId: string): Promise<WorkItemRow[]> {
  return tables
    .selectFrom('plan.work_items')
    .selectAll()
    .where('milestone_id', '=', milestoneId)
    .where('state', 'in', ['planned', 'in_progress', 'blocked'])
    .orderBy('id')
    .forUpdate()
    .execute();
}
