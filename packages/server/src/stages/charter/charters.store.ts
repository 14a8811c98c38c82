import type { Insertable, Selectable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type CharterRow = Selectable<DB['charter.charters']>;

/** The charter in force and the day (`YYYY-MM-DD`) by which it wants to be looked at again; undefined before the first. */
export async function charterDue(
  tables: WorkspaceTables,
): Promise<{ id: string; number: number; reviewDue: string } | undefined> {
  const row = await newestCharter(tables);
  return row && { id: row.id, number: row.number, reviewDue: row.review_due };
}

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
