import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, openHouse, type TestHouse } from '../../../test/harness.ts';
import {
  act,
  bringIn,
  entriesOf,
  inboxOf,
  openFrom,
  type Problem,
  problemOf,
  runClockWatch,
  type SignalView,
  tell,
  triageOf,
} from './test-cases.ts';

let house: TestHouse;
let triager: Client;
let ada: Client;
let bob: Client;
beforeAll(async () => {
  house = await openHouse();
  triager = await house.person('Noor Haddad', ['triager']);
  ada = await house.person('Ada', ['reporter']);
  bob = await house.person('Bob', ['reporter']);
});
afterAll(() => house.stop());

const days = (count: number) => count * 86_400_000;
const ask = (id: string, version: number) =>
  act<SignalView>(triager, `/signals/${id}/ask`, version, { question: 'Does it also happen on the second try?' });

async function reply(who: Client, kind: 'signal' | 'problem', id: string, body = 'Yes, always.'): Promise<void> {
  const { status } = await who.send('POST', '/comments', { record_kind: kind, record_id: id, body });
  expect(status).toBe(201);
  await house.hearback.settle();
}

/** The kinds of entries about a record that say what became of a question. */
async function told(id: string): Promise<string[]> {
  return (await entriesOf(house, id)).map((entry) => entry.type).filter((type) => type.includes('question'));
}

describe('asking the reporter', () => {
  test('is refused where nobody can be asked, and where a question is open already', async () => {
    const [old] = await bringIn(house, ['Nothing works']);
    expect((await ask(old ?? '', 1)).body).toMatchObject({ code: 'nobody_to_ask' });
    const problem = await openFrom(triager, { signal_ids: [old] });
    const question = { question: 'Since when?' };
    expect((await act(triager, `/problems/${problem.id}/ask`, problem.version, question)).body).toMatchObject({
      code: 'nobody_to_ask',
    });
    const signal = await tell(house, ada, { title: 'Unclear' });
    expect((await act(ada, `/signals/${signal.id}/ask`, 1, question)).status).toBe(403);
    const asked = await ask(signal.id, 1);
    expect(asked.status).toBe(200);
    expect((await ask(signal.id, asked.body.version)).body).toMatchObject({ code: 'illegal_transition' });
  });

  test('pauses the clocks for as long as the reply takes, and the reply brings the signal back', async () => {
    const signal = await tell(house, ada, { title: 'Slow', severity: 'major' });
    const before = await triageOf(triager, signal.id);
    expect(before.clocks.map((clock) => clock.due_at)).toEqual([
      '2026-11-16T17:00:00.000Z',
      '2026-11-17T17:00:00.000Z',
    ]);
    house.clock.advanceMs(2 * 3_600_000);
    const asked = await ask(signal.id, 1);
    expect(asked.body).toMatchObject({
      state: 'waiting',
      question: { question: 'Does it also happen on the second try?', closes_at: '2026-12-06T11:00:00.000Z' },
    });
    expect(asked.body.clocks).toMatchObject([
      { kind: 'acknowledge', state: 'met' },
      { kind: 'triage', state: 'paused', due_at: null },
    ]);
    const waiting = await inboxOf(triager);
    expect(waiting.items.find((item) => item.id === signal.id)).toMatchObject({ reasons: ['asked'], due_at: null });
    expect(waiting.counts.waiting).toBeGreaterThan(0);
    house.clock.advanceMs(days(3));
    await reply(bob, 'signal', signal.id, 'I have it too.');
    expect(await triageOf(triager, signal.id)).toMatchObject({ state: 'waiting' });
    await reply(ada, 'signal', signal.id);
    const back = await triageOf(triager, signal.id);
    expect(back).toMatchObject({ state: 'received', question: null });
    // Two of sixteen working hours were used on Monday; fourteen are left from Thursday, 11:00.
    expect(back.clocks[1]).toMatchObject({ state: 'running', due_at: '2026-11-20T17:00:00.000Z' });
    expect(await told(signal.id)).toEqual(['triage.question_asked', 'triage.question_ended']);
  });

  test('reminds once after ten days; silence closes after twenty with a notice, and one click of the reporter reopens', async () => {
    const signal = await tell(house, ada, { title: 'Gone quiet', severity: 'major' });
    await ask(signal.id, 1);
    await runClockWatch(house);
    expect(await told(signal.id)).toEqual(['triage.question_asked']);
    house.clock.advanceMs(days(10));
    await runClockWatch(house);
    await runClockWatch(house);
    expect(await told(signal.id)).toEqual(['triage.question_asked', 'triage.question_reminded']);
    house.clock.advanceMs(days(10));
    await runClockWatch(house);
    const closed = await triageOf(ada, signal.id);
    expect(closed).toMatchObject({ state: 'closed', question: null });
    expect(closed.reason).toContain('One click opens it again');
    expect((await inboxOf(triager)).items.map((item) => item.id)).not.toContain(signal.id);
    const reopened = await act<SignalView>(ada, `/signals/${signal.id}/reopen`, closed.version, {
      reason: 'I was away.',
    });
    expect(reopened.body).toMatchObject({ state: 'received', reason: null });
    expect(reopened.body.clocks[1]).toMatchObject({ kind: 'triage', state: 'running' });
    expect((await inboxOf(triager)).items.map((item) => item.id)).toContain(signal.id);
  });

  test('what the reporter is asked and told reaches them', async () => {
    const signal = await tell(house, bob, { title: 'Told of everything' });
    await ask(signal.id, 1);
    house.clock.advanceMs(days(10));
    await runClockWatch(house);
    house.clock.advanceMs(days(10));
    await runClockWatch(house);
    await house.hearback.settle();
    const { body } = await bob.get<{ items: { words: string; record_id: string }[] }>('/notifications');
    const words = body.items.filter((item) => item.record_id === signal.id).map((item) => item.words.split(':')[0]);
    const reached = ['We heard you', 'Question asked', 'Question reminded', 'It was decided'];
    expect(words.toReversed().filter((each) => reached.includes(each ?? ''))).toEqual(reached);
  });
});

describe('asking those who reported a problem', () => {
  const asked = async (): Promise<Problem> => {
    const one = await tell(house, ada, { title: 'Pulls hang' });
    const two = await tell(house, bob, { title: 'Pulls hang for me' });
    const problem = await openFrom(triager, { title: 'Pulls', signal_ids: [one.id, two.id], severity: 'major' });
    const answer = await act(triager, `/problems/${problem.id}/ask`, problem.version, { question: 'Is it better?' });
    expect(answer.body).toMatchObject({
      state: 'waiting',
      due_at: null,
      question: { question: 'Is it better?' },
      clocks: [{ kind: 'decide', state: 'paused' }],
      next: { who: 'the people who reported it', by: expect.any(String) },
    });
    return answer.body;
  };

  test('a reply of one of them on the problem or on their signal is enough, a stranger’s is not', async () => {
    const problem = await asked();
    await reply(await house.person('Stranger', ['reporter']), 'problem', problem.id);
    expect(await problemOf(triager, problem.id)).toMatchObject({ state: 'waiting' });
    await reply(bob, 'signal', problem.attachments[1]?.signal_id ?? '');
    const back = await problemOf(triager, problem.id);
    expect(back).toMatchObject({ state: 'open', question: null, clocks: [{ state: 'running' }] });
    expect(back.due_at).not.toBeNull();
  });

  test('it closes by hand with a notice, and whoever reported it opens it again, nobody else', async () => {
    const problem = await asked();
    const path = `/problems/${problem.id}`;
    const closed = await act(triager, `${path}/close`, problem.version, { notice: 'We could not see it again.' });
    expect(closed.body).toMatchObject({ state: 'closed', question: null, next: null });
    const thread = await ada.get<{ entries: { said: string | null }[] }>(`/threads/problem/${problem.id}`);
    const said = thread.body.entries.map((entry) => entry.said);
    expect(said).toEqual(expect.arrayContaining(['Is it better?', 'We could not see it again.']));
    const open = await openFrom(triager, { title: 'Never asked about' });
    expect((await act(triager, `/problems/${open.id}/close`, 1, { notice: 'Just so.' })).body).toMatchObject({
      code: 'illegal_transition',
    });
    const stranger = await house.person('Stranger', ['reporter']);
    const why = { reason: 'It is back.' };
    expect((await act(stranger, `${path}/reopen`, closed.body.version, why)).status).toBe(403);
    const again = await act(ada, `${path}/reopen`, closed.body.version, why);
    expect(again.body).toMatchObject({ state: 'open', clocks: [{ state: 'running' }] });
    expect(again.body.due_at).not.toBeNull();
    const item = (await inboxOf(triager, '?kind=problem')).items.find((one) => one.id === problem.id);
    expect(item).toMatchObject({ reasons: ['reopened'] });
  });

  test('silence closes it, said once', async () => {
    const problem = await asked();
    house.clock.advanceMs(days(20));
    await runClockWatch(house);
    await runClockWatch(house);
    expect(await problemOf(ada, problem.id)).toMatchObject({ state: 'closed' });
    expect(await told(problem.id)).toEqual([
      'triage.question_asked',
      'triage.question_reminded',
      'triage.question_ended',
    ]);
  });
});
