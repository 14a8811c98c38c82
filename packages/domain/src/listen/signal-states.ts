import type { StateTable } from '../record/index.ts';

/** Where a signal is: see `signalTransitions`. */
export type SignalState = 'received' | 'attached' | 'answered' | 'rejected' | 'waiting' | 'closed';

/** Every state of a signal, in the order people meet them. */
export const signalStates: readonly SignalState[] = [
  'received',
  'waiting',
  'attached',
  'answered',
  'rejected',
  'closed',
];

/**
 * A signal is `received` the moment it is stored. Whoever triages attaches it to a problem, answers it, rejects it with a
 * reason, or asks the reporter and waits. A reply brings it back to `received`; silence closes it with a notice. Nothing is
 * final: undoing a triage step, or one click of the reporter, brings it back to `received`. A signal never jumps between
 * outcomes (say, answered to rejected): undo comes first, so the thread shows both.
 */
export const signalTransitions: StateTable<SignalState> = {
  received: ['attached', 'answered', 'rejected', 'waiting'],
  waiting: ['received', 'closed'],
  attached: ['received'],
  answered: ['received'],
  rejected: ['received'],
  closed: ['received'],
};
