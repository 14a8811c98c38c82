import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addWorkingDays,
  addWorkingMs,
  type BusinessCalendar,
  checkedCalendar,
  defaultCalendar,
  workingDayMs,
  workingMsBetween,
} from './calendar.ts';

const minuteMs = 60_000;

/** Zones that change their clocks by an hour or by half of one, in both halves of the year, at midnight, or never. */
const zones = ['Europe/Zurich', 'America/New_York', 'Australia/Lord_Howe', 'America/Santiago', 'Asia/Kolkata', 'UTC'];

/** Days on which one of those zones changes its clocks in 2025, and an ordinary one. */
const seasons = [
  '2025-03-09',
  '2025-03-30',
  '2025-04-06',
  '2025-09-07',
  '2025-10-05',
  '2025-10-26',
  '2025-11-02',
  '2025-06-15',
];

const clockTime = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

const calendars: fc.Arbitrary<BusinessCalendar> = fc
  .record({
    zone: fc.constantFrom(...zones),
    workingDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
    hours: fc.uniqueArray(fc.constantFrom(0, 30, 60, 90, 120, 150, 180, 540, 1020, 1380, 1440), {
      minLength: 2,
      maxLength: 2,
    }),
    holidays: fc.subarray(seasons.concat('2025-03-31', '2025-10-27', '2025-06-16')),
  })
  .map(({ zone, workingDays, hours, holidays }) => ({
    zone,
    workingDays,
    opensAt: clockTime(Math.min(...hours)),
    closesAt: clockTime(Math.max(...hours)),
    holidays,
  }));

const starts = fc
  .tuple(fc.constantFrom(...seasons), fc.integer({ min: -3 * 1440, max: 2 * 1440 }))
  .map(([day, minutes]) => new Date(Date.parse(`${day}T00:00:00Z`) + minutes * minuteMs));

const formatters = new Map<string, Intl.DateTimeFormat>();
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Whether the minute that begins at `at` is working time, asked of the platform's own time zone data and nothing else. */
function works(calendar: BusinessCalendar, at: Date): boolean {
  const formatter =
    formatters.get(calendar.zone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: calendar.zone,
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  formatters.set(calendar.zone, formatter);
  const part = Object.fromEntries(formatter.formatToParts(at).map(({ type, value }) => [type, value]));
  const time = `${part['hour']}:${part['minute']}`;
  return (
    calendar.workingDays.includes(weekdays.indexOf(part['weekday']!) + 1) &&
    !calendar.holidays.includes(`${part['year']}-${part['month']}-${part['day']}`) &&
    time >= calendar.opensAt &&
    time < calendar.closesAt
  );
}

function workingMinutesByHand(calendar: BusinessCalendar, from: Date, minutes: number): number {
  let count = 0;
  for (let minute = 0; minute < minutes; minute += 1) {
    if (works(calendar, new Date(from.getTime() + minute * minuteMs))) count += 1;
  }
  return count;
}

describe('working time', () => {
  test('is what one counts minute by minute, across daylight saving and holidays', () => {
    fc.assert(
      fc.property(calendars, starts, fc.integer({ min: 0, max: 4 * 1440 }), (calendar, from, minutes) => {
        const to = new Date(from.getTime() + minutes * minuteMs);
        expect(workingMsBetween(calendar, from, to)).toBe(workingMinutesByHand(calendar, from, minutes) * minuteMs);
      }),
      { numRuns: 150 },
    );
  });

  test('when added ends at the first minute by which that much has passed', () => {
    fc.assert(
      fc.property(calendars, starts, fc.integer({ min: 1, max: 60_000 }), (calendar, from, workingMinutes) => {
        const end = addWorkingMs(calendar, from, workingMinutes * minuteMs);
        expect(workingMsBetween(calendar, from, end)).toBe(workingMinutes * minuteMs);
        expect(works(calendar, new Date(end.getTime() - minuteMs))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('adds up over any point between', () => {
    fc.assert(
      fc.property(calendars, starts, fc.nat(20_000), fc.nat(20_000), (calendar, a, first, second) => {
        const b = new Date(a.getTime() + first * minuteMs);
        const c = new Date(b.getTime() + second * minuteMs);
        expect(workingMsBetween(calendar, a, b) + workingMsBetween(calendar, b, c)).toBe(
          workingMsBetween(calendar, a, c),
        );
      }),
      { numRuns: 150 },
    );
  });
});

test('two working days after Tuesday at eleven is Thursday at eleven, and a weekend is skipped', () => {
  const zurich = defaultCalendar('Europe/Zurich');
  expect(workingDayMs(zurich)).toBe(8 * 60 * minuteMs);
  expect(addWorkingDays(zurich, new Date('2025-06-10T11:00+02:00'), 2)).toEqual(new Date('2025-06-12T11:00+02:00'));
  expect(addWorkingDays(zurich, new Date('2025-03-28T11:00+01:00'), 1)).toEqual(new Date('2025-03-31T11:00+02:00'));
  expect(addWorkingDays(zurich, new Date('2025-06-14T12:00+02:00'), 1)).toEqual(new Date('2025-06-16T17:00+02:00'));
});

test('a calendar that makes no sense is refused with its field', () => {
  const good = defaultCalendar('UTC');
  const fieldOf = (change: Partial<BusinessCalendar>) => {
    try {
      checkedCalendar({ ...good, ...change });
    } catch (error) {
      return (error as { field?: string }).field;
    }
    return undefined;
  };
  expect(fieldOf({})).toBeUndefined();
  expect(fieldOf({ zone: 'Mars/Olympus' })).toBe('/zone');
  expect(fieldOf({ workingDays: [] })).toBe('/workingDays');
  expect(fieldOf({ opensAt: '9' })).toBe('/opensAt');
  expect(fieldOf({ closesAt: '08:00' })).toBe('/closesAt');
  expect(fieldOf({ holidays: ['2025-01-01', '2025-02-30'] })).toBe('/holidays/1');
  expect(() => addWorkingMs({ ...good, workingDays: [] }, new Date(0), 1)).toThrow(/no working time/);
});
