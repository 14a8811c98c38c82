import type { Insertable, Selectable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type CharterRow = Selectable<DB['charter.charters']>;

/** Whether that day is over at `now` (days end in UTC). */
export function isOverdue(reviewDue: string, now: Date): boolean {
  return reviewDue < now.toISOString().slice(0, 10);
}

export function newestCharter(tables: WorkspaceTables): Promise<CharterRow | undefined> {
  return tables.selectFrom('charter.charters').selectAll().orderBy('number', 'desc').limit(1).executeTakeFirst();
}

/** Every version, the newest first. */
export function listCharterRows(tables: WorkspaceTables): Promise<CharterRow[]> {
  return tables.selectFrom('charter.charters').selectAll().orderBy('number', 'desc').execute();
}

export function insertCharter(tables: WorkspaceTables, row: Insertable<DB['charter.charters']>): Promise<CharterRow> {
  return tables.insertInto('charter.charters').values(row).returningAll().executeTakeFirstOrThrow();
}
