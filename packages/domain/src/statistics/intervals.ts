import { normalQuantile, tQuantile } from './distributions.ts';

/** A range of plausible values, both ends included. */
export type Interval = { readonly low: number; readonly high: number };

/**
 * Wilson's score interval for a share (Wilson 1927): honest at small n and near 0 and 1. With no trials it is [0, 1].
 * @param successes 0 … trials
 */
export function wilsonInterval(successes: number, trials: number, confidence = 0.95): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const z = normalQuantile(1 - (1 - confidence) / 2);
  const share = successes / trials;
  const spread = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  const scale = 1 + (z * z) / trials;
  const centre = share + (z * z) / (2 * trials);
  return {
    low: successes === 0 ? 0 : Math.max(0, (centre - spread) / scale),
    high: successes === trials ? 1 : Math.min(1, (centre + spread) / scale),
  };
}

/** Arithmetic mean; NaN for no values. */
export function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Sample variance (n − 1); 0 for fewer than two values. */
export function variance(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - centre) ** 2;
  return sum / (values.length - 1);
}

/** Lag-one autocorrelation of values in time order, in [−1, 1]; 0 when they do not vary or are fewer than three. */
export function lagOneAutocorrelation(values: readonly number[]): number {
  if (values.length < 3) return 0;
  const centre = mean(values);
  let together = 0;
  let alone = 0;
  let previous: number | undefined;
  for (const value of values) {
    const deviation = value - centre;
    alone += deviation * deviation;
    if (previous !== undefined) together += previous * deviation;
    previous = deviation;
  }
  return alone === 0 ? 0 : together / alone;
}

/**
 * How many independent values `values` are worth: n(1−ρ)/(1+ρ), at least 2. ρ is the lag-one autocorrelation with the
 * small-sample correction ρ̂ + (1+3ρ̂)/n (Marriott & Pope 1954), clipped to [0, 0.9]: uncorrected it is biased low and a
 * before/after comparison cries wolf.
 */
export function effectiveSampleSize(values: readonly number[]): number {
  const n = values.length;
  const raw = lagOneAutocorrelation(values);
  const rho = Math.min(0.9, Math.max(0, raw + (1 + 3 * raw) / n));
  return Math.min(n, Math.max(2, (n * (1 - rho)) / (1 + rho)));
}

/** A difference of two means with what it rests on. */
export type MeanDifference = {
  /** mean(after) − mean(before), in the values' unit. */
  readonly estimate: number;
  readonly interval: Interval;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  readonly effectiveBefore: number;
  readonly effectiveAfter: number;
};

/**
 * Welch's interval (Welch 1947) for mean(after) − mean(before) of two series in time order, with effective sample sizes in
 * place of n. Both sides need two values or more. Two sides that do not vary at all give an interval of width zero.
 */
export function welchDifference(
  before: readonly number[],
  after: readonly number[],
  confidence = 0.95,
): MeanDifference {
  const effectiveBefore = effectiveSampleSize(before);
  const effectiveAfter = effectiveSampleSize(after);
  const shareBefore = variance(before) / effectiveBefore;
  const shareAfter = variance(after) / effectiveAfter;
  const estimate = mean(after) - mean(before);
  const standardError = Math.sqrt(shareBefore + shareAfter);
  const denominator = shareBefore ** 2 / (effectiveBefore - 1) + shareAfter ** 2 / (effectiveAfter - 1);
  const degreesOfFreedom =
    denominator === 0 ? effectiveBefore + effectiveAfter - 2 : (shareBefore + shareAfter) ** 2 / denominator;
  const reach = tQuantile(1 - (1 - confidence) / 2, degreesOfFreedom) * standardError;
  return {
    estimate,
    interval: { low: estimate - reach, high: estimate + reach },
    standardError,
    degreesOfFreedom,
    effectiveBefore,
    effectiveAfter,
  };
}
