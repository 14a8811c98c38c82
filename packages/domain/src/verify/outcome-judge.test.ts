import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalQuantile, randomKey, uniform } from '../statistics/index.ts';
import { dailyMeans, daysNeeded, judgeHelped, judgeOutcome, showTypedIn, type MeasuredPoint } from './index.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 0, 5);

/** Daily values around `level` with noise that carries over by `carry` from day to day. */
function days(level: number, count: number, seed: number, carry = 0, spread = 1): readonly MeasuredPoint[] {
  const key = randomKey(seed, 'days');
  let state = 0;
  return Array.from({ length: count + 30 }, (_, i) => {
    state = carry * state + Math.sqrt(1 - carry * carry) * normalQuantile(uniform(key, i));
    return { at: start + i * day, value: level + spread * state };
  }).slice(30);
}

const faster = { direction: 'down', target: 10, smallestEffect: 1 } as const;

describe('an outcome', () => {
  test('is met when the improvement is beyond what matters and the target is reached', () => {
    const verdict = judgeOutcome(faster, days(14, 28, 1), days(9, 14, 2));
    expect(verdict).toMatchObject({ result: 'met', reason: 'beyond_smallest_effect_and_target' });
    expect(verdict.evidence.improvement).toBeCloseTo(5, 0);
    expect(verdict.evidence.interval!.low).toBeGreaterThan(1);
  });

  test('is not met when nothing happened that matters, nor when it got worse', () => {
    expect(judgeOutcome(faster, days(14, 28, 1, 0, 0.5), days(14, 28, 2, 0, 0.5)).result).toBe('not_met');
    expect(judgeOutcome(faster, days(14, 28, 1), days(17, 14, 2)).result).toBe('not_met');
  });

  test('cannot be told while the target is missed or chance reaches too far, and says what could have been seen', () => {
    expect(judgeOutcome(faster, days(14, 28, 1), days(11, 28, 2))).toMatchObject({
      result: 'cant_tell',
      reason: 'effect_without_target',
    });
    const wide = judgeOutcome(faster, days(14, 10, 1, 0, 8), days(9, 10, 2, 0, 8));
    expect(wide).toMatchObject({ result: 'cant_tell', reason: 'interval_too_wide' });
    expect(wide.evidence.detectableEffect).toBeGreaterThan(5);
  });

  test('needs eight days on each side, however many values a day has', () => {
    const hourly = Array.from({ length: 7 * 24 }, (_, hour) => ({ at: start + hour * 3_600_000, value: 9 }));
    expect(judgeOutcome(faster, days(14, 28, 1), hourly)).toMatchObject({
      result: 'cant_tell',
      reason: 'too_few_days',
    });
    expect(judgeOutcome(faster, [], [])).toMatchObject({ result: 'cant_tell', reason: 'too_few_days' });
  });

  test('of typed-in averages is shown, never judged', () => {
    const verdict = showTypedIn(faster, 14, 9);
    expect(verdict).toMatchObject({ result: 'cant_tell', reason: 'not_judged_typed_in' });
    expect(verdict.evidence).toMatchObject({ meanBefore: 14, meanAfter: 9, improvement: 5 });
  });

  test('rarely claims a change where there is none, also when days resemble the day before', () => {
    const any = { direction: 'up', target: -100, smallestEffect: 0 } as const;
    const runs = 400;
    for (const [carry, most] of [
      [0, 0.06],
      [0.5, 0.07],
    ] as const) {
      let met = 0;
      for (let run = 0; run < runs; run += 1)
        if (judgeOutcome(any, days(10, 28, run * 2, carry), days(10, 14, run * 2 + 1, carry)).result === 'met')
          met += 1;
      expect(met / runs).toBeLessThan(most);
    }
  });

  test('does not depend on the unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.constantFrom(1e-6, 0.5, 1000, 1e6), (seed, scale) => {
        const scaled = (points: readonly MeasuredPoint[]) =>
          points.map((point) => ({ ...point, value: point.value * scale }));
        const [before, after] = [days(14, 12, seed), days(11, 12, seed + 1)];
        const scaledCriterion = { ...faster, target: 10 * scale, smallestEffect: scale };
        expect(judgeOutcome(scaledCriterion, scaled(before), scaled(after)).result).toBe(
          judgeOutcome(faster, before, after).result,
        );
      }),
    );
  });

  test('days are means of a day, and more noise needs more of them', () => {
    const points = [1, 3, 10].map((value, i) => ({ at: start + (i === 2 ? day : i * 1000), value }));
    expect(dailyMeans(points)).toEqual([2, 10]);
    expect(daysNeeded(days(14, 28, 1, 0, 4), 2)!).toBeGreaterThan(daysNeeded(days(14, 28, 1, 0, 1), 2)!);
    expect(daysNeeded(days(14, 28, 1), 0)).toBeUndefined();
  });
});

describe('"did this help?"', () => {
  test('counts the answers as promised', () => {
    const result = (asked: number, yes: number, no: number) => judgeHelped({ asked, yes, no }).result;
    expect(result(5, 2, 1)).toBe('met');
    expect(result(1, 1, 0)).toBe('met');
    expect(result(5, 2, 0)).toBe('cant_tell');
    expect(result(5, 0, 0)).toBe('cant_tell');
    expect(result(4, 2, 2)).toBe('cant_tell');
    expect(judgeHelped({ asked: 1, yes: 0, no: 1 })).toEqual({
      result: 'not_met',
      reopensProblem: true,
      answersNeeded: 0,
    });
    expect(judgeHelped({ asked: 9, yes: 1, no: 2 })).toMatchObject({ result: 'not_met', reopensProblem: true });
    expect(judgeHelped({ asked: 9, yes: 1, no: 0 }).answersNeeded).toBe(2);
  });
});
