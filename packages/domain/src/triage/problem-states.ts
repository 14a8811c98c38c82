import type { StateTable } from '../record/index.ts';

/** Where a problem is: see `problemTransitions`. */
export type ProblemState =
  'open' | 'waiting' | 'proposed' | 'fixing' | 'shipped' | 'helped' | 'answered' | 'deferred' | 'declined' | 'closed';

/** Every state of a problem, in the order people meet them. */
export const problemStates: readonly ProblemState[] = [
  'open',
  'waiting',
  'proposed',
  'fixing',
  'shipped',
  'helped',
  'answered',
  'deferred',
  'declined',
  'closed',
];

/**
 * A problem follows what is done about it. `open` means that nobody has decided yet; `proposed` that at least one
 * proposal is open; `fixing` that a decision to act was made; `shipped` that its change reached people; `helped` that
 * the people who reported it say so, which is the only good end. The other ends (answered, deferred, declined, closed
 * after silence) each carry a reason, and every end can be opened again, because people may always say that it still
 * hurts.
 *
 * `fixing → open` is for cancelled work, `proposed → open` for withdrawn proposals, `shipped → open` for a fix that did
 * not help. Merging is a reversible link beside the state (`merge.ts`), so that unmerging has no state to restore.
 */
export const problemTransitions: StateTable<ProblemState> = {
  open: ['waiting', 'proposed', 'fixing', 'answered', 'deferred', 'declined'],
  waiting: ['open', 'closed'],
  proposed: ['open', 'fixing', 'deferred', 'declined'],
  fixing: ['open', 'shipped'],
  shipped: ['helped', 'open'],
  helped: ['open'],
  answered: ['open'],
  deferred: ['open'],
  declined: ['open'],
  closed: ['open'],
};

/** States in which somebody still owes the next move, so the problem must have an owner and a due date. */
export const liveProblemStates: readonly ProblemState[] = ['open', 'waiting', 'proposed', 'fixing', 'shipped'];
