import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultCalendar, defaultClocks, workingMsBetween } from '../charter/index.ts';
import { type Clock, type ClockEvent, clocksFor, isEnforced, readClock } from './clock.ts';

const calendar = defaultCalendar('Europe/Zurich');
const at = (time: string) => new Date(`2025-06-${time}+02:00`);
const hourMs = 3_600_000;
/** Tuesday 10 June, nine o'clock; four working hours to triage. */
const clock: Clock = { kind: 'triage', startedAt: at('10T09:00'), allowedMs: 4 * hourMs };
const read = (events: readonly ClockEvent[], now: Date) => readClock(clock, events, calendar, now);

describe('a clock', () => {
  test('runs in working hours, warns at four fifths, and is breached after the last minute', () => {
    expect(read([], at('10T11:00'))).toMatchObject({
      state: 'running',
      usedShare: 0.5,
      isWarning: false,
      dueAt: at('10T13:00'),
    });
    expect(read([], at('10T12:12'))).toMatchObject({ state: 'running', usedShare: 0.8, isWarning: true });
    expect(read([], at('10T12:11')).isWarning).toBe(false);
    expect(read([], at('10T13:00')).state).toBe('running');
    expect(read([], at('10T13:01'))).toMatchObject({ state: 'breached', isWarning: false, dueAt: at('10T13:00') });
  });

  test('is breached in the evening when its time was up at closing, and not when the reporter was asked in time', () => {
    const untilClosing: Clock = { ...clock, allowedMs: 8 * hourMs };
    expect(readClock(untilClosing, [], calendar, at('10T17:00')).state).toBe('running');
    expect(readClock(untilClosing, [], calendar, at('10T20:00'))).toMatchObject({
      state: 'breached',
      dueAt: at('10T17:00'),
    });
    const asked = [{ at: at('10T17:00'), type: 'asked' }] as const;
    expect(readClock(untilClosing, asked, calendar, at('12T12:00'))).toMatchObject({
      state: 'paused',
      dueAt: undefined,
    });
  });

  test('is met by its own event only', () => {
    expect(read([{ at: at('10T10:00'), type: 'acknowledged' }], at('10T11:00')).state).toBe('running');
    const met = read([{ at: at('10T10:00'), type: 'triaged' }], at('20T11:00'));
    expect(met).toMatchObject({ state: 'met', usedShare: 0.25, endedAt: at('10T10:00') });
  });

  test('stays breached when it is answered late', () => {
    expect(read([{ at: at('10T14:00'), type: 'triaged' }], at('11T09:00'))).toMatchObject({
      state: 'breached',
      usedShare: 1.25,
      endedAt: at('10T14:00'),
    });
  });

  test('pauses only while the reporter is asked, and is due that much later', () => {
    const asked = { at: at('10T10:00'), type: 'asked' } as const;
    expect(read([asked], at('12T10:00'))).toMatchObject({ state: 'paused', usedShare: 0.25, dueAt: undefined });
    const replied = { at: at('12T10:00'), type: 'replied' } as const;
    expect(read([replied, asked], at('12T11:00'))).toMatchObject({
      state: 'running',
      usedShare: 0.5,
      dueAt: at('12T13:00'),
    });
  });

  test('is the first one after reopening', () => {
    const events = [
      { at: at('10T10:00'), type: 'triaged' },
      { at: at('16T10:00'), type: 'reopened' },
    ] as const;
    expect(read(events, at('17T10:00'))).toMatchObject({ state: 'met', usedShare: 0.25 });
    const closedInSilence = [
      { at: at('10T10:00'), type: 'asked' },
      { at: at('16T10:00'), type: 'reopened' },
    ] as const;
    expect(read(closedInSilence, at('16T11:00'))).toMatchObject({ state: 'running', usedShare: 0.5 });
  });

  test('used time never shrinks as time goes on, and its due time agrees with what it used', () => {
    const minutes = fc.nat(6 * 1440);
    const history = fc
      .array(fc.tuple(minutes, fc.constantFrom('asked', 'replied', 'acknowledged', 'reopened')), { maxLength: 8 })
      .map((items) =>
        items.map(([minute, type]): ClockEvent => ({
          at: new Date(clock.startedAt.getTime() + minute * 60_000),
          type: type as ClockEvent['type'],
        })),
      );
    fc.assert(
      fc.property(history, minutes, minutes, (events, a, b) => {
        const [earlier, later] = [Math.min(a, b), Math.max(a, b)].map(
          (m) => new Date(clock.startedAt.getTime() + m * 60_000),
        );
        const before = read(events, earlier!);
        const after = read(events, later!);
        expect(after.usedMs).toBeGreaterThanOrEqual(before.usedMs);
        const isOverdue = after.dueAt !== undefined && after.dueAt < later!;
        expect(isOverdue).toBe(after.state === 'breached');
        const leftMs = after.dueAt && workingMsBetween(calendar, later!, after.dueAt);
        const expected = after.state === 'paused' ? undefined : Math.max(0, clock.allowedMs - after.usedMs);
        expect(leftMs).toBe(expected);
      }),
      { numRuns: 200 },
    );
  });
});

test('the three clocks of a major problem end after one, two and ten working days', () => {
  const [acknowledge, triage, decide] = clocksFor('major', defaultClocks, calendar, at('10T09:00')).map(
    (each) => readClock(each, [], calendar, at('10T09:00')).dueAt,
  );
  expect([acknowledge, triage, decide]).toEqual([at('10T17:00'), at('11T17:00'), at('23T17:00')]);
});

test('a new workspace is not held to its clocks for thirty days', () => {
  expect(isEnforced(at('01T00:00'), at('30T23:59'))).toBe(false);
  expect(isEnforced(at('01T00:00'), new Date('2025-07-01T00:00+02:00'))).toBe(true);
});
