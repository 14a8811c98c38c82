import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, openHouse, type TestHouse } from '../../../test/harness.ts';

type Signal = { id: string; reference: string; version: number; state: string; title: string } & Record<
  string,
  unknown
>;
type Receipt = { signal: Signal; repeated: boolean; masked: unknown[]; by: string | null } & Record<string, unknown>;
type Page = { items: Signal[]; next_cursor: string | null };
type Channel = { id: string; key: string; purpose: string; version: number };
type Day = Record<string, number> & { day: string };

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse({ environment: { HEARBACK_SIGNALS_PER_MINUTE: '60' } });
});
afterAll(() => house.stop());

const tell = (who: Client, body: Record<string, unknown>, options?: { key?: string }) =>
  who.send<Receipt>('POST', '/signals', body, options);

async function channel(key: string): Promise<Channel> {
  const { body } = await house.admin.get<{ items: Channel[] }>('/channels');
  return body.items.find((one) => one.key === key)!;
}

async function openChannel(key: string): Promise<Channel> {
  const input = { key, name: key, kind: 'api', purpose: 'For this test.' };
  return (await house.admin.send<Channel>('POST', '/channels', input)).body;
}

async function today(id: string, who = house.admin): Promise<Day> {
  const { body } = await who.get<{ items: Day[] }>(`/channels/${id}/conservation`);
  return body.items[0]!;
}

/** Every row of every table, as one text: what a thief of the database would hold. */
async function everythingStored(): Promise<string> {
  const { host, port, user, password, database } = house.database;
  const client = new pg.Client({ host, port, user, password, database });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE tableowner = current_user`,
    );
    // The owner is held by row-level security too; it is lifted for this look only.
    await client.query('BEGIN');
    let text = '';
    for (const { name } of rows) {
      await client.query(`ALTER TABLE ${name} DISABLE ROW LEVEL SECURITY`);
      const dump = await client.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${name} t`);
      text += dump.rows.map(({ row }) => row).join('\n');
    }
    await client.query('ROLLBACK');
    return text;
  } finally {
    await client.end();
  }
}

test('a new workspace has channels, each saying what it is for; stewards add, change and retire them', async () => {
  const { body } = await house.admin.get<{ items: Channel[] }>('/channels');
  expect(body.items.map((one) => one.key)).toEqual(
    expect.arrayContaining(['form', 'terminal', 'api', 'import', 'tracker']),
  );
  for (const one of body.items) expect(one.purpose).toMatch(/^For /);
  const reporter = await house.person('Tomás Ferreira', ['reporter']);
  const input = { key: 'desk', name: 'Desk', kind: 'chat', purpose: 'For the desk.' };
  expect((await reporter.send('POST', '/channels', input)).status).toBe(403);
  const added = await house.admin.send<Channel>('POST', '/channels', input);
  expect(added.status).toBe(201);
  expect((await house.admin.send('POST', '/channels', input)).body).toMatchObject({ code: 'already_exists' });
  const retired = await house.admin.send<Channel>(
    'PATCH',
    `/channels/${added.body.id}`,
    { retired: true },
    { version: 1 },
  );
  expect(retired).toMatchObject({ status: 200, body: { version: 2 } });
  expect((await tell(reporter, { title: 'Late', channel: 'desk' })).body).toMatchObject({ code: 'channel_retired' });
  expect((await house.admin.get<{ items: Channel[] }>('/channels')).body.items.map((one) => one.key)).not.toContain(
    'desk',
  );
  const stale = await house.admin.send('PATCH', `/channels/${added.body.id}`, { name: 'X' }, { version: 1 });
  expect(stale.body).toMatchObject({ code: 'stale_version' });
});

test('a receipt says the reference, what happens next and by when, and asks for the one most useful thing', async () => {
  const mei = await house.person('Mei-Ling Zhao', ['reporter']);
  const { status, body } = await tell(mei, {
    title: 'Builds wait',
    kind: 'bug',
    severity: 'critical',
    layer: 'build_and_delivery',
  });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    signal: {
      state: 'received',
      live: true,
      channel: 'api',
      reporter: { kind: 'person', name: 'Mei-Ling Zhao' },
      version: 1,
    },
    ask: { field: 'description' },
    // Monday, nine in the morning, and critical: two working hours.
    by: '2026-11-16T11:00:00.000Z',
    repeated: false,
    masked: [],
    completeness: expect.closeTo(2 / 21),
  });
  expect(body['follow_url']).toBe(`/listen/signals/${body.signal.reference}`);
  const later = await tell(mei, { title: 'No severity said' });
  expect(later.body.by).toBe('2026-11-17T17:00:00.000Z');
});

test('words that are not in the vocabulary, unknown components and unknown channels are refused by name', async () => {
  const mei = await house.person('Mei-Ling Zhao', ['reporter']);
  const nobody = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';
  const cases: [Record<string, unknown>, string, string][] = [
    [{ kind: 'rant' }, 'unknown_reference', '/kind'],
    [{ layer: 'cellar' }, 'unknown_reference', '/layer'],
    [{ component_ids: [nobody] }, 'unknown_reference', '/component_ids'],
    [{ audience_id: nobody }, 'unknown_reference', '/audience_id'],
    [{ channel: 'pigeon' }, 'unknown_reference', '/channel'],
    [{ severity: 'dire' }, 'invalid_input', '/severity'],
    [{ title: '  ' }, 'invalid_input', '/title'],
    [{ evidence: [{ url: 'javascript:alert(1)' }] }, 'invalid_input', '/evidence/0/url'],
    [{ description: 'a\0b' }, 'invalid_input', ''],
    [{ context: { note: 'a\0b' } }, 'invalid_input', ''],
    [{ surprise: 1 }, 'invalid_input', '/surprise'],
  ];
  for (const [extra, code, field] of cases) {
    const { status, body } = await tell(mei, { title: 'T', ...extra });
    expect([extra, status >= 400 && status < 500, (body as Record<string, unknown>)['code']]).toEqual([
      extra,
      true,
      code,
    ]);
    if (field) expect((body as unknown as { errors: { field: string }[] }).errors[0]?.field).toBe(field);
  }
  const halves = await tell(mei, {
    title: 'Half \ud800 a character',
    evidence: [{ url: 'https://x.example/', label: 'a\udc00' }],
  });
  expect(halves.status).toBe(201);
});

test('the same channel and source id is the same signal, however often and whoever sends it', async () => {
  const mei = await house.person('Mei-Ling Zhao', ['reporter']);
  const olu = await house.person('Olu Ade', ['reporter']);
  const first = await tell(mei, { title: 'Flaky login', channel: 'tracker', source_id: 'issue-7' });
  const second = await tell(olu, { title: 'Flaky login, again', channel: 'tracker', source_id: 'issue-7' });
  expect(second.body).toMatchObject({ repeated: true, signal: { id: first.body.signal.id, title: 'Flaky login' } });
  const elsewhere = await tell(mei, { title: 'Another', channel: 'chat', source_id: 'issue-7' });
  expect(elsewhere.body.repeated).toBe(false);
  const keyed = await tell(mei, { title: 'Once' }, { key: 'once' });
  const again = await tell(mei, { title: 'Once' }, { key: 'once' });
  expect(again.body).toMatchObject({ repeated: true, signal: { id: keyed.body.signal.id } });
});

test('two identical submissions at the same moment are one signal', async () => {
  const mei = await house.person('Mei-Ling Zhao', ['reporter']);
  const desk = await openChannel('at-once');
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => tell(mei, { title: 'Twice', channel: 'at-once', source_id: 'same' })),
  );
  expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201, 201, 201, 201]);
  expect(new Set(answers.map((answer) => answer.body.signal.id)).size).toBe(1);
  expect(answers.filter((answer) => !answer.body.repeated)).toHaveLength(1);
  expect(await today(desk.id)).toMatchObject({ received: 6, accepted: 1, deduplicated: 5, unaccounted: 0 });
});

test('secrets and personal data never reach the database, and the receipt says what was masked', async () => {
  const mei = await house.person('Mei-Ling Zhao', ['reporter', 'triager']);
  const token = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
  const mail = 'someone.private@secret-company.example';
  const secrets = [token, mail, 'hunter2hunter2'];
  const { status, body } = await tell(mei, {
    title: `Push with ${token} fails`,
    description: `Ask ${mail}, the token is ${token}`,
    workaround: `use ${token}`,
    reproduction: `curl -H "Authorization: Bearer ${token}"`,
    environment: `TOKEN=${token}`,
    test_coverage: `none, ask ${mail}`,
    on_behalf_of: mail,
    evidence: [{ url: `https://ci.example/log?token=${token}`, label: `of ${mail}` }],
    incident_url: `https://kim:hunter2hunter2@incidents.example/7`,
    context: { password: 'hunter2hunter2', command: `deploy --token=${token}` },
    source_id: `from ${mail}`,
    channel: 'terminal',
  });
  expect(status).toBe(201);
  const fields = new Set((body.masked as { field: string }[]).map((one) => one.field));
  expect([...fields].sort()).toEqual([
    'context',
    'description',
    'environment',
    'evidence',
    'incident_url',
    'on_behalf_of',
    'reproduction',
    'source_id',
    'test_coverage',
    'title',
    'workaround',
  ]);
  expect(body.masked).toContainEqual({ field: 'on_behalf_of', kind: 'email address', count: 1 });
  const comment = await mei.send('POST', '/comments', {
    record_kind: 'signal',
    record_id: body.signal.id,
    body: `It was ${token}`,
  });
  expect(comment.body['masked']).toEqual([{ field: 'body', kind: 'access token', count: 1 }]);
  await mei.send(
    'POST',
    `/signals/${body.signal.id}/correct`,
    { severity: 'major', reason: `says ${mail}` },
    { version: 1 },
  );
  await tell(mei, { title: `Refused with ${token}`, kind: 'rant' });
  await house.hearback.settle();
  const again = await tell(mei, { title: 'x', source_id: `from ${mail}`, channel: 'terminal' });
  expect(again.body).toMatchObject({ repeated: true, signal: { id: body.signal.id } });
  const stored = await everythingStored();
  expect(stored).toContain('[masked: access token]');
  for (const secret of secrets) expect(stored).not.toContain(secret);
});

test('lists filter by state, channel, kind, severity, words and reporter, and page without losing any', async () => {
  const kim = await house.person('Kim Lee', ['reporter']);
  for (let n = 1; n <= 5; n += 1) {
    house.clock.advanceMs(1_000);
    await tell(kim, {
      title: `Listed ${n}`,
      description: n === 3 ? '100%_sure' : '',
      kind: n % 2 ? 'bug' : 'praise',
      channel: 'chat',
    });
  }
  const titles = async (query: string) => (await kim.get<Page>(`/signals?${query}`)).body.items.map((one) => one.title);
  expect(await titles('reporter=me')).toEqual(['Listed 5', 'Listed 4', 'Listed 3', 'Listed 2', 'Listed 1']);
  expect(await titles('reporter=me&kind=praise&state=received&live=true&channel=chat')).toEqual([
    'Listed 4',
    'Listed 2',
  ]);
  expect(await titles('reporter=me&live=false')).toEqual([]);
  expect(await titles('q=100%25_SURE')).toEqual(['Listed 3']);
  expect(await titles('q=0%25%25')).toEqual([]);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = (await kim.get<Page>(`/signals?reporter=me&limit=2${cursor ? `&cursor=${cursor}` : ''}`)).body;
    seen.push(...page.items.map((one) => one.title));
    cursor = page.next_cursor;
  } while (cursor);
  expect(seen).toEqual(['Listed 5', 'Listed 4', 'Listed 3', 'Listed 2', 'Listed 1']);
  expect((await kim.get('/signals?cursor=nonsense')).body).toMatchObject({ code: 'invalid_cursor' });
  const [newest] = (await kim.get<Page>('/signals?reporter=me&limit=1')).body.items;
  expect((await kim.get<Page>(`/signals?q=${newest!.reference}`)).body.items.map((one) => one.id)).toEqual([
    newest!.id,
  ]);
  expect((await kim.get(`/signals/${newest!.reference.toLowerCase()}`)).body).toMatchObject({
    id: newest!.id,
    corrections: [],
  });
  expect((await kim.get('/signals/S-999999')).status).toBe(404);
  expect((await kim.get('/signals/P-1')).status).toBe(400);
});

test('a correction is added beside what was said, by the reporter or whoever triages, never by others', async () => {
  const kim = await house.person('Kim Lee', ['reporter']);
  const other = await house.person('Olu Ade', ['reporter']);
  const triager = await house.person('Ana Sá', ['triager']);
  const { signal } = (await tell(kim, { title: 'Slow', kind: 'bug', impact: { people: 2 } })).body;
  const path = `/signals/${signal.reference}/correct`;
  expect((await other.send('POST', path, { kind: 'friction', reason: 'I think' }, { version: 1 })).status).toBe(403);
  expect(
    (await kim.send('POST', path, { kind: 'bug', impact: { people: 2 }, reason: 'Same' }, { version: 1 })).body,
  ).toMatchObject({ code: 'nothing_to_correct' });
  const mine = await kim.send(
    'POST',
    path,
    { kind: 'friction', impact: { people: 9 }, reason: 'More of us' },
    { version: 1 },
  );
  expect(mine).toMatchObject({
    status: 200,
    etag: '"2"',
    body: { kind: 'friction', impact: { people: 9 }, title: 'Slow' },
  });
  const theirs = await triager.send('POST', path, { severity: 'minor', reason: 'Some slowed' }, { version: 2 });
  expect(theirs.body['corrections']).toMatchObject([
    { field: 'kind', before: 'bug', after: 'friction', by: 'Kim Lee' },
    { field: 'impact', before: { people: 2 }, after: { people: 9 } },
    { field: 'severity', before: null, after: 'minor', reason: 'Some slowed', by: 'Ana Sá' },
  ]);
  expect((await kim.send('POST', path, { kind: 'bug', reason: 'Back' }, { version: 1 })).body).toMatchObject({
    code: 'stale_version',
  });
  expect((await kim.send('POST', path, { kind: 'rant', reason: 'Back' }, { version: 3 })).body).toMatchObject({
    code: 'unknown_reference',
  });
});

test('a restricted signal is in no list, search, count or comment of anybody else, but its reporter can still answer', async () => {
  const kim = await house.person('Kim Lee', ['reporter']);
  const sec = await house.person('Sec Urity', ['triager']);
  const triager = await house.person('Ana Sá', ['triager']);
  const closed = await house.audience('security', { personIds: [sec.personId] });
  const room = await openChannel('confidential');
  const { status, body } = await tell(kim, {
    title: 'Zebra hole',
    channel: 'confidential',
    source_id: 'z1',
    audience_id: closed,
  });
  expect(status).toBe(201);
  const { id, reference } = body.signal;
  const note = { record_kind: 'signal', record_id: id, body: 'More on the zebra' };
  expect((await sec.send('POST', '/comments', note)).status).toBe(201);
  for (const outsider of [triager, house.admin]) {
    expect((await outsider.get(`/signals/${id}`)).status).toBe(404);
    expect((await outsider.get(`/signals/${reference}`)).status).toBe(404);
    expect((await outsider.get<Page>('/signals?q=zebra')).body.items).toEqual([]);
    expect((await outsider.get<Page>('/signals?channel=confidential')).body.items).toEqual([]);
    expect((await outsider.get(`/comments?record_id=${id}`)).status).toBe(404);
    expect((await outsider.send('POST', '/comments', note)).status).toBe(404);
    expect(
      (await outsider.send('POST', `/signals/${id}/correct`, { kind: 'bug', reason: 'guess' }, { version: 1 })).status,
    ).toBe(404);
    expect((await outsider.get<{ items: Day[] }>(`/channels/${room.id}/conservation`)).body.items).toEqual([]);
  }
  expect((await sec.get<Page>('/signals?q=zebra')).body.items).toHaveLength(1);
  expect(await today(room.id, sec)).toMatchObject({ received: 1, accepted: 1, unaccounted: 0 });
  expect((await kim.get(`/signals/${reference}`)).body).toMatchObject({ audience_id: closed });
  expect((await kim.send('POST', '/comments', { ...note, body: 'Here is more' })).status).toBe(201);
  const both = await kim.get<{ items: { body: string }[] }>(`/comments?record_id=${id}&record_kind=signal`);
  expect(both.body.items.map((one) => one.body)).toEqual(['More on the zebra', 'Here is more']);
  const repeat = { title: 'Zebra', channel: 'confidential', source_id: 'z1' };
  expect((await tell(kim, repeat)).body).toMatchObject({ repeated: true, signal: { id } });
  const foreign = await tell(triager, repeat);
  expect(foreign).toMatchObject({ status: 409, body: { code: 'already_exists' } });
  expect(JSON.stringify(foreign.body)).not.toContain(reference);
});

test('restricting hides what was open with all its comments and corrections; opening brings it back', async () => {
  const kim = await house.person('Kim Lee', ['reporter']);
  const sec = await house.person('Sec Urity', ['triager']);
  const closed = await house.audience('incident room', { personIds: [sec.personId] });
  const room = await openChannel('turned');
  const { signal } = (await tell(kim, { title: 'Okapi leak', channel: 'turned' })).body;
  await house.admin.send('POST', '/comments', { record_kind: 'signal', record_id: signal.id, body: 'Looking' });
  await kim.send('POST', `/signals/${signal.id}/correct`, { kind: 'bug', reason: 'It is one' }, { version: 1 });
  const path = `/signals/${signal.id}/restrict`;
  const other = await house.person('Olu Ade', ['reporter']);
  expect((await other.send('POST', path, { audience_id: closed, reason: 'No business' }, { version: 2 })).status).toBe(
    403,
  );
  const done = await sec.send('POST', path, { audience_id: closed, reason: 'Still open' }, { version: 2 });
  expect(done).toMatchObject({ status: 200, body: { audience_id: closed, version: 3 } });
  expect((await house.admin.get(`/signals/${signal.id}`)).status).toBe(404);
  expect((await house.admin.get(`/comments?record_id=${signal.id}`)).status).toBe(404);
  expect((await house.admin.get<{ items: Day[] }>(`/channels/${room.id}/conservation`)).body.items).toEqual([]);
  await house.hearback.settle();
  const outside = { workspaceId: house.workspaceId, audienceIds: [] };
  const known = () =>
    house.hearback.journal.read(outside, ({ tables }) =>
      tables.selectFrom('platform.known_things').select('id').where('id', '=', signal.id).execute(),
    );
  expect(await known()).toEqual([]);
  expect((await sec.send('POST', path, { audience_id: null, reason: 'Mended' }, { version: 3 })).status).toBe(200);
  await house.hearback.settle();
  expect(await known()).toHaveLength(1);
  const open = await house.admin.get<{ items: unknown[] }>(`/comments?record_id=${signal.id}`);
  expect(open.body.items).toHaveLength(1);
  expect((await house.admin.get(`/signals/${signal.id}`)).body['corrections']).toMatchObject([
    { field: 'kind' },
    { field: 'audience_id', before: null, after: closed, reason: 'Still open', by: 'Sec Urity' },
    { field: 'audience_id', before: closed, after: null, reason: 'Mended' },
  ]);
  expect(await today(room.id)).toMatchObject({ received: 1, accepted: 1, unaccounted: 0 });
});

test('a public reply is for everybody, a team note only for those who may read notes', async () => {
  const kim = await house.person('Kim Lee', ['reporter']);
  const triager = await house.person('Ana Sá', ['triager']);
  const { signal } = (await tell(kim, { title: 'Talked about' })).body;
  const on = { record_kind: 'signal', record_id: signal.id };
  expect((await kim.send('POST', '/comments', { ...on, reach: 'team_note', body: 'psst' })).status).toBe(403);
  expect((await triager.send('POST', '/comments', { ...on, reach: 'team_note', body: 'A note' })).status).toBe(201);
  const reply = await triager.send('POST', '/comments', { ...on, body: 'A reply' }, { key: 'reply' });
  expect((await triager.send('POST', '/comments', { ...on, body: 'A reply' }, { key: 'reply' })).body).toEqual(
    reply.body,
  );
  const seen = async (who: Client) =>
    (await who.get<{ items: { body: string }[] }>(`/comments?record_id=${signal.id}`)).body.items.map(
      (one) => one.body,
    );
  expect(await seen(kim)).toEqual(['A reply']);
  expect(await seen(triager)).toEqual(['A note', 'A reply']);
  expect((await kim.send('POST', '/comments', { ...on, record_kind: 'unicorn', body: 'x' })).status).toBe(404);
  expect((await kim.get('/comments?record_id=01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1')).status).toBe(404);
});

test('everything a channel received is accounted for: accepted, repeated, malformed, refused and too fast', async () => {
  const pipeline = await house.person('Pipeline', ['reporter'], { service: true });
  const mixed = await openChannel('mixed');
  house.clock.advanceMs(60_000);
  const raw = (body: string, type = 'application/json') =>
    house.raw('/api/v1/signals', {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${pipeline.token}`, 'content-type': type },
    });
  for (let n = 0; n < 10; n += 1)
    expect((await tell(pipeline, { title: `M ${n}`, channel: 'mixed', source_id: `${n}` })).status).toBe(201);
  for (let n = 0; n < 4; n += 1)
    expect((await tell(pipeline, { title: 'M', channel: 'mixed', source_id: `${n}` })).body.repeated).toBe(true);
  expect((await tell(pipeline, { title: '', channel: 'mixed' })).status).toBe(400);
  expect((await tell(pipeline, { title: 'x', channel: 'mixed', kind: 'rant' })).status).toBe(422);
  expect((await tell(pipeline, { title: 'n\0l', channel: 'mixed' })).status).toBe(400);
  expect((await raw(JSON.stringify({ channel: 'mixed' }), 'text/plain')).status).toBe(415);
  const before = await today((await channel('api')).id);
  expect((await raw('{"title": ')).status).toBe(400);
  expect((await raw('{"title": "t", "channel": "mixed", "__proto__": {"x": 1}}')).status).toBe(400);
  const after = await today((await channel('api')).id);
  // What is no JSON names no channel, and neither does a body of the wrong type: they came in by the API.
  expect(after['rejected']! - (before['rejected'] ?? 0)).toBe(1);
  let refused = 0;
  let accepted = 10;
  for (let n = 0; n < 50; n += 1) {
    const answer = await tell(pipeline, { title: `Fast ${n}`, channel: 'mixed' });
    if (answer.status === 201) accepted += 1;
    else {
      refused += 1;
      expect(answer).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
      expect(Number(answer.headers.get('retry-after'))).toBe(1);
      expect(answer.headers.get('ratelimit')).toBe('"signals";r=0;t=1');
      expect(answer.headers.get('ratelimit-policy')).toBe('"signals";q=60;w=60');
    }
  }
  expect(accepted + refused).toBe(60);
  expect(refused).toBe(10);
  const counts = await today(mixed.id);
  expect(counts).toMatchObject({
    accepted,
    deduplicated: 4,
    rejected: 4,
    rate_limited: refused,
    quarantined: 0,
    unaccounted: 0,
  });
  expect(counts['received']).toBe(accepted + 4 + 4 + refused);
  house.clock.advanceMs(1_000);
  expect((await tell(pipeline, { title: 'Patient', channel: 'mixed' })).status).toBe(201);
});

test('another workspace sees none of it', async () => {
  const other = await house.otherWorkspace();
  const [mine] = (await house.admin.get<Page>('/signals?limit=1')).body.items;
  expect((await other.get<Page>('/signals')).body.items).toEqual([]);
  expect((await other.get(`/signals/${mine!.id}`)).status).toBe(404);
  expect((await other.get(`/comments?record_id=${mine!.id}`)).status).toBe(404);
  expect((await other.get(`/channels/${(await channel('api')).id}/conservation`)).status).toBe(404);
  expect(
    (await other.send('POST', `/signals/${mine!.id}/restrict`, { audience_id: null, reason: 'x y z' }, { version: 1 }))
      .status,
  ).toBe(404);
});

test('nobody tells us anything without being signed in, or with a token that may only look', async () => {
  const anonymous = await house.raw('/api/v1/signals', {
    method: 'POST',
    body: '{"title":"x"}',
    headers: { 'content-type': 'application/json' },
  });
  expect(anonymous.status).toBe(401);
  const looker = await house.person('Looker', ['reporter'], { scopes: ['loop.see'] });
  expect((await tell(looker, { title: 'x' })).status).toBe(403);
});
