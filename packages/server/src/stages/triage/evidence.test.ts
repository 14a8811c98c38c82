import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, openHouse, type TestHouse } from '../../../test/harness.ts';
import {
  act,
  addTeam,
  bringIn,
  entriesOf,
  journalLength,
  openFrom,
  type Problem,
  problemOf,
  tell,
  triageOf,
} from './test-cases.ts';

let house: TestHouse;
let triager: Client;
let ada: Client;
let bob: Client;
let buildId: string;
let netId: string;
beforeAll(async () => {
  house = await openHouse();
  triager = await house.person('Noor Haddad', ['triager']);
  buildId = await addTeam(house, 'build');
  netId = await addTeam(house, 'net');
  ada = await house.person('Ada', ['reporter'], { teamIds: [buildId] });
  bob = await house.person('Bob', ['reporter'], { teamIds: [buildId, netId] });
});
afterAll(() => house.stop());

const nobody = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';
const attach = (problem: Problem, signal_ids: string[], version = problem.version) =>
  act(triager, `/problems/${problem.id}/attach`, version, { signal_ids });
const merge = (problem: { id: string }, into_id: string, version: number) =>
  act(triager, `/problems/${problem.id}/merge`, version, { into_id, reason: 'It is the same.' });

describe('attaching', () => {
  test('is refused whole when one signal is unknown, attached elsewhere or answered: nothing is half-written', async () => {
    const first = await tell(house, ada, { title: 'One' });
    const taken = await tell(house, ada, { title: 'Taken' });
    await openFrom(triager, { title: 'Elsewhere', signal_ids: [taken.id] });
    const problem = await openFrom(triager, { title: 'Here' });
    const length = await journalLength(house);
    expect((await attach(problem, [first.id, nobody])).body).toMatchObject({
      code: 'unknown_reference',
      errors: [{ field: '/signal_ids' }],
    });
    expect((await attach(problem, [first.id, taken.id])).body).toMatchObject({ code: 'illegal_transition' });
    const opened = await triager.send('POST', '/problems', { title: 'Both', signal_ids: [first.id, taken.id] });
    expect(opened.body).toMatchObject({ code: 'illegal_transition' });
    expect(await journalLength(house)).toBe(length);
    expect(await triageOf(triager, first.id)).toMatchObject({ state: 'received', problem: null, version: 1 });
    expect((await problemOf(triager, problem.id)).evidence.signals).toBe(0);
    expect((await act(ada, `/problems/${problem.id}/attach`, 1, { signal_ids: [first.id] })).status).toBe(403);
  });

  test('opens a problem from signals with what they agree on, the worst severity, and whose they are', async () => {
    const one = await tell(house, ada, { title: 'Pulls hang', kind: 'bug', severity: 'minor', layer: 'networking' });
    const two = await tell(house, bob, {
      title: 'Pulls are slow',
      kind: 'friction',
      severity: 'major',
      layer: 'networking',
    });
    const key = { key: 'open-once' };
    const body = { title: 'Image pulls', signal_ids: [one.id, two.id] };
    const opened = await triager.send<Problem>('POST', '/problems', body, key);
    expect(opened).toMatchObject({
      status: 201,
      body: { kind: null, severity: 'major', layer: 'networking', state: 'open', live: true, version: 1 },
    });
    expect(opened.body.due_at).not.toBeNull();
    const again = await triager.send<Problem>('POST', '/problems', body, key);
    expect(again.body.id).toBe(opened.body.id);
    expect(await triageOf(triager, one.id)).toMatchObject({ state: 'attached', problem: { id: opened.body.id } });
    const ties = (await entriesOf(house, opened.body.id)).flatMap((entry) => entry.refs.map((ref) => ref.id));
    expect(new Set(ties)).toEqual(new Set([one.id, two.id]));
  });

  test('is undone by detaching, exactly: the counts, the signal’s state and its place in the inbox are as before', async () => {
    const problem = await openFrom(triager, { title: 'Slow tests', severity: 'minor' });
    const signal = await tell(house, ada, { title: 'Tests are slow' });
    const before = await problemOf(triager, problem.id);
    const attached = await attach(problem, [signal.id]);
    expect(attached.body.evidence).toMatchObject({
      people: 1,
      teams: 1,
      signals: 1,
      by_team: [{ name: 'build', people: 1 }],
    });
    const path = `/problems/${problem.id}/detach`;
    const why = { reason: 'Another one.' };
    const foreign = await tell(house, ada, { title: 'Never attached' });
    expect((await act(triager, path, attached.body.version, { signal_ids: [foreign.id], ...why })).body).toMatchObject({
      code: 'not_attached',
    });
    const detached = await act(triager, path, attached.body.version, { signal_ids: [signal.id], ...why });
    expect({ ...detached.body, version: 0 }).toEqual({ ...before, version: 0 });
    expect(await triageOf(triager, signal.id)).toMatchObject({ state: 'received', problem: null });
    const reopened = await act(triager, `/signals/${signal.id}/reopen`, 3, why);
    expect(reopened.body).toMatchObject({ code: 'illegal_transition' });
    // And once more: a signal that was detached can be evidence again.
    expect((await attach(problem, [signal.id], detached.body.version)).body.evidence.signals).toBe(1);
  });

  test('makes a problem of imported words live with its first live signal, and its decide clock starts then', async () => {
    const [old] = await bringIn(house, ['The docs are hard to find']);
    const problem = await openFrom(triager, { title: 'Docs', signal_ids: [old] });
    expect(problem).toMatchObject({ live: false, due_at: null, clocks: [], evidence: { people: 1, respondents: 1 } });
    const fresh = await tell(house, ada, { title: 'I cannot find the docs' });
    const live = await attach(problem, [fresh.id]);
    expect(live.body).toMatchObject({ live: true, clocks: [{ kind: 'decide', state: 'running' }] });
    expect(live.body.evidence).toMatchObject({ people: 2, respondents: 1, signals: 2 });
  });
});

describe('counts', () => {
  test('are of distinct people and teams, never of tickets; who speaks for somebody does not count, they do', async () => {
    const ids: string[] = [];
    for (const title of ['First', 'Second', 'Third']) ids.push((await tell(house, ada, { title })).id);
    ids.push((await tell(house, bob, { title: 'Fourth' })).id);
    for (const name of ['Zoë Lind', ' zoë lind '])
      ids.push((await tell(house, ada, { title: `For ${name}`, on_behalf_of: name })).id);
    const problem = await openFrom(triager, { title: 'Many', signal_ids: ids });
    expect(problem.evidence).toMatchObject({ people: 3, teams: 2, signals: 6, respondents: 0 });
    expect(problem.evidence.by_team).toMatchObject([
      { name: 'build', people: 2 },
      { name: 'net', people: 1 },
    ]);
    const listed = await triager.get<{ items: { id: string; people: number; teams: number; signals: number }[] }>(
      '/problems',
    );
    expect(listed.body.items.find((item) => item.id === problem.id)).toMatchObject({ people: 3, teams: 2, signals: 6 });
  });
});

describe('merging', () => {
  test('into itself, twice, in a circle, or a live one into an import is refused, and nothing changes', async () => {
    const [a, b, c] = [await openFrom(triager, {}), await openFrom(triager, {}), await openFrom(triager, {})];
    const old = await openFrom(triager, { live: false });
    const length = await journalLength(house);
    expect((await merge(a, a.id, 1)).body).toMatchObject({ code: 'merge_same' });
    expect((await merge(a, a.id.toUpperCase(), 1)).body).toMatchObject({ code: 'merge_same' });
    expect((await merge(a, nobody, 1)).body).toMatchObject({
      code: 'unknown_reference',
      errors: [{ field: '/into_id' }],
    });
    expect((await merge(a, old.id, 1)).body).toMatchObject({ code: 'merge_into_historical' });
    expect((await act(triager, `/problems/${a.id}/unmerge`, 1, { reason: 'Not the same.' })).body).toMatchObject({
      code: 'not_merged',
    });
    expect(await journalLength(house)).toBe(length);
    const ab = await merge(a, b.id, 1);
    expect(ab).toMatchObject({ status: 200, body: { id: b.id, version: 2, merged: [{ id: a.id }] } });
    expect((await merge(a, c.id, 2)).body).toMatchObject({ code: 'already_merged' });
    expect((await merge(b, a.id, 2)).body).toMatchObject({ code: 'merge_cycle' });
    expect((await merge(c, a.id, 1)).body).toMatchObject({ code: 'merged_elsewhere' });
    const bc = await merge(b, c.id, 2);
    expect(bc.body).toMatchObject({ id: c.id });
    expect((await merge(c, a.id, bc.body.version)).body).toMatchObject({ code: 'merge_cycle' });
    for (const [path, body] of [
      ['attach', { signal_ids: [nobody] }],
      ['severity', { severity: 'minor', reason: 'Some slowed.' }],
      ['assign', { person_id: null }],
    ] as const)
      expect((await act(triager, `/problems/${a.id}/${path}`, 2, body)).body).toMatchObject({
        code: 'merged_elsewhere',
      });
  });

  test('recounts by distinct person, leaves the list and what is similar, and unmerging is its exact inverse', async () => {
    const s1 = await tell(house, ada, { title: 'Flaky zebra login' });
    const s2 = await tell(house, ada, { title: 'Zebra login fails' });
    const s3 = await tell(house, bob, { title: 'Zebra login again' });
    const a = await openFrom(triager, { title: 'Zebra login flaky', signal_ids: [s1.id] });
    const b = await openFrom(triager, { title: 'Zebra login broken', signal_ids: [s2.id, s3.id] });
    await house.hearback.settle();
    const similar = async () => {
      await house.hearback.settle();
      const { body } = await triager.get<{ items: { id: string }[] }>('/similar?q=zebra%20login&kind=problem');
      return body.items.map((item) => item.id).sort();
    };
    const [beforeA, beforeB, found] = [await problemOf(triager, a.id), await problemOf(triager, b.id), await similar()];
    expect(found).toEqual([a.id, b.id].sort());
    const merged = await merge(a, b.id, 1);
    expect(merged.body.evidence).toMatchObject({ people: 2, teams: 2, signals: 3 });
    expect(merged.body.attachments.map((each) => each.problem_id).sort()).toEqual([a.id, b.id, b.id].sort());
    expect(await problemOf(triager, a.id)).toMatchObject({ merged_into: { id: b.id }, next: { who: null } });
    expect(await triageOf(triager, s1.id)).toMatchObject({ problem: { id: b.id } });
    expect(await similar()).toEqual([b.id]);
    const listed = await triager.get<{ items: { id: string }[] }>('/problems?q=zebra');
    expect(listed.body.items.map((item) => item.id)).toEqual([b.id]);
    const undone = await act(triager, `/problems/${a.id}/unmerge`, 2, { reason: 'They are two.' });
    expect({ ...undone.body, version: 0 }).toEqual({ ...beforeA, version: 0 });
    expect({ ...(await problemOf(triager, b.id)), version: 0 }).toEqual({ ...beforeB, version: 0 });
    expect(await triageOf(triager, s1.id)).toMatchObject({ problem: { id: a.id } });
    expect(await similar()).toEqual(found);
  });
});
