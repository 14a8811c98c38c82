import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, openHouse, type TestHouse } from '../../../test/harness.ts';
import {
  act,
  addComponent,
  addRule,
  addTeam,
  bringIn,
  entriesOf,
  inboxOf,
  journalLength,
  openFrom,
  problemOf,
  retireTeam,
  type SignalView,
  tell,
  triageOf,
} from './test-cases.ts';

let house: TestHouse;
let triager: Client;
let reporter: Client;
let buildId: string;
let cacheId: string;
beforeAll(async () => {
  house = await openHouse();
  triager = await house.person('Noor Haddad', ['triager']);
  reporter = await house.person('Tomás Ferreira', ['reporter']);
  buildId = await addTeam(house, 'build');
  cacheId = await addComponent(house, 'build/cache', buildId);
});
afterAll(() => house.stop());

const nobody = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';

describe('the inbox', () => {
  test('has every signal with its owner and two running clocks, the soonest first, and imports apart', async () => {
    const minor = await tell(house, reporter, { title: 'Logs are cut off at the end', severity: 'minor' });
    const critical = await tell(house, reporter, { title: 'Nobody can deploy', severity: 'critical' });
    const [old] = await bringIn(house, ['The search never finds anything']);
    const view = await triageOf(triager, critical.id);
    expect(view).toMatchObject({ owner: { name: 'Stewards' }, routed_by: 'last_resort', state: 'received' });
    expect(view.clocks.map((clock) => [clock.kind, clock.state, clock.due_at])).toEqual([
      ['acknowledge', 'running', '2026-11-16T11:00:00.000Z'],
      ['triage', 'running', '2026-11-16T13:00:00.000Z'],
    ]);
    const live = await inboxOf(triager);
    expect(live.items.map((item) => [item.id, item.reasons])).toEqual([
      [critical.id, ['new']],
      [minor.id, ['new']],
    ]);
    expect(live.counts).toEqual({ signals: 2, problems: 0, overdue: 0, waiting: 0, historical: 1 });
    const historical = await inboxOf(triager, '?queue=historical');
    expect(historical.items).toMatchObject([{ id: old, due_at: null, clocks: [], owner: { name: 'Stewards' } }]);
    expect(await triageOf(triager, old ?? '')).toMatchObject({ live: false, clocks: [] });
  });

  test('is filtered by owner, assignee, severity and kind, and paged without losing any', async () => {
    const mine = await tell(house, reporter, {
      title: 'The cache is cold',
      component_ids: [cacheId],
      severity: 'major',
    });
    const problem = await openFrom(triager, { title: 'Nobody said how bad', component_ids: [cacheId] });
    const assigned = await act<SignalView>(triager, `/signals/${mine.id}/assign`, mine.version, {
      person_id: triager.personId,
    });
    expect(assigned).toMatchObject({ status: 200, body: { assignee: { name: 'Noor Haddad' } } });
    const of = async (query: string) => (await inboxOf(triager, query)).items.map((item) => item.id);
    expect(await of(`?owner_team_id=${buildId}`)).toEqual([mine.id, problem.id]);
    expect(await of(`?assignee_id=${triager.personId}`)).toEqual([mine.id]);
    expect(await of('?severity=major')).toEqual([mine.id]);
    expect(await of('?kind=problem')).toEqual([problem.id]);
    const all = await of('');
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await inboxOf(triager, `?limit=1${cursor ? `&cursor=${cursor}` : ''}`);
      paged.push(...page.items.map((item) => item.id));
      cursor = page.next_cursor;
    } while (cursor);
    expect(paged).toEqual(all);
    expect((await triager.get('/inbox?cursor=nonsense')).body).toMatchObject({ code: 'invalid_cursor' });
  });

  test('is left by what is triaged, and an answer is undone by reopening', async () => {
    const signal = await tell(house, reporter, { title: 'How do I rotate a secret?' });
    const before = (await inboxOf(triager)).counts.signals;
    const path = `/signals/${signal.id}`;
    const answered = await act<SignalView>(triager, `${path}/answer`, 1, { answer: 'Run “secrets rotate”.' });
    expect(answered.body).toMatchObject({ state: 'answered', answer: 'Run “secrets rotate”.' });
    expect(answered.body.clocks.map((clock) => clock.state)).toEqual(['met', 'met']);
    expect((await inboxOf(triager)).counts.signals).toBe(before - 1);
    const twice = await act(triager, `${path}/reject`, answered.body.version, { reason: 'Nobody asked.' });
    expect(twice).toMatchObject({ status: 409, body: { code: 'illegal_transition' } });
    const back = await act<SignalView>(triager, `${path}/reopen`, answered.body.version, { reason: 'Wrong answer.' });
    expect(back.body).toMatchObject({ state: 'received', answer: null });
    expect((await inboxOf(triager)).counts.signals).toBe(before);
    const rejected = await act<SignalView>(triager, `${path}/reject`, back.body.version, { reason: 'Ask the vendor.' });
    expect(rejected.body).toMatchObject({ state: 'rejected', reason: 'Ask the vendor.' });
    // Whoever said it may bring it back; whoever did not, and does not triage, may not.
    const other = await house.person('Olu Ade', ['reporter']);
    const again = { reason: 'It is ours.' };
    expect((await act(other, `${path}/reopen`, rejected.body.version, again)).status).toBe(403);
    expect((await act(reporter, `${path}/reopen`, rejected.body.version, again)).body).toMatchObject({
      state: 'received',
    });
  });
});

describe('whose it is', () => {
  test('is said from the first moment, before any job ran, and the receipt names the same team', async () => {
    await addRule(house, { position: 10, term: 'registry', team_id: buildId });
    const answer = await reporter.send<{ signal: { id: string }; next: string }>('POST', '/signals', {
      title: 'The registry is slow',
    });
    expect(answer.body.next).toBe('build reads it and tells you what it is and whose it is.');
    const view = await triageOf(triager, answer.body.signal.id);
    expect(view).toMatchObject({ owner: { name: 'build' }, routed_by: 'rule' });
    expect(view.routed_reason).toContain('registry');
    await house.hearback.settle();
    expect(await triageOf(triager, answer.body.signal.id)).toMatchObject({ owner: { id: buildId }, routed_by: 'rule' });
  });

  test('follows the component before any rule, then the rules in order, and a correction routes anew', async () => {
    const netId = await addTeam(house, 'net');
    const late = await addRule(house, { position: 30, kind: 'question', team_id: buildId });
    await addRule(house, { position: 20, kind: 'question', layer: 'networking', team_id: netId });
    const question = { kind: 'question', layer: 'networking' };
    const byRule = await tell(house, reporter, { title: 'Which port?', ...question });
    expect(await triageOf(triager, byRule.id)).toMatchObject({ owner: { id: netId }, routed_by: 'rule' });
    const byComponent = await tell(house, reporter, { title: 'Which key?', ...question, component_ids: [cacheId] });
    expect(await triageOf(triager, byComponent.id)).toMatchObject({ owner: { id: buildId }, routed_by: 'component' });
    await act(reporter, `/signals/${byRule.id}/correct`, 1, { component_ids: [cacheId], reason: 'It is the cache' });
    await house.hearback.settle();
    expect(await triageOf(triager, byRule.id)).toMatchObject({ owner: { id: buildId }, routed_by: 'component' });
    const retired = await house.admin.send('PATCH', `/routing-rules/${late}`, { retired: true }, { version: 1 });
    expect(retired.status).toBe(200);
    const other = await tell(house, reporter, { title: 'Which colour?', kind: 'question' });
    expect(await triageOf(triager, other.id)).toMatchObject({ routed_by: 'last_resort' });
  });

  test('is changed by hand with a reason, and a hand stays: no later correction takes it back', async () => {
    const signal = await tell(house, reporter, { title: 'Who owns this?' });
    const path = `/signals/${signal.id}/route`;
    const unknown = await act(triager, path, 1, { owner_team_id: nobody, reason: 'Nobody there.' });
    expect(unknown.body).toMatchObject({ code: 'unknown_reference' });
    const routed = await act<SignalView>(triager, path, 1, { owner_team_id: buildId, reason: 'It is theirs.' });
    expect(routed.body).toMatchObject({ owner: { id: buildId }, routed_by: 'person', routed_reason: 'It is theirs.' });
    await act(reporter, `/signals/${signal.id}/correct`, routed.body.version, {
      severity: 'critical',
      reason: 'It is bad',
    });
    await house.hearback.settle();
    const view = await triageOf(triager, signal.id);
    expect(view).toMatchObject({ owner: { id: buildId }, routed_by: 'person' });
    expect(view.clocks[1]?.due_at).toBe('2026-11-16T13:00:00.000Z');
  });

  test('is never a team that is retired: what it owned goes elsewhere, and nothing new comes to it', async () => {
    const goneId = await addTeam(house, 'gone');
    const partId = await addComponent(house, 'gone/part', goneId);
    await addRule(house, { position: 1, term: 'okapi', team_id: goneId });
    const signal = await tell(house, reporter, { title: 'The part is broken', component_ids: [partId] });
    const problem = await openFrom(triager, { title: 'The part breaks', component_ids: [partId] });
    expect(problem.owner.id).toBe(goneId);
    await retireTeam(house, goneId);
    expect(await triageOf(triager, signal.id)).toMatchObject({ owner: { name: 'Stewards' }, routed_by: 'last_resort' });
    expect(await problemOf(triager, problem.id)).toMatchObject({ owner: { name: 'Stewards' }, version: 2 });
    expect((await inboxOf(triager, `?owner_team_id=${goneId}`)).items).toEqual([]);
    const next = await tell(house, reporter, { title: 'An okapi', component_ids: [partId] });
    expect(await triageOf(triager, next.id)).toMatchObject({ owner: { name: 'Stewards' } });
    for (const [client, path, body] of [
      [house.admin, '/routing-rules', { position: 2, team_id: goneId }],
      [triager, '/problems', { title: 'For them', owner_team_id: goneId }],
    ] as const)
      expect((await client.send('POST', path, body)).body).toMatchObject({ code: 'unknown_reference' });
  });

  test('is no single person who has left, and no due date is in the past', async () => {
    const leaver = await house.person('Leif', ['maintainer']);
    await house.admin.send('POST', `/people/${leaver.personId}/leave`, { reason: 'Moves on.' }, { version: 1 });
    const problem = await openFrom(triager, { title: 'Assigned to somebody', component_ids: [cacheId] });
    const path = `/problems/${problem.id}/assign`;
    const length = await journalLength(house);
    for (const person_id of [nobody, leaver.personId])
      expect((await act(triager, path, 1, { person_id })).body).toMatchObject({ code: 'unknown_reference' });
    const past = await act(triager, path, 1, { person_id: triager.personId, due_at: '2026-11-16T08:00:00.000Z' });
    expect(past.body).toMatchObject({ code: 'invalid_input', errors: [{ field: '/due_at' }] });
    expect(await journalLength(house)).toBe(length);
    const due_at = '2026-12-01T16:00:00.000Z';
    const done = await act(triager, path, 1, { person_id: triager.personId, due_at, reason: 'She knows it.' });
    expect(done.body).toMatchObject({
      assignee: { name: 'Noor Haddad' },
      due_at,
      next: { who: 'Noor Haddad', by: due_at },
    });
    expect((await entriesOf(house, problem.id)).at(-1)).toMatchObject({ type: 'triage.problem_assigned' });
    const off = await act(triager, path, 2, { person_id: null });
    expect(off.body).toMatchObject({ assignee: null, due_at });
  });

  test('is for triagers and the owner’s maintainers to say; rules are for stewards', async () => {
    const signal = await tell(house, reporter, { title: 'Mine to triage?', component_ids: [cacheId] });
    const path = `/signals/${signal.id}/assign`;
    expect((await act(reporter, path, 1, { person_id: reporter.personId })).status).toBe(403);
    const stranger = await house.person('Far Away', ['maintainer']);
    expect((await act(stranger, path, 1, { person_id: null })).status).toBe(403);
    const owner = await house.person('Maren Holt', ['maintainer'], { teamIds: [buildId] });
    expect((await act(owner, path, 1, { person_id: owner.personId })).status).toBe(200);
    expect((await triager.send('POST', '/routing-rules', { position: 1, team_id: buildId })).status).toBe(403);
  });
});
