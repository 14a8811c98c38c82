import type { EntryType } from '@hearback/domain/loop';
import type { Selectable } from 'kysely';
import type { DB, WorkspaceTables } from '../database/index.ts';
import type { Actor, JournalEntry, Tie } from './entry.ts';

type Row = Selectable<DB['platform.journal']>;

function actorOf(row: Pick<Row, 'actor_kind' | 'actor_id'>): Actor {
  if (row.actor_id && (row.actor_kind === 'person' || row.actor_kind === 'service'))
    return { kind: row.actor_kind, id: row.actor_id };
  return { kind: 'system', id: null };
}

/** A stored row as an entry. */
export function entryOf(row: Row): JournalEntry {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    at: row.at,
    type: row.type as EntryType,
    subject: { kind: row.subject_kind, id: row.subject_id },
    refs: row.refs as unknown as Tie[],
    actor: actorOf(row),
    data: row.data as Record<string, unknown>,
    audienceId: row.audience_id,
  };
}

/** The entries with these ids, oldest first. */
export async function entriesById(tables: WorkspaceTables, ids: readonly string[]): Promise<JournalEntry[]> {
  if (ids.length === 0) return [];
  const rows = await tables
    .selectFrom('platform.journal')
    .selectAll()
    .where('id', 'in', [...ids])
    .orderBy('transaction_id')
    .orderBy('sequence')
    .execute();
  return rows.map(entryOf);
}

/** Every entry about these records or tying to them, oldest first. */
export async function entriesAbout(tables: WorkspaceTables, recordIds: readonly string[]): Promise<JournalEntry[]> {
  if (recordIds.length === 0) return [];
  const tied = tables
    .selectFrom('platform.journal_ties')
    .select('entry_id as id')
    .where('record_id', 'in', [...recordIds]);
  // A union and not an OR, for which the whole journal would be read.
  const about = tables
    .selectFrom('platform.journal')
    .select('id')
    .where('subject_id', 'in', [...recordIds])
    .union(tied);
  const rows = await tables.selectFrom('platform.journal').selectAll().where('id', 'in', about).orderBy('id').execute();
  return rows.map(entryOf);
}
