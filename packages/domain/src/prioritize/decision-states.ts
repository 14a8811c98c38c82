import { Refusal, transition, type StateTable } from '../record/index.ts';
import type { Lane } from './lane.ts';

/** Where a decision is: see `decisionTransitions`. */
export type DecisionState = 'draft' | 'commenting' | 'made' | 'cancelled' | 'superseded';

/** Every state of a decision, in the order people meet them. */
export const decisionStates: readonly DecisionState[] = ['draft', 'commenting', 'made', 'cancelled', 'superseded'];

/**
 * A decision has its reference from the first draft. In the lanes *standard* and *significant* it is open for comment before
 * it is made; *answer*, *fix* and *urgent* go straight from draft to made (`decideTransition`). A made decision is never
 * edited or withdrawn: changing one's mind is a new decision that supersedes it, so that the page people were pointed to
 * keeps saying what it said.
 */
export const decisionTransitions: StateTable<DecisionState> = {
  draft: ['commenting', 'made', 'cancelled'],
  commenting: ['made', 'cancelled'],
  made: ['superseded'],
  cancelled: [],
  superseded: [],
};

/** Lanes whose decision may be made without a comment period. */
export const lanesWithoutComment: readonly Lane[] = ['answer', 'fix', 'urgent'];

/**
 * The decision table with the lane's condition on draft → made.
 * @returns the new state
 * @throws Refusal `illegal_transition` when the table forbids the step, or the lane asks for a comment period first
 */
export function decideTransition(from: DecisionState, to: DecisionState, lane: Lane): DecisionState {
  const next = transition('decision', decisionTransitions, from, to);
  if (from === 'draft' && to === 'made' && !lanesWithoutComment.includes(lane)) {
    throw new Refusal('illegal_transition', `A decision in the ${lane} lane is open for comment before it is made.`, {
      remedy: 'Open it for comment first; it can be made when the comment period is over.',
      facts: { from, to, lane, possible: ['commenting', 'cancelled'] },
    });
  }
  return next;
}
