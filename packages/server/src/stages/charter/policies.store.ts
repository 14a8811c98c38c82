import type { ClocksPolicy } from '@hearback/domain/charter';
import type { Insertable, Selectable, Updateable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

/** The clocks in force, and from when a breach counts; before that they are only shown. */
export async function clocksPolicy(tables: WorkspaceTables): Promise<{ policy: ClocksPolicy; enforcedFrom: Date }> {
  const row = await tables
    .selectFrom('charter.clocks_policies')
    .select(['clocks', 'enforced_from'])
    .executeTakeFirstOrThrow();
  return { policy: row.clocks as unknown as ClocksPolicy, enforcedFrom: row.enforced_from };
}

export type ClocksPolicyRow = Selectable<DB['charter.clocks_policies']>;

export function findClocksPolicyRow(tables: WorkspaceTables, use?: 'to change'): Promise<ClocksPolicyRow | undefined> {
  return tables
    .selectFrom('charter.clocks_policies')
    .selectAll()
    .$if(use !== undefined, (query) => query.forUpdate())
    .executeTakeFirst();
}

export function updateClocksPolicy(
  tables: WorkspaceTables,
  change: Updateable<DB['charter.clocks_policies']>,
): Promise<ClocksPolicyRow> {
  return tables
    .updateTable('charter.clocks_policies')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .returningAll()
    .executeTakeFirstOrThrow();
}

export type AudienceRow = Selectable<DB['charter.audiences']>;

export function listAudienceRows(tables: WorkspaceTables): Promise<AudienceRow[]> {
  return tables.selectFrom('charter.audiences').selectAll().orderBy('name').execute();
}

export function findAudienceRow(
  tables: WorkspaceTables,
  id: string,
  use?: 'to change',
): Promise<AudienceRow | undefined> {
  return tables
    .selectFrom('charter.audiences')
    .selectAll()
    .where('id', '=', id)
    .$if(use !== undefined, (query) => query.forUpdate())
    .executeTakeFirst();
}

export function insertAudience(
  tables: WorkspaceTables,
  row: Insertable<DB['charter.audiences']>,
): Promise<AudienceRow> {
  return tables.insertInto('charter.audiences').values(row).returningAll().executeTakeFirstOrThrow();
}

export function updateAudience(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['charter.audiences']>,
): Promise<AudienceRow> {
  return tables
    .updateTable('charter.audiences')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
