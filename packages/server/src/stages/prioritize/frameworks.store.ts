import type { Formula } from '@hearback/domain/prioritize';
import type { Selectable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type FrameworkRow = Selectable<DB['prioritize.frameworks']>;

export function formulaOf(row: FrameworkRow): Formula {
  return row.formula as unknown as Formula;
}

/** Newest version first within a key. */
export function listFrameworkRows(tables: WorkspaceTables): Promise<FrameworkRow[]> {
  return tables
    .selectFrom('prioritize.frameworks')
    .selectAll()
    .orderBy('key')
    .orderBy('formula_version', 'desc')
    .execute();
}

export function findFrameworkRow(tables: WorkspaceTables, key: string): Promise<FrameworkRow | undefined> {
  return tables
    .selectFrom('prioritize.frameworks')
    .selectAll()
    .where('key', '=', key)
    .orderBy('formula_version', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export function insertFramework(
  tables: WorkspaceTables,
  row: { id: string; formula: Formula; published_at: Date; published_by: string | null },
): Promise<FrameworkRow> {
  return tables
    .insertInto('prioritize.frameworks')
    .values({
      id: row.id,
      key: row.formula.id,
      formula_version: row.formula.version,
      formula: JSON.stringify(row.formula),
      published_at: row.published_at,
      published_by: row.published_by,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}
