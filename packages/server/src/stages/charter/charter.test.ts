import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHouse, type TestHouse } from '../../../test/harness.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

test('nobody gets in without a token', async () => {
  const answer = await house.raw('/api/v1/me');
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ code: 'unauthenticated', status: 401 });
});

test('a person sees who they are and what they may do', async () => {
  const { status, body } = await house.admin.get('/me');
  expect(status).toBe(200);
  expect(body).toMatchObject({ name: 'Ingrid Solheim', workspace: { slug: 'tideline' } });
});

test('a steward adds, renames and retires a word; others may not', async () => {
  const word = {
    kind: 'layer',
    key: 'edge',
    name: 'Edge',
    definition: 'What answers first.',
    example: 'An old certificate.',
  };
  const reporter = await house.person('Tomás Ferreira', ['reporter']);
  expect((await reporter.send('POST', '/terms', word)).status).toBe(403);
  const added = await house.admin.send<{ id: string; version: number }>('POST', '/terms', word);
  expect(added.status).toBe(201);
  expect((await house.admin.send('POST', '/terms', word)).body).toMatchObject({ code: 'already_exists' });
  const { id, version } = added.body;
  expect((await house.admin.send('PATCH', `/terms/${id}`, { name: 'Edge and CDN' })).body).toMatchObject({
    code: 'version_required',
  });
  const changed = await house.admin.send('PATCH', `/terms/${id}`, { name: 'Edge and CDN' }, { version });
  expect(changed).toMatchObject({ status: 200, etag: '"2"', body: { name: 'Edge and CDN' } });
  expect((await house.admin.send('PATCH', `/terms/${id}`, { name: 'X' }, { version })).body).toMatchObject({
    code: 'stale_version',
  });
  for (const successor_key of ['edge', 'cellar'])
    expect(
      (await house.admin.send('PATCH', `/terms/${id}`, { retire: { successor_key } }, { version: 2 })).body,
    ).toMatchObject({ code: 'unknown_reference' });
  const retire = { retire: { successor_key: 'networking' } };
  expect((await house.admin.send('PATCH', `/terms/${id}`, retire, { version: 2 })).status).toBe(200);
});

test('what a state or a severity is called is a steward’s to say; which there are is not', async () => {
  const { body } = await house.admin.get<{ items: { id: string; kind: string; key: string; version: number }[] }>(
    '/terms',
  );
  const find = (kind: string, key: string) => body.items.find((term) => term.kind === kind && term.key === key)!;
  const word = { key: 'dire', name: 'Dire', definition: 'Worse than critical.', example: 'All is down.' };
  for (const kind of ['severity', 'status'])
    expect((await house.admin.send('POST', '/terms', { ...word, kind })).body).toMatchObject({ code: 'words_fixed' });
  const received = `/terms/${find('status', 'received').id}`;
  const retire = { retire: { successor_key: null } };
  expect((await house.admin.send('PATCH', received, retire, { version: 1 })).body).toMatchObject({
    code: 'words_fixed',
  });
  const renamed = await house.admin.send('PATCH', received, { name: 'Heard' }, { version: 1 });
  expect(renamed.body).toMatchObject({ name: 'Heard', key: 'received' });
  // A severity that is no longer given stays on what has it.
  const trivial = `/terms/${find('severity', 'trivial').id}`;
  const told = { title: 'A label is wrong', severity: 'trivial' };
  const before = await house.admin.send<{ signal: { id: string } }>('POST', '/signals', told);
  await house.admin.send('PATCH', trivial, { retire: { successor_key: 'minor' } }, { version: 1 });
  expect((await house.admin.send('POST', '/signals', told)).body).toMatchObject({ code: 'term_retired' });
  expect((await house.admin.get(`/signals/${before.body.signal.id}`)).body).toMatchObject({ severity: 'trivial' });
});

test('the same request with the same key is carried out once', async () => {
  const word = { kind: 'layer', key: 'batch', name: 'Batch', definition: 'Work at night.', example: 'It ran twice.' };
  const first = await house.admin.send('POST', '/terms', word, { key: 'k1' });
  const second = await house.admin.send('POST', '/terms', word, { key: 'k1' });
  expect(second.body).toEqual(first.body);
  const other = await house.admin.send('POST', '/terms', { ...word, key: 'batch2' }, { key: 'k1' });
  expect(other.body).toMatchObject({ code: 'idempotency_key_reused', status: 422 });
});

test('another workspace sees none of it', async () => {
  const other = await house.otherWorkspace();
  const { body } = await other.get<{ items: { key: string }[] }>('/terms?kind=layer');
  expect(body.items.map((term) => term.key)).not.toContain('batch');
});

test('a token ends, and cannot do what its person may not', async () => {
  const reporter = await house.person('Mei-Ling Zhao', ['reporter']);
  const refused = await reporter.send('POST', '/tokens', { name: 'x', scopes: ['charter.steward'] });
  expect(refused.body).toMatchObject({ code: 'scope_not_yours' });
  const made = await reporter.send<{ id: string; secret: string }>('POST', '/tokens', {
    name: 'laptop',
    scopes: ['loop.see'],
  });
  expect(made.status).toBe(201);
  const me = await house.raw('/api/v1/me', { headers: { authorization: `Bearer ${made.body.secret}` } });
  expect(me.status).toBe(200);
  expect((await reporter.send('DELETE', `/tokens/${made.body.id}`)).status).toBe(200);
  const after = await house.raw('/api/v1/me', { headers: { authorization: `Bearer ${made.body.secret}` } });
  expect(after.status).toBe(401);
});
