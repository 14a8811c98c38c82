import { Refusal } from '../record/index.ts';
import type { Formula } from './formula.ts';
import { makeComparison } from './ranking.ts';
import type { Field } from './ranking-field.ts';
import { scoreProposal, viewsOf, type RankedProposal } from './score.ts';

function placeOf(field: Field, id: string): { readonly index: number; readonly proposal: RankedProposal } {
  const index = field.proposals.findIndex((proposal) => proposal.id === id);
  const proposal = field.proposals[index];
  if (proposal !== undefined) return { index, proposal };
  throw new Refusal('not_in_ranking', `Proposal ${id} is not in this ranking.`, { remedy: 'Ask about one that is.' });
}

export type WhyAbove = {
  /** How often a comes above b, 0 … 1. */
  readonly probability: number;
  /** a's amount minus b's per criterion, greatest effect first; they add up to `difference`. See `Contribution` for the unit. */
  readonly parts: readonly { readonly name: string; readonly label: string; readonly difference: number }[];
  readonly difference: number;
};

/**
 * "Why is a above b?", for any pair.
 * @throws Refusal `not_in_ranking`
 */
export function whyAbove(field: Field, a: string, b: string, draws: number): WhyAbove {
  const first = placeOf(field, a);
  const second = placeOf(field, b);
  const theirs = scoreProposal(field.formula, second.proposal).contributions;
  const parts = scoreProposal(field.formula, first.proposal).contributions.map((mine, index) => ({
    name: mine.name,
    label: mine.label,
    difference: mine.amount - (theirs[index]?.amount ?? 0),
  }));
  return {
    probability: makeComparison(field, draws)(first.index, second.index),
    parts: parts.sort((x, y) => Math.abs(y.difference) - Math.abs(x.difference)),
    difference: parts.reduce((sum, part) => sum + part.difference, 0),
  };
}

/** A change of one input alone that would bring a proposal level with another. */
export type Move = {
  readonly input: string;
  readonly label: string;
  readonly unit: string;
  /** Mean of the assessors' likely values now, and what it would have to be. */
  readonly from: number;
  readonly to: number;
};

/**
 * "What would move this up?": for each input, the least change of its likely value (every assessor's in the same proportion,
 * or by the same step where it is no proportion) at which its score equals that of `target`. An input that cannot do it alone
 * within its range is left out; so is everything when it scores above already.
 * @throws Refusal `not_in_ranking`
 */
export function whatWouldMove(field: Field, id: string, target: string): readonly Move[] {
  const { formula } = field;
  const { proposal } = placeOf(field, id);
  const wanted = scoreProposal(formula, placeOf(field, target).proposal).score;
  if (scoreProposal(formula, proposal).score >= wanted) return [];
  return formula.inputs.flatMap((input, index) => {
    const likely = viewsOf(formula, proposal).map((view) => view[index]?.likely ?? input.unknown.likely);
    const from = likely.reduce((sum, value) => sum + value, 0) / likely.length;
    const reaches = (to: number): boolean =>
      scoreProposal(formula, withInput(formula, proposal, index, to - from, to / from)).score >= wanted;
    const end = [input.most, input.least].find(reaches);
    if (end === undefined) return [];
    return [{ input: input.name, label: input.label, unit: input.unit, from, to: nearest(from, end, reaches) }];
  });
}

/** The value nearest to `from` on the way to `end` that still `reaches`, to a millionth of the way. */
function nearest(from: number, end: number, reaches: (to: number) => boolean): number {
  let short = from;
  let enough = end;
  for (let step = 0; step < 40; step += 1) {
    const middle = (short + enough) / 2;
    if (reaches(middle)) enough = middle;
    else short = middle;
  }
  return enough;
}

function withInput(
  formula: Formula,
  proposal: RankedProposal,
  index: number,
  step: number,
  factor: number,
): RankedProposal {
  const changed = formula.inputs[index];
  const move = (value: number): number => (changed?.positive === true ? value * factor : value + step);
  return {
    id: proposal.id,
    assessments: viewsOf(formula, proposal).map((view, place) => ({
      assessor: String(place).padStart(4, '0'),
      estimates: Object.fromEntries(
        formula.inputs.map((input, at) => {
          const belief = view[at] ?? input.unknown;
          const shifted = { low: move(belief.low), likely: move(belief.likely), high: move(belief.high) };
          return [input.name, at === index ? shifted : belief];
        }),
      ),
    })),
  };
}
