import { type BusinessCalendar, workingDayMs } from './calendar.ts';
import type { Severity } from './default-vocabulary.ts';

/** What a clock counts towards: somebody says "heard", it is triaged, it is decided. */
export type ClockKind = 'acknowledge' | 'triage' | 'decide';

/** Every clock, in the order they end. */
export const clockKinds: readonly ClockKind[] = ['acknowledge', 'triage', 'decide'];

/** A length of working time, as a policy says it: hours, or days of the owner's calendar. */
export type WorkingTime = { readonly amount: number; readonly unit: 'hours' | 'days' };

/** The clocks policy: working time per severity and clock. */
export type ClocksPolicy = Readonly<Record<Severity, Readonly<Record<ClockKind, WorkingTime>>>>;

const hours = (amount: number): WorkingTime => ({ amount, unit: 'hours' });
const days = (amount: number): WorkingTime => ({ amount, unit: 'days' });

/** The clocks of a new workspace. */
export const defaultClocks: ClocksPolicy = {
  critical: { acknowledge: hours(2), triage: hours(4), decide: days(2) },
  major: { acknowledge: hours(8), triage: days(2), decide: days(10) },
  minor: { acknowledge: days(2), triage: days(5), decide: days(30) },
  trivial: { acknowledge: days(5), triage: days(10), decide: days(60) },
};

/** What a record counts as for its clocks until somebody says how bad it is. */
export const assumedSeverity: Severity = 'minor';

/** For how many calendar days a new workspace shows its clocks without enforcing them. */
export const shadowDays = 30;

/** Working milliseconds that `time` is on this calendar; a day is as long as the calendar's hours. */
export function workingTimeMs(calendar: BusinessCalendar, time: WorkingTime): number {
  return time.amount * (time.unit === 'hours' ? 3_600_000 : workingDayMs(calendar));
}
