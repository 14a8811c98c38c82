import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, openHouse, type TestHouse } from '../../../test/harness.ts';
import {
  act,
  addTeam,
  entriesOf,
  openFrom,
  type Problem,
  problemOf,
  type SignalView,
  tell,
  triageOf,
} from './test-cases.ts';

let house: TestHouse;
let noor: Client;
let yuki: Client;
let ada: Client;
beforeAll(async () => {
  house = await openHouse();
  noor = await house.person('Noor Haddad', ['triager']);
  yuki = await house.person('Yuki Tanaka', ['triager']);
  ada = await house.person('Ada', ['reporter']);
});
afterAll(() => house.stop());

const statuses = (answers: readonly { status: number }[]) => answers.map((answer) => answer.status).sort();

test('an action without the version it was seen at, or with an old one, changes nothing', async () => {
  const signal = await tell(house, ada, { title: 'Versions' });
  const path = `/signals/${signal.id}/answer`;
  const body = { answer: 'An answer.' };
  expect((await noor.send('POST', path, body)).status).toBe(428);
  expect((await act(noor, path, 7, body)).body).toMatchObject({ code: 'stale_version' });
  expect(await triageOf(noor, signal.id)).toMatchObject({ state: 'received', version: 1 });
  const problem = await openFrom(noor, {});
  const change = { title: 'Better said' };
  expect((await noor.send('PATCH', `/problems/${problem.id}`, change)).status).toBe(428);
  expect((await noor.send('PATCH', `/problems/${problem.id}`, change, { version: 1 })).etag).toBe('"2"');
  expect((await noor.send('PATCH', `/problems/${problem.id}`, change, { version: 1 })).status).toBe(412);
});

test('routing and assigning a signal raise its version too: the second who saw it before is told so', async () => {
  const signal = await tell(house, ada, { title: 'Both route it' });
  const teams = [await addTeam(house, 'one'), await addTeam(house, 'two')];
  const answers = await Promise.all(
    [noor, yuki].map((who, at) =>
      act<SignalView>(who, `/signals/${signal.id}/route`, 1, { owner_team_id: teams[at], reason: 'It is theirs.' }),
    ),
  );
  expect(statuses(answers)).toEqual([200, 412]);
  const won = answers.find((answer) => answer.status === 200)?.body;
  expect(await triageOf(noor, signal.id)).toMatchObject({ owner: { id: won?.owner.id }, version: 2 });
  const routed = (await entriesOf(house, signal.id)).filter((entry) => entry.data['by'] === 'person');
  expect(routed).toHaveLength(1);
});

test('two who triage the same signal at once: one does, the other is refused, nothing is half-written', async () => {
  for (let round = 0; round < 5; round += 1) {
    const signal = await tell(house, ada, { title: `Round ${round}` });
    const problem = await openFrom(noor, { title: `Problem ${round}` });
    const answers = await Promise.all([
      act<SignalView>(noor, `/signals/${signal.id}/answer`, 1, { answer: 'An answer.' }),
      act<Problem>(yuki, `/problems/${problem.id}/attach`, 1, { signal_ids: [signal.id] }),
    ]);
    const [answered, attached] = answers;
    expect([200, 409, 412]).toContain(answered.status);
    expect(statuses(answers).filter((status) => status === 200)).toHaveLength(1);
    const isAttached = attached.status === 200;
    expect(await triageOf(noor, signal.id)).toMatchObject({ state: isAttached ? 'attached' : 'answered' });
    expect((await problemOf(noor, problem.id)).evidence.signals).toBe(isAttached ? 1 : 0);
    const moves = (await entriesOf(house, signal.id)).filter((entry) => entry.type === 'listen.signal_moved');
    expect(moves).toHaveLength(1);
  }
});

test('two who open a problem from the same signal at once make one problem', async () => {
  const signal = await tell(house, ada, { title: 'Contested wombat' });
  const answers = await Promise.all(
    [noor, yuki].map((who) => who.send<Problem>('POST', '/problems', { title: 'Wombat', signal_ids: [signal.id] })),
  );
  expect(statuses(answers)).toEqual([201, 409]);
  const listed = await noor.get<{ items: unknown[] }>('/problems?q=wombat');
  expect(listed.body.items).toHaveLength(1);
});

test('two who merge crosswise at once leave one merge and no circle', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [a, b] = [await openFrom(noor, {}), await openFrom(noor, {})];
    const answers = await Promise.all([
      act(noor, `/problems/${a.id}/merge`, 1, { into_id: b.id, reason: 'The same.' }),
      act(yuki, `/problems/${b.id}/merge`, 1, { into_id: a.id, reason: 'The same.' }),
    ]);
    expect(statuses(answers)).toEqual([200, expect.toSatisfy((status: number) => status === 409 || status === 412)]);
    const merged = [await problemOf(noor, a.id), await problemOf(noor, b.id)].filter((each) => each.merged_into);
    expect(merged).toHaveLength(1);
  }
});

test('what somebody writes while triaging is masked before it is stored', async () => {
  const token = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
  const signal = await tell(house, ada, { title: 'Masked', kind: 'bug' });
  const asked = await act<SignalView>(noor, `/signals/${signal.id}/ask`, 1, { question: `Is it ${token}?` });
  expect(asked.body.question).toMatchObject({ question: 'Is it [masked: access token]?' });
  const back = await act<SignalView>(noor, `/signals/${signal.id}/reopen`, asked.body.version, { reason: token });
  const answered = await act<SignalView>(noor, `/signals/${signal.id}/answer`, back.body.version, {
    answer: `Use ${token}`,
    known_answer: true,
  });
  expect(answered.body.answer).toBe('Use [masked: access token]');
  const problem = await openFrom(noor, { title: `With ${token}`, statement: `And ${token}` });
  expect(problem.title).toBe('With [masked: access token]');
  const into = await openFrom(noor, {});
  await act(noor, `/problems/${problem.id}/merge`, 1, { into_id: into.id, reason: `Both have ${token}` });
  await house.hearback.settle();
  const stored = await house.hearback.journal.read(
    { workspaceId: house.workspaceId, audienceIds: [] },
    async ({ tables }) => [
      await tables.selectFrom('triage.acts').selectAll().execute(),
      await tables.selectFrom('triage.questions').selectAll().execute(),
      await tables.selectFrom('triage.problems').selectAll().execute(),
      await tables.selectFrom('triage.merges').selectAll().execute(),
      await tables.selectFrom('platform.known_things').selectAll().execute(),
      await tables.selectFrom('platform.journal').selectAll().execute(),
    ],
  );
  expect(JSON.stringify(stored)).not.toContain(token);
  expect(JSON.stringify(stored)).toContain('[masked: access token]');
});
