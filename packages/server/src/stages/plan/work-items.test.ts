import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DecidedPlatform, openDecidedPlatform } from '../../../test/decided-platform.ts';
import type { Client } from '../../../test/harness.ts';
import { entriesAbout } from '../../platform/journal/index.ts';

let platform: DecidedPlatform;
beforeAll(async () => {
  platform = await openDecidedPlatform();
});
afterAll(() => platform.house.stop());

const dayMs = 86_400_000;
const estimate = { low: 1, likely: 2, high: 4 };

type Item = {
  id: string;
  reference: string;
  state: string;
  version: number;
  decision_id: string;
  blocked_by: string | null;
  stale_since: string | null;
  criteria: { id: string; result: string | null; quote: { words: string } }[];
  history: { from: string; to: string; note: string | null; by_id: string | null }[];
};
type Decided = { problemId: string; signalId: string; decisionId: string; item: Item };

/** A problem that a small fix was decided for, with the item that the dialog wrote. */
async function decided(title: string): Promise<Decided> {
  const problem = await platform.problem(title);
  const fixed = await platform.maintainer.send<{ decision: { id: string }; work_item: Item }>(
    'POST',
    `/problems/${problem.id}/fix`,
    { what: title, why: 'It is small.', when: { due_on: '2026-12-01' }, questions: {}, likely_person_days: 2 },
  );
  expect(fixed.status).toBe(201);
  const { decision, work_item: item } = fixed.body;
  return { problemId: problem.id, signalId: await platform.signalOf(problem.id), decisionId: decision.id, item };
}

const criterion = (signalId: string, words = 'an hour a day') => ({
  text: 'Nobody loses an hour.',
  quote: { signal_id: signalId, words },
  test: { environment: 'production', method: 'Compare a week before with a week after.' },
});
const work = ({ decisionId, signalId }: Decided, more: object = {}) => ({
  decision_id: decisionId,
  title: 'Do the other half',
  component_ids: [platform.cacheId],
  estimate,
  criteria: [criterion(signalId)],
  ...more,
});
const openWork = (client: Client, body: object) => client.send<Item>('POST', '/work-items', body);
const move = (item: { id: string; version: number }, to: string, note?: string, client = platform.maintainer) =>
  client.send<Item>('POST', `/work-items/${item.id}/move`, { to, note }, { version: item.version });
const moved = async (item: { id: string; version: number }, to: string, note?: string): Promise<Item> => {
  platform.house.clock.advanceMs(60_000);
  const answer = await move(item, to, note);
  expect(answer.body).toMatchObject({ state: to });
  return answer.body;
};
const change = (item: { id: string; version: number }, body: object) =>
  platform.maintainer.send<Item>('PATCH', `/work-items/${item.id}`, body, { version: item.version });
const entriesOf = (id: string) =>
  platform.house.hearback.journal.read({ workspaceId: platform.house.workspaceId, audienceIds: [] }, ({ tables }) =>
    entriesAbout(tables, [id]),
  );

describe('work is refused', () => {
  test('where nobody decided that something is to be done', async () => {
    const problem = await platform.problem('The mirror lags');
    const proposal = await platform.proposal('A second mirror', [problem.id]);
    const signalId = await platform.signalOf(problem.id);
    const draft = { kind: 'accept', title: 'A mirror', rationale: 'Yes.', proposal_id: proposal.id };
    const undecided = await platform.made(platform.approver, '/decisions', draft);
    const no = {
      kind: 'decline',
      title: 'No',
      rationale: 'No.',
      problem_ids: [problem.id],
      what_would_change: 'Demand.',
    };
    const declined = await platform.made(platform.approver, '/decisions', no);
    for (const { id } of [undecided, declined]) {
      const refused = await openWork(platform.maintainer, work({ decisionId: id, signalId } as Decided));
      expect(refused).toMatchObject({ status: 409, body: { code: 'decision_not_workable' } });
    }
    const nobody = await openWork(platform.maintainer, work({ decisionId: problem.id, signalId } as Decided));
    expect(nobody.body).toMatchObject({ code: 'unknown_reference' });
  });

  test('without a criterion, to whoever does not look after the component, and for people and places unknown', async () => {
    const one = await decided('Logs are lost on restart');
    expect((await openWork(platform.maintainer, work(one, { criteria: [] }))).status).toBe(400);
    const stranger = await platform.house.person('Not Mine', ['maintainer']);
    for (const client of [platform.reporter, stranger]) expect((await openWork(client, work(one))).status).toBe(403);
    const nobody = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';
    for (const more of [
      { assignee_id: nobody },
      { owner_team_id: nobody },
      { component_ids: [platform.cacheId, nobody] },
      { milestone_id: nobody },
      { criteria: [{ ...criterion(one.signalId), test: { environment: 'ci', method: 'Run.', tester_id: nobody } }] },
    ])
      expect((await openWork(platform.maintainer, work(one, more))).body).toMatchObject({
        code: expect.stringMatching(/unknown_reference|forbidden/),
      });
    expect((await openWork(platform.maintainer, work(one, { estimate: { low: 3, likely: 2, high: 4 } }))).status).toBe(
      400,
    );
  });

  test('when it quotes what was never said, was masked at the door, or is no evidence for the decision', async () => {
    const token = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
    const told = await platform.reporter.send<{ signal: { id: string } }>('POST', '/signals', {
      title: 'The token is in the log',
      description: `Every build prints ${token} for everybody.`,
    });
    const signalId = told.body.signal.id;
    const body = {
      title: 'Tokens in logs',
      signal_ids: [signalId],
      component_ids: [platform.cacheId],
      severity: 'major',
    };
    const problem = await platform.made(platform.triager, '/problems', body);
    const fixed = await platform.maintainer.send<{ decision: { id: string } }>('POST', `/problems/${problem.id}/fix`, {
      what: 'Mask them',
      why: 'They leak.',
      when: { due_on: '2026-12-01' },
      questions: {},
      likely_person_days: 1,
    });
    const one = { decisionId: fixed.body.decision.id, signalId } as Decided;
    const quoting = (words: string, id = signalId) =>
      openWork(platform.maintainer, work(one, { criteria: [criterion(id, words)] }));
    expect((await quoting(`prints ${token}`)).body).toMatchObject({
      code: 'quote_not_found',
      errors: [{ field: '/criteria/0/quote/words' }],
    });
    expect((await quoting('prints nothing')).status).toBe(422);
    const other = await decided('The banner is wrong');
    expect((await quoting('an hour a day', other.signalId)).body).toMatchObject({ code: 'quote_off_thread' });
    expect((await quoting('for everybody')).status).toBe(201);
  });
});

describe('a status', () => {
  test('follows its table, from the version that was seen, and the item keeps its history', async () => {
    const { item } = await decided('The queue forgets its order');
    for (const to of ['blocked', 'completed']) {
      const refused = await move(item, to, 'Something');
      expect(refused).toMatchObject({ status: 409, body: { code: 'illegal_transition', facts: { from: 'planned' } } });
    }
    expect((await move(item, 'in_progress', undefined, platform.reporter)).status).toBe(403);
    expect((await platform.maintainer.send('POST', `/work-items/${item.id}/move`, { to: 'in_progress' })).status).toBe(
      428,
    );

    const started = await moved(item, 'in_progress');
    expect((await move(item, 'planned')).status).toBe(412);
    const silent = await move(started, 'blocked', '  ');
    expect(silent).toMatchObject({ status: 400, body: { code: 'blocker_missing', errors: [{ field: '/note' }] } });
    platform.house.clock.advanceMs(dayMs);
    const blocked = await moved(started, 'blocked', 'The vendor’s patch');
    expect(blocked).toMatchObject({
      blocked_by: 'The vendor’s patch',
      blocked_since: platform.house.clock.now().toISOString(),
    });
    expect((await move(blocked, 'completed')).status).toBe(409);
    const again = await moved(blocked, 'in_progress', 'It came.');
    expect(again).toMatchObject({ blocked_by: null, blocked_since: null });
    const done = await moved(again, 'completed');
    expect((await change(done, { title: 'Later' })).body).toMatchObject({ code: 'work_item_closed' });
    const reopened = await moved(done, 'in_progress', 'It came back.');
    expect(reopened.history.map(({ from, to, note }) => [from, to, note])).toEqual([
      ['planned', 'in_progress', null],
      ['in_progress', 'blocked', 'The vendor’s patch'],
      ['blocked', 'in_progress', 'It came.'],
      ['in_progress', 'completed', null],
      ['completed', 'in_progress', 'It came back.'],
    ]);
    expect(reopened.history.every((step) => step.by_id === platform.maintainer.personId)).toBe(true);
  });

  test('is completed only when every criterion’s test passed', async () => {
    const one = await decided('Retries double the load');
    const item = (await openWork(platform.maintainer, work(one))).body;
    expect(item.criteria).toMatchObject([{ result: null, quote: { words: 'an hour a day', signal_id: one.signalId } }]);
    const started = await moved(item, 'in_progress');
    const [first] = item.criteria;
    const early = await move(started, 'completed');
    expect(early).toMatchObject({
      status: 409,
      body: { code: 'criteria_unchecked', facts: { unchecked: [first?.id] } },
    });
    const check = (at: Item, result: string, note?: string) =>
      platform.act(platform.maintainer, `/work-items/${at.id}/check-criterion`, at.version, {
        criterion_id: first?.id,
        result,
        note,
      });
    const failed = (await check(started, 'failed', 'Still an hour.')) as unknown as Item;
    expect((await move(failed, 'completed')).body).toMatchObject({ code: 'criteria_unchecked' });
    const passed = (await check(failed, 'passed', 'Two minutes.')) as unknown as Item;
    expect(passed.criteria).toMatchObject([
      { result: 'passed', result_note: 'Two minutes.', checked_by: platform.maintainer.personId },
    ]);
    const added = await platform.act(
      platform.maintainer,
      `/work-items/${item.id}/criteria`,
      passed.version,
      criterion(one.signalId, 'Retries double'),
    );
    expect((await move(added, 'completed')).body).toMatchObject({ code: 'criteria_unchecked' });
  });
});

describe('when the last work is cancelled', () => {
  test('it says why, and the problem is open again until there is new work', async () => {
    const one = await decided('The cache is keyed by user');
    const second = (await openWork(platform.maintainer, work(one))).body;
    expect(await move(one.item, 'cancelled')).toMatchObject({
      status: 400,
      body: { code: 'reason_missing', errors: [{ field: '/note' }] },
    });
    await moved(one.item, 'cancelled', 'The other half is enough.');
    expect(await platform.problemState(one.problemId)).toBe('fixing');
    const last = await moved(second, 'cancelled', 'Not after all.');
    expect(last).toMatchObject({ cancelled_why: 'Not after all.' });
    expect(await platform.problemState(one.problemId)).toBe('open');
    expect((await move(last, 'in_progress')).body).toMatchObject({ code: 'illegal_transition' });
    const [entry] = (await entriesOf(one.problemId)).filter((each) => each.data['to'] === 'open');
    expect(entry?.refs).toContainEqual({ kind: 'work_item', id: second.id, tie: 'cancelled' });

    expect((await openWork(platform.maintainer, work(one))).status).toBe(201);
    expect(await platform.problemState(one.problemId)).toBe('fixing');
  });

  test('what was completed keeps the problem where it is: it waits to be released', async () => {
    const one = await decided('The index is rebuilt every night');
    const second = (await openWork(platform.maintainer, work(one))).body;
    await moved(await moved(one.item, 'in_progress'), 'completed');
    await moved(second, 'cancelled', 'Done with the first half.');
    expect(await platform.problemState(one.problemId)).toBe('fixing');
  });

  test('by two people at once, the problem does not stay behind as being fixed', async () => {
    for (const round of [1, 2, 3]) {
      const one = await decided(`Stale locks, round ${round}`);
      const second = (await openWork(platform.maintainer, work(one))).body;
      const answers = await Promise.all([move(one.item, 'cancelled', 'No.'), move(second, 'cancelled', 'No.')]);
      expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
      expect(await platform.problemState(one.problemId)).toBe('open');
    }
  });
});

test('in the urgent lane people act first: work under a draft, and the decision within five business days', async () => {
  const problem = await platform.problem('Every build fails', { severity: 'critical' });
  const body = {
    kind: 'fix',
    title: 'Turn it off',
    rationale: 'Wrong is worse than slow.',
    problem_ids: [problem.id],
    lane_questions: { is_harm_now: true },
    rollback_plan: { how: 'On again.', trigger: 'A queue.', responsible_id: platform.maintainer.personId },
  };
  const draft = await platform.made(platform.maintainer, '/decisions', body);
  const one = { decisionId: draft.id, signalId: await platform.signalOf(problem.id) } as Decided;
  const item = await openWork(platform.maintainer, work(one));
  expect(item.status).toBe(201);
  expect(await platform.problemState(problem.id)).toBe('open');
  const made = await platform.act(platform.maintainer, `/decisions/${draft.id}/make`, draft.version, {});
  expect(made).toMatchObject({ state: 'made', lane: 'urgent' });
  expect(await platform.problemState(problem.id)).toBe('fixing');
});

test('work without a word for fourteen days is stale, once, until somebody says that it still goes on', async () => {
  const { item } = await decided('The docs lag behind');
  const { item: resting } = await decided('The docs are long');
  const started = await moved(item, 'in_progress');
  platform.house.clock.advanceMs(13 * dayMs);
  await platform.runJob('plan.due');
  const read = async (id: string) => (await platform.reporter.get<Item>(`/work-items/${id}`)).body;
  expect((await read(item.id)).stale_since).toBeNull();
  platform.house.clock.advanceMs(dayMs);
  await platform.runJob('plan.due');
  await platform.runJob('plan.due');
  const stale = await read(item.id);
  expect(stale.stale_since).toBe(platform.house.clock.now().toISOString());
  // What nobody began does not get stale.
  expect((await read(resting.id)).stale_since).toBeNull();
  const asked = (await entriesOf(item.id)).filter((entry) => entry.type === 'plan.work_item_stale');
  expect(asked.map((entry) => entry.refs)).toEqual([
    [{ kind: 'person', id: platform.maintainer.personId, tie: 'asked' }],
  ]);

  expect(
    (await platform.maintainer.send('POST', `/work-items/${item.id}/confirm`, undefined, { version: started.version }))
      .status,
  ).toBe(412);
  type Home = { mine: { id: string; move: string }[] };
  const { mine } = (await platform.maintainer.get<Home>('/home')).body;
  expect(mine.find(({ id }) => id === item.id)).toMatchObject({ move: 'say whether it still goes on' });
  const confirmed = await platform.act(platform.maintainer, `/work-items/${item.id}/confirm`, stale.version);
  expect(confirmed).toMatchObject({ stale_since: null, state: 'in_progress' });
});

test('work that grows beyond twice its first estimate is raised, once', async () => {
  const { item } = await decided('The pool is too small');
  const likely = (days: number) => ({ estimate: { low: 1, likely: days, high: 20 } });
  const twice = (await change(item, likely(4))).body;
  expect(twice).toMatchObject({ outgrown: false });
  const grown = (await change(twice, likely(5))).body;
  expect(grown).toMatchObject({ outgrown: true });
  const more = (await change(grown, likely(9))).body;
  const raised = (await entriesOf(item.id)).filter((entry) => entry.type === 'plan.work_item_outgrown');
  expect(raised.map((entry) => entry.data)).toEqual([{ estimated: 2, likely: 5 }]);
  expect(raised[0]?.refs).toContainEqual({ kind: 'decision', id: item.decision_id, tie: 'does' });
  expect((await change(more, likely(3))).body).toMatchObject({ outgrown: false });
});

describe('the backlog', () => {
  type Backlog = { items: (Item & { group: string })[]; counts: Record<string, number>; next_cursor: string | null };
  const backlog = async (client: Client, query = '') => (await client.get<Backlog>(`/backlog?limit=100${query}`)).body;

  test('is read by any reporter, in the order now, next, later, done, by team, state and decision', async () => {
    const one = await decided('The scheduler ignores weights');
    await moved(one.item, 'in_progress');
    const planned = (await openWork(platform.maintainer, work(one))).body;
    const over = await moved((await openWork(platform.maintainer, work(one))).body, 'cancelled', 'Twice.');
    const all = await backlog(platform.reporter, `&decision_id=${one.decisionId}`);
    expect(all.items.map(({ id, group }) => [id, group])).toEqual([
      [one.item.id, 'now'],
      [planned.id, 'later'],
      [over.id, 'done'],
    ]);
    expect(all.counts).toEqual({ now: 1, next: 0, later: 1, done: 1 });
    const later = await backlog(platform.reporter, `&decision_id=${one.decisionId}&group=later`);
    expect(later.items.map(({ id }) => id)).toEqual([planned.id]);
    expect(later.counts).toEqual(all.counts);
    const groups = (await backlog(platform.reporter)).items.map(({ group }) =>
      ['now', 'next', 'later', 'done'].indexOf(group),
    );
    expect(groups).toEqual([...groups].sort());

    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Backlog = (
        await platform.reporter.get<Backlog>(`/backlog?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
      ).body;
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual((await backlog(platform.reporter)).items.map(({ id }) => id));
    expect((await platform.reporter.get('/backlog?cursor=nonsense')).body).toMatchObject({ code: 'invalid_cursor' });
  });

  test('shows restricted work to nobody else, in no list, count or milestone', async () => {
    const { house } = platform;
    const own = { teamIds: [platform.teamId], componentIds: [platform.cacheId] };
    const keeper = await house.person('Keeper', ['triager', 'maintainer'], own);
    const audienceId = await house.audience('Security', { personIds: [keeper.personId] });
    const span = {
      starts_at: '2026-11-01T00:00:00.000Z',
      cut_off_at: '2027-11-01T00:00:00.000Z',
      ends_at: '2027-11-02T00:00:00.000Z',
    };
    const milestone = await platform.made(keeper, '/milestones', { name: 'Quietly', ...span });
    const before = await backlog(platform.maintainer);
    const problem = await platform.made(keeper, '/problems', {
      title: 'A way into the cluster',
      component_ids: [platform.cacheId],
      severity: 'critical',
      audience_id: audienceId,
    });
    const fixed = await keeper.send<{ decision: { id: string }; work_item: Item }>(
      'POST',
      `/problems/${problem.id}/fix`,
      {
        what: 'Close it',
        why: 'It is open.',
        when: { milestone_id: milestone.id },
        questions: {},
        likely_person_days: 1,
      },
    );
    expect(fixed.status).toBe(201);
    const { decision, work_item: item } = fixed.body;
    expect((await backlog(keeper)).items.map(({ id }) => id)).toContain(item.id);
    const after = await backlog(platform.maintainer);
    expect(after.counts).toEqual(before.counts);
    expect(after.items.map(({ id }) => id)).not.toContain(item.id);
    expect((await platform.maintainer.get(`/work-items/${item.id}`)).status).toBe(404);
    expect((await platform.approver.get(`/decisions/${decision.id}`)).status).toBe(404);
    expect((await platform.maintainer.get(`/decisions/${decision.id}/rationale`)).status).toBe(404);
    expect((await move(item, 'in_progress')).status).toBe(404);
    const promised = async (client: Client) =>
      (await client.get<{ items: { id: string; promised: number }[] }>('/milestones')).body.items.find(
        ({ id }) => id === milestone.id,
      );
    expect(await promised(keeper)).toMatchObject({ promised: 1 });
    expect(await promised(platform.maintainer)).toMatchObject({ promised: 0 });
  });

  test('keeps the words of a signal that was restricted since from everybody else', async () => {
    const { house } = platform;
    const own = { teamIds: [platform.teamId], componentIds: [platform.cacheId] };
    const keeper = await house.person('Second Keeper', ['triager', 'maintainer'], own);
    const audienceId = await house.audience('Incident', { personIds: [keeper.personId] });
    const one = await decided('The cache hands out other people’s files');
    const item = (await openWork(keeper, work(one))).body;
    const signal = await keeper.get(`/signals/${one.signalId}`);
    const version = Number(signal.etag?.replaceAll('"', ''));
    const body = { audience_id: audienceId, reason: 'It says how.' };
    expect((await keeper.send('POST', `/signals/${one.signalId}/restrict`, body, { version })).status).toBe(200);
    const seen = async (client: Client) => (await client.get<Item>(`/work-items/${item.id}`)).body.criteria.length;
    expect(await seen(keeper)).toBe(1);
    expect(await seen(platform.maintainer)).toBe(0);
    expect((await openWork(keeper, work(one))).body).toMatchObject({
      code: 'quote_would_leak',
    });
  });
});
