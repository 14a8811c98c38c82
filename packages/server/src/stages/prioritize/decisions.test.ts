import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DecidedPlatform, openDecidedPlatform } from '../../../test/decided-platform.ts';
import { createReferenceNumbers, entriesAbout } from '../../platform/journal/index.ts';
import { Caller } from '../../platform/auth/index.ts';
import { createPersonDirectory } from '../charter/index.ts';
import { criteriaOf, decisionsFor, makeFixDecision } from './index.ts';

let platform: DecidedPlatform;
beforeAll(async () => {
  platform = await openDecidedPlatform();
});
afterAll(() => platform.house.stop());

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const criterion = {
  metric: 'median build time',
  unit: 'minutes',
  baseline: 14,
  direction: 'down',
  target: 6,
  smallest_effect: 3,
  window_days: 14,
  source: 'runs of build',
};

type Draft = {
  id: string;
  version: number;
  lane: string;
  state: string;
  missing: { code: string }[];
  lane_reasons: { code: string }[];
};
const draft = async (body: object, client = platform.approver): Promise<Draft> => {
  const answer = await client.send<Draft>('POST', '/decisions', body);
  expect(answer.body).toMatchObject({ state: 'draft' });
  return answer.body;
};
const make = (client: DecidedPlatform['approver'], one: { id: string; version: number }) =>
  client.send('POST', `/decisions/${one.id}/make`, {}, { version: one.version });
const assess = (client: DecidedPlatform['approver'], proposalId: string, name: string, more: object = {}) =>
  client.send('POST', `/proposals/${proposalId}/assessments`, {
    function: name,
    verdict: 'for',
    note: 'Worth it.',
    ...more,
  });

test('an answer is a decision by whoever triages, at once, and is found when it is asked again', async () => {
  const problem = await platform.problem('Where do I find the logs of yesterday’s nightly build');
  const body = { kind: 'answer', title: 'Nightly logs', rationale: 'It exists.', problem_ids: [problem.id] };
  const empty = await draft(body, platform.triager);
  expect(empty).toMatchObject({ lane: 'answer', lane_reasons: [{ code: 'existing_answer' }] });
  expect((await make(platform.triager, empty)).body).toMatchObject({
    code: 'lane_steps_missing',
    facts: { missing: [{ code: 'answer' }] },
  });
  const answered = await draft(
    { ...body, answer: 'Run `logs --nightly`: they are kept for 30 days.' },
    platform.triager,
  );
  expect((await make(platform.reporter, answered)).status).toBe(403);
  expect(await make(platform.triager, answered)).toMatchObject({
    status: 200,
    body: { state: 'made', made_by: platform.triager.personId },
  });
  expect(await platform.problemState(problem.id)).toBe('answered');
  await platform.house.hearback.settle();
  const found = await platform.house.hearback.journal.read(
    { workspaceId: platform.house.workspaceId, audienceIds: [] },
    ({ tables }) =>
      tables
        .selectFrom('platform.known_things')
        .select(['kind', 'title'])
        .where('id', '=', answered.id)
        .executeTakeFirst(),
  );
  expect(found).toEqual({ kind: 'answer', title: 'Nightly logs' });
});

describe('the fix lane', () => {
  const fix = async (problemIds: string[], more: object = {}) => {
    const { house, maintainer } = platform;
    const numbers = createReferenceNumbers(house.hearback.pool);
    const number = await numbers.next(house.workspaceId, 'decision');
    const member = await createPersonDirectory(house.hearback.pool).find(house.workspaceId, maintainer.personId);
    if (!member) throw new Error('The maintainer is not there.');
    const identified = {
      workspaceId: house.workspaceId,
      personId: maintainer.personId,
      credential: { kind: 'session', id: 'x' },
      scopes: null,
    } as const;
    const caller = new Caller(identified, member);
    return house.hearback.journal.write(caller, (writing) =>
      makeFixDecision(writing, caller, {
        number,
        problemIds,
        title: 'Retry once',
        rationale: 'It is one line.',
        likelyPersonDays: 1,
        ...more,
      }),
    );
  };

  test('writes decision, criterion and problem in the caller’s own transaction', async () => {
    const problem = await platform.problem('The cache times out on the first try');
    const decision = await fix([problem.id]);
    expect(decision).toMatchObject({
      lane: 'fix',
      state: 'made',
      kind: 'fix',
      approverId: platform.maintainer.personId,
    });
    expect(await platform.problemState(problem.id)).toBe('fixing');
    await platform.house.hearback.journal.read(
      { workspaceId: platform.house.workspaceId, audienceIds: [] },
      async ({ tables }) => {
        expect(await criteriaOf(tables, decision.id)).toMatchObject([{ kind: 'reporters', target: 2 / 3 }]);
        expect((await decisionsFor(tables, [problem.id])).map((one) => one.id)).toEqual([decision.id]);
        const made = (await entriesAbout(tables, [decision.id])).find(
          (entry) => entry.type === 'prioritize.decision_moved' && entry.subject.id === decision.id,
        );
        expect(made?.data).toMatchObject({ from: 'draft', to: 'made', lane: 'fix' });
        expect(made?.data['not_needed']).toContain(
          'the fix lane does not ask for the comment period, which has to be over',
        );
        expect(made?.refs).toContainEqual({ kind: 'problem', id: problem.id, tie: 'decides' });
      },
    );
  });

  test('refuses what is no small fix, and nothing is written', async () => {
    const problem = await platform.problem('The cache loses half of its entries', {
      componentIds: [platform.cacheId, platform.gatewayId],
    });
    await expect(fix([problem.id])).rejects.toMatchObject({ code: 'forbidden' });
    expect(await platform.problemState(problem.id)).toBe('open');
    const decisions = await platform.maintainer.get<{ items: unknown[] }>(`/decisions?problem_id=${problem.id}`);
    expect(decisions.body.items).toEqual([]);
  });
});

test('harm now: the urgent lane is made at once, with a rollback plan', async () => {
  const problem = await platform.problem('Every build fails with a wrong checksum', { severity: 'critical' });
  const body = {
    kind: 'fix',
    title: 'Turn the cache off',
    rationale: 'Wrong results are worse than slow ones.',
    problem_ids: [problem.id],
    likely_person_days: 1,
    lane_questions: { is_harm_now: true },
  };
  const bare = await draft(body, platform.maintainer);
  expect(bare).toMatchObject({ lane: 'urgent', due_at: '2026-11-20T17:00:00.000Z' });
  expect((await make(platform.maintainer, bare)).body).toMatchObject({
    code: 'lane_steps_missing',
    facts: { missing: [{ code: 'rollback_plan' }] },
  });
  const rollback_plan = {
    how: 'Turn it on again.',
    trigger: 'Builds queue for more than ten minutes.',
    responsible_id: platform.maintainer.personId,
  };
  const planned = await draft({ ...body, rollback_plan }, platform.maintainer);
  expect(await make(platform.maintainer, planned)).toMatchObject({
    status: 200,
    body: { state: 'made', success_criteria: [{ kind: 'reporters' }] },
  });
  expect(await platform.problemState(problem.id)).toBe('fixing');
});

test('the standard lane asks for a proposal, an assessment, the comment period and a criterion, and its rationale replays', async () => {
  const { approver, maintainer, assessors, house } = platform;
  const problem = await platform.problem('Builds download the same packages again and again');
  const proposal = await platform.proposal('Cache dependencies per lock file', [problem.id]);
  await platform.proposal('Mirror the package registry', [problem.id], {
    estimates: { effort_person_days: { low: 30, likely: 60, high: 120 } },
  });
  expect(await platform.problemState(problem.id)).toBe('proposed');

  const body = {
    kind: 'accept',
    title: 'We cache dependencies',
    rationale: 'It reaches most for least.',
    proposal_id: proposal.id,
  };
  const first = await draft(body);
  expect(first.lane).toBe('standard');
  expect(first.missing.map((step) => step.code)).toEqual([
    'one_assessment',
    'comment_period',
    'approver',
    'success_criterion',
  ]);
  const refused = await make(approver, first);
  expect(refused).toMatchObject({ status: 409, body: { code: 'lane_steps_missing' } });
  const { missing } = refused.body['facts'] as { missing: { code: string }[] };
  expect(missing.map((step) => step.code)).toEqual(['one_assessment', 'comment_period', 'success_criterion']);

  expect(
    (
      await assess(assessors.engineering, proposal.id, 'engineering', {
        estimates: { effort_person_days: { low: 6, likely: 12, high: 30 } },
      })
    ).status,
  ).toBe(201);
  const withCriterion = await approver.send<Draft>(
    'PATCH',
    `/decisions/${first.id}`,
    { success_criteria: [criterion] },
    { version: first.version },
  );
  const commenting = await platform.act(
    approver,
    `/decisions/${first.id}/comment-period`,
    withCriterion.body.version,
    {},
  );
  expect(commenting).toMatchObject({
    state: 'commenting',
    comment_period: { days: 2, closes_at: '2026-11-17T17:00:00.000Z' },
  });
  expect((await make(approver, commenting)).body).toMatchObject({
    code: 'lane_steps_missing',
    facts: { missing: [{ code: 'comment_period' }] },
  });

  house.clock.advanceMs(2 * dayMs);
  expect(await make(maintainer, commenting)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  const made = await make(approver, commenting);
  expect(made).toMatchObject({
    status: 200,
    body: { state: 'made', missing: [], success_criteria: [{ metric: 'median build time', target: 6 }] },
  });
  expect(await platform.problemState(problem.id)).toBe('fixing');
  expect((await approver.get(`/proposals/${proposal.id}`)).body).toMatchObject({ state: 'accepted' });

  const rationale = (
    await maintainer.get<{ markdown: string; content: Record<string, never> }>(`/decisions/${first.id}/rationale`)
  ).body;
  expect(rationale.content).toMatchObject({
    made_by: approver.personId,
    assessments: [{ function: 'engineering', assessor_id: assessors.engineering.personId }],
    ranking: { draws: 10_000, formula: { id: 'weighted-criteria', version: 1 } },
    proposal: { id: proposal.id },
  });
  expect(rationale.markdown).toContain('status: "accepted"');
  expect(rationale.markdown).toContain('Chosen option: "Do it", because It reaches most for least.');
  expect(rationale.markdown).toContain('Efe Demir (engineering)');
  expect((await maintainer.get(`/decisions/${first.id}/rationale.md`)).body).toEqual({ markdown: rationale.markdown });

  // What is proposed later changes nothing of what was decided before.
  const other = await platform.problem('The cache is cold on Mondays');
  await platform.proposal('Warm the cache on Sunday', [other.id]);
  expect((await maintainer.get(`/decisions/${first.id}/replay`)).body).toMatchObject({
    has_ranking: true,
    equals: true,
    differences: [],
  });
  expect(await make(approver, { id: first.id, version: 99 })).toMatchObject({ status: 412 });
});

test('a replay that does not give the stored ranking says where', async () => {
  const problem = await platform.problem('Logs are cut off at one megabyte');
  const proposal = await platform.proposal('Stream the logs', [problem.id]);
  await assess(platform.assessors.product, proposal.id, 'product');
  const decision = await draft({
    kind: 'accept',
    title: 'Stream',
    rationale: 'Yes.',
    proposal_id: proposal.id,
    success_criteria: [criterion],
  });
  const open = await platform.act(platform.approver, `/decisions/${decision.id}/comment-period`, decision.version, {});
  platform.house.clock.advanceMs(3 * dayMs);
  expect((await make(platform.approver, open)).status).toBe(200);
  const { template } = { template: platform.house };
  const { content } = (
    await platform.approver.get<{ content: { ranking: { seed: number } } }>(`/decisions/${decision.id}/rationale`)
  ).body;
  expect(content.ranking.seed).toBeTypeOf('number');
  // The app's role may not change a rationale.
  await expect(
    template.hearback.journal.write(
      { viewpoint: { workspaceId: template.workspaceId, audienceIds: [] }, actor: { kind: 'system', id: null } },
      ({ tables }) => tables.updateTable('prioritize.rationales').set({ content: '{}' }).execute(),
    ),
  ).rejects.toThrow(/permission denied/);
});

describe('the significant lane', () => {
  test('is refused with every step it lacks, and an assessor’s flag leads to it once revealed', async () => {
    const { approver, assessors } = platform;
    const problem = await platform.problem('Tokens of the gateway never expire');
    const proposal = await platform.proposal('Expire tokens after a day', [problem.id]);
    const decision = await draft({
      kind: 'accept',
      title: 'Tokens expire',
      rationale: 'They must.',
      proposal_id: proposal.id,
    });
    expect(decision.lane).toBe('standard');
    expect((await assess(assessors.security, proposal.id, 'security', { is_flagged: true })).status).toBe(201);
    const raised = (await approver.get<Draft>(`/decisions/${decision.id}`)).body;
    expect(raised).toMatchObject({
      lane: 'significant',
      lane_changes: [{ from: 'standard', to: 'significant', by_id: null }],
    });
    expect(raised.missing.map((step) => step.code)).toEqual([
      'four_assessments',
      'comment_period',
      'approver',
      'success_criterion',
      'rollback_plan',
      'rollback_rehearsed',
      'notice',
      'gated_rollout',
    ]);
    const refused = await make(approver, raised);
    const { missing } = refused.body['facts'] as { missing: { code: string; words: string }[] };
    expect(missing.map((step) => step.code)).toEqual(['four_assessments', 'comment_period', 'success_criterion']);
    expect(missing[0]?.words).toBe('an assessment by engineering, product, reliability');
    expect((await approver.get(`/proposals/${proposal.id}`)).body).toMatchObject({ state: 'open' });
  });

  test('anybody raises a lane with a reason, only the approver lowers it', async () => {
    const { reporter, maintainer, approver } = platform;
    const problem = await platform.problem('The gateway adds forty milliseconds');
    const decision = await draft(
      {
        kind: 'fix',
        title: 'Reuse connections',
        rationale: 'Small.',
        problem_ids: [problem.id],
        likely_person_days: 2,
      },
      maintainer,
    );
    expect(decision.lane).toBe('fix');
    const up = await platform.act(reporter, `/decisions/${decision.id}/raise-lane`, decision.version, {
      lane: 'standard',
      reason: 'It is in everybody’s path.',
    });
    expect(up).toMatchObject({
      lane: 'standard',
      lane_changes: [{ by_id: reporter.personId, reason: 'It is in everybody’s path.' }],
    });
    expect((await make(maintainer, up)).status).toBe(403);
    const body = { lane: 'fix', reason: 'It was measured.' };
    expect(
      (await maintainer.send('POST', `/decisions/${decision.id}/lower-lane`, body, { version: up.version })).status,
    ).toBe(403);
    expect(await platform.act(approver, `/decisions/${decision.id}/lower-lane`, up.version, body)).toMatchObject({
      lane: 'fix',
    });
  });
});

describe('a “no”', () => {
  test('says why and what would change our mind, and is open for comment first', async () => {
    const { approver, house } = platform;
    const problem = await platform.problem('We want Windows build agents');
    const body = {
      kind: 'decline',
      title: 'No Windows agents',
      rationale: 'Two people, both moved on.',
      problem_ids: [problem.id],
    };
    expect((await approver.send('POST', '/decisions', { ...body, rationale: ' ' })).body).toMatchObject({
      code: 'invalid_input',
      errors: [{ field: '/rationale' }],
    });
    const bare = await draft(body);
    expect(await make(approver, bare)).toMatchObject({
      status: 400,
      body: { code: 'reason_missing', errors: [{ field: '/what_would_change' }] },
    });
    const told = await approver.send<Draft>(
      'PATCH',
      `/decisions/${bare.id}`,
      { what_would_change: 'A team that ships for Windows.' },
      { version: bare.version },
    );
    const open = await platform.act(approver, `/decisions/${bare.id}/comment-period`, told.body.version, {});
    house.clock.advanceMs(4 * dayMs);
    const made = await make(approver, open);
    expect(made).toMatchObject({
      status: 200,
      body: { state: 'made', what_would_change: 'A team that ships for Windows.' },
    });
    expect(await platform.problemState(problem.id)).toBe('declined');
    const { markdown } = (await approver.get<{ markdown: string }>(`/decisions/${bare.id}/rationale.md`)).body;
    expect(markdown).toContain('status: "rejected"');
    expect(markdown).toContain('* A team that ships for Windows.');

    // Changing one's mind is a new decision that supersedes it; the old page stays, and says so.
    const later = await draft({
      kind: 'defer',
      title: 'Later',
      rationale: 'A team came.',
      what_would_change: 'Capacity.',
      problem_ids: [problem.id],
      supersedes_id: bare.id,
    });
    const commenting = await platform.act(approver, `/decisions/${later.id}/comment-period`, later.version, {});
    house.clock.advanceMs(4 * dayMs);
    expect((await make(approver, commenting)).status).toBe(200);
    expect((await approver.get(`/decisions/${bare.id}`)).body).toMatchObject({
      state: 'superseded',
      superseded_by_id: later.id,
    });
    expect(await platform.problemState(problem.id)).toBe('deferred');
    const old = (await approver.get<{ markdown: string }>(`/decisions/${bare.id}/rationale.md`)).body;
    expect(old.markdown).toContain('superseded by D-');
  });

  test('cancelling leaves problem and proposal where they are', async () => {
    const problem = await platform.problem('The dashboard is blue');
    const decision = await draft({ kind: 'decline', title: 'No', rationale: 'Taste.', problem_ids: [problem.id] });
    const cancelled = await platform.act(platform.approver, `/decisions/${decision.id}/cancel`, decision.version, {
      reason: 'Asked twice.',
    });
    expect(cancelled).toMatchObject({ state: 'cancelled', cancel_reason: 'Asked twice.' });
    expect(await platform.problemState(problem.id)).toBe('open');
    expect((await make(platform.approver, cancelled)).status).toBe(409);
  });
});

test('nobody approves a proposal of their own in the standard lane, unless the team is one person', async () => {
  const { approver, made, act, house, assessors } = platform;
  const problem = await platform.problem('The docs of the cache are out of date');
  const options = [{ title: 'Rewrite them' }];
  const proposal = await made(approver, '/proposals', {
    title: 'Rewrite the docs',
    summary: 'They mislead.',
    problem_ids: [problem.id],
    options,
  });
  const opened = await act(platform.maintainer, `/proposals/${proposal.id}/open`, proposal.version, {});
  await assess(assessors.product, opened.id, 'product');
  const decision = await draft({
    kind: 'accept',
    title: 'We rewrite',
    rationale: 'Yes.',
    proposal_id: proposal.id,
    success_criteria: [criterion],
  });
  const open = await act(approver, `/decisions/${decision.id}/comment-period`, decision.version, {});
  house.clock.advanceMs(4 * dayMs);
  expect(await make(approver, open)).toMatchObject({ status: 403, body: { code: 'own_approval' } });
});
