import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allows } from '../record/index.ts';
import { actOnRollout, type RolloutAct, rolloutActs, type RolloutStanding, shareNow } from './rollout-acts.ts';
import { rolloutStates, rolloutTransitions } from './rollout-states.ts';

const start = new Date('2026-11-23T12:00Z');
const steps = [
  { share: 10, leastMinutes: 30, guardrails: [] },
  { share: 50, leastMinutes: 0, guardrails: [] },
  { share: 100, leastMinutes: 60, guardrails: [] },
];
const codeOf = (rollout: RolloutStanding, act: RolloutAct, now = start) => {
  try {
    return actOnRollout(rollout, act, now).state;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test('only a held rollout resumes, only a waiting one starts or is cancelled, and an end is an end', () => {
  const at = (state: RolloutStanding['state']): RolloutStanding => ({
    state,
    steps,
    currentStep: 0,
    stepStartedAt: start,
  });
  expect(codeOf(at('held'), 'start')).toBe('illegal_transition');
  expect(codeOf(at('waiting'), 'resume')).toBe('illegal_transition');
  expect(codeOf(at('running'), 'cancel')).toBe('illegal_transition');
  expect(codeOf(at('held'), 'advance')).toBe('illegal_transition');
  for (const state of ['rolled_back', 'finished', 'cancelled'] as const)
    for (const act of rolloutActs) expect(codeOf(at(state), act)).toBe('illegal_transition');
});

test('an act never leads where the table of states does not', () => {
  const later = new Date(start.getTime() + 86_400_000);
  const last = { steps: [{ share: 100, leastMinutes: 0, guardrails: [] }], currentStep: 0 };
  const outcomes = rolloutStates.flatMap((from) =>
    rolloutActs
      .filter((act) => act !== 'advance')
      .map((act) => ({ from, to: codeOf({ ...last, state: from }, act, later) })),
  );
  const moved = outcomes.flatMap(({ from, to }) => {
    const state = rolloutStates.find((one) => one === to);
    return state ? [{ from, to: state }] : [];
  });
  expect(moved.filter(({ from, to }) => !allows(rolloutTransitions, from, to))).toEqual([]);
  expect(moved).toHaveLength(7);
});

test('whoever only goes forward never takes a step out, whatever else they try and when', () => {
  const acts = fc.array(fc.tuple(fc.constantFrom(...rolloutActs), fc.integer({ min: 0, max: 90 })), { maxLength: 30 });
  fc.assert(
    fc.property(acts, (tried) => {
      let rollout: RolloutStanding = { state: 'waiting', steps, currentStep: 0 };
      let now = start;
      let share = 0;
      for (const [act, minutes] of tried) {
        now = new Date(now.getTime() + minutes * 60_000);
        try {
          const moved = actOnRollout(rollout, act, now);
          expect(moved.currentStep - rollout.currentStep).toBeLessThanOrEqual(1);
          rollout = { ...rollout, ...moved, ...(moved.beginsStep ? { stepStartedAt: now } : {}) };
        } catch (error) {
          expect((error as { code?: string }).code).toMatch(
            /illegal_transition|no_step_left|steps_left|step_too_early/,
          );
        }
        if (rollout.state === 'rolled_back' || rollout.state === 'cancelled') return;
        expect(shareNow(rollout)).toBeGreaterThanOrEqual(share);
        share = shareNow(rollout);
      }
    }),
  );
});
