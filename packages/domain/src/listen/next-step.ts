import {
  addWorkingMs,
  type BusinessCalendar,
  type ClocksPolicy,
  type Severity,
  workingTimeMs,
} from '../charter/index.ts';
import type { SignalState } from './signal-states.ts';

/** What a signal counts as until somebody says how bad it is. */
export const assumedSeverity: Severity = 'minor';

/** What happens next with a signal, in words for whoever said it, and by when; `by` is null while no clock of it runs. */
export type NextStep = { readonly next: string; readonly by: Date | null };

const later: Readonly<Record<Exclude<SignalState, 'received'>, string>> = {
  waiting: 'It waits for your reply to a question.',
  attached: 'It is part of a problem; you hear when that is decided.',
  answered: 'It was answered; see its thread.',
  rejected: 'It was closed with a reason; see its thread. One click brings it back.',
  closed: 'It was closed because no reply came. One click brings it back.',
};

/**
 * What a receipt promises: the owner says “heard” within the acknowledge clock of the signal's severity (`minor` until
 * somebody says), in the owner's working time. Imports are historical and have no clock.
 */
export function nextStep(
  signal: {
    readonly state: SignalState;
    readonly live: boolean;
    readonly severity: Severity | null;
    readonly receivedAt: Date;
  },
  owner: { readonly name: string; readonly calendar: BusinessCalendar },
  policy: ClocksPolicy,
): NextStep {
  if (signal.state !== 'received') return { next: later[signal.state], by: null };
  if (!signal.live) return { next: `It is in the historical queue of ${owner.name}, without a clock.`, by: null };
  const allowed = policy[signal.severity ?? assumedSeverity].acknowledge;
  return {
    next: `${owner.name} reads it and tells you what it is and whose it is.`,
    by: addWorkingMs(owner.calendar, signal.receivedAt, workingTimeMs(owner.calendar, allowed)),
  };
}
