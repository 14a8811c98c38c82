import { endsThread, type ThreadKind, type ThreadRecord, threadTies } from '@hearback/domain/loop';
import type { WorkspaceTables } from '../database/index.ts';
import type { JournalEntry } from './entry.ts';
import { entriesAbout } from './read.ts';

type Closure = {
  readonly records: readonly ThreadRecord[];
  /** Every entry about one of them, oldest first. */
  readonly entries: readonly JournalEntry[];
};

/** More than this is no longer read as one thread; what is nearest stays. */
const mostRecords = 600;

/**
 * The closure of the journal's ties around a record, breadth first. Row-level security has already taken out what these eyes
 * may not see: a restricted record is in nobody else's thread.
 */
export async function closureOf(tables: WorkspaceTables, start: ThreadRecord): Promise<Closure> {
  const seen = new Map<string, ThreadKind>([[start.id, start.kind]]);
  const entries = new Map<string, JournalEntry>();
  let frontier: readonly string[] = [start.id];
  while (frontier.length > 0 && seen.size < mostRecords) {
    for (const entry of await entriesAbout(tables, frontier)) entries.set(entry.id, entry);
    const ties = threadTies([...entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1)));
    const next: string[] = [];
    for (const id of frontier) {
      if (id !== start.id && endsThread(seen.get(id) ?? start.kind)) continue;
      for (const [other, kind] of ties.get(id) ?? [])
        if (!seen.has(other) && seen.size < mostRecords) {
          seen.set(other, kind);
          next.push(other);
        }
    }
    frontier = next;
  }
  return {
    records: [...seen].map(([id, kind]) => ({ id, kind })),
    entries: [...entries.values()].filter((entry) => seen.has(entry.subject.id)).sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}
