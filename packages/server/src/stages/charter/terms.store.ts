import type { TermKind } from '@hearback/domain/charter';
import { Refusal } from '@hearback/domain/record';
import type { Insertable, Selectable, Updateable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type TermRow = Selectable<DB['charter.terms']>;

export function listTermRows(
  tables: WorkspaceTables,
  filter: { kind?: TermKind | undefined; retired: boolean },
): Promise<TermRow[]> {
  return tables
    .selectFrom('charter.terms')
    .selectAll()
    .$if(filter.kind !== undefined, (query) => query.where('kind', '=', filter.kind ?? ''))
    .$if(!filter.retired, (query) => query.where('retired_at', 'is', null))
    .orderBy('kind')
    .orderBy('position')
    .execute();
}

export function findTerm(tables: WorkspaceTables, id: string): Promise<TermRow | undefined> {
  return tables.selectFrom('charter.terms').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export function findTermByKey(tables: WorkspaceTables, kind: TermKind, key: string): Promise<TermRow | undefined> {
  return tables
    .selectFrom('charter.terms')
    .selectAll()
    .where('kind', '=', kind)
    .where('key', '=', key)
    .executeTakeFirst();
}

export function insertTerms(tables: WorkspaceTables, rows: Insertable<DB['charter.terms']>[]): Promise<TermRow[]> {
  return tables.insertInto('charter.terms').values(rows).returningAll().execute();
}

export function updateTerm(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['charter.terms']>,
): Promise<TermRow> {
  return tables
    .updateTable('charter.terms')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/**
 * The word with this key, for a record that is written now.
 * @throws Refusal `unknown_reference` when there is none, `term_retired` when it may not be used any more; `field` is the
 *   JSON pointer of the input that named it
 */
export async function requireTerm(
  tables: WorkspaceTables,
  kind: TermKind,
  key: string,
  field = `/${kind}`,
): Promise<TermRow> {
  const term = await findTermByKey(tables, kind, key);
  if (!term)
    throw new Refusal('unknown_reference', `There is no ${kind} called “${key}”.`, {
      field,
      remedy: 'Use a word of the vocabulary (GET /terms).',
    });
  if (term.retired_at)
    throw new Refusal('term_retired', `The ${kind} “${term.name}” is retired.`, {
      field,
      remedy: term.successor_key ? `Use “${term.successor_key}” instead.` : 'Use another word of the vocabulary.',
      facts: { successor: term.successor_key },
    });
  return term;
}
