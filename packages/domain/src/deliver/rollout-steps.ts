import { Refusal } from '../record/index.ts';

/** What must not happen to a metric while a step lasts. */
export type Guardrail = {
  readonly metric: string;
  readonly mustStay: 'below' | 'above';
  readonly limit: number;
};

/** One step of a rollout: how many get it, for how long at least, and what is watched. */
export type RolloutStep = {
  /** Per cent of everybody, > 0 and ≤ 100, at most two decimals. */
  readonly share: number;
  readonly leastMinutes: number;
  readonly guardrails: readonly Guardrail[];
};

/**
 * Returns the steps when each reaches more people than the one before and the last reaches everybody.
 * @throws Refusal `rollout_steps_invalid`
 */
export function checkedSteps(steps: readonly RolloutStep[]): readonly RolloutStep[] {
  const refuse = (index: number, detail: string): never => {
    throw new Refusal('rollout_steps_invalid', detail, {
      field: `/steps/${index}/share`,
      remedy: 'Give shares that rise from step to step and end at 100.',
    });
  };
  steps.forEach((step, index) => {
    const before = steps[index - 1]?.share ?? 0;
    if (step.share <= before) refuse(index, 'A step has to reach more people than the one before.');
  });
  if (steps.at(-1)?.share !== 100) refuse(Math.max(0, steps.length - 1), 'The last step has to reach everybody.');
  return steps;
}

/** Whether somebody is spared at first: more than one step. */
export function isStaged(steps: readonly RolloutStep[]): boolean {
  return steps.length > 1;
}

/** Whether every step is watched. */
export function isGated(steps: readonly RolloutStep[]): boolean {
  return steps.length > 0 && steps.every((step) => step.guardrails.length > 0);
}

/**
 * The step after this one.
 * @throws Refusal `no_step_left` on the last, `step_too_early` before the least duration is over
 */
export function nextStep(steps: readonly RolloutStep[], current: number, stepStartedAt: Date, now: Date): number {
  if (current + 1 >= steps.length) {
    throw new Refusal('no_step_left', 'This is the last step.', { remedy: 'Finish the rollout.' });
  }
  requireLasted(steps[current], stepStartedAt, now);
  return current + 1;
}

/**
 * Refuses to finish before everybody has it, and had it long enough.
 * @throws Refusal `steps_left` or `step_too_early`
 */
export function requireFinishable(
  steps: readonly RolloutStep[],
  current: number,
  stepStartedAt: Date,
  now: Date,
): void {
  if (current + 1 < steps.length) {
    throw new Refusal('steps_left', 'Not everybody has it yet.', {
      remedy: 'Advance to the last step first.',
      facts: { step: current + 1, of: steps.length },
    });
  }
  requireLasted(steps[current], stepStartedAt, now);
}

function requireLasted(step: RolloutStep | undefined, startedAt: Date, now: Date): void {
  const from = startedAt.getTime() + (step?.leastMinutes ?? 0) * 60_000;
  if (now.getTime() >= from) return;
  throw new Refusal('step_too_early', 'This step has to last longer before the next one.', {
    remedy: 'Wait until its least duration is over, or roll back.',
    facts: { not_before: new Date(from).toISOString() },
  });
}
