import type { WorkspaceTables } from '../../platform/database/index.ts';
import { entriesAbout, type JournalEntry } from '../../platform/journal/index.ts';

/** The records that a thread is made of, in loop order. */
export const threadKinds = [
  'signal',
  'problem',
  'proposal',
  'decision',
  'work_item',
  'change',
  'rollout',
  'outcome',
  'retrospective',
  'lesson',
] as const;
export type ThreadKind = (typeof threadKinds)[number];
export type ThreadRecord = { readonly kind: ThreadKind; readonly id: string };

export type Closure = {
  readonly records: readonly ThreadRecord[];
  /** Every entry about one of them, oldest first. */
  readonly entries: readonly JournalEntry[];
};

/** More than this is no longer read as one thread; what is nearest stays. */
const mostRecords = 600;

/** What these reached is shown, but their other ties are other threads: a lesson holds for many problems. */
const ends: ReadonlySet<string> = new Set(['lesson', 'retrospective']);

function isThreadKind(kind: string): kind is ThreadKind {
  return (threadKinds as readonly string[]).includes(kind);
}

/** Entries that undo the ties which an earlier entry between the same records made. */
function cuts(entry: JournalEntry): boolean {
  return entry.type === 'triage.signal_detached' || entry.type === 'triage.problem_unmerged';
}

/** Who is tied to whom after these entries, in order: what was detached or unmerged since is no longer. */
function tiesAfter(entries: readonly JournalEntry[]): Map<string, Map<string, ThreadKind>> {
  const ties = new Map<string, Map<string, ThreadKind>>();
  const tie = (from: string, to: string, kind: string): void => {
    if (!isThreadKind(kind)) return;
    const known = ties.get(from) ?? new Map<string, ThreadKind>();
    known.set(to, kind);
    ties.set(from, known);
  };
  for (const entry of entries)
    for (const ref of entry.refs) {
      if (cuts(entry)) {
        ties.get(entry.subject.id)?.delete(ref.id);
        ties.get(ref.id)?.delete(entry.subject.id);
      } else if (isThreadKind(entry.subject.kind) && isThreadKind(ref.kind)) {
        tie(entry.subject.id, ref.id, ref.kind);
        tie(ref.id, entry.subject.id, entry.subject.kind);
      }
    }
  return ties;
}

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
    const ordered = [...entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    const ties = tiesAfter(ordered);
    const next: string[] = [];
    for (const id of frontier) {
      if (id !== start.id && ends.has(seen.get(id) ?? '')) continue;
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
