import type { MeasuredPoint, OutcomeVerdict } from './outcome-judge.ts';

const dayMs = 86_400_000;

/** The least stretch before a release that it is compared with, in days: four whole weeks. */
export const leastDaysBefore = 28;

/** Which measurements belong to which side, as instants in milliseconds: before is [from, release), after [release, end). */
export type OutcomeWindow = { readonly from: number; readonly release: number; readonly end: number };

/**
 * The window of an outcome: as many days after the release as the criterion says, and before it as many again but four
 * weeks at least.
 * @param windowDays whole days, ≥ 1
 */
export function outcomeWindow(release: number, windowDays: number): OutcomeWindow {
  return {
    from: release - Math.max(leastDaysBefore, windowDays) * dayMs,
    release,
    end: release + windowDays * dayMs,
  };
}

/**
 * When the window ends for an outcome that could not be told and has more data now. With too few days, or numbers nobody may
 * judge, nothing was looked at yet, so it may be judged as soon as the data reach; otherwise a whole further window begins,
 * so that looking again and again does not find by chance what is not there.
 * @param end of the window so far, and `now`, in milliseconds
 */
export function furtherWindowEnd(
  reason: OutcomeVerdict['reason'],
  end: number,
  windowDays: number,
  now: number,
): number {
  return reason === 'too_few_days' || reason === 'not_judged_typed_in' ? Math.max(end, now) : end + windowDays * dayMs;
}

/** A day with its mean and how many values it is the mean of. `at` is its first millisecond, UTC. */
export type DailyPoint = MeasuredPoint & { readonly count: number };

/**
 * One point per UTC day that has values, in order. `judgeOutcome` gives the same verdict on these as on the points they come
 * from, bit for bit, because it takes daily means itself; so these are all that a replay has to keep.
 */
export function dailyPoints(points: readonly MeasuredPoint[]): readonly DailyPoint[] {
  const days = new Map<number, { sum: number; count: number }>();
  for (const point of points) {
    const day = Math.floor(point.at / dayMs);
    const known = days.get(day) ?? { sum: 0, count: 0 };
    days.set(day, { sum: known.sum + point.value, count: known.count + 1 });
  }
  return [...days]
    .sort(([a], [b]) => a - b)
    .map(([day, { sum, count }]) => ({ at: day * dayMs, value: sum / count, count }));
}
