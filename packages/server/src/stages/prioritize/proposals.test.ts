import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DecidedPlatform, estimates, openDecidedPlatform } from '../../../test/decided-platform.ts';
import type { Client } from '../../../test/harness.ts';

let platform: DecidedPlatform;
beforeAll(async () => {
  platform = await openDecidedPlatform();
});
afterAll(() => platform.house.stop());

const dayMs = 86_400_000;
type Assessments = {
  items: { assessor_id: string; verdict: string }[];
  in_functions: string[];
  revealed_at: string | null;
  divergence: unknown;
};
const assessmentsFor = async (client: Client, proposalId: string) =>
  (await client.get<Assessments>(`/proposals/${proposalId}/assessments`)).body;

describe('a proposal', () => {
  const options = [{ title: 'Do it', preferred: true }, { title: 'Leave it' }];

  test('is drafted by anybody, takes its reach from the evidence, and is opened by a maintainer of the component', async () => {
    const { reporter, maintainer, made } = platform;
    const problem = await platform.problem('Test reports take minutes to open');
    const draft = await made(reporter, '/proposals', {
      title: 'Index the reports',
      summary: 'They are read whole.',
      problem_ids: [problem.id],
      options,
    });
    // One reporter, who counted twelve people affected.
    expect(draft).toMatchObject({
      state: 'draft',
      estimates: { reach_people: { low: 1, likely: 12, high: 36 } },
      reach_evidence: { people: 1, signal_ids: [expect.any(String)] },
    });
    const stranger = await platform.house.person('Not Mine', ['maintainer']);
    expect((await stranger.send('POST', `/proposals/${draft.id}/open`, {}, { version: 1 })).status).toBe(403);
    expect((await reporter.send('POST', `/proposals/${draft.id}/open`, {}, { version: 1 })).status).toBe(403);
    const opened = await platform.act(maintainer, `/proposals/${draft.id}/open`, 1, { assess_within_days: 2 });
    expect(opened).toMatchObject({ state: 'open', assessments_due_at: '2026-11-17T17:00:00.000Z' });
    expect(await platform.problemState(problem.id)).toBe('proposed');
    const withdrawn = await platform.act(reporter, `/proposals/${draft.id}/withdraw`, opened.version, {
      reason: 'The vendor does it.',
    });
    expect(withdrawn).toMatchObject({ state: 'withdrawn', withdraw_reason: 'The vendor does it.' });
    expect(await platform.problemState(problem.id)).toBe('open');
  });

  test('keeps a problem proposed while another open proposal names it', async () => {
    const problem = await platform.problem('Flaky tests block the merge queue');
    const first = await platform.proposal('Quarantine them', [problem.id]);
    await platform.proposal('Retry them', [problem.id]);
    await platform.act(platform.maintainer, `/proposals/${first.id}/withdraw`, first.version, {
      reason: 'Retry is enough.',
    });
    expect(await platform.problemState(problem.id)).toBe('proposed');
  });

  test('says how it stands to every principle in force before it is opened', async () => {
    const { house, maintainer, made } = platform;
    const principle = await made(house.admin, '/principles', {
      direction: 'Fewer moving parts',
      reason: 'Two of us are on call.',
    });
    const problem = await platform.problem('Secrets are rotated by hand');
    const draft = await made(maintainer, '/proposals', {
      title: 'A rotation service',
      summary: 'By machine.',
      problem_ids: [problem.id],
      options,
    });
    const refused = await maintainer.send('POST', `/proposals/${draft.id}/open`, {}, { version: draft.version });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'alignment_missing', facts: { principle_ids: [principle.id] } },
    });
    const aligned = await maintainer.send<{ version: number }>(
      'PATCH',
      `/proposals/${draft.id}`,
      { alignments: [{ principle_id: principle.id, points: -2 }] },
      { version: draft.version },
    );
    expect(
      (await maintainer.send('POST', `/proposals/${draft.id}/open`, {}, { version: aligned.body.version })).status,
    ).toBe(200);
    const expire = await house.admin.send(
      'PATCH',
      `/principles/${principle.id}`,
      { retired: true },
      { version: principle.version },
    );
    expect(expire.status).toBe(200);
  });

  test('refuses estimates out of order, a problem that is not here, and a stale version', async () => {
    const { maintainer } = platform;
    const problem = await platform.problem('Nobody knows which tests are slow');
    const body = { title: 'Measure', summary: 'First.', problem_ids: [problem.id], options };
    const wrong = { ...body, estimates: { effort_person_days: { low: 9, likely: 3, high: 20 } } };
    expect((await maintainer.send('POST', '/proposals', wrong)).body).toMatchObject({
      code: 'invalid_input',
      errors: [{ field: '/estimates/effort_person_days' }],
    });
    const unknown = { ...body, problem_ids: ['01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1'] };
    expect((await maintainer.send('POST', '/proposals', unknown)).body).toMatchObject({ code: 'unknown_reference' });
    const other = await platform.house.otherWorkspace();
    expect((await other.send('POST', '/proposals', body)).body).toMatchObject({ code: 'unknown_reference' });
    const draft = await platform.made(maintainer, '/proposals', body);
    expect((await maintainer.send('PATCH', `/proposals/${draft.id}`, { title: 'x' }, { version: 7 })).status).toBe(412);
    expect((await other.get(`/proposals/${draft.id}`)).status).toBe(404);
  });
});

describe('assessments', () => {
  const give = (client: Client, proposalId: string, name: string, more: object = {}) =>
    client.send<{ id: string; version: number }>('POST', `/proposals/${proposalId}/assessments`, {
      function: name,
      verdict: 'for',
      note: 'Fine.',
      ...more,
    });

  test('are unseen to everybody but their author until all that were asked are in, and then show where they diverge', async () => {
    const { assessors, maintainer, made, act } = platform;
    const problem = await platform.problem('Deploys wait for one lock');
    const draft = await made(maintainer, '/proposals', {
      title: 'A lock per service',
      summary: 'Shard it.',
      problem_ids: [problem.id],
      options: [{ title: 'Shard' }],
    });
    const proposal = await act(maintainer, `/proposals/${draft.id}/open`, draft.version, {
      functions: ['engineering', 'reliability'],
    });
    const effort = (low: number, likely: number, high: number) => ({
      estimates: { effort_person_days: { low, likely, high } },
    });
    const first = await give(assessors.engineering, proposal.id, 'engineering', {
      ...effort(2, 4, 8),
      is_flagged: true,
    });
    expect(first.status).toBe(201);
    expect((await give(assessors.engineering, proposal.id, 'security')).status).toBe(403);
    expect((await give(assessors.engineering, proposal.id, 'engineering')).body).toMatchObject({
      code: 'already_exists',
    });

    for (const other of [maintainer, assessors.reliability, platform.approver]) {
      expect(await assessmentsFor(other, proposal.id)).toMatchObject({
        items: [],
        in_functions: ['engineering'],
        revealed_at: null,
        divergence: null,
      });
      expect(
        (await other.send('PATCH', `/assessments/${first.body.id}`, { verdict: 'against' }, { version: 1 })).status,
      ).toBe(404);
    }
    expect((await assessmentsFor(assessors.engineering, proposal.id)).items).toHaveLength(1);
    // Nor does the ranking use what nobody may see.
    const before = (await maintainer.get<{ items: { proposal: { id: string }; missing: string[] }[] }>('/ranking'))
      .body;
    expect(before.items.find((row) => row.proposal.id === proposal.id)?.missing).toContain('effort');

    const own = await assessors.engineering.send(
      'PATCH',
      `/assessments/${first.body.id}`,
      { verdict: 'unsure' },
      { version: 1 },
    );
    expect(own).toMatchObject({ status: 200, body: { verdict: 'unsure', is_flagged: true } });
    const cleared = await assessors.engineering.send(
      'PATCH',
      `/assessments/${first.body.id}`,
      { is_flagged: false },
      { version: 2 },
    );
    expect(cleared.status).toBe(400);

    expect((await give(assessors.reliability, proposal.id, 'reliability', effort(20, 40, 80))).status).toBe(201);
    const all = await assessmentsFor(maintainer, proposal.id);
    expect(all.items.map((one) => one.verdict)).toEqual(['unsure', 'for']);
    expect(all.divergence).toEqual([{ input: 'effort', lowest_likely: 4, highest_likely: 40, is_apart: true }]);
    const late = await assessors.engineering.send(
      'PATCH',
      `/assessments/${first.body.id}`,
      { verdict: 'for' },
      { version: 2 },
    );
    expect(late.body).toMatchObject({ code: 'assessment_revealed' });
    const after = (await maintainer.get<{ items: { proposal: { id: string }; missing: string[] }[] }>('/ranking')).body;
    expect(after.items.find((row) => row.proposal.id === proposal.id)?.missing).not.toContain('effort');
  });

  test('are revealed when the time is up, with whoever answered', async () => {
    const { assessors, maintainer, made, act, house } = platform;
    const problem = await platform.problem('The queue has no priorities');
    const draft = await made(maintainer, '/proposals', {
      title: 'Two queues',
      summary: 'Fast and slow.',
      problem_ids: [problem.id],
      options: [{ title: 'Two' }],
    });
    const proposal = await act(maintainer, `/proposals/${draft.id}/open`, draft.version, {
      functions: ['product', 'security'],
      assess_within_days: 1,
    });
    await give(assessors.product, proposal.id, 'product');
    expect((await assessmentsFor(maintainer, proposal.id)).items).toEqual([]);
    house.clock.advanceMs(dayMs);
    const seen = await assessmentsFor(maintainer, proposal.id);
    expect(seen.items).toHaveLength(1);
    expect(seen.revealed_at).not.toBeNull();
  });
});

describe('a concern', () => {
  test('holds the decision until its raiser says it is settled, or the approver overrides it with a reason', async () => {
    const { assessors, maintainer, approver, reporter, made, act } = platform;
    const problem = await platform.problem('Rollbacks need a ticket');
    const proposal = await platform.proposal('A button for it', [problem.id]);
    const text = 'A button without a second pair of eyes is how we lost March.';
    expect((await reporter.send('POST', '/concerns', { proposal_id: proposal.id, text })).status).toBe(403);
    expect((await maintainer.send('POST', '/concerns', { text })).status).toBe(400);
    const concern = await made(assessors.reliability, '/concerns', { proposal_id: proposal.id, text });
    await approver.send('POST', `/proposals/${proposal.id}/assessments`, {
      function: 'engineering',
      verdict: 'for',
      note: 'Yes.',
    });
    const criterion = {
      metric: 'minutes to roll back',
      unit: 'minutes',
      direction: 'down',
      target: 5,
      smallest_effect: 5,
      window_days: 30,
      source: 'runs',
    };
    const decision = await made(approver, '/decisions', {
      kind: 'accept',
      title: 'A button',
      rationale: 'Speed.',
      proposal_id: proposal.id,
      success_criteria: [criterion],
    });
    const open = await act(approver, `/decisions/${decision.id}/comment-period`, decision.version, {});
    platform.house.clock.advanceMs(4 * dayMs);
    const make = (version: number) =>
      approver.send<{ version: number }>('POST', `/decisions/${decision.id}/make`, {}, { version });
    const held = await make(open.version);
    expect(held).toMatchObject({
      status: 409,
      body: { code: 'concerns_unsettled', facts: { concern_ids: [concern.id] } },
    });

    const answered = await act(maintainer, `/concerns/${concern.id}/answer`, 1, {
      answer: 'The button asks for a second person.',
    });
    expect((await make(open.version)).body).toMatchObject({ code: 'concerns_unsettled' });
    const byOther = await maintainer.send('POST', `/concerns/${concern.id}/resolve`, undefined, {
      version: answered.version,
    });
    expect(byOther).toMatchObject({ status: 403, body: { code: 'only_the_raiser' } });
    const again = await act(assessors.reliability, `/concerns/${concern.id}/reopen`, answered.version, {
      reason: 'Not at night.',
    });
    const notApprover = await maintainer.send(
      'POST',
      `/concerns/${concern.id}/override`,
      { reason: 'Go.' },
      { version: again.version },
    );
    expect(notApprover.status).toBe(403);
    const overridden = await act(approver, `/concerns/${concern.id}/override`, again.version, {
      reason: 'Nights are covered by the on-call pair.',
    });
    expect(overridden).toMatchObject({ state: 'overridden', settled_by: approver.personId });
    expect((await make(open.version)).status).toBe(200);
    const { markdown } = (await approver.get<{ markdown: string }>(`/decisions/${decision.id}/rationale.md`)).body;
    expect(markdown).toContain('Rasmus Lund objected: A button without a second pair of eyes');
    expect(markdown).toContain('It was overridden. Reason: Nights are covered by the on-call pair.');
    const late = await assessors.security.send('POST', '/concerns', { proposal_id: proposal.id, text });
    expect(late.body).toMatchObject({ code: 'illegal_transition' });
  });
});

describe('the ranking', () => {
  type Ranking = {
    formula_version: number;
    items: {
      position: number;
      proposal: { id: string };
      top: { k: number; probability: number }[];
      ties_with: string[];
      contributions: { amount: number }[];
      score: number;
    }[];
  };
  const ranking = async (query: string) => (await platform.maintainer.get<Ranking>(`/ranking?${query}`)).body;
  const ids: string[] = [];
  beforeAll(async () => {
    const sizes = [
      { likely: 2, reach: 200 },
      { likely: 60, reach: 4 },
      { likely: 60, reach: 4 },
      { likely: 5, reach: 100 },
    ];
    for (const [index, { likely, reach }] of sizes.entries()) {
      const problem = await platform.problem(`Something slow, number ${index}`);
      const more = {
        ...estimates,
        reach_people: { low: reach / 2, likely: reach, high: reach * 2 },
        effort_person_days: { low: likely / 2, likely, high: likely * 2 },
      };
      ids.push((await platform.proposal(`Make it fast, number ${index}`, [problem.id], { estimates: more })).id);
    }
  });

  test('is the same for the same seed, adds up, and shows ties as ties', async () => {
    const first = await ranking('k=5&draws=2000&seed=7');
    expect(await ranking('k=5&draws=2000&seed=7')).toEqual(first);
    expect(first.items[0]).toMatchObject({ position: 1, proposal: { id: ids[0] } });
    expect(first.items[0]?.top.map((one) => one.k)).toEqual([1, 3, 5]);
    for (const row of first.items)
      expect(row.contributions.reduce((sum, one) => sum + one.amount, 0)).toBeCloseTo(row.score, 9);
    const sum = first.items.reduce((all, row) => all + (row.top.find((one) => one.k === 1)?.probability ?? 0), 0);
    expect(sum).toBeCloseTo(1, 9);
    const twins = first.items.filter((row) => row.proposal.id === ids[1] || row.proposal.id === ids[2]);
    expect(twins.every((row) => row.ties_with.length > 0)).toBe(true);
    expect((await ranking('draws=2000&seed=8')).items.map((row) => row.top)).not.toEqual(
      first.items.map((row) => row.top),
    );
  });

  test('every framework ranks, an unknown one is refused, and weights of one’s own become a version', async () => {
    for (const framework of ['rice', 'wsjf', 'ice'])
      expect((await ranking(`framework=${framework}`)).items.length).toBeGreaterThan(2);
    expect((await platform.maintainer.get('/ranking?framework=none')).body).toMatchObject({
      code: 'unknown_reference',
    });
    const body = {
      key: 'risk-first',
      label: 'Risk first',
      weights: { value: 0.2, risk: 0.6, effort: 0.1, alignment: 0.1 },
    };
    expect((await platform.maintainer.send('POST', '/frameworks', body)).status).toBe(403);
    expect((await platform.made(platform.house.admin, '/frameworks', body)) as object).toMatchObject({
      formula_version: 1,
    });
    expect((await platform.made(platform.house.admin, '/frameworks', body)) as object).toMatchObject({
      formula_version: 2,
    });
    const wrong = { ...body, weights: { ...body.weights, risk: 0.9 } };
    expect((await platform.house.admin.send('POST', '/frameworks', wrong)).body).toMatchObject({
      code: 'invalid_formula',
    });
    expect((await ranking('framework=risk-first')).formula_version).toBe(2);
    const { items } = (await platform.maintainer.get<{ items: { key: string }[] }>('/frameworks')).body;
    expect(items.map((one) => one.key)).toEqual(['ice', 'rice', 'risk-first', 'weighted-criteria', 'wsjf']);
  });

  test('any pair answers why, and any item what would move it up', async () => {
    const why = (
      await platform.maintainer.get<{ parts: { difference: number }[]; difference: number }>(
        `/ranking/compare?above=${ids[0]}&below=${ids[1]}`,
      )
    ).body;
    expect(why).toMatchObject({
      is_tie: false,
      words: expect.stringMatching(/^PROP-\d+ comes above PROP-\d+ in \d+ % of the draws/),
    });
    expect(why.parts.reduce((sum, part) => sum + part.difference, 0)).toBeCloseTo(why.difference, 9);
    const twins = (await platform.maintainer.get(`/ranking/compare?above=${ids[1]}&below=${ids[2]}`)).body;
    expect(twins).toMatchObject({ is_tie: true });
    const move = (
      await platform.maintainer.get<{ moves: { input: string; from: number; to: number }[] }>(
        `/proposals/${ids[3]}/what-would-move?to=1`,
      )
    ).body;
    expect(move).toMatchObject({ target: { id: ids[0], position: 1 } });
    expect(move.moves.find((one) => one.input === 'reach')?.to).toBeGreaterThan(100);
    const top = (await platform.maintainer.get(`/proposals/${ids[0]}/what-would-move`)).body;
    expect(top).toMatchObject({ position: 1, target: null, moves: [] });
  });
});

test('the lane preview answers the five questions with reasons and steps, and stores nothing', async () => {
  const problem = await platform.problem('One typo in the banner');
  const ask = (questions: object, likely_person_days = 1) =>
    platform.reporter.send('POST', '/lane', { questions, problem_ids: [problem.id], likely_person_days });
  expect((await ask({})).body).toMatchObject({
    lane: 'fix',
    reasons: [{ code: 'small_and_safe' }],
    asks_for: [{ code: 'what_when_why' }],
  });
  expect((await ask({ has_existing_answer: true })).body).toMatchObject({ lane: 'answer' });
  expect((await ask({ is_harm_now: true })).body).toMatchObject({ lane: 'urgent' });
  expect((await ask({ must_users_act: true }, 5)).body).toMatchObject({
    lane: 'standard',
    reasons: [{ code: 'users_must_act' }, { code: 'more_than_three_days' }],
  });
  expect((await ask({ is_flagged: true, undo: 'impossible' })).body).toMatchObject({
    lane: 'significant',
    reasons: [{ code: 'irreversible' }, { code: 'flagged' }],
  });
});

test('the feedback report groups live problems by component and severity, people counted once', async () => {
  await platform.house.hearback.settle();
  type Report = {
    groups: {
      component: { name: string } | null;
      severity: string;
      people: number;
      problems: { quotes: { text: string }[] }[];
    }[];
  };
  const { groups } = (await platform.reporter.get<Report>('/feedback-report')).body;
  const major = groups.find((group) => group.component?.name === 'Build cache' && group.severity === 'major');
  expect(major?.problems.length).toBeGreaterThan(3);
  // The same reporter told all of them.
  expect(major?.people).toBe(1);
  expect(major?.problems[0]?.quotes[0]?.text).toMatch(/costs us an hour a day/);
});
