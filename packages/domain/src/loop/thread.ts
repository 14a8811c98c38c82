import type { EntryType } from './entries.ts';

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

/** As much of a journal entry as ties records together. */
type TyingEntry = {
  readonly type: EntryType;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly refs: readonly { readonly kind: string; readonly id: string }[];
};

/** Who is tied to whom, both ways: id to the ids beside it with their kinds. */
type ThreadTies = ReadonlyMap<string, ReadonlyMap<string, ThreadKind>>;

/** Entries that undo the ties which an earlier entry between the same records made. */
const cuts: ReadonlySet<EntryType> = new Set(['triage.signal_detached', 'triage.problem_unmerged']);

/** What these reached is shown, but their other ties are other threads: a lesson holds for many problems. */
const ends: ReadonlySet<ThreadKind> = new Set(['lesson', 'retrospective']);

/** Whether a thread that came to such a record goes on behind it. */
export function endsThread(kind: ThreadKind): boolean {
  return ends.has(kind);
}

/**
 * Who is tied to whom after these entries: what was detached or unmerged since is no longer.
 * @param entries oldest first
 */
export function threadTies(entries: readonly TyingEntry[]): ThreadTies {
  const ties = new Map<string, Map<string, ThreadKind>>();
  const tie = (from: string, to: string, kind: ThreadKind): void => {
    const known = ties.get(from) ?? new Map<string, ThreadKind>();
    known.set(to, kind);
    ties.set(from, known);
  };
  for (const { type, subject, refs } of entries)
    for (const ref of refs) {
      if (cuts.has(type)) {
        ties.get(subject.id)?.delete(ref.id);
        ties.get(ref.id)?.delete(subject.id);
      } else if (isThreadKind(subject.kind) && isThreadKind(ref.kind)) {
        tie(subject.id, ref.id, ref.kind);
        tie(ref.id, subject.id, subject.kind);
      }
    }
  return ties;
}

function isThreadKind(kind: string): kind is ThreadKind {
  return (threadKinds as readonly string[]).includes(kind);
}
