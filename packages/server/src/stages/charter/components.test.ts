import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, openHouse, type TestHouse } from '../../../test/harness.ts';

type Component = { id: string; key: string; version: number; effective_owner_team_id: string | null };
type Page = { items: Component[]; next_cursor: string | null };

let house: TestHouse;
let admin: Client;
beforeAll(async () => {
  house = await openHouse();
  admin = house.admin;
});
afterAll(() => house.stop());

async function team(key: string): Promise<string> {
  return (await admin.send<{ id: string }>('POST', '/teams', { key, name: key })).body.id;
}

async function component(key: string, fields: Record<string, unknown> = {}): Promise<Component> {
  const added = await admin.send<Component>('POST', '/components', { key, name: key, ...fields });
  expect(added.status).toBe(201);
  return added.body;
}

async function keysOf(query: string): Promise<string[]> {
  return (await admin.get<Page>(`/components?${query}`)).body.items.map((item) => item.key);
}

describe('the tree of components', () => {
  test('gives a part the team of its nearest ancestor, and refuses a circle', async () => {
    const owner = await team('build');
    const top = await component('build', { owner_team_id: owner });
    const middle = await component('build/cache', { parent_id: top.id });
    const leaf = await component('build/cache/disk', { parent_id: middle.id });
    expect(leaf.effective_owner_team_id).toBe(owner);
    const circle = await admin.send('PATCH', `/components/${top.id}`, { parent_id: leaf.id }, { version: top.version });
    expect(circle).toMatchObject({ status: 409, body: { code: 'component_circle' } });
    const self = await admin.send('PATCH', `/components/${leaf.id}`, { parent_id: leaf.id }, { version: leaf.version });
    expect(self.body).toMatchObject({ code: 'component_circle' });
    expect((await admin.get(`/components/${top.id}`)).body).toMatchObject({ parent_id: null, version: top.version });
  });

  test('gets no circle from two moves at the same moment', async () => {
    const a = await component('race/a');
    const b = await component('race/b');
    const moves = await Promise.all([
      admin.send('PATCH', `/components/${a.id}`, { parent_id: b.id }, { version: 1 }),
      admin.send('PATCH', `/components/${b.id}`, { parent_id: a.id }, { version: 1 }),
    ]);
    expect(moves.map((move) => move.status).toSorted()).toEqual([200, 409]);
  });
});

test('a component names only what is here and in use', async () => {
  const stranger = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';
  const wrong = { parent_id: stranger, owner_team_id: stranger, layer: 'no_such_layer', maintainer_ids: [stranger] };
  for (const [field, value] of Object.entries(wrong)) {
    const refused = await admin.send('POST', '/components', { key: 'wrong', name: 'Wrong', [field]: value });
    expect(refused.body, field).toMatchObject({ code: 'unknown_reference', errors: [{ field: `/${field}` }] });
  }
  const other = await house.otherWorkspace();
  const theirs = (await other.get<{ stewards_team_id: string }>('/workspace')).body.stewards_team_id;
  const foreign = await admin.send('POST', '/components', { key: 'wrong', name: 'Wrong', owner_team_id: theirs });
  expect(foreign.body).toMatchObject({ code: 'unknown_reference' });
  expect(await keysOf('text=wrong')).toEqual([]);
});

test('a list of components is filtered, and paged without leaving one out', async () => {
  const owner = await team('storage');
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    await component(`storage/${name}`, { layer: 'storage', ...(name === 'c' ? {} : { owner_team_id: owner }) });
  expect(await keysOf('layer=storage&limit=100')).toHaveLength(5);
  expect(await keysOf(`team_id=${owner}`)).toHaveLength(4);
  expect(await keysOf('orphans=true&layer=storage')).toEqual(['storage/c']);
  expect(await keysOf('text=%25')).toEqual([]);
  const seen: string[] = [];
  let cursor = '';
  do {
    const page = await admin.get<Page>(`/components?layer=storage&limit=2${cursor}`);
    seen.push(...page.body.items.map((item) => item.key));
    cursor = page.body.next_cursor ? `&cursor=${page.body.next_cursor}` : '';
  } while (cursor);
  expect(seen).toEqual(['storage/a', 'storage/b', 'storage/c', 'storage/d', 'storage/e']);
  expect((await admin.get('/components?cursor=nonsense')).body).toMatchObject({ code: 'invalid_cursor' });
});

test('what a retired team owned is an orphan', async () => {
  const owner = await team('gone');
  await component('gone/thing', { owner_team_id: owner });
  expect(await keysOf('orphans=true&text=gone')).toEqual([]);
  expect((await admin.send('PATCH', `/teams/${owner}`, { retired: true }, { version: 1 })).status).toBe(200);
  expect(await keysOf('orphans=true&text=gone')).toEqual(['gone/thing']);
});

test('health lists orphans, maintainers who left, and what hangs on one person', async () => {
  const owner = await team('care');
  const stays = await house.person('Stays', ['maintainer']);
  const leaves = await house.person('Leaves', ['maintainer']);
  const ids = [stays.personId, leaves.personId];
  await component('care/one', { owner_team_id: owner, maintainer_ids: ids });
  await component('care/none');
  const before = await admin.get<{ bus_factor_one: { key: string }[] }>('/components/health');
  expect(before.body.bus_factor_one.map((item) => item.key)).not.toContain('care/one');
  await admin.send('POST', `/people/${leaves.personId}/leave`, { reason: 'Moves on.' }, { version: 1 });
  const { body } =
    await stays.get<Record<'orphans' | 'lapsed' | 'bus_factor_one', { key: string }[]>>('/components/health');
  expect(body.orphans.map((item) => item.key)).toContain('care/none');
  expect(body.lapsed.find((item) => item.key === 'care/one')).toMatchObject({
    maintainers: [{ person_id: leaves.personId, why: 'left' }],
  });
  expect(body.bus_factor_one.find((item) => item.key === 'care/one')).toMatchObject({ person_id: stays.personId });
});

test('a maintainer may do at once what their new component allows', async () => {
  const maintainer = await house.person('Noor', ['maintainer']);
  expect((await maintainer.get('/me')).body['component_ids']).toEqual([]);
  const { id } = await component('noor/thing', { maintainer_ids: [maintainer.personId] });
  expect((await maintainer.get('/me')).body['component_ids']).toEqual([id]);
});

test('a team whose hours make no sense is refused with the field', async () => {
  const calendar = { zone: 'Mars/Olympus', working_days: [1], opens_at: '09:00', closes_at: '17:00', holidays: [] };
  const wrong = (fields: object) =>
    admin.send('POST', '/teams', { key: 'mars', name: 'Mars', calendar: { ...calendar, ...fields } });
  expect((await wrong({})).body).toMatchObject({ code: 'calendar_invalid', errors: [{ field: '/calendar/zone' }] });
  expect((await wrong({ zone: 'UTC', working_days: [8] })).body).toMatchObject({
    errors: [{ field: '/calendar/working_days' }],
  });
  expect((await wrong({ zone: 'UTC', closes_at: '08:00' })).body).toMatchObject({
    errors: [{ field: '/calendar/closes_at' }],
  });
  const stewards = (await admin.get<{ stewards_team_id: string }>('/workspace')).body.stewards_team_id;
  const retire = await admin.send('PATCH', `/teams/${stewards}`, { retired: true }, { version: 1 });
  expect(retire.body).toMatchObject({ code: 'stewards_stay' });
});
