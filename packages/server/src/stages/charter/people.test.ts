import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, openHouse, type TestHouse } from '../../../test/harness.ts';

let house: TestHouse;
let admin: Client;
beforeAll(async () => {
  house = await openHouse();
  admin = house.admin;
});
afterAll(() => house.stop());

type Person = { id: string; version: number; roles: string[] };

describe('roles', () => {
  test('are an admin’s to give, add up, and hold at once', async () => {
    const person = await house.person('Sunniva Aas', ['reporter']);
    const path = `/people/${person.personId}`;
    const word = {
      kind: 'layer',
      key: 'edge',
      name: 'Edge',
      definition: 'At the rim.',
      example: 'A stale certificate.',
    };
    expect((await person.send('POST', '/terms', word)).status).toBe(403);
    expect((await person.send('PATCH', path, { roles: ['steward'] }, { version: 1 })).status).toBe(403);
    const changed = await admin.send<Person>('PATCH', path, { roles: ['steward'] }, { version: 1 });
    expect(changed.body).toMatchObject({ roles: ['reporter', 'steward'], version: 2 });
    expect((await person.send('POST', '/terms', word)).status).toBe(201);
    await admin.send('PATCH', path, { roles: [] }, { version: 2 });
    expect((await person.send('POST', '/terms', { ...word, key: 'rim' })).status).toBe(403);
  });

  test('an assessor has a function, and nobody else has one', async () => {
    const without = await admin.send('POST', '/people', { name: 'A', roles: ['assessor'] });
    expect(without.body).toMatchObject({ code: 'functions_without_role' });
    const stray = await admin.send('POST', '/people', { name: 'A', functions: ['security'] });
    expect(stray.body).toMatchObject({ code: 'functions_without_role' });
    const person = { name: 'A', roles: ['assessor'], functions: ['security'] };
    const added = await admin.send<Person>('POST', '/people', person);
    expect(added.status).toBe(201);
    const dropped = await admin.send('PATCH', `/people/${added.body.id}`, { roles: ['triager'] }, { version: 1 });
    expect(dropped.body).toMatchObject({ roles: ['reporter', 'triager'], functions: [] });
  });

  test('there is always an admin and a steward left', async () => {
    const path = `/people/${admin.personId}`;
    const { version } = (await admin.get<Person>(path)).body;
    const service = await admin.send<Person>('POST', '/people', { name: 'robot', roles: ['admin'], service: true });
    expect(service.status).toBe(201);
    const refused = await admin.send('PATCH', path, { roles: ['approver', 'steward'] }, { version });
    expect(refused.body).toMatchObject({ code: 'last_of_role', facts: { role: 'admin' } });
    const leaving = await admin.send('POST', `${path}/leave`, { reason: 'Retires.' }, { version });
    expect(leaving.body).toMatchObject({ code: 'last_of_role' });
    await house.person('Second admin', ['admin', 'steward', 'approver']);
    const second = await admin.send('PATCH', path, { roles: ['admin', 'steward'] }, { version });
    expect(second.body).toMatchObject({ code: 'holds_decision_rights' });
  });

  test('two admins who take each other’s role at the same moment do not both succeed', async () => {
    const other = await house.otherWorkspace();
    const added = await other.send<Person>('POST', '/people', {
      name: 'Twin',
      roles: ['admin', 'steward', 'approver'],
    });
    const without = { roles: ['steward', 'approver'] };
    const both = await Promise.all([
      other.send('PATCH', `/people/${added.body.id}`, without, { version: 1 }),
      other.send('PATCH', `/people/${other.personId}`, without, { version: 1 }),
    ]);
    expect(both.filter((answer) => answer.status === 200)).toHaveLength(1);
  });
});

describe('what somebody says of themselves', () => {
  test('only they can say and see, and the journal does not keep it', async () => {
    const person = await house.person('Mei-Ling Zhao', ['reporter']);
    const said = { region: 'Asia', experience: '10 years', domain: 'Payments' };
    const { body: before } = await person.get<{ version: number }>('/me');
    expect((await person.send('PATCH', '/me', said, { version: before.version })).body).toMatchObject(said);
    const seen = await admin.get(`/people/${person.personId}`);
    expect(Object.keys(seen.body)).not.toContain('region');
    const forced = await admin.send('PATCH', `/people/${person.personId}`, { region: 'Europe' }, { version: 2 });
    expect(forced.body).toMatchObject({ code: 'invalid_input', errors: [{ field: '/region' }] });
    const journal = await house.hearback.journal.read(
      { workspaceId: house.workspaceId, audienceIds: [] },
      ({ tables }) =>
        tables.selectFrom('platform.journal').select('data').where('subject_id', '=', person.personId).execute(),
    );
    expect(JSON.stringify(journal)).not.toContain('Payments');
    const taken = await person.send('PATCH', '/me', { region: null }, { version: before.version + 1 });
    expect(taken.body).toMatchObject({ region: null, domain: 'Payments' });
  });

  test('an address is for admins and oneself', async () => {
    const person = await house.person('Ola', ['reporter'], { email: 'ola@tideline.example' });
    const other = await house.person('Kari', ['steward']);
    expect((await other.get(`/people/${person.personId}`)).body['email']).toBeNull();
    expect((await admin.get(`/people/${person.personId}`)).body['email']).toBe('ola@tideline.example');
    expect((await person.get(`/people/${person.personId}`)).body['email']).toBe('ola@tideline.example');
    const twice = await admin.send('POST', '/people', { name: 'Ola 2', email: 'OLA@tideline.example' });
    expect(twice.body).toMatchObject({ code: 'already_exists' });
  });
});

describe('somebody who leaves', () => {
  test('is out at once, and what is to be handed over is listed', async () => {
    const person = await house.person('Leif', ['maintainer', 'approver']);
    const id = person.personId;
    const team = await admin.send<{ id: string }>('POST', '/teams', { key: 'net', name: 'Networking' });
    await admin.send('PATCH', `/teams/${team.body.id}`, { members: [{ person_id: id, part: 'lead' }] }, { version: 1 });
    const part = { key: 'net/dns', name: 'DNS', maintainer_ids: [id] };
    const component = await admin.send<{ id: string }>('POST', '/components', part);
    const right = await admin.send<{ id: string }>('POST', '/decision-rights', {
      kinds: ['accept'],
      scope: { kind: 'components', component_ids: [component.body.id] },
      approver_role: 'Head of networking',
      approver_id: id,
      escalates_to_id: admin.personId,
    });
    expect(right.status).toBe(201);
    expect((await person.get('/me')).status).toBe(200);

    const left = await admin.send('POST', `/people/${id}/leave`, { reason: 'Moves abroad.' }, { version: 1 });
    expect(left).toMatchObject({
      status: 200,
      body: {
        tokens_ended: 1,
        handover: {
          teams: [{ id: team.body.id, part: 'lead', only_lead: true }],
          components: [{ id: component.body.id, only_maintainer: true }],
          decision_rights: [{ id: right.body.id, part: 'approver' }],
          records: [],
        },
      },
    });
    expect((await person.get('/me')).status).toBe(401);
    const again = await admin.send('POST', `/people/${id}/leave`, { reason: 'Twice.' }, { version: 2 });
    expect(again.body).toMatchObject({ code: 'person_left' });
    expect((await admin.send('PATCH', `/people/${id}`, { roles: ['admin'] }, { version: 2 })).body).toMatchObject({
      code: 'person_left',
    });
    const shown = await admin.get<{ items: { id: string }[] }>('/people?limit=100');
    expect(shown.body.items.map((one) => one.id)).not.toContain(id);
  });
});

test('people are paged by name without leaving anybody out, namesakes included', async () => {
  for (let index = 0; index < 5; index += 1) await house.person('Same Name', ['reporter']);
  const seen: string[] = [];
  let cursor = '';
  do {
    const page = await admin.get<{ items: { id: string }[]; next_cursor: string | null }>(
      `/people?text=same%20name&limit=2${cursor}`,
    );
    seen.push(...page.body.items.map((person) => person.id));
    cursor = page.body.next_cursor ? `&cursor=${page.body.next_cursor}` : '';
  } while (cursor);
  expect(new Set(seen).size).toBe(5);
  expect(seen).toHaveLength(5);
});

describe('a restricted audience', () => {
  test('is not widened by a steward who does not belong to it', async () => {
    const inside = await house.person('Inside', ['steward']);
    const outside = await house.person('Outside', ['steward']);
    const made = await inside.send<{ id: string }>('POST', '/audiences', {
      name: 'Security',
      person_ids: [inside.personId],
    });
    expect(made.status).toBe(201);
    const path = `/audiences/${made.body.id}`;
    const widened = { person_ids: [inside.personId, outside.personId] };
    expect((await outside.send('PATCH', path, widened, { version: 1 })).body).toMatchObject({
      code: 'not_of_audience',
    });
    expect((await inside.send('PATCH', path, { person_ids: [] }, { version: 1 })).body).toMatchObject({
      code: 'audience_empty',
    });
    expect((await inside.send('PATCH', path, widened, { version: 1 })).status).toBe(200);
  });

  test('is never everybody', async () => {
    const everybody = await admin.send('POST', '/audiences', { name: 'All', roles: ['reporter'] });
    expect(everybody.body).toMatchObject({ code: 'invalid_input' });
    expect((await admin.send('POST', '/audiences', { name: 'None' })).body).toMatchObject({ code: 'audience_empty' });
  });
});
