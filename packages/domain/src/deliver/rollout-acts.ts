import { Refusal } from '../record/index.ts';
import type { ChangeState } from './change-states.ts';
import type { RolloutState } from './rollout-states.ts';
import { nextStep, requireFinishable, type RolloutStep } from './rollout-steps.ts';

/** What a person can do with a rollout. */
export const rolloutActs = ['start', 'hold', 'resume', 'advance', 'roll_back', 'finish', 'cancel'] as const;
export type RolloutAct = (typeof rolloutActs)[number];

type ActRule = {
  readonly from: readonly RolloutState[];
  readonly to: RolloutState;
  /** Whether people get more of it, or get it again, without a gate that said “safe”. */
  readonly goesOn: boolean;
  /** Where the change goes with it. */
  readonly change?: ChangeState;
};

/**
 * Two acts lead to `running`, so the table of states alone cannot tell them apart: what starts was waiting, what resumes was
 * held. Advancing stays where it is and begins the next step.
 */
const rules: Readonly<Record<RolloutAct, ActRule>> = {
  start: { from: ['waiting'], to: 'running', goesOn: true, change: 'releasing' },
  hold: { from: ['running'], to: 'held', goesOn: false },
  resume: { from: ['held'], to: 'running', goesOn: true },
  advance: { from: ['running'], to: 'running', goesOn: true },
  roll_back: { from: ['running', 'held'], to: 'rolled_back', goesOn: false, change: 'rolled_back' },
  finish: { from: ['running'], to: 'finished', goesOn: true, change: 'released' },
  cancel: { from: ['waiting'], to: 'cancelled', goesOn: false },
};

/** A rollout as far as acts ask. */
export type RolloutStanding = {
  readonly state: RolloutState;
  readonly steps: readonly RolloutStep[];
  /** Counted from 0. */
  readonly currentStep: number;
  /** Absent while it waits. */
  readonly stepStartedAt?: Date;
};

/** What an act leads to. */
export type RolloutMove = {
  readonly state: RolloutState;
  readonly currentStep: number;
  readonly beginsStep: boolean;
  /** Without a judge there is no data; whoever goes on all the same overrides that. */
  readonly overridesGate: boolean;
  /** Where the change goes with it; undefined when it stays. */
  readonly change: ChangeState | undefined;
};

/**
 * What an act of a person leads to. Whether the change may start at all is asked elsewhere (`requireReadyToStart`).
 * @throws Refusal `illegal_transition` naming the acts that are possible, `no_step_left`, `steps_left`, `step_too_early`
 */
export function actOnRollout(rollout: RolloutStanding, act: RolloutAct, now: Date): RolloutMove {
  const { state, steps, currentStep, stepStartedAt = now } = rollout;
  const rule = rules[act];
  if (!rule.from.includes(state)) throw notFrom(state, act);
  if (act === 'finish') requireFinishable(steps, currentStep, stepStartedAt, now);
  return {
    state: rule.to,
    currentStep: act === 'advance' ? nextStep(steps, currentStep, stepStartedAt, now) : currentStep,
    beginsStep: act === 'start' || act === 'advance',
    overridesGate: rule.goesOn,
    change: rule.change,
  };
}

function notFrom(state: RolloutState, act: RolloutAct): Refusal {
  const possible = rolloutActs.filter((one) => rules[one].from.includes(state));
  const words = (one: string): string => one.replaceAll('_', ' ');
  return new Refusal('illegal_transition', `A rollout that is “${words(state)}” cannot ${words(act)}.`, {
    remedy: possible.length === 0 ? 'Plan a new rollout of the change.' : `It can: ${possible.map(words).join(', ')}.`,
    facts: { state, act, possible },
  });
}

/** How many per cent have it now, 0 to 100. */
export function shareNow(rollout: Pick<RolloutStanding, 'state' | 'steps' | 'currentStep'>): number {
  switch (rollout.state) {
    case 'running':
    case 'held':
      return rollout.steps[rollout.currentStep]?.share ?? 0;
    case 'finished':
      return 100;
    case 'waiting':
    case 'rolled_back':
    case 'cancelled':
      return 0;
  }
}
