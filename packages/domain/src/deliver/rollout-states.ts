import type { StateTable } from '../record/index.ts';

/** Where a rollout is: see `rolloutTransitions`. */
export type RolloutState = 'waiting' | 'running' | 'held' | 'rolled_back' | 'finished' | 'cancelled';

/** Every state of a rollout, in the order people meet them. */
export const rolloutStates: readonly RolloutState[] = [
  'waiting',
  'running',
  'held',
  'rolled_back',
  'finished',
  'cancelled',
];

/**
 * A rollout waits for its start, runs step by step on a safe gate, is held on *inconclusive* and *no data*, and is
 * rolled back on harm. Only a running rollout finishes: a held one has to run again first, so that nothing reaches
 * everybody while a question is open. Cancelling is for rollouts that never reached anyone; one that did is rolled back.
 */
export const rolloutTransitions: StateTable<RolloutState> = {
  waiting: ['running', 'cancelled'],
  running: ['held', 'rolled_back', 'finished'],
  held: ['running', 'rolled_back'],
  rolled_back: [],
  finished: [],
  cancelled: [],
};
