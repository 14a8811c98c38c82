import type { MergeLink } from '@hearback/domain/triage';
import { sql, type Insertable, type Selectable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type AttachmentRow = Selectable<DB['triage.attachments']>;
export type MergeRow = Selectable<DB['triage.merges']>;

/** What is attached to these problems now, in the order it was attached. */
export async function attachedTo(tables: WorkspaceTables, problemIds: readonly string[]): Promise<AttachmentRow[]> {
  if (problemIds.length === 0) return [];
  return tables
    .selectFrom('triage.attachments')
    .selectAll()
    .where('problem_id', 'in', [...problemIds])
    .where('detached_at', 'is', null)
    .orderBy('attached_at')
    .orderBy('id')
    .execute();
}

/** The attachments in force of these signals. */
export async function attachmentsOf(tables: WorkspaceTables, signalIds: readonly string[]): Promise<AttachmentRow[]> {
  if (signalIds.length === 0) return [];
  return tables
    .selectFrom('triage.attachments')
    .selectAll()
    .where('signal_id', 'in', [...signalIds])
    .where('detached_at', 'is', null)
    .execute();
}

export async function insertAttachment(
  tables: WorkspaceTables,
  row: Insertable<DB['triage.attachments']>,
): Promise<void> {
  await tables.insertInto('triage.attachments').values(row).execute();
}

export async function endAttachment(
  tables: WorkspaceTables,
  id: string,
  end: { why: string; by: string | null; at: Date },
): Promise<void> {
  await tables
    .updateTable('triage.attachments')
    .set({ detached_why: end.why, detached_by: end.by, detached_at: end.at })
    .where('id', '=', id)
    .execute();
}

/** One merge at a time per workspace, until commit: a circle of merges can close over problems that nobody locked in common. */
export async function lockMerges(tables: WorkspaceTables): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('merges ' || current_setting('hearback.workspace'), 0))`.execute(
    tables,
  );
}

/** The merges in force. */
export function mergeRows(tables: WorkspaceTables): Promise<MergeRow[]> {
  return tables.selectFrom('triage.merges').selectAll().where('unmerged_at', 'is', null).orderBy('id').execute();
}

export async function mergeLinks(tables: WorkspaceTables): Promise<MergeLink[]> {
  return (await mergeRows(tables)).map((row) => ({ mergedId: row.merged_id, intoId: row.into_id }));
}
