/** The four moments at which people hear, in the order in which they come. */
export type Moment = 'received' | 'decided' | 'shipped' | 'did_it_help';

/** Every moment. */
export const moments: readonly Moment[] = ['received', 'decided', 'shipped', 'did_it_help'];

/** A journal entry that makes a moment; `to` is the state it leads to, for entries that say where a record moved. */
export type MomentTrigger = { readonly type: string; readonly to?: string; readonly moment: Moment };

/**
 * Which journal entries are moments. An answer, a rejection and a close are decisions about a signal and are told like
 * one; a rollback or a reopened problem is a turn, and waits for the digest. The question comes from verify when the change
 * is released, so that whoever tries it can say at once that it did not help.
 */
export const momentTriggers: readonly MomentTrigger[] = [
  { type: 'listen.signal_received', moment: 'received' },
  { type: 'listen.signal_moved', to: 'answered', moment: 'decided' },
  { type: 'listen.signal_moved', to: 'rejected', moment: 'decided' },
  { type: 'listen.signal_moved', to: 'closed', moment: 'decided' },
  { type: 'triage.problem_moved', to: 'closed', moment: 'decided' },
  { type: 'prioritize.decision_moved', to: 'made', moment: 'decided' },
  { type: 'deliver.change_moved', to: 'released', moment: 'shipped' },
  { type: 'verify.help_asked', moment: 'did_it_help' },
];

/** The moment that an entry makes; undefined for every other turn. */
export function momentOf(entry: { readonly type: string; readonly to?: string }): Moment | undefined {
  return momentTriggers.find((trigger) => trigger.type === entry.type && (trigger.to ?? entry.to) === entry.to)?.moment;
}

/** One tie of a person to a thread. The same person may have several; respondents of imports have none. */
export type Listener = {
  readonly personId: string;
  readonly tie: 'reporter' | 'follower';
  /** Muted this thread, or everything. Muting wins over every tie. */
  readonly isMuted: boolean;
  /** Whether they may see the record: what is restricted is told to nobody else. */
  readonly maySee: boolean;
  /** What was told to them at once, receipts apart, in the seven days before now. */
  readonly toldThisWeek: number;
};

/** How one person hears of an entry. */
export type Telling = { readonly personId: string; readonly how: 'at_once' | 'digest' };

/** How often a week somebody is told at once when they did not choose another number; the rest is in the digest. */
export const defaultWeeklyCap = 10;

/**
 * Who hears of an entry, and how: each distinct reporter and follower once, minus who muted, may not see it, or did it
 * themselves. The receipt is the exception and goes to the one who spoke and to nobody else, outside the cap. The other
 * moments are told at once until the weekly cap is reached; every other turn goes into the digest.
 * @param weeklyCap ≥ 0 tellings at once per person and seven days
 * @returns sorted by person, so that the same input gives the same list
 */
export function whoHears(
  entry: { readonly type: string; readonly to?: string; readonly actorId: string },
  listeners: readonly Listener[],
  weeklyCap = defaultWeeklyCap,
): readonly Telling[] {
  const moment = momentOf(entry);
  const muted = new Set(listeners.filter(({ isMuted }) => isMuted).map(({ personId }) => personId));
  const told = new Map<string, Telling>();
  for (const { personId, tie, maySee, toldThisWeek } of listeners) {
    if (muted.has(personId) || !maySee) continue;
    if (moment === 'received') {
      if (tie === 'reporter' && isReceiptFor(personId, entry.actorId, listeners)) {
        told.set(personId, { personId, how: 'at_once' });
      }
    } else if (personId !== entry.actorId) {
      told.set(personId, { personId, how: moment && toldThisWeek < weeklyCap ? 'at_once' : 'digest' });
    }
  }
  return [...told.values()].toSorted((a, b) => (a.personId < b.personId ? -1 : 1));
}

/** A receipt goes to the speaker; when a detector, an import or a messenger handed it in, to the reporter it names. */
function isReceiptFor(personId: string, actorId: string, listeners: readonly Listener[]): boolean {
  const isActorReporter = listeners.some((each) => each.tie === 'reporter' && each.personId === actorId);
  return isActorReporter ? personId === actorId : true;
}

/** A turn that waits for somebody's digest. */
export type Turn = { readonly entryId: string; readonly subjectId: string; readonly at: Date };

/** What a digest says of one record: its turns, oldest first. */
export type DigestItem = { readonly subjectId: string; readonly turns: readonly Turn[] };

/** Groups waiting turns by record, the record that moved last first, so that ten turns of one thread are one item. */
export function digestOf(turns: readonly Turn[]): readonly DigestItem[] {
  const sorted = turns.toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.entryId < b.entryId ? -1 : 1));
  const bySubject = Map.groupBy(sorted, ({ subjectId }) => subjectId);
  const latest = (item: DigestItem) => item.turns.at(-1)?.at.getTime() ?? 0;
  return [...bySubject]
    .map(([subjectId, items]) => ({ subjectId, turns: items }))
    .toSorted((a, b) => latest(b) - latest(a));
}
