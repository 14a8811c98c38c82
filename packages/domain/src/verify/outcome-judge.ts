import { effectiveSampleSize, mean, tQuantile, variance, welchDifference, type Interval } from '../statistics/index.ts';

/** One measured value. `at` is milliseconds since 1970-01-01 UTC. */
export type MeasuredPoint = { readonly at: number; readonly value: number };

/** What was promised when the decision was made. All values in the metric's own unit. */
export type JudgedCriterion = {
  readonly direction: 'up' | 'down';
  /** The value to reach after the change. */
  readonly target: number;
  /** The least improvement that matters, ≥ 0. */
  readonly smallestEffect: number;
};

/** Rises whenever the same numbers could be judged otherwise; stored with each outcome so that it replays. */
export const outcomeJudgeVersion = 1;

/** Daily means a side has to have at least. */
export const leastDays = 8;

/** The numbers behind an outcome. Improvements are positive in the criterion's direction. */
export type OutcomeEvidence = {
  readonly judgeVersion: number;
  readonly daysBefore: number;
  readonly daysAfter: number;
  readonly meanBefore: number | undefined;
  readonly meanAfter: number | undefined;
  /** Mean improvement and its 95 % interval; absent with fewer than two days on a side. */
  readonly improvement: number | undefined;
  readonly interval: Interval | undefined;
  /** How many independent days each side is worth. */
  readonly effectiveBefore: number | undefined;
  readonly effectiveAfter: number | undefined;
  /** The improvement that data like these would have shown in four of five cases; absent with too few days. */
  readonly detectableEffect: number | undefined;
};

export type OutcomeVerdict = {
  readonly result: 'met' | 'not_met' | 'cant_tell';
  readonly reason:
    | 'beyond_smallest_effect_and_target'
    | 'short_of_smallest_effect'
    | 'too_few_days'
    | 'interval_too_wide'
    | 'effect_without_target'
    | 'not_judged_typed_in';
  readonly evidence: OutcomeEvidence;
};

const dayMs = 86_400_000;

/**
 * Means per day, in order of day; days without a value are left out. Judging days, not points, keeps a metric that is read
 * every minute from pretending to know more than one that is read every hour.
 * @param utcOffsetMs what to add to UTC for the day's beginning; 0 for UTC days
 */
export function dailyMeans(points: readonly MeasuredPoint[], utcOffsetMs = 0): readonly number[] {
  const days = new Map<number, { sum: number; count: number }>();
  for (const point of points) {
    const day = Math.floor((point.at + utcOffsetMs) / dayMs);
    const known = days.get(day) ?? { sum: 0, count: 0 };
    days.set(day, { sum: known.sum + point.value, count: known.count + 1 });
  }
  return [...days].sort(([a], [b]) => a - b).map(([, day]) => day.sum / day.count);
}

/**
 * The outcome of a success criterion, before against after (second-tier: there is no concurrent holdback). Welch's interval on
 * daily means with effective sample size n(1−ρ)/(1+ρ) per side. *Met*: the interval lies beyond the smallest effect and the
 * mean after has reached the target. *Not met*: the interval lies wholly short of the smallest effect. Anything else, and
 * fewer than eight days on a side: can't tell, with the effect that could have been seen.
 */
export function judgeOutcome(
  criterion: JudgedCriterion,
  before: readonly MeasuredPoint[],
  after: readonly MeasuredPoint[],
): OutcomeVerdict {
  const sign = criterion.direction === 'up' ? 1 : -1;
  const daysBefore = dailyMeans(before);
  const daysAfter = dailyMeans(after);
  const evidence = gather(sign, daysBefore, daysAfter);
  if (daysBefore.length < leastDays || daysAfter.length < leastDays)
    return { result: 'cant_tell', reason: 'too_few_days', evidence };
  const { interval, meanAfter } = evidence;
  if (interval === undefined || meanAfter === undefined)
    return { result: 'cant_tell', reason: 'too_few_days', evidence };
  if (interval.high < criterion.smallestEffect)
    return { result: 'not_met', reason: 'short_of_smallest_effect', evidence };
  if (interval.low <= criterion.smallestEffect) return { result: 'cant_tell', reason: 'interval_too_wide', evidence };
  return sign * (meanAfter - criterion.target) >= 0
    ? { result: 'met', reason: 'beyond_smallest_effect_and_target', evidence }
    : { result: 'cant_tell', reason: 'effect_without_target', evidence };
}

function gather(sign: 1 | -1, before: readonly number[], after: readonly number[]): OutcomeEvidence {
  const sides = {
    judgeVersion: outcomeJudgeVersion,
    daysBefore: before.length,
    daysAfter: after.length,
    meanBefore: before.length === 0 ? undefined : mean(before),
    meanAfter: after.length === 0 ? undefined : mean(after),
  };
  if (before.length < 2 || after.length < 2)
    return {
      ...sides,
      improvement: undefined,
      interval: undefined,
      effectiveBefore: undefined,
      effectiveAfter: undefined,
      detectableEffect: undefined,
    };
  const difference = welchDifference(before, after);
  const ends = [sign * difference.interval.low, sign * difference.interval.high];
  return {
    ...sides,
    improvement: sign * difference.estimate,
    interval: { low: Math.min(...ends), high: Math.max(...ends) },
    effectiveBefore: difference.effectiveBefore,
    effectiveAfter: difference.effectiveAfter,
    detectableEffect:
      (tQuantile(0.975, difference.degreesOfFreedom) + tQuantile(0.8, difference.degreesOfFreedom)) *
      difference.standardError,
  };
}

/**
 * Typed-in averages ("it was 14 minutes, now it is 9") are shown and never judged: nobody can say how far chance reaches.
 */
export function showTypedIn(criterion: JudgedCriterion, before: number, after: number): OutcomeVerdict {
  const sign = criterion.direction === 'up' ? 1 : -1;
  return {
    result: 'cant_tell',
    reason: 'not_judged_typed_in',
    evidence: { ...gather(sign, [before], [after]), improvement: sign * (after - before) },
  };
}

/**
 * How many days each side would need for an improvement of `effect` to be found in four of five cases, if the days stayed as
 * they were before. At least eight; undefined when `effect` is 0 or there are fewer than three days to learn from.
 */
export function daysNeeded(before: readonly MeasuredPoint[], effect: number): number | undefined {
  const days = dailyMeans(before);
  if (days.length < 3 || effect <= 0) return undefined;
  const independentShare = effectiveSampleSize(days) / days.length;
  for (let n = leastDays; n <= 3_650; n += 1) {
    const effective = Math.max(2, n * independentShare);
    const degreesOfFreedom = 2 * effective - 2;
    const reach = tQuantile(0.975, degreesOfFreedom) + tQuantile(0.8, degreesOfFreedom);
    if (reach * Math.sqrt((2 * variance(days)) / effective) <= effect) return n;
  }
  return undefined;
}
