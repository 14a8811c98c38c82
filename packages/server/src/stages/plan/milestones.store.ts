import type { Insertable, Selectable, Updateable } from 'kysely';
import { sql } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type TrainRow = Selectable<DB['plan.trains']>;
export type MilestoneRow = Selectable<DB['plan.milestones']>;
/** With how many items are promised for it, and how many of them are completed. */
export type CountedRow = MilestoneRow & { readonly promised: number; readonly completed: number };

export function listTrainRows(tables: WorkspaceTables): Promise<TrainRow[]> {
  return tables.selectFrom('plan.trains').selectAll().orderBy('name').execute();
}

export function findTrainRow(tables: WorkspaceTables, id: string): Promise<TrainRow | undefined> {
  return tables.selectFrom('plan.trains').selectAll().where('id', '=', id).executeTakeFirst();
}

export function lockTrain(tables: WorkspaceTables, id: string): Promise<TrainRow | undefined> {
  return tables.selectFrom('plan.trains').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export function insertTrain(tables: WorkspaceTables, row: Insertable<DB['plan.trains']>): Promise<TrainRow> {
  return tables.insertInto('plan.trains').values(row).returningAll().executeTakeFirstOrThrow();
}

export function updateTrain(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['plan.trains']>,
): Promise<TrainRow> {
  return tables
    .updateTable('plan.trains')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

function selectCounted(tables: WorkspaceTables) {
  const promised = tables
    .selectFrom('plan.work_items as w')
    .select(sql<number>`(count(*) FILTER (WHERE w.state <> 'cancelled'))::int`.as('count'))
    .whereRef('w.milestone_id', '=', sql.ref('m.id'));
  const completed = tables
    .selectFrom('plan.work_items as w')
    .select(sql<number>`(count(*) FILTER (WHERE w.state = 'completed'))::int`.as('count'))
    .whereRef('w.milestone_id', '=', sql.ref('m.id'));
  return tables
    .selectFrom('plan.milestones as m')
    .selectAll('m')
    .select([promised.as('promised'), completed.as('completed')])
    .$narrowType<{ promised: number; completed: number }>();
}

export function listMilestoneRows(
  tables: WorkspaceTables,
  filter: { readonly train_id?: string | undefined; readonly closed: boolean },
): Promise<CountedRow[]> {
  return selectCounted(tables)
    .$if(filter.train_id !== undefined, (query) => query.where('m.train_id', '=', filter.train_id ?? ''))
    .$if(!filter.closed, (query) => query.where('m.closed_at', 'is', null))
    .orderBy('m.ends_at')
    .orderBy('m.id')
    .limit(500)
    .execute();
}

export function findCounted(tables: WorkspaceTables, id: string): Promise<CountedRow | undefined> {
  return selectCounted(tables).where('m.id', '=', id).executeTakeFirst();
}

export function findMilestoneRow(tables: WorkspaceTables, id: string): Promise<MilestoneRow | undefined> {
  return tables.selectFrom('plan.milestones').selectAll().where('id', '=', id).executeTakeFirst();
}

export function lockMilestone(tables: WorkspaceTables, id: string): Promise<MilestoneRow | undefined> {
  return tables.selectFrom('plan.milestones').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export function insertMilestones(
  tables: WorkspaceTables,
  rows: Insertable<DB['plan.milestones']>[],
): Promise<MilestoneRow[]> {
  return tables.insertInto('plan.milestones').values(rows).returningAll().execute();
}

export function updateMilestone(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['plan.milestones']>,
): Promise<MilestoneRow> {
  return tables
    .updateTable('plan.milestones')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Milestones that ended and whose unfinished work was not carried over yet, oldest first; locked. */
export function lockEnded(tables: WorkspaceTables, now: Date): Promise<MilestoneRow[]> {
  return tables
    .selectFrom('plan.milestones')
    .selectAll()
    .where('closed_at', 'is', null)
    .where('ends_at', '<=', now)
    .orderBy('ends_at')
    .limit(100)
    .forUpdate()
    .execute();
}

/** The train's next milestone that has not ended. */
export function nextOnTrain(
  tables: WorkspaceTables,
  ended: MilestoneRow,
  now: Date,
): Promise<MilestoneRow | undefined> {
  return tables
    .selectFrom('plan.milestones')
    .selectAll()
    .where('train_id', '=', ended.train_id ?? '')
    .where('starts_at', '>', ended.starts_at)
    .where('ends_at', '>', now)
    .where('closed_at', 'is', null)
    .orderBy('starts_at')
    .executeTakeFirst();
}
