import { expect, test } from 'vitest';
import { defaultCalendar } from '../charter/index.ts';
import { heaviestLane, missingToStart, requireLeadTime, type StartFacts } from './readiness.ts';
import { checkedSteps, nextStep, requireFinishable, type RolloutStep } from './rollout-steps.ts';

const codeOf = (act: () => unknown) => {
  try {
    act();
    return 'ok';
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const step = (share: number, leastMinutes = 0): RolloutStep => ({ share, leastMinutes, guardrails: [] });
const now = new Date('2026-11-23T12:00Z');
const bare: StartFacts = {
  lane: 'significant',
  rollbackPlan: undefined,
  planChangedAt: undefined,
  notice: undefined,
  couldUsersBeHurt: true,
  steps: undefined,
  calendar: defaultCalendar('UTC'),
  now,
};
const missing = (facts: Partial<StartFacts>) => missingToStart({ ...bare, ...facts }).map(({ code }) => code);

test('a significant change lacks everything until it has it', () => {
  expect(missing({})).toEqual(['rollback_plan', 'rollback_rehearsed', 'notice', 'gated_rollout']);
  const guardrails = [{ metric: 'error rate', mustStay: 'below' as const, limit: 0.01 }];
  const rollbackPlan = { how: 'Point it back.', trigger: 'Errors', responsibleId: 'ada', lastRehearsedAt: now };
  const notice = { text: 'x', leadBusinessDays: 5, givenAt: new Date('2026-11-16T12:00Z'), waivedAt: undefined };
  const ready = { rollbackPlan, planChangedAt: now, notice, steps: [{ ...step(100), guardrails }] };
  expect(missing(ready)).toEqual([]);
  expect(missing({ ...ready, now: new Date('2026-11-23T11:59Z') })).toEqual(['notice']);
  expect(missing({ ...ready, notice: { ...notice, givenAt: undefined, waivedAt: now } })).toEqual([]);
  expect(missing({ ...ready, steps: 'elsewhere' })).toEqual([]);
  expect(missing({ ...ready, steps: [step(100)] })).toEqual(['gated_rollout']);
});

test('a standard change is staged when users could be hurt; urgent needs a way back; a fix needs nothing', () => {
  expect(missing({ lane: 'standard', steps: [step(100)] })).toEqual(['staged_rollout']);
  expect(missing({ lane: 'standard', steps: [step(100)], couldUsersBeHurt: false })).toEqual([]);
  expect(missing({ lane: 'urgent' })).toEqual(['rollback_plan']);
  expect(missing({ lane: 'fix' })).toEqual([]);
});

test('the heaviest of several decisions sets the lane', () => {
  expect(heaviestLane(['fix', 'significant', 'urgent'])).toBe('significant');
  expect(heaviestLane(['urgent', 'fix'])).toBe('urgent');
  expect(heaviestLane([])).toBe('standard');
});

test('a significant change is announced five business days ahead', () => {
  expect(codeOf(() => requireLeadTime('significant', 4))).toBe('notice_too_short');
  expect(codeOf(() => requireLeadTime('significant', 5))).toBe('ok');
  expect(codeOf(() => requireLeadTime('standard', 0))).toBe('ok');
});

test('steps rise to everybody, and each lasts as long as it said', () => {
  expect(codeOf(() => checkedSteps([step(10), step(100)]))).toBe('ok');
  expect(codeOf(() => checkedSteps([step(10), step(10), step(100)]))).toBe('rollout_steps_invalid');
  expect(codeOf(() => checkedSteps([step(10)]))).toBe('rollout_steps_invalid');
  expect(codeOf(() => checkedSteps([]))).toBe('rollout_steps_invalid');
  const steps = [step(10, 30), step(100)];
  const started = new Date('2026-11-23T11:30:01Z');
  expect(codeOf(() => nextStep(steps, 0, started, now))).toBe('step_too_early');
  expect(nextStep(steps, 0, new Date('2026-11-23T11:30:00Z'), now)).toBe(1);
  expect(codeOf(() => nextStep(steps, 1, started, now))).toBe('no_step_left');
  expect(codeOf(() => requireFinishable(steps, 0, started, now))).toBe('steps_left');
  expect(codeOf(() => requireFinishable(steps, 1, started, now))).toBe('ok');
});
