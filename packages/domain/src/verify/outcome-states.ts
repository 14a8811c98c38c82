import type { StateTable } from '../record/index.ts';

/** Where an outcome is: see `outcomeTransitions`. */
export type OutcomeState = 'pending' | 'met' | 'not_met' | 'cant_tell';

/** Every state of an outcome, in the order people meet them. */
export const outcomeStates: readonly OutcomeState[] = ['pending', 'met', 'not_met', 'cant_tell'];

/**
 * An outcome is pending until its success criterion's window is over. Met and not met are final: the criterion was fixed at
 * the decision, and a result that could be argued with afterwards would prove nothing. Can't tell is honest about too little
 * data, and goes back to pending when there is more.
 */
export const outcomeTransitions: StateTable<OutcomeState> = {
  pending: ['met', 'not_met', 'cant_tell'],
  cant_tell: ['pending'],
  met: [],
  not_met: [],
};
