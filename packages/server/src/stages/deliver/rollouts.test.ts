import { OFREPApi } from '@openfeature/ofrep-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DecidedPlatform, openDecidedPlatform } from '../../../test/decided-platform.ts';
import { accepted, type Change, fixWork, openChange } from '../../../test/releasable-work.ts';
import { entriesAbout } from '../../platform/journal/index.ts';

let platform: DecidedPlatform;
beforeAll(async () => {
  platform = await openDecidedPlatform();
});
afterAll(() => platform.house.stop());

type Gate = { act: string; step: number; word: string; overridden: boolean; reason: string; by_id: string };
type Rollout = {
  id: string;
  version: number;
  reference: string;
  state: string;
  share: number;
  current_step: number;
  gates: Gate[];
  code: string;
};

const minuteMs = 60_000;
const reason = 'Nobody complained.';
const twoSteps = [{ share: 10, least_minutes: 60 }, { share: 100 }];
const guarded = twoSteps.map((step) => ({
  ...step,
  guardrails: [{ metric: 'error rate', must_stay: 'below', limit: 0.01 }],
}));

const plan = (changeId: string, body: object, client = platform.maintainer) =>
  client.send<Rollout>('POST', `/changes/${changeId}/rollouts`, body);
const opened = async (changeId: string, body: object = { steps: twoSteps }): Promise<Rollout> => {
  const answer = await plan(changeId, body);
  expect(answer.body).toMatchObject({ state: 'waiting', share: 0 });
  return answer.body;
};
const send = (id: string, version: number, act: string, client = platform.maintainer) =>
  client.send<Rollout>('POST', `/rollouts/${id}/move`, { act, reason }, { version });
const readRollout = async (id: string) => (await platform.reporter.get<Rollout>(`/rollouts/${id}`)).body;
const move = async (id: string, act: string): Promise<Rollout> => {
  const answer = await send(id, (await readRollout(id)).version, act);
  expect(answer.body, act).toMatchObject({ id });
  return answer.body;
};
const refused = async (id: string, act: string) => (await send(id, (await readRollout(id)).version, act)).body.code;
const readChange = async (id: string) => (await platform.reporter.get<Change>(`/changes/${id}`)).body;
const problemState = async (id: string) =>
  (await platform.reporter.get<{ state: string }>(`/problems/${id}`)).body.state;

describe('a rollout that is not one', () => {
  test('has steps that rise to everybody, one at a time, of a change that is still planned', async () => {
    const change = await openChange(platform, await fixWork(platform, 'Tests are flaky'));
    const code = async (body: object, client = platform.maintainer) => (await plan(change.id, body, client)).body.code;
    expect(await code({ steps: [{ share: 50 }] })).toBe('rollout_steps_invalid');
    expect(await code({ steps: [{ share: 50 }, { share: 20 }, { share: 100 }] })).toBe('rollout_steps_invalid');
    expect(await code({ steps: twoSteps }, platform.reporter)).toBe('forbidden');
    expect(await code({ steps: twoSteps, flag: { key: 'nowhere', variant: 'on' } })).toBe('unknown_reference');
    const rollout = await opened(change.id);
    expect(await code({ steps: twoSteps })).toBe('rollout_live');
    const byHand = { to: 'releasing' };
    const around = await platform.maintainer.send('POST', `/changes/${change.id}/move`, byHand, {
      version: change.version,
    });
    expect(around.body).toMatchObject({
      code: 'rollout_live',
      remedy: `Move ${rollout.reference} instead: the change goes with it.`,
    });
    expect((await move(rollout.id, 'cancel')).state).toBe('cancelled');
    expect(await refused(rollout.id, 'start')).toBe('illegal_transition');
    expect((await readChange(change.id)).state).toBe('planned');
    await platform.act(platform.maintainer, `/changes/${change.id}/move`, change.version, byHand);
    expect(await code({ steps: twoSteps })).toBe('change_underway');
  });

  test('two people who plan one at the same moment get one rollout', async () => {
    const change = await openChange(platform, await fixWork(platform, 'Logs are lost'));
    const answers = await Promise.all([1, 2, 3, 4].map(() => plan(change.id, { steps: twoSteps })));
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([201, 409, 409, 409]);
  });
});

test('a rollout skips nothing: not the start, not a step’s least duration, not the last step, not a hold', async () => {
  const change = await openChange(platform, await fixWork(platform, 'Builds wait'));
  const rollout = await opened(change.id);
  expect(await refused(rollout.id, 'advance')).toBe('illegal_transition');
  expect(await refused(rollout.id, 'finish')).toBe('illegal_transition');
  expect((await send(rollout.id, rollout.version, 'start', platform.reporter)).body.code).toBe('forbidden');
  const unreasoned = { act: 'start' };
  const silent = await platform.maintainer.send('POST', `/rollouts/${rollout.id}/move`, unreasoned, { version: 1 });
  expect(silent.body).toMatchObject({ code: 'invalid_input', errors: [{ field: '/reason' }] });

  expect(await move(rollout.id, 'start')).toMatchObject({ state: 'running', share: 10, current_step: 0 });
  expect((await send(rollout.id, rollout.version, 'advance')).body.code).toBe('stale_version');
  platform.house.clock.advanceMs(60 * minuteMs - 1);
  expect(await refused(rollout.id, 'advance')).toBe('step_too_early');
  expect(await refused(rollout.id, 'finish')).toBe('steps_left');
  platform.house.clock.advanceMs(1);
  await move(rollout.id, 'hold');
  expect(await refused(rollout.id, 'advance')).toBe('illegal_transition');
  expect(await refused(rollout.id, 'start')).toBe('illegal_transition');
  await move(rollout.id, 'resume');
  expect(await move(rollout.id, 'advance')).toMatchObject({ state: 'running', share: 100, current_step: 1 });
  expect(await refused(rollout.id, 'advance')).toBe('no_step_left');
  expect((await readChange(change.id)).state).toBe('releasing');
  await move(rollout.id, 'finish');
});

test('a standard change that could hurt users starts in more than one step', async () => {
  const work = await accepted(platform, 'The default region moves', 'standard');
  const change = await openChange(platform, work, { could_hurt_users: true });
  const whole = await opened(change.id, { steps: [{ share: 100 }] });
  const start = await send(whole.id, whole.version, 'start');
  expect(start).toMatchObject({
    status: 409,
    body: { code: 'lane_steps_missing', facts: { missing: [{ code: 'staged_rollout' }] } },
  });
  await move(whole.id, 'cancel');
  const staged = await opened(change.id);
  expect(await move(staged.id, 'start')).toMatchObject({ state: 'running' });
});

test('a significant change walks from planned to released by hand, each step with its reason, and its problem ships', async () => {
  const { house, maintainer, reporter } = platform;
  const work = await accepted(platform, 'Runner labels change', 'significant');
  const rollback_plan = { how: 'Point back.', trigger: 'Errors', responsible_id: maintainer.personId };
  const change = await openChange(platform, work, { could_hurt_users: true, rollback_plan });
  const rollout = await opened(change.id, { steps: guarded });
  const early = await send(rollout.id, rollout.version, 'start');
  expect(early.body).toMatchObject({
    code: 'lane_steps_missing',
    facts: { missing: [{ code: 'rollback_rehearsed' }, { code: 'notice' }] },
  });
  const rehearsed = await platform.act(maintainer, `/changes/${change.id}/rehearse`, change.version, {
    note: 'Four minutes.',
  });
  const notice = { text: 'Labels change.', lead_business_days: 5 };
  await platform.act(maintainer, `/changes/${change.id}/notice`, rehearsed.version, notice);
  house.clock.advanceMs(8 * 86_400_000);

  await move(rollout.id, 'start');
  expect(await readChange(change.id)).toMatchObject({ state: 'releasing', missing: [] });
  expect(await problemState(work.problemId)).toBe('fixing');
  house.clock.advanceMs(60 * minuteMs);
  await move(rollout.id, 'advance');
  const done = await move(rollout.id, 'finish');
  expect(done).toMatchObject({ state: 'finished', share: 100 });
  expect(done.gates).toMatchObject(
    ['start', 'advance', 'finish'].map((act) => ({
      act,
      word: 'no_data',
      overridden: true,
      reason,
      by_id: maintainer.personId,
    })),
  );
  expect(await readChange(change.id)).toMatchObject({
    state: 'released',
    history: [{ reason }, { to: 'released', reason }],
  });
  expect(await problemState(work.problemId)).toBe('shipped');

  await house.hearback.settle();
  const thread = await reporter.get<{ steps: { kind: string }[] }>(`/threads/problem/${work.problemId}`);
  expect(thread.body.steps.map((step) => step.kind)).toEqual(
    expect.arrayContaining(['signal', 'problem', 'proposal', 'decision', 'change', 'rollout']),
  );
  const entries = await house.hearback.journal.read({ workspaceId: house.workspaceId, audienceIds: [] }, ({ tables }) =>
    entriesAbout(tables, [rollout.id]),
  );
  expect(entries.filter((entry) => entry.subject.id === rollout.id).map((entry) => entry.data['act'])).toEqual([
    undefined,
    'start',
    'advance',
    'finish',
  ]);
});

describe('a flag that a rollout ramps', () => {
  const people = Array.from({ length: 300 }, (_, index) => `person-${index}`);
  let client: OFREPApi;
  let withIt: (key: string) => Promise<string[]>;
  beforeAll(async () => {
    const token = await platform.maintainer.send<{ secret: string }>('POST', '/flag-tokens', { name: 'service' });
    const headers: [string, string][] = [['Authorization', `Bearer ${token.body.secret}`]];
    client = new OFREPApi(
      { baseUrl: 'http://127.0.0.1', headers },
      (input: string | URL | Request, init?: RequestInit) =>
        Promise.resolve(platform.house.hearback.app.fetch(new Request(input, init))),
    );
    withIt = async (key) => {
      const got: string[] = [];
      for (const targetingKey of people) {
        const { value } = await client.postEvaluateFlag(key, { context: { targetingKey } });
        if ((value as { value?: unknown }).value === true) got.push(targetingKey);
      }
      return got;
    };
  });
  const flag = async (key: string) => {
    const body = { key, variants: { on: true, off: false }, default_variant: 'off', owner_team_id: platform.teamId };
    return (await platform.maintainer.send<{ id: string; version: number }>('POST', '/flags', body)).body;
  };

  test('follows the steps, only ever adds people, and is everybody’s at the end', async () => {
    const { id } = await flag('warm');
    const change = await openChange(platform, await fixWork(platform, 'Cold runners'));
    const rollout = await opened(change.id, {
      steps: [{ share: 10 }, { share: 50 }, { share: 100 }],
      flag: { key: 'warm', variant: 'on' },
    });
    expect(await withIt('warm')).toEqual([]);
    await move(rollout.id, 'start');
    const few = await withIt('warm');
    expect(few.length).toBeGreaterThan(0);
    await move(rollout.id, 'advance');
    const many = await withIt('warm');
    expect(many.length).toBeGreaterThan(few.length);
    expect(few.filter((person) => !many.includes(person))).toEqual([]);
    const { version } = (await platform.maintainer.get<{ version: number }>(`/flags/${id}`)).body;
    const rules = await platform.maintainer.send('PATCH', `/flags/${id}`, { default_variant: 'on' }, { version });
    expect(rules.body).toMatchObject({ code: 'flag_ramping' });
    await move(rollout.id, 'advance');
    await move(rollout.id, 'finish');
    expect(await withIt('warm')).toHaveLength(people.length);

    const next = await openChange(platform, await fixWork(platform, 'Warm runners cost'));
    const smaller = await plan(next.id, { steps: twoSteps, flag: { key: 'warm', variant: 'off' } });
    expect(smaller.body).toMatchObject({ code: 'flag_ramping', errors: [{ field: '/flag/key' }] });
  });

  test('gives nobody the variant any more once it is rolled back, and the problem is still being fixed', async () => {
    await flag('eager');
    const work = await fixWork(platform, 'Eager queue');
    const change = await openChange(platform, work);
    const steps = [{ share: 50 }, { share: 100 }];
    const rollout = await opened(change.id, { steps, flag: { key: 'eager', variant: 'on' } });
    const other = await openChange(platform, await fixWork(platform, 'Lazy queue'));
    const taken = await plan(other.id, { steps, flag: { key: 'eager', variant: 'on' } });
    expect(taken.body).toMatchObject({ code: 'flag_ramping' });
    const unknown = await plan(other.id, { steps, flag: { key: 'eager', variant: 'perhaps' } });
    expect(unknown.body).toMatchObject({ code: 'unknown_reference', errors: [{ field: '/flag/variant' }] });
    await move(rollout.id, 'start');
    await move(rollout.id, 'hold');
    expect((await withIt('eager')).length).toBeGreaterThan(0);
    const back = await move(rollout.id, 'roll_back');
    expect(back).toMatchObject({ state: 'rolled_back', share: 0 });
    expect(back.gates.map((gate) => [gate.act, gate.overridden])).toEqual([
      ['start', true],
      ['hold', false],
      ['roll_back', false],
    ]);
    expect(await withIt('eager')).toEqual([]);
    expect(await readChange(change.id)).toMatchObject({ state: 'rolled_back' });
    expect(await problemState(work.problemId)).toBe('fixing');
    const again = await readChange(change.id);
    await platform.act(platform.maintainer, `/changes/${change.id}/move`, again.version, { to: 'planned' });
    expect((await plan(change.id, { steps, flag: { key: 'eager', variant: 'on' } })).status).toBe(201);
  });

  test('is its owners’: who looks after the change alone does not ramp it', async () => {
    const portal = await platform.made(platform.approver, '/teams', { key: 'portal', name: 'Portal' });
    const owner = await platform.house.person('Olu Ade', ['maintainer'], { teamIds: [portal.id] });
    await platform.made(owner, '/flags', {
      key: 'theirs',
      variants: { on: true, off: false },
      default_variant: 'off',
      owner_team_id: portal.id,
    });
    const change = await openChange(platform, await fixWork(platform, 'A portal page'));
    const answer = await plan(change.id, { steps: twoSteps, flag: { key: 'theirs', variant: 'on' } });
    expect(answer.body.code).toBe('forbidden');
  });
});

test('a rollout planned twice with the same Idempotency-Key is one', async () => {
  const change = await openChange(platform, await fixWork(platform, 'Twice'));
  const ask = () =>
    platform.maintainer.send<Rollout>(
      'POST',
      `/changes/${change.id}/rollouts`,
      { steps: twoSteps },
      { key: 'rollout-once' },
    );
  const [first, second] = [await ask(), await ask()];
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.body.id).toBe(first.body.id);
});
