import {
  addWorkingMs,
  assumedSeverity,
  type BusinessCalendar,
  type ClocksPolicy,
  type Severity,
  workingTimeMs,
} from '../charter/index.ts';
import type { NextStep } from '../record/index.ts';
import type { SignalState } from './signal-states.ts';

const later: Readonly<Record<Exclude<SignalState, 'received'>, string>> = {
  waiting: 'It waits for your reply to a question.',
  attached: 'It is part of a problem; you hear when that is decided.',
  answered: 'It was answered; see its thread.',
  rejected: 'It was closed with a reason; see its thread. One click brings it back.',
  closed: 'It was closed because no reply came. One click brings it back.',
};

/**
 * What happens next with a signal, in words for whoever said it; `by` is undefined while no clock of it runs. A receipt promises: the owner says “heard” within the acknowledge clock of the signal's severity (`minor` until
 * somebody says), in the owner's working time. Imports are historical and have no clock.
 */
export function nextStepOfSignal(
  signal: {
    readonly state: SignalState;
    readonly live: boolean;
    readonly severity: Severity | null;
    readonly receivedAt: Date;
  },
  owner: { readonly name: string; readonly calendar: BusinessCalendar },
  policy: ClocksPolicy,
): NextStep {
  if (signal.state !== 'received') return { what: later[signal.state], who: undefined, by: undefined };
  const who = owner.name;
  if (!signal.live) return { what: `It is in the historical queue of ${who}, without a clock.`, who, by: undefined };
  const allowed = policy[signal.severity ?? assumedSeverity].acknowledge;
  return {
    what: `${who} reads it and tells you what it is and whose it is.`,
    who,
    by: addWorkingMs(owner.calendar, signal.receivedAt, workingTimeMs(owner.calendar, allowed)),
  };
}
