import stdlibExp from '@stdlib/math-base-special-exp';
import stdlibLn from '@stdlib/math-base-special-ln';
import stdlibNormalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import stdlibTQuantile from '@stdlib/stats-base-dists-t-quantile';
import { Refusal } from '../record/index.ts';

/** e to the power `x`. From a fixed library, because engines differ in the last bit and decisions must replay. */
export function exp(x: number): number {
  return stdlibExp(x);
}

/** Natural logarithm; see `exp` for why not `Math.log`. */
export function ln(x: number): number {
  return stdlibLn(x);
}

/** Quantile of the standard normal distribution at `p` in (0, 1). */
export function normalQuantile(p: number): number {
  return stdlibNormalQuantile(p, 0, 1);
}

/** Quantile of Student's t with `degreesOfFreedom` > 0 (fractions allowed) at `p` in (0, 1). */
export function tQuantile(p: number, degreesOfFreedom: number): number {
  return stdlibTQuantile(p, degreesOfFreedom);
}

/** What somebody believes about a number: P10, P50 and P90, in the number's own unit; low ≤ likely ≤ high. */
export type ThreePoint = { readonly low: number; readonly likely: number; readonly high: number };

/** The standard normal's P90. */
export const z90 = normalQuantile(0.9);

/**
 * Checks a three-point estimate.
 * @throws Refusal `invalid_estimate` when a number is not finite or low ≤ likely ≤ high does not hold; with `positive`,
 * also when low is not above zero.
 */
export function checkThreePoint(estimate: ThreePoint, options: { readonly positive: boolean }): void {
  const { low, likely, high } = estimate;
  const ordered = Number.isFinite(low) && Number.isFinite(high) && low <= likely && likely <= high;
  if (ordered && (!options.positive || low > 0)) return;
  throw new Refusal('invalid_estimate', `The estimate ${low} / ${likely} / ${high} does not hold together.`, {
    remedy: options.positive
      ? 'Give three numbers above zero with low ≤ likely ≤ high.'
      : 'Give three numbers with low ≤ likely ≤ high.',
  });
}

/**
 * The split-normal belief at `z`, a standard normal quantile: two half normals that meet at the median, so that P10, P50 and
 * P90 are *exactly* low, likely and high. (Fechner's two-piece normal meets at the mode instead and would move P50 away from
 * what was written.)
 */
export function splitNormalAt(estimate: ThreePoint, z: number): number {
  const { low, likely, high } = estimate;
  return likely + (z / z90) * (z < 0 ? likely - low : high - likely);
}

/** Quantile function of the split-normal belief at `p` in (0, 1). */
export function splitNormalQuantile(estimate: ThreePoint, p: number): number {
  return splitNormalAt(estimate, normalQuantile(p));
}

/**
 * Quantile function of the split-lognormal belief at `p` in (0, 1): the split-normal of the logarithms, for what is positive
 * and spans factors (people, weeks). `low` must be above zero.
 */
export function splitLognormalQuantile(estimate: ThreePoint, p: number): number {
  const logs = { low: ln(estimate.low), likely: ln(estimate.likely), high: ln(estimate.high) };
  return exp(splitNormalAt(logs, normalQuantile(p)));
}
