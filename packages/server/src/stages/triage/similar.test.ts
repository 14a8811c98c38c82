import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, openHouse, type TestHouse } from '../../../test/harness.ts';
import { act, openFrom, type SignalView, tell } from './test-cases.ts';

type Thing = {
  id: string;
  kind: string;
  reference: string;
  state: string;
  title: string;
  excerpt: string;
  score: number;
  shared_terms: { term: string; surface: string; contribution: number }[];
};

let house: TestHouse;
let triager: Client;
let ada: Client;
beforeAll(async () => {
  house = await openHouse();
  triager = await house.person('Noor Haddad', ['triager']);
  ada = await house.person('Ada', ['reporter']);
});
afterAll(() => house.stop());

async function typing(who: Client, body: Record<string, unknown>): Promise<Thing[]> {
  const answer = await who.send<{ items: Thing[] }>('POST', '/similar', body);
  expect(answer.status).toBe(200);
  return answer.body.items;
}

async function similarTo(who: Client, id: string, query = ''): Promise<Thing[]> {
  await house.hearback.settle();
  const answer = await who.get<{ items: Thing[] }>(`/signals/${id}/similar${query}`);
  expect(answer.status).toBe(200);
  return answer.body.items;
}

test('nothing is similar to nothing, to words nobody used, or to a signal that is not here', async () => {
  expect(await typing(ada, {})).toEqual([]);
  expect(await typing(ada, { title: 'and the of' })).toEqual([]);
  expect((await ada.get<{ items: Thing[] }>('/similar?q=')).body.items).toEqual([]);
  expect((await ada.get('/signals/01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1/similar')).status).toBe(404);
  expect((await ada.send('POST', '/similar', { limit: 51 })).body).toMatchObject({ code: 'invalid_input' });
});

test('what is known appears while somebody types, with the words in common as they typed them', async () => {
  const signal = await tell(house, ada, {
    title: 'Registry pulls time out in the evening',
    description: 'Every pull of the base image waits.',
  });
  const problem = await openFrom(triager, { title: 'The registry times out under load', severity: 'major' });
  await tell(house, ada, { title: 'Secrets rotate too late' });
  const found = await typing(ada, { title: 'Pulling from the registry timed out' });
  expect(found.map((thing) => thing.id).sort()).toEqual([signal.id, problem.id].sort());
  for (const thing of found) {
    expect(thing.score).toBeGreaterThan(0);
    expect(thing.score).toBeLessThanOrEqual(1);
    expect(thing.shared_terms.map((term) => term.surface)).toContain('registry');
    const sum = thing.shared_terms.reduce((total, term) => total + term.contribution, 0);
    expect(sum).toBeCloseTo(thing.score, 6);
  }
  expect(await typing(ada, { title: 'registry', kinds: ['problem'] })).toMatchObject([
    { id: problem.id, kind: 'problem' },
  ]);
  expect(await typing(ada, { title: 'registry', limit: 1 })).toHaveLength(1);
  // Nothing of what was typed is kept.
  expect((await ada.get<{ items: unknown[] }>('/signals?q=timed')).body.items).toEqual([]);
});

test('a signal finds what is like it and not itself; so does its triage', async () => {
  const first = await tell(house, ada, { title: 'Preview environments never start' });
  const second = await tell(house, ada, { title: 'My preview environment does not start' });
  expect((await similarTo(triager, second.id)).map((thing) => thing.id)).toEqual([first.id]);
  const problem = await openFrom(triager, { title: 'Preview environments do not start', signal_ids: [first.id] });
  const found = await similarTo(triager, second.id, '?kind=problem');
  expect(found).toMatchObject([{ id: problem.id, reference: problem.reference, state: 'open' }]);
});

test('an answer that was kept is found by the next who asks, for as long as it stands', async () => {
  const kept = await tell(house, ada, { title: 'How do I rotate the deploy key?' });
  const once = await tell(house, ada, { title: 'Where is the deploy key rotated in staging?' });
  const words = 'Run “keys rotate deploy” and wait a minute.';
  const answered = await act<SignalView>(triager, `/signals/${kept.id}/answer`, 1, {
    answer: words,
    known_answer: true,
  });
  await act(triager, `/signals/${once.id}/answer`, 1, { answer: 'Only this once.' });
  const next = await tell(house, ada, { title: 'Is there a way to rotate a deploy key?' });
  const answers = () => similarTo(ada, next.id, '?kind=answer');
  expect(await answers()).toMatchObject([{ kind: 'answer', reference: kept.reference, excerpt: words }]);
  await act(triager, `/signals/${kept.id}/reopen`, answered.body.version, { reason: 'It does not work.' });
  expect(await answers()).toEqual([]);
});

test('what is restricted to others is similar to nothing of theirs, and is found by its own', async () => {
  const sec = await house.person('Sec Urity', ['triager']);
  const audience = await house.audience('security', { personIds: [sec.personId] });
  const insider = await house.person('Insider', ['triager']);
  const open = await tell(house, ada, { title: 'Quokka tokens expire' });
  const hidden = await tell(house, sec, { title: 'Quokka tokens never expire', audience_id: audience });
  const answer = await tell(house, sec, { title: 'Quokka tokens leak', audience_id: audience });
  await openFrom(await house.person('Sec Two', ['triager']), { title: 'Quokka open' });
  await act(sec, `/signals/${answer.id}/answer`, 1, { answer: 'Rotate all quokka tokens.', known_answer: true });
  await house.hearback.settle();
  const seen = async (who: Client) =>
    (await typing(who, { title: 'quokka tokens expire' })).map((thing) => thing.title);
  for (const who of [insider, ada, house.admin]) {
    expect(await seen(who)).not.toEqual(expect.arrayContaining(['Quokka tokens never expire']));
    expect(await seen(who)).not.toEqual(expect.arrayContaining(['Quokka tokens leak']));
    expect((await who.get(`/signals/${hidden.id}/similar`)).status).toBe(404);
  }
  expect(await seen(ada)).toContain('Quokka tokens expire');
  expect((await similarTo(sec, open.id)).map((thing) => thing.id)).toContain(hidden.id);
  expect((await similarTo(sec, open.id, '?kind=answer')).length).toBe(1);
});
