import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DecidedPlatform, openDecidedPlatform } from '../../../test/decided-platform.ts';
import type { Client } from '../../../test/harness.ts';
import { accepted, fixWork, openChange, type Releasable } from '../../../test/releasable-work.ts';
import { entriesAbout, type JournalEntry } from '../../platform/journal/index.ts';

type Outcome = {
  id: string;
  version: number;
  reference: string;
  state: string;
  kind: string;
  reason: string | null;
  change: { id: string } | null;
  window_ends_at: string;
  released_how: string | null;
  looks: number;
  tier: string;
  days_needed: number | null;
  evidence: { days_after: number; improvement: number | null; detectable_effect: number | null } | null;
  helped: { asked: number; yes: number; no: number; partly: number };
  series: { before: { mean: number }[]; after: unknown[]; typed_in: unknown[] };
};
type Question = {
  id: string;
  version: number;
  helped: string | null;
  person_id: string;
  words: string | null;
  decision: { id: string } | null;
  problems: { id: string }[];
  signals: { id: string; title: string }[];
};
type Report = { read: number; taken: number; already_there: number; rejected: { index: number; reason: string }[] };

const dayMs = 86_400_000;
const nowhere = '01939b7e-7d2a-7cc3-98c4-111111111111';

let platform: DecidedPlatform;
beforeAll(async () => {
  platform = await openDecidedPlatform();
});
afterAll(() => platform.house.stop());

const now = (): number => platform.house.clock.now().getTime();

/** Released through a change of ours. */
async function release(work: Releasable): Promise<string> {
  const change = await openChange(platform, work);
  const { maintainer, act } = platform;
  const releasing = await act(maintainer, `/changes/${change.id}/move`, change.version, { to: 'releasing' });
  await act(maintainer, `/changes/${change.id}/move`, releasing.version, { to: 'released' });
  await platform.house.hearback.settle();
  return change.id;
}

const openElsewhere = (work: Releasable, body: object = {}, client: Client = platform.maintainer) =>
  client.send<{ items: Outcome[]; code: string }>('POST', `/decisions/${work.decisionId}/outcomes`, {
    reason: 'With the node image of Monday.',
    ...body,
  });

async function outcomesOf(work: Releasable): Promise<Outcome[]> {
  return (await platform.reporter.get<{ items: Outcome[] }>(`/outcomes?decision_id=${work.decisionId}`)).body.items;
}

async function outcome(id: string): Promise<Outcome> {
  return (await platform.reporter.get<Outcome>(`/outcomes/${id}`)).body;
}

async function criterionOf(work: Releasable): Promise<string> {
  const { body } = await platform.reporter.get<{ success_criteria: { id: string }[] }>(`/decisions/${work.decisionId}`);
  return body.success_criteria[0]?.id ?? '';
}

const judge = async (id: string) =>
  platform.maintainer.send<Outcome & { code: string }>('POST', `/outcomes/${id}/judge`, undefined, {
    version: (await outcome(id)).version,
  });

const record = (measurements: readonly object[], client: Client = platform.maintainer) =>
  client.send<Report & { code: string }>('POST', '/measurements', { measurements });

/** One value a day around `level`, the first of them at `from`. */
const days = (criterion_id: string, from: number, count: number, level: number) =>
  Array.from({ length: count }, (_, day) => ({
    criterion_id,
    at: new Date(from + day * dayMs).toISOString(),
    value: level + ((day * 7) % 5) * 0.2,
  }));

async function questionOf(client: Client, work: Releasable): Promise<Question | undefined> {
  const { body } = await client.get<{ items: Question[] }>('/help-questions?mine=true');
  return body.items.find((question) => question.decision?.id === work.decisionId);
}

async function answer(client: Client, work: Releasable, helped: string, words?: string) {
  const question = await questionOf(client, work);
  return client.send<Question & { code: string }>(
    'POST',
    `/help-questions/${question?.id}/answer`,
    { helped, ...(words ? { words } : {}) },
    { version: question?.version ?? 0 },
  );
}

/** A small fix for a problem that these people spoke of, beside the platform's reporter. */
async function fixFor(title: string, others: readonly Client[]): Promise<Releasable> {
  const work = await fixWork(platform, title);
  const said: string[] = [];
  for (const person of others) {
    const told = await person.send<{ signal: { id: string } }>('POST', '/signals', { title, description: `${title}!` });
    said.push(told.body.signal.id);
  }
  const { version } = (await platform.triager.get<{ version: number }>(`/problems/${work.problemId}`)).body;
  if (said.length > 0)
    await platform.act(platform.triager, `/problems/${work.problemId}/attach`, version, { signal_ids: said });
  return work;
}

const reporters = (...names: string[]): Promise<Client[]> =>
  Promise.all(names.map((name) => platform.house.person(name, ['reporter'])));

const entriesOf = (id: string): Promise<JournalEntry[]> =>
  platform.house.hearback.journal.read({ workspaceId: platform.house.workspaceId, audienceIds: [] }, ({ tables }) =>
    entriesAbout(tables, [id]),
  );

describe('a release that was told by hand', () => {
  test('is refused where nothing was decided, to whom it does not belong, and for tomorrow', async () => {
    const { maintainer, reporter, house } = platform;
    const problem = await platform.problem('The queue is long');
    const draft = await platform.made(maintainer, '/decisions', {
      kind: 'fix',
      title: 'Shorten it',
      rationale: 'It is long.',
      problem_ids: [problem.id],
      likely_person_days: 1,
    });
    const undecided = { problemId: problem.id, decisionId: draft.id };
    expect(await openElsewhere(undecided)).toMatchObject({ status: 409, body: { code: 'decision_not_made' } });
    expect(await openElsewhere({ ...undecided, decisionId: nowhere })).toMatchObject({ status: 404 });
    const work = await fixWork(platform, 'The queue is endless');
    expect(await openElsewhere(work, {}, reporter)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const stranger = await house.person('Olu Ade', ['maintainer']);
    expect(await openElsewhere(work, {}, stranger)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const tomorrow = { released_at: new Date(now() + dayMs).toISOString() };
    expect(await openElsewhere(work, tomorrow)).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
    expect(await outcomesOf(work)).toEqual([]);
    expect(await platform.problemState(work.problemId)).toBe('fixing');
  });

  test('opens the outcomes, asks who spoke, ships the problem, and is told once', async () => {
    const work = await fixWork(platform, 'The queue forgets');
    const key = 'once-and-for-all';
    const path = `/decisions/${work.decisionId}/outcomes`;
    const body = { reason: 'With the image. password=hunter2-hunter2' };
    const opened = await platform.maintainer.send<{ items: Outcome[] }>('POST', path, body, { key });
    expect(opened).toMatchObject({
      status: 201,
      body: { items: [{ state: 'pending', kind: 'reporters', change: null }] },
    });
    const again = await platform.maintainer.send<{ items: Outcome[] }>('POST', path, body, { key });
    expect(again.body).toEqual(opened.body);
    expect(await openElsewhere(work)).toMatchObject({ status: 409, body: { code: 'already_exists' } });
    const [first] = opened.body.items;
    expect((await outcome(first?.id ?? '')).released_how).not.toContain('hunter2');
    expect(await platform.problemState(work.problemId)).toBe('shipped');
    expect(await questionOf(platform.reporter, work)).toMatchObject({
      helped: null,
      problems: [{ id: work.problemId }],
      signals: [{ title: 'The queue forgets' }],
    });
  });
});

describe('“did this help?”', () => {
  test('is answered by whoever was asked, at the version they saw', async () => {
    const work = await fixFor('Logs are cut', []);
    await release(work);
    const question = await questionOf(platform.reporter, work);
    const path = `/help-questions/${question?.id}/answer`;
    const yes = { helped: 'yes' };
    expect(await platform.maintainer.send('POST', path, yes, { version: 1 })).toMatchObject({
      status: 403,
      body: { code: 'only_the_asked' },
    });
    expect(await platform.reporter.send('POST', path, yes, { version: 9 })).toMatchObject({ status: 412 });
    expect(await platform.reporter.send('POST', path, { helped: 'maybe' }, { version: 1 })).toMatchObject({
      status: 400,
    });
    expect(
      await platform.reporter.send('POST', `/help-questions/${nowhere}/answer`, yes, { version: 1 }),
    ).toMatchObject({ status: 404 });
  });

  test('is asked of each distinct reporter once, and told to them at once', async () => {
    const [ane, bo] = await reporters('Ane Solberg', 'Bo Lind');
    const work = await fixFor('Builds wait', [ane!, bo!, bo!]);
    const changeId = await release(work);
    const { items } = (
      await platform.reporter.get<{ items: Question[] }>(`/help-questions?decision_id=${work.decisionId}`)
    ).body;
    expect(items.map((one) => one.person_id).toSorted()).toEqual(
      [platform.reporter, ane!, bo!].map((one) => one.personId).toSorted(),
    );
    const asked = (await entriesOf(work.decisionId)).filter((entry) => entry.type === 'verify.help_asked');
    expect(asked).toHaveLength(1);
    await platform.house.hearback.settle();
    const told = await bo!.get<{ items: { moment: string }[] }>('/notifications');
    expect(told.body.items.map((one) => one.moment)).toContain('did_it_help');
    const strangers = await platform.maintainer.get<{ items: Question[] }>('/help-questions?mine=true');
    expect(strangers.body.items).toEqual([]);
    expect((await outcomesOf(work))[0]).toMatchObject({ state: 'pending', change: { id: changeId } });
  });

  test('reopens the problem on the one “no” of its one reporter, and settles the outcome', async () => {
    const work = await fixWork(platform, 'Uploads break');
    await release(work);
    const said = await answer(
      platform.reporter,
      work,
      'no',
      'Still broken. token=ghp_0123456789abcdefghijklmnopqrstuvwxyz',
    );
    expect(said).toMatchObject({ status: 200, body: { helped: 'no' } });
    expect(said.body.words).not.toContain('ghp_');
    expect(await platform.problemState(work.problemId)).toBe('open');
    expect((await outcomesOf(work))[0]).toMatchObject({ state: 'not_met', reason: 'most_say_no' });
  });

  test('one “no” of three waits for the others, and does not stand against two who say yes', async () => {
    const [cato, dag] = await reporters('Cato Moe', 'Dag Vik');
    const work = await fixFor('Uploads hang', [cato!, dag!]);
    await release(work);
    await answer(platform.reporter, work, 'yes');
    expect(await platform.problemState(work.problemId)).toBe('shipped');
    await answer(cato!, work, 'partly');
    expect((await outcomesOf(work))[0]).toMatchObject({ state: 'pending' });
    await answer(dag!, work, 'yes');
    const [judged] = await outcomesOf(work);
    expect(judged).toMatchObject({ state: 'met', reason: 'two_thirds_say_yes' });
    expect(await outcome(judged!.id)).toMatchObject({
      tier: 'perception',
      evidence: null,
      helped: { asked: 3, yes: 2, no: 0, partly: 1 },
    });
    expect(await platform.problemState(work.problemId)).toBe('helped');
  });

  test('a later “no” opens again what helped; the outcome that was told stays told', async () => {
    const [eli] = await reporters('Eli Berg');
    const work = await fixFor('Uploads stall', [eli!]);
    await release(work);
    await answer(platform.reporter, work, 'yes');
    await answer(eli!, work, 'yes');
    expect(await platform.problemState(work.problemId)).toBe('helped');
    await answer(platform.reporter, work, 'no');
    expect(await platform.problemState(work.problemId)).toBe('helped');
    await answer(eli!, work, 'no');
    expect(await platform.problemState(work.problemId)).toBe('open');
    expect((await outcomesOf(work))[0]).toMatchObject({ state: 'met' });
  });

  test('two who answer at once are both counted', async () => {
    const [finn, gro] = await reporters('Finn Aas', 'Gro Dahl');
    const work = await fixFor('Uploads crawl', [finn!, gro!]);
    await release(work);
    await answer(platform.reporter, work, 'yes');
    const both = await Promise.all([answer(finn!, work, 'yes'), answer(gro!, work, 'yes')]);
    expect(both.map((one) => one.status)).toEqual([200, 200]);
    expect((await outcomesOf(work))[0]).toMatchObject({ state: 'met' });
    expect(await platform.problemState(work.problemId)).toBe('helped');
  });

  test('of somebody who said it in confidence is in nobody else’s count, and reaches them all the same', async () => {
    const { house, triager, maintainer } = platform;
    const [hanne] = await reporters('Hanne Bakke');
    const insider = await house.person('Ines Duarte', ['triager']);
    const audienceId = await house.audience('security', { personIds: [insider.personId] });
    const seeing = await house.person('Ines Duarte the Second', ['triager']);
    const work = await fixFor('Keys lie open', []);
    const told = await hanne!.send<{ signal: { id: string; version: number } }>('POST', '/signals', {
      title: 'My key lies open',
      description: 'It is mine.',
    });
    const { signal } = told.body;
    await platform.act(triager, `/problems/${work.problemId}/attach`, await versionOf(`/problems/${work.problemId}`), {
      signal_ids: [signal.id],
    });
    const { version } = (await triager.get<{ version: number }>(`/signals/${signal.id}`)).body;
    const restricted = await insider.send(
      'POST',
      `/signals/${signal.id}/restrict`,
      { audience_id: audienceId, reason: 'A live key.' },
      { version },
    );
    expect(restricted.status).toBe(200);
    await release(work);
    const shown = await seeing.get<{ items: Question[] }>(`/help-questions?decision_id=${work.decisionId}`);
    expect(shown.body.items.map((one) => one.person_id)).toEqual([platform.reporter.personId]);
    expect(await questionOf(hanne!, work)).toBeDefined();
    expect(await answer(hanne!, work, 'no')).toMatchObject({ status: 200 });
    const [open] = await outcomesOf(work);
    expect((await outcome(open!.id)).helped).toMatchObject({ asked: 1, no: 0 });
    expect(await platform.problemState(work.problemId)).toBe('shipped');
    expect(
      (await maintainer.get<{ items: Question[] }>('/help-questions')).body.items.map((one) => one.person_id),
    ).not.toContain(hanne!.personId);
  });
});

async function versionOf(path: string): Promise<number> {
  return (await platform.triager.get<{ version: number }>(path)).body.version;
}

describe('measurements', () => {
  test('are taken from whoever looks after it, and one by one: what is wrong does not stop the rest', async () => {
    const work = await accepted(platform, 'Deploys are slow', 'standard');
    const fix = await fixWork(platform, 'Deploys flicker');
    const criterion = await criterionOf(work);
    const at = new Date(now()).toISOString();
    expect(await record([{ criterion_id: criterion, at, value: 1 }], platform.reporter)).toMatchObject({ status: 403 });
    const stranger = await platform.house.person('Olu Ade', ['maintainer']);
    expect(await record([{ criterion_id: criterion, at, value: 1 }], stranger)).toMatchObject({ status: 403 });
    const { body } = await record([
      { criterion_id: criterion, at, value: 14 },
      { criterion_id: criterion, at, value: 14 },
      { criterion_id: criterion, at, value: 15 },
      { criterion_id: nowhere, at, value: 1 },
      { criterion_id: criterion, at: new Date(now() + dayMs).toISOString(), value: 14 },
      { criterion_id: await criterionOf(fix), at, value: 1 },
    ]);
    expect(body).toMatchObject({ read: 6, taken: 1, already_there: 1 });
    expect(body.rejected.map((one) => one.index)).toEqual([2, 3, 4, 5]);
    expect((await record([{ criterion_id: criterion, at, value: 14 }])).body).toMatchObject({
      taken: 0,
      already_there: 1,
    });
    expect((await record([{ criterion_id: criterion, at, value: 15 }])).body.rejected[0]?.reason).toContain('14');
    const listed = await platform.reporter.get<{ items: { value: number }[] }>(
      `/measurements?criterion_id=${criterion}`,
    );
    expect(listed.body.items).toMatchObject([{ value: 14 }]);
    expect(await platform.reporter.get(`/measurements?criterion_id=${nowhere}`)).toMatchObject({ status: 404 });
  });

  test('are listed oldest first, page by page, without a gap', async () => {
    const work = await accepted(platform, 'Deploys are late', 'standard');
    const criterion = await criterionOf(work);
    await record(days(criterion, now() - 20 * dayMs, 20, 14));
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await platform.reporter.get<{ items: { at: string }[]; next_cursor: string | null }>(
        `/measurements?criterion_id=${criterion}&limit=7${cursor}`,
      );
      seen.push(...page.body.items.map((one) => one.at));
      cursor = page.body.next_cursor === null ? '' : `&cursor=${page.body.next_cursor}`;
    } while (cursor !== '');
    expect(seen).toHaveLength(20);
    expect(seen).toEqual(seen.toSorted());
  });
});

describe('an outcome of a metric', () => {
  async function measured(title: string, before: number, after: number, daysAfter = 14): Promise<Releasable> {
    const work = await accepted(platform, title, 'standard');
    await openElsewhere(work);
    const released = now();
    const criterion = await criterionOf(work);
    platform.house.clock.advanceMs(15 * dayMs);
    await record([
      ...days(criterion, released - 28 * dayMs, 28, before),
      ...days(criterion, released, daysAfter, after),
    ]);
    return work;
  }

  test('is not judged while its window is open, nor by a stranger, nor at another version, nor twice', async () => {
    const work = await accepted(platform, 'Tests are slow', 'standard');
    await openElsewhere(work);
    const [open] = await outcomesOf(work);
    const id = open!.id;
    expect(await judge(id)).toMatchObject({ status: 409, body: { code: 'window_open' } });
    const home = await platform.maintainer.get<{ mine: { id: string; move: string }[] }>('/home');
    expect(home.body.mine).toContainEqual(expect.objectContaining({ id, move: 'measure it' }));
    platform.house.clock.advanceMs(15 * dayMs);
    const path = `/outcomes/${id}/judge`;
    expect(await platform.reporter.send('POST', path, undefined, { version: 1 })).toMatchObject({ status: 403 });
    expect(await platform.maintainer.send('POST', path, undefined, { version: 7 })).toMatchObject({ status: 412 });
    expect(await judge(id)).toMatchObject({ status: 200, body: { state: 'cant_tell', reason: 'too_few_days' } });
    expect(await judge(id)).toMatchObject({ status: 409, body: { code: 'illegal_transition' } });
    expect(await platform.reporter.get(`/outcomes/${nowhere}`)).toMatchObject({ status: 404 });
    expect(await platform.reporter.get(`/outcomes/${nowhere}/replay`)).toMatchObject({ status: 404 });
  });

  test('is met, helps its problem, and replays from what was stored', async () => {
    const work = await measured('Tests are slower', 14, 3);
    const [open] = await outcomesOf(work);
    expect((await platform.reporter.get(`/outcomes/${open!.id}/replay`)).body).toMatchObject({ judged: false });
    await platform.runJob('verify.judge_due_outcomes');
    const judged = await outcome(open!.id);
    expect(judged).toMatchObject({
      state: 'met',
      tier: 'second',
      looks: 1,
      released_how: 'With the node image of Monday.',
    });
    expect(judged.evidence?.improvement).toBeGreaterThan(9);
    expect(judged.series.before).toHaveLength(28);
    expect(await platform.problemState(work.problemId)).toBe('helped');
    expect((await platform.reporter.get(`/outcomes/${open!.id}/replay`)).body).toMatchObject({
      judged: true,
      equals: true,
    });
  });

  test('is not met when nothing changed; the problem stays shipped, for its owner to move', async () => {
    const work = await measured('Tests are slowest', 14, 14);
    await platform.runJob('verify.judge_due_outcomes');
    expect((await outcomesOf(work))[0]).toMatchObject({ state: 'not_met', reason: 'short_of_smallest_effect' });
    expect(await platform.problemState(work.problemId)).toBe('shipped');
    expect(await answer(platform.reporter, work, 'no')).toMatchObject({ status: 200 });
    expect(await platform.problemState(work.problemId)).toBe('open');
  });

  test('that cannot be told says how many days it needs, and is looked at again when there are more', async () => {
    const work = await measured('Tests flicker', 14, 3, 5);
    const id = (await outcomesOf(work))[0]!.id;
    expect((await judge(id)).body).toMatchObject({
      state: 'cant_tell',
      reason: 'too_few_days',
      evidence: { days_after: 5 },
    });
    const seen = await outcome(id);
    expect(seen.days_needed).toBeGreaterThanOrEqual(8);
    const criterion = await criterionOf(work);
    await record(days(criterion, now() - 2 * dayMs, 1, 3));
    expect(await outcome(id)).toMatchObject({ state: 'cant_tell' });
    platform.house.clock.advanceMs(5 * dayMs);
    await record(days(criterion, now() - 5 * dayMs, 5, 3));
    expect(await outcome(id)).toMatchObject({ state: 'pending', reason: null });
    await platform.runJob('verify.judge_due_outcomes');
    expect(await outcome(id)).toMatchObject({ state: 'met', looks: 2 });
  });

  test('of typed-in averages is shown, never judged', async () => {
    const work = await accepted(platform, 'Tests are boring', 'standard');
    await openElsewhere(work);
    const criterion = await criterionOf(work);
    platform.house.clock.advanceMs(15 * dayMs);
    await record([
      { criterion_id: criterion, at: new Date(now() - 5 * dayMs).toISOString(), value: 5, source: 'typed_in' },
    ]);
    const id = (await outcomesOf(work))[0]!.id;
    expect((await judge(id)).body).toMatchObject({ state: 'cant_tell', reason: 'not_judged_typed_in' });
    expect((await outcome(id)).series).toMatchObject({ before: [], after: [], typed_in: [{ value: 5 }] });
  });
});

test('what is restricted is verified among those who may see it, and nobody else hears of it', async () => {
  const { house, reporter, cacheId, teamId } = platform;
  const audienceId = await house.audience('incident', { roles: ['assessor'] });
  const insider = await house.person('Ines Duarte', ['assessor', 'triager', 'maintainer'], {
    teamIds: [teamId],
    componentIds: [cacheId],
  });
  const told = await insider.send<{ signal: { id: string } }>('POST', '/signals', {
    title: 'The cache serves names',
    description: 'Of other tenants.',
  });
  const { id } = told.body.signal;
  const { version } = (await insider.get<{ version: number }>(`/signals/${id}`)).body;
  const reason = 'Not before it is mended.';
  await insider.send('POST', `/signals/${id}/restrict`, { audience_id: audienceId, reason }, { version });
  const body = { title: 'The cache serves names', signal_ids: [id], component_ids: [cacheId], severity: 'major' };
  const problem = await platform.made(insider, '/problems', body);
  const fix = await insider.send<{ decision: { id: string } }>('POST', `/problems/${problem.id}/fix`, {
    what: 'Key it by tenant',
    why: 'It must not.',
    when: { due_on: '2027-12-24' },
    questions: {},
    likely_person_days: 1,
  });
  expect(fix.status).toBe(201);
  const work = { problemId: problem.id, decisionId: fix.body.decision.id };
  expect(await openElsewhere(work)).toMatchObject({ status: 404 });
  const opened = await openElsewhere(work, {}, insider);
  expect(opened).toMatchObject({ status: 201, body: { items: [{ state: 'pending' }] } });
  const [hidden] = opened.body.items;
  for (const path of [`/outcomes/${hidden!.id}`, `/outcomes/${hidden!.id}/replay`])
    expect(await reporter.get(path)).toMatchObject({ status: 404 });
  expect(
    await platform.maintainer.send('POST', `/outcomes/${hidden!.id}/judge`, undefined, { version: 1 }),
  ).toMatchObject({ status: 404 });
  expect(await outcomesOf(work)).toEqual([]);
  const questions = await reporter.get<{ items: Question[] }>(`/help-questions?decision_id=${work.decisionId}`);
  expect(questions.body.items).toEqual([]);
  expect(await answer(insider, work, 'yes')).toMatchObject({ status: 200 });
  expect((await insider.get<{ state: string }>(`/problems/${problem.id}`)).body.state).toBe('helped');
  const about = (await entriesOf(work.decisionId)).map((entry) => entry.type);
  expect(about).toEqual([]);
});

test('who left and what is no person are not waited for', async () => {
  const { house, approver } = platform;
  const [leaver] = await reporters('Ivar Nygaard');
  const service = await house.person('build-bot', ['reporter'], { service: true });
  const work = await fixFor('Caches go cold', [leaver!, service]);
  const { version } = (await approver.get<{ version: number }>(`/people/${leaver!.personId}`)).body;
  const left = await approver.send(
    'POST',
    `/people/${leaver!.personId}/leave`,
    { reason: 'Another job.' },
    { version },
  );
  expect(left.status).toBe(200);
  await release(work);
  const [open] = await outcomesOf(work);
  expect((await outcome(open!.id)).helped.asked).toBe(1);
  expect(await answer(platform.reporter, work, 'yes')).toMatchObject({ status: 200 });
  expect(await platform.problemState(work.problemId)).toBe('helped');
});

test('those who spoke read in their list how it came out, by its name', async () => {
  const [kari] = await reporters('Kari Holm');
  const work = await fixFor('Caches are full', [kari!]);
  await release(work);
  await answer(platform.reporter, work, 'yes');
  await answer(kari!, work, 'yes');
  await platform.house.hearback.settle();
  const told = await platform.reporter.get<{ items: { words: string }[] }>('/notifications');
  const { reference } = (await outcomesOf(work))[0]!;
  expect(told.body.items.map((one) => one.words)).toContain(
    `Outcome moved (met): ${reference} Reporters say it helped`,
  );
});

test('nobody is asked about what another workspace released', async () => {
  const foreign = await platform.house.otherWorkspace();
  const work = await fixWork(platform, 'Ours alone');
  expect(await openElsewhere(work, {}, foreign)).toMatchObject({ status: 404 });
  await release(work);
  const [own] = await outcomesOf(work);
  expect(await foreign.get(`/outcomes/${own!.id}`)).toMatchObject({ status: 404 });
  expect((await foreign.get<{ items: unknown[] }>('/help-questions')).body.items).toEqual([]);
});
