import { expect, test } from 'vitest';
import { alignmentOf, divergenceOf, estimatesFor, reachFromEvidence, withWeights } from './estimates.ts';
import { ice, rice, weightedCriteria } from './formula.ts';
import { termsOfFormula } from './score.ts';

const some = { low: 1, likely: 2, high: 3 };

test('frameworks share reach and effort, but a namesake on another scale is estimated apart', () => {
  const given = {
    shared: { reach: some, impact: some, effort: some },
    byFramework: [{ framework: 'ice', input: 'ease', ...some }],
  };
  expect(Object.keys(estimatesFor(weightedCriteria, given))).toEqual(['reach', 'impact', 'effort']);
  expect(Object.keys(estimatesFor(rice, given))).toEqual(['reach', 'impact', 'effort']);
  expect(estimatesFor(ice, given)).toEqual({ ease: some });
});

test('reach from evidence starts at those who spoke; without evidence it is unknown, not zero', () => {
  expect(reachFromEvidence(0, 0)).toBeUndefined();
  expect(reachFromEvidence(4, 0)).toEqual({ low: 4, likely: 4, high: 12 });
  expect(reachFromEvidence(4, 30)).toEqual({ low: 4, likely: 30, high: 90 });
});

test('alignment with several principles lies between the worst and the best', () => {
  expect(alignmentOf([])).toBeUndefined();
  expect(alignmentOf([-2, 1, 3])).toEqual({ low: -2, likely: 2 / 3, high: 3 });
});

test('assessors whose whole ranges do not meet are apart, and come first', () => {
  const rows = divergenceOf([
    { effort: { low: 1, likely: 2, high: 4 }, risk: some },
    { effort: { low: 10, likely: 20, high: 40 }, risk: some, reach: some },
  ]);
  expect(rows).toEqual([
    { input: 'effort', lowestLikely: 2, highestLikely: 20, isApart: true },
    { input: 'risk', lowestLikely: 2, highestLikely: 2, isApart: false },
  ]);
});

test('weights of one’s own have to add up to one', () => {
  const weights = { value: 0.5, risk: 0.2, effort: 0.2, alignment: 0.1 };
  expect(termsOfFormula(withWeights('ours', 'Ours', 1, weights)).map((term) => term.name)).toEqual([
    'value',
    'risk',
    'effort',
    'alignment',
  ]);
  expect(() => termsOfFormula(withWeights('ours', 'Ours', 1, { ...weights, value: 0.6 }))).toThrow(/add up to/);
});
