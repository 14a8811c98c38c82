import type { Insertable, Selectable, Updateable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type RetrospectiveRow = Selectable<DB['learn.retrospectives']>;

/** Adds a retrospective; undefined when the entry that calls for it called for one before. */
export function insertRetrospective(
  tables: WorkspaceTables,
  row: Insertable<DB['learn.retrospectives']>,
): Promise<RetrospectiveRow | undefined> {
  return tables
    .insertInto('learn.retrospectives')
    .values(row)
    .onConflict((conflict) => conflict.columns(['workspace_id', 'called_by']).doNothing())
    .returningAll()
    .executeTakeFirst();
}

export function findRetrospective(tables: WorkspaceTables, id: string): Promise<RetrospectiveRow | undefined> {
  return tables.selectFrom('learn.retrospectives').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The retrospectives with these ids; what these eyes may not see is left out. */
export async function retrospectiveRows(tables: WorkspaceTables, ids: readonly string[]): Promise<RetrospectiveRow[]> {
  if (ids.length === 0) return [];
  return tables
    .selectFrom('learn.retrospectives')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .orderBy('id')
    .execute();
}

/** Locked in the order of the ids, so that two who lock the same ones never wait for each other. */
export async function lockRetrospectives(
  tables: WorkspaceTables,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RetrospectiveRow>> {
  const rows = await tables
    .selectFrom('learn.retrospectives')
    .selectAll()
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

export function updateRetrospective(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['learn.retrospectives']>,
): Promise<RetrospectiveRow> {
  return tables
    .updateTable('learn.retrospectives')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Newest first, one more than `limit`. */
export function listRetrospectiveRows(
  tables: WorkspaceTables,
  ask: {
    state?: string | undefined;
    cause?: string | undefined;
    subjectId?: string | undefined;
    before?: string | undefined;
    limit: number;
  },
): Promise<RetrospectiveRow[]> {
  return tables
    .selectFrom('learn.retrospectives')
    .selectAll()
    .$if(ask.state !== undefined, (query) => query.where('state', '=', ask.state ?? ''))
    .$if(ask.cause !== undefined, (query) => query.where('cause', '=', ask.cause ?? ''))
    .$if(ask.subjectId !== undefined, (query) => query.where('subject_id', '=', ask.subjectId ?? ''))
    .$if(ask.before !== undefined, (query) => query.where('id', '<', ask.before ?? ''))
    .orderBy('id', 'desc')
    .limit(ask.limit + 1)
    .execute();
}

/**
 * Whether the entry called for one before, or is looked back at by one for the same cause that was not published when it
 * happened: several misses in a row are one story. It asks for nothing that changes later, so hearing twice changes nothing.
 */
export async function isCalledFor(
  tables: WorkspaceTables,
  call: { readonly entryId: string; readonly at: Date; readonly subjectId: string; readonly cause: string },
): Promise<boolean> {
  const row = await tables
    .selectFrom('learn.retrospectives')
    .select('id')
    .where((eb) =>
      eb.or([
        eb('called_by', '=', call.entryId),
        eb.and([
          eb('subject_id', '=', call.subjectId),
          eb('cause', '=', call.cause),
          eb.or([eb('published_at', 'is', null), eb('published_at', '>', call.at)]),
        ]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
