/** One item's time until something ended it, or until we last looked (`ended: false`, censored). Days, ≥ 0. */
export type Lifetime = { readonly days: number; readonly ended: boolean };

/** The share still open right after `days`; it falls only where something ended. */
export type SurvivalStep = {
  readonly days: number;
  readonly open: number;
  readonly atRisk: number;
  readonly ended: number;
};

/**
 * Kaplan–Meier estimate (Kaplan & Meier 1958) of the share still open after so many days. Items still open count for as long
 * as they were watched: leaving them out is the classic mistake (a median of 11 days where it is 44). One step per distinct
 * day with an end, rising.
 */
export function kaplanMeier(lifetimes: readonly Lifetime[]): readonly SurvivalStep[] {
  const sorted = [...lifetimes].sort((a, b) => a.days - b.days);
  const steps: SurvivalStep[] = [];
  let open = 1;
  let index = 0;
  while (index < sorted.length) {
    const days = sorted[index]?.days ?? 0;
    const atRisk = sorted.length - index;
    let ended = 0;
    for (; index < sorted.length && sorted[index]?.days === days; index += 1) if (sorted[index]?.ended) ended += 1;
    if (ended === 0) continue;
    open *= 1 - ended / atRisk;
    steps.push({ days, open, atRisk, ended });
  }
  return steps;
}

/** Share still open after `days`, in [0, 1]. */
export function openAfter(curve: readonly SurvivalStep[], days: number): number {
  let open = 1;
  for (const step of curve) {
    if (step.days > days) break;
    open = step.open;
  }
  return open;
}

/**
 * Days after which the share `ended` (0.5 for P50, 0.85 for P85) has ended. Undefined when the curve never comes so far: say
 * "beyond N days", never a number.
 */
export function daysUntil(curve: readonly SurvivalStep[], ended: number): number | undefined {
  // The product of exact shares can miss its target by a rounding error.
  return curve.find((step) => 1 - step.open >= ended - 1e-12)?.days;
}
