import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  daysUntil,
  effectiveSampleSize,
  kaplanMeier,
  lagOneAutocorrelation,
  normalQuantile,
  openAfter,
  randomInteger,
  randomKey,
  splitLognormalQuantile,
  splitNormalQuantile,
  tQuantile,
  uniform,
  checkThreePoint,
  welchDifference,
  wilsonInterval,
} from './index.ts';

describe('random numbers', () => {
  test('are the same for the same seed, key and draw, in every version', () => {
    const key = randomKey(42, 'PROP-7/reach');
    expect([0, 1, 2].map((draw) => randomInteger(key, draw))).toEqual([298324498, 305681397, 984427637]);
  });

  test('fill the unit interval evenly and do not follow one another', () => {
    const key = randomKey(1, 'even');
    const values = Array.from({ length: 20_000 }, (_, draw) => uniform(key, draw));
    const buckets = Array.from({ length: 20 }, () => 0);
    for (const value of values) buckets[Math.floor(value * 20)]! += 1;
    const chiSquare = buckets.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // 99.99 % point of chi-square with 19 degrees of freedom.
    expect(chiSquare).toBeLessThan(51);
    expect(Math.abs(lagOneAutocorrelation(values))).toBeLessThan(0.03);
  });

  test('of different keys are unrelated', () => {
    const [a, b] = [randomKey(1, 'PROP-1'), randomKey(1, 'PROP-2')];
    let together = 0;
    for (let draw = 0; draw < 20_000; draw += 1) together += (uniform(a, draw) - 0.5) * (uniform(b, draw) - 0.5);
    expect(Math.abs((together / 20_000) * 12)).toBeLessThan(0.03);
  });
});

describe('estimates', () => {
  test('low, likely and high are exactly the tenth, fiftieth and ninetieth of a hundred', () => {
    const estimate = { low: 3, likely: 4, high: 9 };
    for (const quantile of [splitNormalQuantile, splitLognormalQuantile]) {
      expect(quantile(estimate, 0.1)).toBeCloseTo(3, 10);
      expect(quantile(estimate, 0.5)).toBeCloseTo(4, 10);
      expect(quantile(estimate, 0.9)).toBeCloseTo(9, 10);
    }
  });

  test('a positive belief never gives a number below zero, and quantiles rise', () => {
    const number = fc.double({ min: 0.01, max: 1e6, noNaN: true });
    const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(number, number, number, share, share, (a, b, c, p, q) => {
        const [low, likely, high] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
        const [first, second] = [Math.min(p, q), Math.max(p, q)];
        const value = splitLognormalQuantile({ low, likely, high }, first);
        expect(value).toBeGreaterThan(0);
        expect(splitLognormalQuantile({ low, likely, high }, second)).toBeGreaterThanOrEqual(value * (1 - 1e-12));
      }),
    );
  });

  test('numbers in the wrong order are refused with what to do', () => {
    expect(() => checkThreePoint({ low: 5, likely: 4, high: 9 }, { positive: false })).toThrow(/does not hold/u);
    expect(() => checkThreePoint({ low: 0, likely: 4, high: 9 }, { positive: true })).toThrow(/does not hold/u);
    expect(() => checkThreePoint({ low: -1, likely: 4, high: 9 }, { positive: false })).not.toThrow();
  });
});

describe('intervals', () => {
  test('agree with published tables', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 6);
    expect(tQuantile(0.975, 10)).toBeCloseTo(2.228139, 6);
    // Newcombe 1998, method 3: 81 of 263, and 0 of 20.
    expect(wilsonInterval(81, 263).low).toBeCloseTo(0.2553, 4);
    expect(wilsonInterval(81, 263).high).toBeCloseTo(0.3662, 4);
    expect(wilsonInterval(0, 20)).toEqual({ low: 0, high: expect.closeTo(0.1611, 4) as number });
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });

  test('values that follow one another are worth fewer', () => {
    const drifting = Array.from({ length: 40 }, (_, i) => Math.sin(i / 6));
    const jumping = Array.from({ length: 40 }, (_, i) => uniform(randomKey(5, 'jump'), i));
    expect(effectiveSampleSize(drifting)).toBeLessThan(6);
    expect(effectiveSampleSize(jumping)).toBeGreaterThan(25);
    expect(lagOneAutocorrelation([1, 1, 1, 1])).toBe(0);
  });

  test('a difference is found where there is one, and its interval holds the truth', () => {
    const before = [10, 12, 9, 11, 10, 12, 9, 11, 10, 11];
    const after = before.map((value) => value - 3);
    const { estimate, interval } = welchDifference(before, after);
    expect(estimate).toBeCloseTo(-3);
    expect(interval.low).toBeLessThan(-3);
    expect(interval.high).toBeGreaterThan(-3);
    expect(interval.high).toBeLessThan(0);
  });
});

describe('time until something ends', () => {
  test('agrees with the leukaemia remission data of Freireich 1963', () => {
    const ended = [6, 6, 6, 7, 10, 13, 16, 22, 23].map((days) => ({ days, ended: true }));
    const open = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map((days) => ({ days, ended: false }));
    const curve = kaplanMeier([...open, ...ended]);
    expect(openAfter(curve, 6)).toBeCloseTo(0.857, 3);
    expect(openAfter(curve, 10)).toBeCloseTo(0.753, 3);
    expect(openAfter(curve, 100)).toBeCloseTo(0.448, 3);
    expect(daysUntil(curve, 0.5)).toBe(23);
    expect(daysUntil(curve, 0.85)).toBeUndefined();
  });

  test('leaving out what is still open makes everything look quicker', () => {
    const lifetimes = [1, 2, 3, 50, 60, 70].map((days, i) => ({ days, ended: i < 3 }));
    const honest = daysUntil(kaplanMeier(lifetimes), 0.5);
    const flattering = daysUntil(kaplanMeier(lifetimes.filter((one) => one.ended)), 0.5);
    expect([honest, flattering]).toEqual([3, 2]);
  });
});
