import { Refusal } from '../record/index.ts';
import { checkThreePoint, exp, ln, z90, type ThreePoint } from '../statistics/index.ts';
import type { Formula, InputDefinition } from './formula.ts';

/** One assessor's view of a proposal: three numbers per input; what they did not estimate is left out. */
export type AssessorEstimates = {
  /** A person's id. */
  readonly assessor: string;
  readonly estimates: Readonly<Record<string, ThreePoint>>;
};

/** A proposal as the ranking sees it. */
export type RankedProposal = {
  readonly id: string;
  readonly assessments: readonly AssessorEstimates[];
};

/** What one criterion (or factor) adds to a score. */
export type Contribution = {
  readonly name: string;
  readonly label: string;
  /** Weighted formulas: points of the score, and they add up to it. Products: natural logarithm of the factor, likewise. */
  readonly amount: number;
};

/** A term of the compiled formula: indices into the inputs. `amount = weight · clip(offset + slope · x, 0, 10)`. */
export type Term = {
  readonly name: string;
  readonly label: string;
  readonly inputs: readonly number[];
} & (
  | {
      readonly kind: 'log_points' | 'linear_points';
      readonly weight: number;
      readonly offset: number;
      readonly slope: number;
    }
  | { readonly kind: 'log_sum'; readonly sign: 1 | -1 }
);

/**
 * Turns a formula into terms over its inputs.
 * @throws Refusal `invalid_formula` when a criterion names an unknown input, a log or product asks for an input that may be
 * zero or less, weights do not add up to 1, or a scale has no extent.
 */
export function termsOfFormula(formula: Formula): readonly Term[] {
  const indexOf = (name: string, mustBePositive: boolean): number => {
    const index = formula.inputs.findIndex((input) => input.name === name);
    const input = formula.inputs[index];
    if (input === undefined) throw invalid(formula, `It uses “${name}”, which is none of its inputs.`);
    if (mustBePositive && !input.positive) throw invalid(formula, `“${name}” may be zero and cannot be multiplied.`);
    return index;
  };
  if (formula.kind === 'product')
    return formula.factors.map((factor) => ({
      kind: 'log_sum',
      name: factor.name,
      label: factor.label,
      inputs: factor.sumOf.map((name) => indexOf(name, true)),
      sign: factor.place === 'above' ? 1 : -1,
    }));
  const total = formula.criteria.reduce((sum, criterion) => sum + criterion.weight, 0);
  if (Math.abs(total - 1) > 1e-9) throw invalid(formula, `Its weights add up to ${total}, not to 1.`);
  return formula.criteria.map((criterion) => {
    const isLog = criterion.scale === 'log';
    const zero = isLog ? ln(criterion.zeroAt) : criterion.zeroAt;
    const ten = isLog ? ln(criterion.tenAt) : criterion.tenAt;
    if (!Number.isFinite(zero) || !Number.isFinite(ten) || zero === ten)
      throw invalid(formula, `The scale of “${criterion.label}” has no extent.`);
    const slope = 10 / (ten - zero);
    return {
      kind: isLog ? 'log_points' : 'linear_points',
      name: criterion.name,
      label: criterion.label,
      inputs: criterion.inputs.map((name) => indexOf(name, isLog || criterion.inputs.length > 1)),
      weight: criterion.weight,
      offset: -zero * slope,
      slope,
    };
  });
}

function invalid(formula: Formula, detail: string): Refusal {
  return new Refusal('invalid_formula', `The formula “${formula.label}” does not work. ${detail}`, {
    remedy: 'Correct the formula and save it as its next version.',
  });
}

/** Numbers per belief in the packed form: centre, reach below and above per unit of z (logarithms where positive). */
export const beliefSize = 3;

/** Writes a belief in packed form. Positive inputs are packed as logarithms. */
export function packBelief(input: InputDefinition, belief: ThreePoint, into: Float64Array, at: number): void {
  const likely = input.positive ? ln(belief.likely) : belief.likely;
  into[at] = likely;
  into[at + 1] = (likely - (input.positive ? ln(belief.low) : belief.low)) / z90;
  into[at + 2] = ((input.positive ? ln(belief.high) : belief.high) - likely) / z90;
}

/** The distinct views of a proposal, in order of assessor: every input filled. One view when nobody assessed. */
export function viewsOf(formula: Formula, proposal: RankedProposal): readonly (readonly ThreePoint[])[] {
  const sorted = [...proposal.assessments].sort((a, b) => (a.assessor < b.assessor ? -1 : 1));
  const given = formula.inputs.map((input) =>
    sorted.flatMap((assessment) => {
      const estimate = assessment.estimates[input.name];
      if (estimate === undefined) return [];
      checkThreePoint(estimate, { positive: input.positive });
      return [estimate];
    }),
  );
  const count = Math.max(1, sorted.length);
  return Array.from({ length: count }, (_, view) =>
    formula.inputs.map((input, index) => {
      const own = sorted[view]?.estimates[input.name];
      const others = given[index] ?? [];
      // An assessor without a number on this borrows one that somebody gave; only what nobody knows is unknown.
      return own ?? others[view % Math.max(1, others.length)] ?? input.unknown;
    }),
  );
}

/** Names of the inputs that nobody estimated. */
export function missingInputs(formula: Formula, proposal: RankedProposal): readonly string[] {
  return formula.inputs
    .map((input) => input.name)
    .filter((name) => proposal.assessments.every((assessment) => assessment.estimates[name] === undefined));
}

function clip(value: number, least: number, most: number): number {
  return value < least ? least : value > most ? most : value;
}

/** The amount of a term at given input values (plain numbers, by input index). */
function termAmount(term: Term, values: readonly number[]): number {
  const chosen = term.inputs.map((index) => values[index] ?? 0);
  if (term.kind === 'log_sum') return term.sign * ln(chosen.reduce((sum, value) => sum + value, 0));
  const product = chosen.reduce((all, value) => all * value, 1);
  const x = term.kind === 'log_points' ? ln(product) : product;
  return term.weight * clip(term.offset + term.slope * x, 0, 10);
}

/** The score a person reads for a sum of amounts: the points themselves, or the product. */
function displayScore(formula: Formula, amounts: number): number {
  return formula.kind === 'weighted' ? amounts : exp(amounts);
}

export type Score = {
  /** Weighted criteria: 0 … 10. Products: the product. */
  readonly score: number;
  readonly contributions: readonly Contribution[];
};

/**
 * The score at everybody's likely values, each assessor's view scored apart and the amounts averaged: the one number to show
 * beside a ranking, never what the ranking sorts by.
 */
export function scoreProposal(formula: Formula, proposal: RankedProposal): Score {
  const terms = termsOfFormula(formula);
  const views = viewsOf(formula, proposal);
  const contributions = terms.map((term) => {
    let sum = 0;
    for (const view of views)
      sum += termAmount(
        term,
        view.map((belief, index) => {
          const input = formula.inputs[index];
          return input === undefined ? belief.likely : clip(belief.likely, input.least, input.most);
        }),
      );
    return { name: term.name, label: term.label, amount: sum / views.length };
  });
  const total = contributions.reduce((sum, one) => sum + one.amount, 0);
  return { score: displayScore(formula, total), contributions };
}
