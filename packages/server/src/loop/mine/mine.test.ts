import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, openHouse, type TestHouse } from '../../../test/harness.ts';

type Mine = {
  items: {
    id: string;
    title: string;
    state: string;
    question: string | null;
    problem: { title: string; state: string } | null;
  }[];
};
type Made = { id: string; version: number };

let house: TestHouse;
let reporter: Client;
let triager: Client;
beforeAll(async () => {
  house = await openHouse();
  reporter = await house.person('Mei-Ling Zhao', ['reporter']);
  triager = await house.person('Yuki Tanaka', ['triager']);
});
afterAll(() => house.stop());

async function tell(client: Client, title: string): Promise<Made> {
  const told = await client.send<{ signal: Made }>('POST', '/signals', { title });
  await house.hearback.settle();
  return told.body.signal;
}

async function mine(client: Client): Promise<Mine['items']> {
  const answer = await client.get<Mine>('/mine');
  expect(answer.status).toBe(200);
  return answer.body.items;
}

describe('what I told', () => {
  test('is nothing for whoever told nothing, and nobody else’s', async () => {
    await tell(triager, 'Not hers');
    expect(await mine(reporter)).toEqual([]);
  });

  test('says which problem it became part of, also when that was merged, and the newest comes first', async () => {
    const first = await tell(reporter, 'Builds wait');
    await tell(reporter, 'Deploys wait');
    const open = (title: string, signal_ids: string[]) =>
      triager.send<Made>('POST', '/problems', { title, signal_ids, severity: 'minor' });
    const twin = await open('Builds wait for a runner', [first.id]);
    const whole = await open('Too few runners', []);
    const reason = 'The same runners.';
    const body = { into_id: whole.body.id, reason };
    await triager.send('POST', `/problems/${twin.body.id}/merge`, body, { version: twin.body.version });
    expect(await mine(reporter)).toMatchObject([
      { title: 'Deploys wait', state: 'received', problem: null },
      { title: 'Builds wait', state: 'attached', problem: { title: 'Too few runners', state: 'open' } },
    ]);
  });

  test('shows what was asked back until it is answered', async () => {
    const signal = await tell(reporter, 'It is slow again');
    const { version } = (await triager.get<Made>(`/signals/${signal.id}/triage`)).body;
    await triager.send('POST', `/signals/${signal.id}/ask`, { question: 'Which job?' }, { version });
    expect((await mine(reporter))[0]).toMatchObject({ state: 'waiting', question: 'Which job?' });
    await reporter.send('POST', '/comments', { record_kind: 'signal', record_id: signal.id, body: 'The nightly one.' });
    await house.hearback.settle();
    expect((await mine(reporter))[0]).toMatchObject({ state: 'received', question: null });
  });
});
