import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ThreePoint } from '../statistics/index.ts';
import { formulas, ice, rice, weightedCriteria, wsjf } from './formula.ts';
import { prepareField } from './ranking-field.ts';
import { addRankCounts, countRanks, rankingFrom, rankProposals } from './ranking.ts';
import { whatWouldMove, whyAbove } from './ranking-answers.ts';
import { scoreProposal, type RankedProposal } from './score.ts';

const exactly = (value: number): ThreePoint => ({ low: value, likely: value, high: value });
const about = (value: number): ThreePoint => ({ low: value / 1.5, likely: value, high: value * 1.5 });

type Made = { reach?: ThreePoint; impact?: ThreePoint; effort?: ThreePoint; risk?: ThreePoint; alignment?: ThreePoint };
function proposal(id: string, made: Made = {}): RankedProposal {
  const usual = {
    reach: about(20),
    impact: about(1),
    effort: about(20),
    risk: about(4),
    alignment: { low: 0, likely: 1, high: 2 },
  };
  return { id, assessments: [{ assessor: 'kim', estimates: { ...usual, ...made } }] };
}

const rank = (proposals: readonly RankedProposal[], seed = 1) =>
  rankProposals({ formula: weightedCriteria, proposals, seed, draws: 2_000, ks: [1, 3] });

describe('formulas', () => {
  test('give the figures that people work out by hand', () => {
    const estimates = (values: Record<string, number>): RankedProposal => ({
      id: 'a',
      assessments: [
        {
          assessor: 'kim',
          estimates: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, exactly(value)])),
        },
      ],
    });
    expect(scoreProposal(rice, estimates({ reach: 100, impact: 2, confidence: 0.8, effort: 4 })).score).toBeCloseTo(
      40,
      9,
    );
    const cost = { value: 8, time_criticality: 5, risk_reduction: 3, job_size: 4 };
    expect(scoreProposal(wsjf, estimates(cost)).score).toBeCloseTo(4, 9);
    expect(scoreProposal(ice, estimates({ impact: 7, confidence: 5, ease: 2 })).score).toBeCloseTo(70, 9);
    const best = { reach: 500, impact: 1, effort: 0.5, risk: 0, alignment: 3 };
    expect(scoreProposal(weightedCriteria, estimates(best)).score).toBeCloseTo(10, 9);
    const middle = { ...best, risk: 5, alignment: 0 };
    expect(scoreProposal(weightedCriteria, estimates(middle)).score).toBeCloseTo(10 - 1 - 0.75, 9);
  });

  test('contributions add up to the score', () => {
    const { score, contributions } = scoreProposal(weightedCriteria, proposal('a'));
    expect(contributions.reduce((sum, one) => sum + one.amount, 0)).toBeCloseTo(score, 12);
  });

  test('a formula whose weights do not add up is refused', () => {
    if (weightedCriteria.kind !== 'weighted') throw new Error('the default formula is weighted');
    const broken = { ...weightedCriteria, criteria: weightedCriteria.criteria.slice(1) };
    expect(() => scoreProposal(broken, proposal('a'))).toThrow(/add up/u);
  });

  test('an estimate that contradicts itself is refused', () => {
    expect(() => rank([proposal('a', { reach: { low: 9, likely: 2, high: 3 } })])).toThrow(/hold together/u);
  });
});

describe('a ranking', () => {
  test('puts what clearly is worth more first, and says how sure it is', () => {
    const rows = rank([
      proposal('small', { reach: about(2) }),
      proposal('large', { reach: about(400) }),
      proposal('middle'),
    ]);
    expect(rows.map((row) => row.id)).toEqual(['large', 'middle', 'small']);
    expect(rows[0]?.top[0]?.probability).toBeGreaterThan(0.9);
    expect(rows.map((row) => row.tieGroup)).toEqual([1, 2, 3]);
  });

  test('shows equals as a tie, and each is first about equally often', () => {
    const rows = rank([proposal('a'), proposal('b'), proposal('c')]);
    expect(rows.map((row) => row.tieGroup)).toEqual([1, 1, 1]);
    for (const row of rows) expect(row.top[0]?.probability).toBeCloseTo(1 / 3, 1);
  });

  test('proposals without any difference at all share the first place fairly', () => {
    const same: Made = {
      reach: exactly(20),
      impact: exactly(1),
      effort: exactly(9),
      risk: exactly(4),
      alignment: exactly(1),
    };
    for (const row of rank([proposal('a', same), proposal('b', same)]))
      expect(row.top[0]?.probability).toBeCloseTo(0.5, 1);
  });

  test('a missing estimate makes a proposal less certain, not last', () => {
    const known = { reach: about(6), impact: about(0.8), risk: about(5), alignment: exactly(0) };
    const others = [1, 2, 3, 4, 5, 6].map((i) => proposal(`other-${i}`, { ...known, effort: about(15) }));
    const guessed: RankedProposal = { id: 'guess', assessments: [{ assessor: 'kim', estimates: known }] };
    const rows = rank([...others, guessed]);
    const row = rows.find((one) => one.id === 'guess')!;
    expect(row.missing).toEqual(['effort']);
    expect(row.medianRank).toBeGreaterThan(1);
    expect(row.medianRank).toBeLessThan(7);
    const width = (one: { rankLow: number; rankHigh: number }) => one.rankHigh - one.rankLow;
    expect(width(row)).toBeGreaterThanOrEqual(Math.max(...rows.filter((one) => one !== row).map(width)));
  });

  test('assessors who disagree stay apart: their opinions are drawn, not averaged away', () => {
    const split = (id: string): RankedProposal => ({
      id,
      assessments: [1, 400].map((reach, i) => ({
        assessor: `p${i}`,
        estimates: { ...proposal(id).assessments[0]!.estimates, reach: exactly(reach) },
      })),
    });
    const rows = rank([split('disputed'), proposal('agreed', { reach: exactly(20) })]);
    const disputed = rows.find((row) => row.id === 'disputed')!;
    expect(disputed.top[0]?.probability).toBeGreaterThan(0.3);
    expect(disputed.top[0]?.probability).toBeLessThan(0.7);
  });

  test('of nothing is empty, and the same proposal twice is refused', () => {
    expect(rank([])).toEqual([]);
    expect(() => rank([proposal('a'), proposal('a')])).toThrow(/twice/u);
  });
});

const estimate = (least: number, most: number): fc.Arbitrary<ThreePoint> =>
  fc
    .array(fc.double({ min: least, max: most, noNaN: true }), { minLength: 3, maxLength: 3 })
    .map((three) => three.sort((a, b) => a - b))
    .map(([low, likely, high]) => ({ low: low!, likely: likely!, high: high! }));
const anyProposals = fc
  .array(
    fc.record(
      {
        reach: estimate(1, 500),
        impact: estimate(0.25, 3),
        effort: estimate(1, 300),
        risk: estimate(0, 10),
        alignment: estimate(-3, 3),
      },
      { requiredKeys: ['reach'] },
    ),
    { minLength: 2, maxLength: 7 },
  )
  .map((list) => list.map((estimates, i) => ({ id: `PROP-${i}`, assessments: [{ assessor: 'kim', estimates }] })));

describe('whatever the estimates', () => {
  test('the order of the input changes nothing, nor does the number of threads', () => {
    fc.assert(
      fc.property(anyProposals, fc.integer(), fc.integer({ min: 1, max: 199 }), (proposals, seed, cut) => {
        for (const formula of formulas.slice(0, 2)) {
          const field = prepareField(formula, proposals, seed);
          const whole = rankingFrom(field, countRanks(field, 0, 200), [1, 3]);
          const turned = prepareField(formula, [...proposals].reverse(), seed);
          const parts = addRankCounts(countRanks(turned, cut, 200), countRanks(turned, 0, cut));
          expect(rankingFrom(turned, parts, [1, 3])).toEqual(whole);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('more reach never lowers the chance of a place', () => {
    fc.assert(
      fc.property(anyProposals, fc.double({ min: 1, max: 10, noNaN: true }), (proposals, factor) => {
        const more = proposals.map((one, i) => {
          if (i > 0) return one;
          const { low, likely, high } = one.assessments[0]!.estimates.reach;
          const reach = { low: low * factor, likely: likely * factor, high: high * factor };
          return {
            id: one.id,
            assessments: [{ assessor: 'kim', estimates: { ...one.assessments[0]!.estimates, reach } }],
          };
        });
        const top = (list: readonly RankedProposal[]) =>
          rankProposals({ formula: weightedCriteria, proposals: list, seed: 5, draws: 300, ks: [1, 2, 3] }).find(
            (row) => row.id === 'PROP-0',
          )!.top;
        const before = top(proposals);
        top(more).forEach((one, i) => expect(one.probability).toBeGreaterThanOrEqual(before[i]!.probability));
      }),
      { numRuns: 60 },
    );
  });

  test('in each place there is one proposal, so chances of a place add up to the places', () => {
    fc.assert(
      fc.property(anyProposals, (proposals) => {
        const rows = rankProposals({ formula: rice, proposals, seed: 1, draws: 100, ks: [2] });
        expect(rows.reduce((sum, row) => sum + row.top[0]!.probability, 0)).toBeCloseTo(2, 9);
      }),
      { numRuns: 40 },
    );
  });
});

describe('questions to a ranking', () => {
  const field = prepareField(
    weightedCriteria,
    [proposal('a', { reach: about(40), effort: about(60) }), proposal('b')],
    3,
  );

  test('why is this above that: the parts add up, and the chances of both sides to one', () => {
    const why = whyAbove(field, 'a', 'b', 2_000);
    expect(why.parts.reduce((sum, part) => sum + part.difference, 0)).toBeCloseTo(why.difference, 12);
    expect(why.parts.find((part) => part.name === 'value')?.difference).toBeGreaterThan(0);
    expect(why.parts.find((part) => part.name === 'effort')?.difference).toBeLessThan(0);
    expect(why.probability + whyAbove(field, 'b', 'a', 2_000).probability).toBeCloseTo(1, 12);
    expect(() => whyAbove(field, 'a', 'z', 10)).toThrow(/not in this ranking/u);
  });

  test('what would move this up: with that one change it is level', () => {
    const [low, high] = [proposal('low', { reach: about(10) }), proposal('high', { reach: about(25) })];
    const moves = whatWouldMove(prepareField(weightedCriteria, [low, high], 3), 'low', 'high');
    const reach = moves.find((move) => move.input === 'reach')!;
    expect(reach.from).toBe(10);
    expect(reach.to).toBeCloseTo(25, 4);
    expect(moves.find((move) => move.input === 'effort')!.to).toBeLessThan(20);
    expect(whatWouldMove(prepareField(weightedCriteria, [low, high], 3), 'high', 'low')).toEqual([]);
  });
});
