import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type FlagRecord, servedDefinition } from '@hearback/domain/deliver';
import { OFREPApi } from '@openfeature/ofrep-core';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, openHouse, type TestHouse } from '../../../test/harness.ts';
import { createLog } from '../../platform/log/index.ts';
import { createPersonDirectory, stewardsTeamId } from '../charter/index.ts';
import { buildEngine, evaluate } from './flag-engine.ts';
import { createFlagSnapshot } from './flag-snapshot.ts';

let house: TestHouse;
let maintainer: Client;
let teamId: string;
let secret: string;
type Flag = { id: string; version: number };

beforeAll(async () => {
  house = await openHouse();
  teamId = await house.hearback.journal.read({ workspaceId: house.workspaceId, audienceIds: [] }, ({ tables }) =>
    stewardsTeamId(tables),
  );
  maintainer = await house.person('Amara Okafor', ['maintainer'], { teamIds: [teamId] });
  const made = await maintainer.send<{ secret: string }>('POST', '/flag-tokens', { name: 'checkout' });
  secret = made.body.secret;
});
afterAll(() => house.stop());

const onOff = { variants: { on: true, off: false }, default_variant: 'off' };
const flag = (key: string, more: object = {}) => ({ key, ...onOff, owner_team_id: teamId, ...more });
const add = async (body: object) => (await maintainer.send<Flag>('POST', '/flags', body)).body;

/** The official client, talking to our app in process. */
function client(token = secret, header = 'Authorization'): OFREPApi {
  return new OFREPApi(
    {
      baseUrl: 'http://127.0.0.1',
      headers: [[header, header === 'Authorization' ? `Bearer ${token}` : token]],
    },
    (input: string | URL | Request, init?: RequestInit) =>
      Promise.resolve(house.hearback.app.fetch(new Request(input, init))),
  );
}

test('a flag is answered with value, variant and reason as soon as it is written', async () => {
  const added = await maintainer.send('POST', '/flags', flag('plain'));
  expect(added).toMatchObject({ status: 201, body: { key: 'plain', ramp: null, version: 1 } });
  const answer = await client().postEvaluateFlag('plain', { context: { targetingKey: 'ada' } });
  expect(answer).toMatchObject({
    httpStatus: 200,
    value: { key: 'plain', value: false, variant: 'off', reason: 'STATIC', metadata: { version: 1 } },
  });
  expect((await client(secret, 'X-API-Key').postEvaluateFlag('plain', {})).httpStatus).toBe(200);
});

test('rules decide by context, and a disabled flag leaves it to the code', async () => {
  const rules = { if: [{ ends_with: [{ var: 'email' }, '@tideline.example'] }, 'on', 'off'] };
  const { id } = await add(flag('ours-first', { targeting: rules }));
  const ask = (email: string) => client().postEvaluateFlag('ours-first', { context: { email } });
  expect((await ask('mei@tideline.example')).value).toMatchObject({ value: true, reason: 'TARGETING_MATCH' });
  expect((await ask('mei@elsewhere.example')).value).toMatchObject({ value: false });
  const off = await maintainer.send('PATCH', `/flags/${id}`, { state: 'DISABLED' }, { version: 1 });
  expect(off.status).toBe(200);
  const answer = await ask('mei@tideline.example');
  expect(answer.value).toMatchObject({ key: 'ours-first', reason: 'DISABLED' });
  expect(answer.value).not.toHaveProperty('value');
});

test('bulk answers all flags, and nothing at all when nothing changed', async () => {
  const first = await client().postBulkEvaluateFlags({ context: { targetingKey: 'ada' } });
  expect(first.httpStatus).toBe(200);
  const etag = first.httpResponse?.headers.get('etag') ?? '';
  expect((first.value as { flags: { key: string }[] }).flags.map(({ key }) => key)).toContain('plain');
  const again = await client().postBulkEvaluateFlags({ context: { targetingKey: 'ada' } }, etag);
  expect(again.httpStatus).toBe(304);
  await add(flag('another'));
  const changed = await client().postBulkEvaluateFlags({ context: { targetingKey: 'ada' } }, etag);
  expect(changed.httpStatus).toBe(200);
});

test('what is wrong is said in OFREP’s own words', async () => {
  expect(await client().postEvaluateFlag('nowhere', {})).toMatchObject({
    httpStatus: 404,
    value: { key: 'nowhere', errorCode: 'FLAG_NOT_FOUND' },
  });
  const ask = async (body: string) => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    const answer = await house.raw('/ofrep/v1/evaluate/flags/plain', { method: 'POST', headers, body });
    return [answer.status, ((await answer.json()) as { errorCode?: string }).errorCode];
  };
  expect(await ask('{')).toEqual([400, 'PARSE_ERROR']);
  expect(await ask('[]')).toEqual([400, 'PARSE_ERROR']);
  expect(await ask('{"context":5}')).toEqual([400, 'INVALID_CONTEXT']);
  expect(await ask('{"context":{"targetingKey":5}}')).toEqual([400, 'INVALID_CONTEXT']);
  expect(await ask('{"context":{"__proto__":{"email":"x"}}}')).toEqual([200, undefined]);
  expect((await ask(`{"context":{"a":"${'x'.repeat(70_000)}"}}`))[0]).toBe(413);
});

test('only a token that may evaluate flags opens them, and only those of its workspace', async () => {
  await expect(client('hbk_nothing').postEvaluateFlag('plain', {})).rejects.toThrow('unauthorized');
  const reader = await house.person('Tomás Ferreira', ['reporter']);
  // A token that people make says so in the journal, and the flags are read again for it; one made beside it waits its turn.
  const ask = { name: 'laptop', scopes: ['loop.see'] };
  const own = (await reader.send<{ secret: string }>('POST', '/tokens', ask)).body.secret;
  await house.hearback.settle();
  expect((await client(own).postBulkEvaluateFlags({})).httpStatus).toBe(200);
  const other = await house.otherWorkspace();
  const foreign = await other.send<{ secret: string }>('POST', '/flag-tokens', { name: 'theirs' });
  const theirs = await client(foreign.body.secret).postEvaluateFlag('plain', {});
  expect(theirs.httpStatus).toBe(404);
});

test('a flags token does nothing else, and ends like every token', async () => {
  const { body } = await maintainer.send<{ id: string; secret: string }>('POST', '/flag-tokens', { name: 'short' });
  const api = await house.raw('/api/v1/me', { headers: { authorization: `Bearer ${body.secret}` } });
  expect(api.status).toBe(401);
  expect((await client(body.secret).postEvaluateFlag('plain', {})).httpStatus).toBe(200);
  expect((await maintainer.send('DELETE', `/tokens/${body.id}`)).status).toBe(200);
  await house.hearback.settle();
  await expect(client(body.secret).postEvaluateFlag('plain', {})).rejects.toThrow('unauthorized');
});

test('a definition that flagd would not take is refused with the field', async () => {
  const refused = async (more: object) => {
    const { body } = await maintainer.send<{ code: string; errors: { field: string }[] }>(
      'POST',
      '/flags',
      flag('bad', more),
    );
    return [body.code, body.errors[0]?.field];
  };
  expect(await refused({ default_variant: 'maybe' })).toEqual(['flag_invalid', '/default_variant']);
  expect(await refused({ variants: { on: true, off: 3 } })).toEqual(['flag_invalid', '/variants']);
  expect(await refused({ targeting: { run_code: ['x'] } })).toEqual(['flag_invalid', '/targeting']);
  expect(await refused({ targeting: { constructor: ['x'] } })).toEqual(['flag_invalid', '/targeting']);
  expect(await refused({ targeting: { if: [true, 'maybe'] } })).toEqual(['flag_invalid', '/targeting']);
});

test('flags are for those who own them to change', async () => {
  const outsider = await house.person('Olu Ade', ['maintainer']);
  expect((await outsider.send('POST', '/flags', flag('theirs'))).body).toMatchObject({ code: 'forbidden' });
  expect((await maintainer.send('POST', '/flags', flag('plain'))).body).toMatchObject({ code: 'already_exists' });
  expect((await maintainer.send('POST', '/flags', flag('x', { owner_team_id: maintainer.personId }))).status).toBe(403);
});

test('a larger share holds everybody that a smaller one held, and roughly as many as it says', () => {
  const base: FlagRecord = {
    key: 'ramped',
    state: 'ENABLED',
    variants: { on: true, off: false },
    defaultVariant: 'off',
    targeting: null,
    ramp: null,
    version: 1,
  };
  const people = Array.from({ length: 2_000 }, (_, index) => `person-${index}`);
  const withIt = (share: number, targeting: FlagRecord['targeting']) => {
    const definition = servedDefinition({ ...base, targeting, ramp: { variant: 'on', share } });
    const engine = buildEngine({ ramped: definition });
    const flag = engine.get('ramped');
    return new Set(
      people.filter((targetingKey, index) => {
        const result = evaluate(flag!, { targetingKey, plan: index % 10 === 0 ? 'pilot' : 'all' });
        return result.kind === 'value' && result.value === true;
      }),
    );
  };
  const rules = { if: [{ '==': [{ var: 'plan' }, 'pilot'] }, 'on', 'off'] };
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10_000 }),
      fc.integer({ min: 0, max: 10_000 }),
      fc.constantFrom(null, rules),
      (one, other, targeting) => {
        const [less, more] = [Math.min(one, other) / 100, Math.max(one, other) / 100];
        const [few, many] = [withIt(less, targeting), withIt(more, targeting)];
        expect([...few].filter((person) => !many.has(person))).toEqual([]);
        const without = targeting === null ? 0 : 0.1;
        expect(Math.abs(many.size / people.length - (without + (1 - without) * (more / 100)))).toBeLessThan(0.05);
      },
    ),
    { numRuns: 25 },
  );
  expect(withIt(100, null).size).toBe(people.length);
  expect(withIt(0, null).size).toBe(0);
});

test('without a default the rest of a ramp is left to the code', () => {
  const engine = buildEngine({
    f: servedDefinition({
      key: 'f',
      state: 'ENABLED',
      variants: { on: true, off: false },
      defaultVariant: null,
      targeting: null,
      ramp: { variant: 'on', share: 0 },
      version: 1,
    }),
  });
  expect(evaluate(engine.get('f')!, { targetingKey: 'ada' })).toEqual({ kind: 'code_default', reason: 'DEFAULT' });
});

test('flags are answered while the database is away, also by a process that starts then', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'flags-'));
  const log = createLog('silent');
  const live = { pool: house.hearback.pool, directory: createPersonDirectory(house.hearback.pool) };
  const away = new pg.Pool({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 500 });
  try {
    const first = createFlagSnapshot({ ...live, clock: house.clock, log, home });
    await first.start();
    await first.stop();
    const file = path.join(home, 'flags.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).not.toContain(secret);
    const restarted = createFlagSnapshot({
      pool: away,
      directory: createPersonDirectory(away),
      clock: house.clock,
      log,
      home,
    });
    expect(restarted.isReady()).toBe(false);
    await restarted.start();
    const flags = restarted.open(secret);
    expect(evaluate(flags!.engine.get('plain')!, {})).toMatchObject({ value: false });
    expect(restarted.open('hbk_nothing')).toBeNull();
    await restarted.stop();
  } finally {
    await away.end();
    await rm(home, { recursive: true });
  }
});

test('whoever left evaluates nothing any more', async () => {
  const leaver = await house.person('Sam Reyes', ['maintainer']);
  const { body } = await leaver.send<{ secret: string }>('POST', '/flag-tokens', { name: 'mine' });
  expect((await client(body.secret).postEvaluateFlag('plain', {})).httpStatus).toBe(200);
  await house.hearback.journal.write(
    { viewpoint: { workspaceId: house.workspaceId, audienceIds: [] }, actor: { kind: 'system', id: null } },
    async ({ tables, now, record }) => {
      await tables.updateTable('charter.people').set({ left_at: now }).where('id', '=', leaver.personId).execute();
      record({ type: 'charter.person_changed', subject: { kind: 'person', id: leaver.personId } });
    },
  );
  await house.hearback.settle();
  await expect(client(body.secret).postEvaluateFlag('plain', {})).rejects.toThrow('unauthorized');
});
