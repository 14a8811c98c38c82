import { checkThreePoint, type ThreePoint } from '../statistics/index.ts';
import { type Formula, type InputDefinition, rice, weightedCriteria } from './formula.ts';

/** What somebody estimated of a proposal, whichever framework asks. */
export type GivenEstimates = {
  /** By input name, for the inputs that frameworks share: reach, impact, effort, risk, alignment, confidence. */
  readonly shared: Readonly<Record<string, ThreePoint>>;
  /** Inputs that one framework alone asks for, or asks for on a scale of its own. */
  readonly byFramework: readonly ({ readonly framework: string; readonly input: string } & ThreePoint)[];
};

const sharedInputs = new Map(
  [...weightedCriteria.inputs, ...rice.inputs].map((input) => [`${input.name} ${input.unit}`, true]),
);

/** Whether the input is the one that frameworks share: a namesake on another scale (ICE's impact, 1 … 10) is not. */
function isShared(input: InputDefinition): boolean {
  return sharedInputs.has(`${input.name} ${input.unit}`);
}

/** The estimates that a formula takes of what was given; an input that nobody estimated is left out, never made zero. */
export function estimatesFor(formula: Formula, given: GivenEstimates): Readonly<Record<string, ThreePoint>> {
  return Object.fromEntries(
    formula.inputs.flatMap((input) => {
      const own = given.byFramework.find((one) => one.framework === formula.id && one.input === input.name);
      if (own) return [[input.name, { low: own.low, likely: own.likely, high: own.high }]];
      const shared = isShared(input) ? given.shared[input.name] : undefined;
      return shared ? [[input.name, shared]] : [];
    }),
  );
}

/**
 * Checks every estimate against what its input takes.
 * @param known the formulas whose own inputs may be named
 * @throws Refusal `invalid_estimate`
 */
export function checkEstimates(given: GivenEstimates, known: readonly Formula[]): void {
  for (const formula of known)
    for (const [name, estimate] of Object.entries(estimatesFor(formula, given))) {
      const input = formula.inputs.find((one) => one.name === name);
      checkThreePoint(estimate, { positive: input?.positive ?? false });
    }
}

/**
 * What the evidence alone says of reach, in people: at least everybody who said it; likely as many as a reporter counted, if
 * that is more; perhaps three times that, since most who are hindered never say so. Undefined without evidence.
 * @param voices distinct people and respondents behind the problems, ≥ 0
 * @param reportedPeople the largest number of affected people that a signal states, 0 when none does
 */
export function reachFromEvidence(voices: number, reportedPeople: number): ThreePoint | undefined {
  if (voices <= 0 && reportedPeople <= 0) return undefined;
  const low = Math.max(1, voices);
  const likely = Math.max(low, reportedPeople);
  return { low, likely, high: 3 * likely };
}

/** Alignment with several principles as one belief: the mean, between the worst and the best. Undefined without any. */
export function alignmentOf(points: readonly number[]): ThreePoint | undefined {
  if (points.length === 0) return undefined;
  const likely = points.reduce((sum, one) => sum + one, 0) / points.length;
  return { low: Math.min(...points), likely, high: Math.max(...points) };
}

/** How far assessors are apart on one input. */
export type Divergence = {
  readonly input: string;
  readonly lowestLikely: number;
  readonly highestLikely: number;
  /** Somebody's whole range (P10 to P90) lies above somebody else's. */
  readonly isApart: boolean;
};

/** Where assessors diverge, for each input that at least two of them estimated; those apart come first. */
export function divergenceOf(assessments: readonly Readonly<Record<string, ThreePoint>>[]): readonly Divergence[] {
  const names = [...new Set(assessments.flatMap((one) => Object.keys(one)))].sort();
  const rows = names.flatMap((input) => {
    const given = assessments.flatMap((one) => (one[input] ? [one[input]] : []));
    if (given.length < 2) return [];
    const likely = given.map((one) => one.likely);
    const isApart = Math.max(...given.map((one) => one.low)) > Math.min(...given.map((one) => one.high));
    return [{ input, lowestLikely: Math.min(...likely), highestLikely: Math.max(...likely), isApart }];
  });
  return rows.sort((a, b) => Number(b.isApart) - Number(a.isApart));
}

/**
 * Weighted criteria with weights of one's own, as a formula under its own key.
 * @param weights by criterion name; `termsOfFormula` refuses them unless they add up to 1
 */
export function withWeights(
  id: string,
  label: string,
  version: number,
  weights: Readonly<Record<string, number>>,
): Formula {
  if (weightedCriteria.kind !== 'weighted') return weightedCriteria;
  const criteria = weightedCriteria.criteria.map((one) => ({ ...one, weight: weights[one.name] ?? 0 }));
  return { ...weightedCriteria, id, label, version, criteria };
}
