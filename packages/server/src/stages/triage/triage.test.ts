import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, openHouse, type TestHouse } from '../../../test/harness.ts';
import { tell, triageOf } from './test-cases.ts';

let house: TestHouse;
let triager: Client;
let reporter: Client;
beforeAll(async () => {
  house = await openHouse();
  triager = await house.person('Noor Haddad', ['triager']);
  reporter = await house.person('Tomás Ferreira', ['reporter']);
});
afterAll(() => house.stop());

describe('a signal that comes in', () => {
  test('has an owner and two running clocks at once, and is in the inbox with the soonest first', async () => {
    const minor = await tell(house, reporter, { title: 'Logs are cut off at the end', severity: 'minor' });
    const critical = await tell(house, reporter, { title: 'Nobody can deploy', severity: 'critical' });
    const view = await triageOf(triager, critical.id);
    expect(view).toMatchObject({ owner: { name: 'Stewards' }, routed_by: 'last_resort', state: 'received' });
    expect(view.clocks.map((clock) => [clock.kind, clock.state])).toEqual([
      ['acknowledge', 'running'],
      ['triage', 'running'],
    ]);
    const { body } = await triager.get<{ items: { id: string; due_at: string; age_ms: number }[]; counts: object }>(
      '/inbox',
    );
    expect(body.items.slice(0, 2).map((item) => item.id)).toEqual([critical.id, minor.id]);
    expect(body.counts).toMatchObject({ signals: 2, problems: 0, overdue: 0, historical: 0 });
  });
});
