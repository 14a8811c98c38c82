import { Temporal } from 'temporal-polyfill';
import { Refusal } from '../record/index.ts';

/** When a team works. Times of day are wall-clock times of its zone. */
export type BusinessCalendar = {
  /** IANA time zone, for example `Europe/Zurich`. */
  readonly zone: string;
  /** ISO weekdays, 1 is Monday and 7 is Sunday. */
  readonly workingDays: readonly number[];
  /** `HH:MM`, inclusive. */
  readonly opensAt: string;
  /** `HH:MM`, exclusive, after `opensAt`; `24:00` is the end of the day. */
  readonly closesAt: string;
  /** Days off as ISO dates. */
  readonly holidays: readonly string[];
};

type Span = { readonly fromMs: number; readonly toMs: number };

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** A calendar that has not worked for this long is taken never to: ten years of days. */
const longestPauseDays = 3_660;

/** Monday to Friday, 9 to 17, no holidays. */
export function defaultCalendar(zone: string): BusinessCalendar {
  return checkedCalendar({ zone, workingDays: [1, 2, 3, 4, 5], opensAt: '09:00', closesAt: '17:00', holidays: [] });
}

/**
 * Returns the calendar when it makes sense.
 * @throws Refusal `calendar_invalid` with the field that does not
 */
export function checkedCalendar(calendar: BusinessCalendar): BusinessCalendar {
  const refuse = (field: string, detail: string, remedy: string): never => {
    throw new Refusal('calendar_invalid', detail, { field, remedy });
  };
  try {
    new Temporal.ZonedDateTime(0n, calendar.zone);
  } catch {
    refuse('/zone', `“${calendar.zone}” is no time zone.`, 'Use an IANA name such as Europe/Zurich.');
  }
  const { workingDays } = calendar;
  if (workingDays.length === 0 || workingDays.some((day) => !Number.isInteger(day) || day < 1 || day > 7)) {
    refuse(
      '/workingDays',
      'A calendar needs at least one working day.',
      'Give weekdays from 1 (Monday) to 7 (Sunday).',
    );
  }
  const opens = minuteOfDay(calendar.opensAt);
  const closes = minuteOfDay(calendar.closesAt);
  if (opens === undefined) refuse('/opensAt', 'The opening time is no time of day.', 'Write it as HH:MM.');
  if (closes === undefined || closes <= (opens ?? 0)) {
    refuse(
      '/closesAt',
      'The closing time has to be a time of day after the opening.',
      'Write it as HH:MM, 24:00 at most.',
    );
  }
  calendar.holidays.forEach((holiday, index) => {
    try {
      Temporal.PlainDate.from(holiday, { overflow: 'reject' });
    } catch {
      refuse(`/holidays/${index}`, `“${holiday}” is no date.`, 'Write it as YYYY-MM-DD.');
    }
  });
  return calendar;
}

/** Length of an ordinary working day in milliseconds, for example 8 h for 9 to 17. */
export function workingDayMs(calendar: BusinessCalendar): number {
  return ((minuteOfDay(calendar.closesAt) ?? 0) - (minuteOfDay(calendar.opensAt) ?? 0)) * minuteMs;
}

/**
 * Working milliseconds that really pass between two instants; 0 when `to` is not after `from`. An hour that daylight saving
 * takes away does not count, one that it repeats counts twice.
 */
export function workingMsBetween(calendar: BusinessCalendar, from: Date, to: Date): number {
  const [a, b] = [from.getTime(), to.getTime()];
  let sum = 0;
  for (let date = dateOf(calendar, a); a < b; date = date.add({ days: 1 })) {
    for (const span of spansOf(calendar, date)) {
      sum += Math.max(0, Math.min(b, span.toMs) - Math.max(a, span.fromMs));
    }
    if (startOfDayMs(calendar, date.add({ days: 1 })) >= b) break;
  }
  return sum;
}

/**
 * The earliest instant, not before `start`, by which `workingMs` (≥ 0) of working time have passed. Ending exactly at
 * closing time stays there and does not jump to the next morning.
 * @throws Refusal `calendar_never_works` when the calendar has no working time for ten years
 */
export function addWorkingMs(calendar: BusinessCalendar, start: Date, workingMs: number): Date {
  let [left, idleDays] = [workingMs, 0];
  if (left <= 0) return start;
  for (let date = dateOf(calendar, start.getTime()); idleDays < longestPauseDays; date = date.add({ days: 1 })) {
    idleDays += 1;
    for (const span of spansOf(calendar, date)) {
      const fromMs = Math.max(start.getTime(), span.fromMs);
      const available = span.toMs - fromMs;
      if (available <= 0) continue;
      if (left <= available) return new Date(fromMs + left);
      left -= available;
      idleDays = 0;
    }
  }
  throw new Refusal('calendar_never_works', 'This calendar has no working time in the next ten years.', {
    remedy: 'Check its working days and holidays.',
  });
}

/** `addWorkingMs` for a number of ordinary working days; two days after Tuesday 11:00 is Thursday 11:00. */
export function addWorkingDays(calendar: BusinessCalendar, start: Date, days: number): Date {
  return addWorkingMs(calendar, start, days * workingDayMs(calendar));
}

/** Days are asked for again and again while an inbox is shown, and a calendar never changes: remember them. */
const known = new WeakMap<BusinessCalendar, Map<string, readonly Span[]>>();

function spansOf(calendar: BusinessCalendar, date: Temporal.PlainDate): readonly Span[] {
  const days = known.get(calendar) ?? new Map<string, readonly Span[]>();
  known.set(calendar, days);
  const key = date.toString();
  const spans = days.get(key) ?? workingSpans(calendar, date);
  days.set(key, spans);
  return spans;
}

/**
 * The working spans of one local date. The day is cut where the zone's offset changes; within a piece, wall-clock time
 * and real time run in step, so the opening hours can be cut out exactly, also when they touch the hour that is skipped
 * or repeated.
 */
function workingSpans(calendar: BusinessCalendar, date: Temporal.PlainDate): readonly Span[] {
  if (!calendar.workingDays.includes(date.dayOfWeek) || calendar.holidays.includes(date.toString())) return [];
  const midnightMs = Date.UTC(date.year, date.month - 1, date.day);
  const opensMs = midnightMs + (minuteOfDay(calendar.opensAt) ?? 0) * minuteMs;
  const closesMs = midnightMs + (minuteOfDay(calendar.closesAt) ?? 0) * minuteMs;
  return offsetPieces(calendar, date)
    .map(({ fromMs, toMs, offsetMs }) => ({
      fromMs: Math.max(fromMs, opensMs - offsetMs),
      toMs: Math.min(toMs, closesMs - offsetMs),
    }))
    .filter((span) => span.fromMs < span.toMs);
}

function offsetPieces(calendar: BusinessCalendar, date: Temporal.PlainDate): (Span & { offsetMs: number })[] {
  const endMs = startOfDayMs(calendar, date.add({ days: 1 }));
  const pieces = [];
  let at: Temporal.ZonedDateTime | null = date.toZonedDateTime(calendar.zone);
  while (at && at.epochMilliseconds < endMs) {
    const next: Temporal.ZonedDateTime | null = at.getTimeZoneTransition('next');
    const toMs = Math.min(endMs, next?.epochMilliseconds ?? endMs);
    pieces.push({ fromMs: at.epochMilliseconds, toMs, offsetMs: at.offsetNanoseconds / 1e6 });
    at = next;
  }
  return pieces;
}

function dateOf(calendar: BusinessCalendar, epochMs: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(calendar.zone).toPlainDate();
}

function startOfDayMs(calendar: BusinessCalendar, date: Temporal.PlainDate): number {
  return date.toZonedDateTime(calendar.zone).epochMilliseconds;
}

/** Minutes since midnight, 0 to 1440; undefined when it is no time of day. */
function minuteOfDay(time: string): number | undefined {
  const match = /^([01][0-9]|2[0-3]):([0-5][0-9])$/.exec(time);
  if (match) return Number(match[1]) * 60 + Number(match[2]);
  return time === '24:00' ? dayMs / minuteMs : undefined;
}
