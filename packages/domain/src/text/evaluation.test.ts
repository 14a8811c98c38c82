import { expect, test } from 'vitest';
import { atThreshold, firstRelevantRank, meanReciprocalRank, pairedBootstrap, recallAt } from './evaluation.ts';

test('recall and reciprocal rank count unanswered queries as misses', () => {
  const ranks = [firstRelevantRank(['a', 'b'], new Set(['b'])), firstRelevantRank(['a'], new Set(['z'])), 1];
  expect(ranks).toEqual([2, undefined, 1]);
  expect(recallAt(ranks, 1)).toBeCloseTo(1 / 3);
  expect(recallAt(ranks, 2)).toBeCloseTo(2 / 3);
  expect(meanReciprocalRank(ranks)).toBeCloseTo(0.5);
});

test('a gain that every query shows is shown, one that chance explains is not', () => {
  const always = Array.from({ length: 20 }, (_, i) => ({ cluster: `c${i}`, ours: 1, baseline: i % 2 }));
  expect(pairedBootstrap(always, 7).interval.low).toBeGreaterThan(0);
  const chance = Array.from({ length: 20 }, (_, i) => ({ cluster: `c${i}`, ours: i % 2, baseline: (i + 1) % 2 }));
  const { interval, won, lost, tied } = pairedBootstrap(chance, 7);
  expect(interval.low).toBeLessThan(0);
  expect(interval.high).toBeGreaterThan(0);
  expect([won, lost, tied]).toEqual([10, 10, 0]);
});

test('queries of one cluster do not pretend to be many: the interval widens', () => {
  const pairs = (clusters: number) =>
    Array.from({ length: 40 }, (_, i) => ({ cluster: `c${i % clusters}`, ours: (i % clusters) % 2, baseline: 0 }));
  const width = (clusters: number) => {
    const { interval } = pairedBootstrap(pairs(clusters), 1);
    return interval.high - interval.low;
  };
  expect(width(4)).toBeGreaterThan(width(40) * 1.5);
});

test('the same seed gives the same interval in any order', () => {
  const pairs = Array.from({ length: 30 }, (_, i) => ({
    cluster: `c${i % 9}`,
    ours: 1 / (1 + (i % 5)),
    baseline: 1 / (1 + (i % 3)),
  }));
  expect(pairedBootstrap([...pairs].reverse(), 3)).toMatchObject({ interval: pairedBootstrap(pairs, 3).interval });
});

test('at a threshold we say how often we were right, for how many, and how often we spoke up wrongly', () => {
  const suggestions = [
    { score: 0.9, right: true, answerable: true },
    { score: 0.8, right: false, answerable: true },
    { score: 0.7, right: false, answerable: false },
    { score: 0.1, right: true, answerable: true },
  ];
  expect(atThreshold(suggestions, 0.5)).toEqual({
    precision: 1 / 3,
    coverage: 1 / 3,
    falseSuggestionRate: 1,
    shown: 3,
  });
  expect(atThreshold(suggestions, 2)).toMatchObject({ precision: undefined, shown: 0 });
});
