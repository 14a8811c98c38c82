import type { Insertable, Selectable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type CommentRow = Selectable<DB['listen.comments']>;

export async function insertComment(
  tables: WorkspaceTables,
  row: Insertable<DB['listen.comments']>,
): Promise<CommentRow> {
  return tables.insertInto('listen.comments').values(row).returningAll().executeTakeFirstOrThrow();
}

export function findComment(tables: WorkspaceTables, id: string): Promise<CommentRow | undefined> {
  return tables.selectFrom('listen.comments').selectAll().where('id', '=', id).executeTakeFirst();
}

export function listCommentRows(
  tables: WorkspaceTables,
  options: { recordId: string; notes: boolean; afterId?: string | undefined; limit?: number },
): Promise<CommentRow[]> {
  let query = tables.selectFrom('listen.comments').selectAll().where('record_id', '=', options.recordId);
  if (!options.notes) query = query.where('reach', '=', 'public_reply');
  if (options.afterId !== undefined) query = query.where('id', '>', options.afterId);
  if (options.limit !== undefined) query = query.limit(options.limit);
  return query.orderBy('id').execute();
}
