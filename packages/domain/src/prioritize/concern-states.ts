import { Refusal, transition, type StateTable } from '../record/index.ts';

/** Where a concern is: see `concernTransitions`. */
export type ConcernState = 'open' | 'answered' | 'resolved' | 'withdrawn' | 'overridden';

/** Every state of a concern, in the order people meet them. */
export const concernStates: readonly ConcernState[] = ['open', 'answered', 'resolved', 'withdrawn', 'overridden'];

/**
 * A concern has a name and a raiser. Anybody on the proposal may answer it, but an answer settles nothing: only the
 * raiser says `resolved` (or reopens it, or withdraws it), and only the approver may override, with a recorded reason.
 * No decision is made while one is open or merely answered.
 */
export const concernTransitions: StateTable<ConcernState> = {
  open: ['answered', 'withdrawn', 'overridden'],
  answered: ['resolved', 'open', 'overridden'],
  resolved: [],
  withdrawn: [],
  overridden: [],
};

/** Whether a decision has to wait for this concern. */
export function holdsDecision(state: ConcernState): boolean {
  return state === 'open' || state === 'answered';
}

/**
 * The concern table with its condition on who moves it.
 * @param mover whether the person is the raiser and whether decision rights make them the approver here
 * @param reason needed to override; trimmed, at least one character
 * @throws Refusal `illegal_transition`, `only_the_raiser`, `only_the_approver`, or `reason_missing`
 */
export function concernTransition(
  from: ConcernState,
  to: ConcernState,
  mover: { readonly isRaiser: boolean; readonly isApprover: boolean },
  reason?: string,
): ConcernState {
  const next = transition('concern', concernTransitions, from, to);
  if (next === 'overridden') {
    if (!mover.isApprover) {
      throw new Refusal('only_the_approver', 'Only the approver may override a concern.', {
        remedy: 'Answer it, or ask the approver.',
      });
    }
    if (!reason?.trim()) {
      throw new Refusal('reason_missing', 'Overriding a concern needs a reason, which stays on the record.', {
        field: '/reason',
        remedy: 'Say why the decision goes ahead in spite of it.',
      });
    }
  } else if (next !== 'answered' && !mover.isRaiser) {
    throw new Refusal('only_the_raiser', 'Only the person who raised a concern says whether it is settled.', {
      remedy: 'Answer it and ask them, or ask the approver to override it with a reason.',
    });
  }
  return next;
}
