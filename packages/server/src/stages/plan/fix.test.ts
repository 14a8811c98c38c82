import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DecidedPlatform, openDecidedPlatform } from '../../../test/decided-platform.ts';
import type { Answer, Client } from '../../../test/harness.ts';

let platform: DecidedPlatform;
beforeAll(async () => {
  platform = await openDecidedPlatform();
});
afterAll(() => platform.house.stop());

type Fix = {
  decision: { id: string; reference: string };
  work_item: { id: string; reference: string; version: number; criteria: { quote: { words: string } }[] };
  reasons: { code: string }[];
};
const dialog = {
  what: 'Raise the pool’s floor to four',
  why: 'The queue is empty of runners every morning.',
  when: { due_on: '2026-11-20' },
  questions: {},
  likely_person_days: 1,
};
const fix = (client: Client, problemId: string, more: object = {}, options: { key?: string } = {}) =>
  client.send<Fix>('POST', `/problems/${problemId}/fix`, { ...dialog, ...more }, options);
const isRefused = (answer: Answer<Fix>, code: string) => expect(answer.body).toMatchObject({ code });

/** Neither a decision nor work was written, and the problem is where it was. */
async function nothingWritten(problemId: string, itemsBefore: number): Promise<void> {
  const decisions = await platform.maintainer.get<{ items: unknown[] }>(`/decisions?problem_id=${problemId}`);
  expect(decisions.body.items).toEqual([]);
  expect(await itemCount()).toBe(itemsBefore);
  expect(await platform.problemState(problemId)).toBe('open');
}
const itemCount = async () => {
  const { counts } = (await platform.maintainer.get<{ counts: Record<string, number> }>('/backlog')).body;
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
};

describe('the fix dialog writes nothing and says why', () => {
  test.each([
    ['harm is happening now', { questions: { is_harm_now: true } }, 'urgent', 'harm_now'],
    ['an answer exists already', { questions: { has_existing_answer: true } }, 'answer', 'existing_answer'],
    ['users have to do something', { questions: { must_users_act: true } }, 'standard', 'users_must_act'],
    ['it takes several steps to undo', { questions: { undo: 'several_steps' } }, 'standard', 'not_one_step'],
    ['it takes more than three days', { likely_person_days: 4 }, 'standard', 'more_than_three_days'],
    ['it breaks something', { questions: { is_breaking: true } }, 'significant', 'breaking'],
    ['it touches money, data or security', { questions: { is_flagged: true } }, 'significant', 'flagged'],
    ['nobody can undo it', { questions: { undo: 'impossible' } }, 'significant', 'irreversible'],
  ])('when %s', async (words, more, lane, code) => {
    const problem = await platform.problem(`Runners are missing: ${words}`);
    const before = await itemCount();
    const refused = await fix(platform.maintainer, problem.id, more);
    expect(refused).toMatchObject({ status: 409, body: { code: 'not_a_fix', facts: { lane, reasons: [{ code }] } } });
    await nothingWritten(problem.id, before);
  });

  test('when it touches two components, or none that anybody named', async () => {
    const both = { componentIds: [platform.cacheId, platform.gatewayId] };
    const problem = await platform.problem('Both halves disagree', both);
    const refused = await fix(platform.maintainer, problem.id);
    expect(refused.body).toMatchObject({ code: 'not_a_fix', facts: { reasons: [{ code: 'several_components' }] } });
    // A smaller step that touches one of them is a fix.
    const smaller = await fix(platform.maintainer, problem.id, { component_ids: [platform.cacheId] });
    expect(smaller).toMatchObject({ status: 201, body: { work_item: { component_ids: [platform.cacheId] } } });

    const nowhere = await platform.problem('Something somewhere is slow', { componentIds: [] });
    expect((await fix(platform.maintainer, nowhere.id)).status).toBe(403);
    const named = await fix(platform.maintainer, nowhere.id, { component_ids: [platform.cacheId] });
    expect(named.body).toMatchObject({ code: 'not_a_fix', facts: { reasons: [{ code: 'foreign_component' }] } });
    const unknown = await fix(platform.maintainer, nowhere.id, { component_ids: [platform.teamId] });
    isRefused(unknown, 'unknown_reference');
  });

  test('to whoever does not look after the component, and about a problem that is not there', async () => {
    const problem = await platform.problem('The pool is drained at noon');
    const before = await itemCount();
    const stranger = await platform.house.person('Somebody Else', ['maintainer']);
    for (const client of [platform.reporter, platform.triager, stranger])
      expect((await fix(client, problem.id)).status).toBe(403);
    const other = await platform.house.otherWorkspace();
    expect((await fix(other, problem.id)).status).toBe(404);
    await nothingWritten(problem.id, before);
  });

  test('when a word is missing, or nobody says by when', async () => {
    const problem = await platform.problem('The pool is drained at one');
    const before = await itemCount();
    const field = async (more: object) => {
      const refused = await fix(platform.maintainer, problem.id, more);
      expect(refused.status).toBe(400);
      return (refused.body as unknown as { errors: { field: string }[] }).errors[0]?.field;
    };
    expect(await field({ what: ' ' })).toBe('/what');
    expect(await field({ why: '' })).toBe('/why');
    expect(await field({ when: {} })).toBe('/when');
    expect(await field({ when: { due_on: '2026-13-45' } })).toBe('/when/due_on');
    expect(await field({ likely_person_days: -1 })).toBe('/likely_person_days');
    await nothingWritten(problem.id, before);
  });

  test('when a criterion quotes what nobody said, although the decision alone would have been fine', async () => {
    const problem = await platform.problem('Artifacts vanish over night');
    const other = await platform.problem('Artifacts are large');
    const before = await itemCount();
    const criterion = (signal_id: string, words: string) => ({
      criteria: [
        { text: 'They stay.', quote: { signal_id, words }, test: { environment: 'staging', method: 'Wait.' } },
      ],
    });
    const own = await platform.signalOf(problem.id);
    isRefused(await fix(platform.maintainer, problem.id, criterion(own, 'it costs us two hours')), 'quote_not_found');
    const foreign = await platform.signalOf(other.id);
    isRefused(await fix(platform.maintainer, problem.id, criterion(foreign, 'an hour a day')), 'quote_off_thread');
    await nothingWritten(problem.id, before);

    const good = await fix(platform.maintainer, problem.id, criterion(own, 'an hour a day'));
    expect(good.body.work_item.criteria.map(({ quote }) => quote.words)).toEqual(['an hour a day']);
  });
});

test('a fix is decision and work in one, with the promise, and the problem is being fixed', async () => {
  const problem = await platform.problem('Forty minutes for a runner');
  const fixed = await fix(platform.maintainer, problem.id);
  expect(fixed).toMatchObject({
    status: 201,
    body: {
      lane: 'fix',
      reasons: [{ code: 'small_and_safe' }],
      work_item: {
        state: 'planned',
        group: 'later',
        due_on: '2026-11-20',
        assignee_id: platform.maintainer.personId,
        owner_team_id: platform.teamId,
        layer: 'build_and_delivery',
        estimate: { low: 1, likely: 1, high: 1 },
      },
    },
  });
  expect(await platform.problemState(problem.id)).toBe('fixing');
  const { decision, work_item: item } = fixed.body;
  const decided = (await platform.reporter.get(`/decisions/${decision.id}`)).body;
  expect(decided).toMatchObject({
    state: 'made',
    kind: 'fix',
    lane: 'fix',
    rationale: dialog.why,
    component_ids: [platform.cacheId],
  });
  expect(decided).toMatchObject({ success_criteria: [{ kind: 'reporters' }] });

  // The thread closes over all of it from the words that were said, and says what the lane skipped.
  type Thread = { steps: { kind: string; id: string; not_needed: string[] }[] };
  const thread = (await platform.reporter.get<Thread>(`/threads/signal/${await platform.signalOf(problem.id)}`)).body;
  expect(thread.steps.map((step) => step.kind)).toEqual(['signal', 'problem', 'decision', 'work_item']);
  expect(thread.steps.map((step) => step.id)).toContain(item.id);
  expect(thread.steps[2]?.not_needed).toContain('not needed: the fix lane does not ask for an open proposal');

  // And whoever spoke hears of it.
  await platform.house.hearback.settle();
  type Told = { items: { moment: string | null; record_id: string }[] };
  const told = (await platform.reporter.get<Told>('/notifications')).body.items;
  expect(told.filter((one) => one.moment === 'decided').map((one) => one.record_id)).toContain(decision.id);
});

test('the same dialog sent twice with one key is one fix, and another key or another person finds it fixed already', async () => {
  const problem = await platform.problem('The agents run out of disk');
  const first = await fix(platform.maintainer, problem.id, {}, { key: 'fix-disk-0001' });
  const repeated = await fix(platform.maintainer, problem.id, {}, { key: 'fix-disk-0001' });
  expect(repeated).toMatchObject({ status: 201, body: first.body });
  isRefused(
    await fix(platform.maintainer, problem.id, { what: 'Else' }, { key: 'fix-disk-0001' }),
    'idempotency_key_reused',
  );
  expect(await fix(platform.maintainer, problem.id, {}, { key: 'fix-disk-0002' })).toMatchObject({
    status: 409,
    body: { code: 'illegal_transition', facts: { from: 'fixing' } },
  });
  const decisions = await platform.maintainer.get<{ items: unknown[] }>(`/decisions?problem_id=${problem.id}`);
  expect(decisions.body.items).toHaveLength(1);
});

test('of two people who fix the same problem at once, one does', async () => {
  const own = { teamIds: [platform.teamId], componentIds: [platform.cacheId] };
  const other = await platform.house.person('Pia Roth', ['maintainer'], own);
  for (const round of [1, 2, 3]) {
    const problem = await platform.problem(`The disk is full, round ${round}`);
    const answers = await Promise.all([fix(platform.maintainer, problem.id), fix(other, problem.id)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409]);
    const decisions = await other.get<{ items: { state: string }[] }>(`/decisions?problem_id=${problem.id}`);
    expect(decisions.body.items.map((one) => one.state)).toEqual(['made']);
  }
});

test('a component with more than a fifth of its fixes reopened loses the fix lane', async () => {
  const key = {
    key: 'build/scheduler',
    name: 'Scheduler',
    layer: 'build_and_delivery',
    owner_team_id: platform.teamId,
  };
  const scheduler = await platform.made(platform.house.admin, '/components', key);
  const problems: string[] = [];
  for (let index = 0; index < 10; index += 1) {
    const problem = await platform.problem(`Job ${index} starves`, { componentIds: [scheduler.id] });
    expect((await fix(platform.maintainer, problem.id)).status).toBe(201);
    problems.push(problem.id);
  }
  const { hearback, workspaceId } = platform.house;
  const writer = { viewpoint: { workspaceId, audienceIds: [] }, actor: { kind: 'system', id: null } } as const;
  platform.house.clock.advanceMs(3_600_000);
  await hearback.journal.write(writer, ({ record }) => {
    for (const id of problems.slice(0, 3))
      record({ type: 'triage.problem_moved', subject: { kind: 'problem', id }, data: { from: 'shipped', to: 'open' } });
    return Promise.resolve();
  });
  const next = await platform.problem('Another job starves', { componentIds: [scheduler.id] });
  const refused = await fix(platform.maintainer, next.id);
  expect(refused.body).toMatchObject({
    code: 'not_a_fix',
    facts: { lane: 'standard', reasons: [{ code: 'fix_lane_lost' }] },
  });
  expect(await platform.problemState(next.id)).toBe('open');
});
