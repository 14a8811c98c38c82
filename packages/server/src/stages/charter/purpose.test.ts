import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, openHouse, type TestHouse } from '../../../test/harness.ts';

let house: TestHouse;
let reporter: Client;
beforeAll(async () => {
  house = await openHouse();
  reporter = await house.person('Tomás Ferreira', ['reporter']);
});
afterAll(() => house.stop());

const charter = {
  purpose: 'Everyone who builds on the platform hears what became of what they said.',
  scope_in: 'Builds and delivery.',
  scope_out: 'Office IT.',
  goals: ['Nobody waits two days to be heard.'],
  participants: [{ who: 'Platform engineers', represents: 'owners of components' }],
  cadence: 'A loop review every two weeks.',
  review_due: '2026-12-01',
  change_note: 'The first version.',
  change_reason: 'Nobody could tell what the loop is for.',
};

test('a new workspace has its stewards, one decision right, and clocks that do not count yet', async () => {
  const { body } = await reporter.get('/workspace');
  expect(body).toMatchObject({ slug: 'tideline', charter: null, clocks: { enforced: false } });
  const team = await reporter.get(`/teams/${String(body['stewards_team_id'])}`);
  expect(team.body).toMatchObject({
    key: 'stewards',
    name: 'Stewards',
    calendar: { zone: 'UTC', working_days: [1, 2, 3, 4, 5], opens_at: '09:00', closes_at: '17:00' },
    members: [{ person_id: house.admin.personId, part: 'lead' }],
  });
  const rights = await reporter.get('/decision-rights');
  expect(rights.body).toMatchObject({
    items: [{ scope: { kind: 'workspace' }, approver_id: house.admin.personId }],
    kinds_without_fallback: [],
  });
});

describe('the charter', () => {
  test('is published version by version, says why, and everybody sees when its review is overdue', async () => {
    expect((await reporter.get('/charters/current')).status).toBe(404);
    expect((await reporter.send('POST', '/charters', charter)).status).toBe(403);
    const first = await house.admin.send('POST', '/charters', { ...charter, replaces: 0 });
    expect(first).toMatchObject({ status: 201, body: { number: 1, overdue: false } });
    const late = await house.admin.send('POST', '/charters', { ...charter, replaces: 0 });
    expect(late.body).toMatchObject({ code: 'stale_version', facts: { stored: 1 } });

    house.clock.advanceMs(30 * 86_400_000);
    expect((await reporter.get('/charters/current')).body).toMatchObject({ number: 1, overdue: true });
    expect((await reporter.get('/workspace')).body).toMatchObject({ charter: { number: 1, overdue: true } });

    const past = await house.admin.send('POST', '/charters', charter);
    expect(past.body).toMatchObject({ code: 'invalid_input', errors: [{ field: '/review_due' }] });
    const second = {
      ...charter,
      review_due: '2027-06-01',
      change_note: 'Adds storage.',
      change_reason: 'Asked for by three teams.',
    };
    expect((await house.admin.send('POST', '/charters', second)).body).toMatchObject({ number: 2, overdue: false });
    const all = await reporter.get<{ items: { number: number; change_reason: string; overdue: boolean }[] }>(
      '/charters',
    );
    expect(all.body.items).toMatchObject([
      { number: 2, change_reason: 'Asked for by three teams.', overdue: false },
      { number: 1, change_reason: 'Nobody could tell what the loop is for.', overdue: false },
    ]);
  });

  test('published twice with the same key is one version', async () => {
    const next = { ...charter, review_due: '2027-07-01' };
    const first = await house.admin.send('POST', '/charters', next, { key: 'v3' });
    const again = await house.admin.send('POST', '/charters', next, { key: 'v3' });
    expect(again.body).toEqual(first.body);
  });
});

describe('a principle', () => {
  test('holds until its last day, and proposals see only those that hold', async () => {
    const added = await house.admin.send<{ id: string; version: number }>('POST', '/principles', {
      direction: 'Laptop and production run alike.',
      reason: 'Most lost hours come from differences.',
      expires_on: '2026-12-31',
    });
    expect(added).toMatchObject({ status: 201, body: { in_force: true } });
    house.clock.advanceMs(20 * 86_400_000);
    expect((await reporter.get('/principles')).body['items']).toEqual([]);
    expect((await reporter.get('/principles?all=true')).body['items']).toMatchObject([{ in_force: false }]);
    const path = `/principles/${added.body.id}`;
    const past = await house.admin.send('PATCH', path, { expires_on: '2026-12-31' }, { version: 1 });
    expect(past.body).toMatchObject({ code: 'invalid_input', errors: [{ field: '/expires_on' }] });
    const extended = await house.admin.send('PATCH', path, { expires_on: null }, { version: 1 });
    expect(extended.body).toMatchObject({ in_force: true, expires_on: null, version: 2 });
    const retired = await house.admin.send('PATCH', path, { retired: true }, { version: 2 });
    expect(retired.body).toMatchObject({ in_force: false });
  });
});

describe('a core question', () => {
  test('leads to a live view inside Hearback and nowhere else', async () => {
    for (const view of ['https://elsewhere.example', '//elsewhere.example', '/\\elsewhere', 'javascript:alert(1)']) {
      const refused = await house.admin.send('POST', '/core-questions', { question: 'Where?', view });
      expect(refused.body, view).toMatchObject({ code: 'invalid_input', errors: [{ field: '/view' }] });
    }
    const question = { question: 'Which tools do people work around?', view: '/triage/problems?sort=people' };
    const added = await house.admin.send<{ id: string }>('POST', '/core-questions', question);
    expect(added.status).toBe(201);
    const path = `/core-questions/${added.body.id}`;
    const retired = await house.admin.send('PATCH', path, { retired: true }, { version: 1 });
    expect(retired.status).toBe(200);
    const shown = await reporter.get<{ items: { id: string }[] }>('/core-questions');
    expect(shown.body.items.map((item) => item.id)).not.toContain(added.body.id);
    const all = await reporter.get<{ items: { id: string }[] }>('/core-questions?retired=true');
    expect(all.body.items.map((item) => item.id)).toContain(added.body.id);
  });
});
