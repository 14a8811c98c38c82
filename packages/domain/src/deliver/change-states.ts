import type { StateTable } from '../record/index.ts';

/** Where a change is: see `changeTransitions`. */
export type ChangeState = 'planned' | 'releasing' | 'released' | 'rolled_back' | 'abandoned';

/** Every state of a change, in the order people meet them. */
export const changeStates: readonly ChangeState[] = ['planned', 'releasing', 'released', 'rolled_back', 'abandoned'];

/**
 * A change is releasing from its rollout's first step and released after the last. Rolled back is not failure's end: the
 * change goes back to planned to be tried again, or is abandoned with a reason. What was released stays released; undoing it
 * later is a change of its own.
 */
export const changeTransitions: StateTable<ChangeState> = {
  planned: ['releasing', 'abandoned'],
  releasing: ['released', 'rolled_back'],
  released: [],
  rolled_back: ['planned', 'abandoned'],
  abandoned: [],
};
