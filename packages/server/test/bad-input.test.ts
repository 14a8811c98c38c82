import { buildDocument } from '@hearback/contract/document';
import { operations, problemTable } from '@hearback/contract/loop';
import type { Operation } from '@hearback/contract/operation';
import { commonProblems } from '@hearback/contract/problem';
import { permissions } from '@hearback/domain/charter';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  badBodies,
  bodiesWithOtherIds,
  endlessPlaces,
  type Pointer,
  resolve,
  type Schema,
  type Schemas,
  textOf,
  strangeCursors,
  strangeTexts,
  unknownId,
} from './bad-values.ts';
import { exampleOf, idOf, kindOfPath, makeEveryRecord, pathOf, type Records } from './every-record.ts';
import { type Client, openHouse, type TestHouse } from './harness.ts';

let house: TestHouse;
let records: Records;
/** The same in another workspace of the same house. */
let foreign: Records;
let scopeless: (operation: Operation) => Promise<Client>;

beforeAll(async () => {
  house = await openHouse({ environment: { HEARBACK_SIGNALS_PER_MINUTE: '1000000' } });
  records = await makeEveryRecord(house, house.admin);
  foreign = await makeEveryRecord(house, await house.otherWorkspace());
  const made = new Map<string, Promise<Client>>();
  scopeless = (operation) => {
    const { access } = operation;
    const known =
      made.get(access) ??
      house.person('No scope', ['reporter'], { scopes: permissions.filter((one) => one !== access) });
    made.set(access, known);
    return known;
  };
});
afterAll(() => house.stop());

type Sent = { status: number; code: string; body: Record<string, unknown>; etag: string | null };
type Sending = {
  path?: string;
  token?: string | null;
  body?: string;
  type?: string;
  version?: string | null;
  key?: string;
};

/** One request as it is, past every convenience of a client. */
async function ask(operation: Operation, sending: Sending = {}): Promise<Sent> {
  const { path = pathOf(operation, records), token = house.admin.token, version = '"1"' } = sending;
  const headers: Record<string, string> = {};
  if (token !== null) headers['authorization'] = `Bearer ${token}`;
  const body = sending.body ?? (operation.body ? JSON.stringify(exampleOf(operation, records)) : undefined);
  if (body !== undefined) headers['content-type'] = sending.type ?? 'application/json';
  if (operation.effect === 'change' && version !== null) headers['if-match'] = version;
  if (sending.key !== undefined) headers['idempotency-key'] = sending.key;
  const response = await house.raw(`/api/v1${path}`, {
    method: operation.method.toUpperCase(),
    headers,
    ...(body === undefined || operation.method === 'get' ? {} : { body }),
  });
  const text = await response.text();
  const parsed = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  if (response.status >= 400) assertProblem(operation, response, parsed);
  return { status: response.status, code: String(parsed['code']), body: parsed, etag: response.headers.get('etag') };
}

/** Never our fault, and nothing that the document does not say. */
function assertProblem(operation: Operation, response: Response, body: Record<string, unknown>): void {
  const code = String(body['code']);
  const says = `${response.status} ${JSON.stringify(body).slice(0, 600)}`;
  if (response.status >= 500) throw new Error(`It answered ${says}`);
  if (!operation.errors.includes(code) && !(code in commonProblems)) throw new Error(`Undocumented: ${says}`);
  if (problemTable[code]?.status !== response.status) throw new Error(`Another status than documented: ${says}`);
  if (!response.headers.get('content-type')?.startsWith('application/problem+json'))
    throw new Error(`No problem: ${says}`);
  if (body['detail'] === '' || body['remedy'] === '') throw new Error(`It says nothing: ${says}`);
}

/** Entries that somebody caused; what Hearback does by itself follows when it follows. */
async function countEntries(): Promise<number> {
  const viewpoint = { workspaceId: house.workspaceId, audienceIds: [idOf(records, 'audience')] };
  return house.hearback.journal.read(viewpoint, async ({ tables }) => {
    const row = await tables
      .selectFrom('platform.journal')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('actor_kind', '<>', 'system')
      .executeTakeFirstOrThrow();
    return Number(row.count);
  });
}

const document = buildDocument() as unknown as {
  paths: Record<
    string,
    Record<string, { requestBody?: { content: Record<string, { schema: Schema }> }; parameters?: Parameter[] }>
  >;
  components: { schemas: Schemas };
};
type Parameter = { name: string; in: string; required?: boolean; schema: Schema };
const { schemas } = document.components;
const ajv = new Ajv2020({ strict: false });
(addFormatsModule as unknown as (ajv: Ajv2020) => void)(ajv);
ajv.addSchema({ $id: 'document', ...document });

function bodySchema(operation: Operation): Schema | undefined {
  return document.paths[operation.path]?.[operation.method]?.requestBody?.content['application/json']?.schema;
}

function takes(operation: Operation): (body: unknown) => boolean {
  const pointer = ['paths', operation.path, operation.method, 'requestBody', 'content', 'application/json', 'schema'];
  const path = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
  const validate = ajv.compile({ $ref: `document#/${path}` });
  return (body) => validate(body);
}

/** Where naming something that is not there changes nothing and hurts nobody, or is accounted for in the answer. */
const ignoresUnknown: ReadonlySet<string> = new Set(['readNotifications', 'recordMeasurements']);

/** Whether the server carries it out; without that nothing of it can be asked. */
async function isMounted(operation: Operation): Promise<boolean> {
  const response = await house.raw(`/api/v1${pathOf(operation, records)}`, { method: operation.method.toUpperCase() });
  return operation.access === 'public' || response.status === 401;
}

const named = operations.map((operation) => [operation.id, operation] as const);
const refused = (status: number, code: string) => ({ status, code });

// All of these before any of those below: these change nothing, those may.
describe('what nobody should have sent is refused with the problem that the document names, and nothing is written', () => {
  it.for(named)('%s', async ([, operation]) => {
    expect(await isMounted(operation), 'the server carries it out').toBe(true);
    const before = await countEntries();
    if (operation.access !== 'public') {
      for (const token of [null, 'hbk_nobody', 'x'.repeat(99)])
        expect(await ask(operation, { token })).toMatchObject(refused(401, 'unauthenticated'));
      if (operation.access !== 'member')
        expect(await ask(operation, { token: (await scopeless(operation)).token })).toMatchObject(
          refused(403, 'forbidden'),
        );
    }
    if (operation.params) await refusesPaths(operation);
    if (operation.query) await refusesQueries(operation);
    else if (operation.method === 'get')
      expect((await ask(operation, { path: `${pathOf(operation, records)}?surprise=1` })).status).toBeLessThan(500);
    if (operation.body && operation.method !== 'get') await refusesBodies(operation);
    if (operation.effect === 'change') {
      expect(await ask(operation, { version: null })).toMatchObject(refused(428, 'version_required'));
      for (const version of ['3', '*', '"0"', '"three"', '"1", "2"', '"99999999999"'])
        expect(await ask(operation, { version })).toMatchObject(refused(400, 'invalid_input'));
      for (const version of ['"999"', '"9999999999"', 'W/"999"'])
        expect(await ask(operation, { version })).toMatchObject(refused(412, 'stale_version'));
    }
    if (operation.effect === 'create' && operation.method === 'post')
      for (const key of ['', 'k'.repeat(201)])
        expect(await ask(operation, { key })).toMatchObject(refused(400, 'invalid_input'));
    expect(await countEntries()).toBe(before);
  });
});

it('an address says which methods it takes instead', async () => {
  const paths = [...new Set(operations.filter((one) => !one.path.includes('{')).map(({ path }) => path))];
  for (const path of paths) {
    const taken = operations.filter((one) => one.path === path).map(({ method }) => method.toUpperCase());
    const response = await house.raw(`/api/v1${path}`, { method: 'DELETE' });
    expect([path, response.status, response.headers.get('allow')]).toEqual([path, 405, taken.join(', ')]);
  }
});

/** What changes one thing, then what adds, then what moves a record on: each finds the records as little changed as can be. */
function rank(operation: Operation): number {
  if (operation.method !== 'post') return 0;
  return operation.effect === 'change' ? 2 : 1;
}

describe('no field takes what is wrong, or what belongs to another workspace', () => {
  const withBody = named.filter(([, operation]) => bodySchema(operation)).toSorted(([, a], [, b]) => rank(a) - rank(b));

  it.for(withBody)('%s', async ([, operation]) => {
    const schema = bodySchema(operation);
    if (!schema) return;
    expect(endlessPlaces(schema, schemas)).toEqual([]);
    const isTaken = takes(operation);
    const example = exampleOf(operation, records);
    expect(isTaken(example)).toBe(true);
    let entries = await countEntries();
    let version = await versionOf(operation);

    const send = async (what: string, body: unknown): Promise<Sent> => {
      const answer = await ask(operation, { body: textOf(body), version }).catch((error: unknown) => {
        throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      });
      if (answer.status < 300) {
        entries = await countEntries();
        version = answer.etag ?? version;
      }
      return answer;
    };

    if (operation.effect !== 'read' && !ignoresUnknown.has(operation.id))
      for (const [whose, from] of [
        ['nobody', undefined],
        ['another workspace', foreign],
      ] as const)
        for (const { what, body } of bodiesWithOtherIds(schema, schemas, example, (pointer) =>
          otherId(operation, from, pointer),
        )) {
          if (!isTaken(body)) continue;
          const { status } = await send(`${what}, of ${whose}`, body);
          expect([400, 403, 404, 409, 422], `${what}, of ${whose}`).toContain(status);
        }
    for (const { what, body, pointer } of badBodies(schema, schemas, example)) {
      const answer = await send(what, body);
      if (isTaken(body) || what.startsWith('something very deep')) continue;
      expect(answer, what).toMatchObject(refused(400, 'invalid_input'));
      expect(namesField(answer, pointer), `${what}: ${JSON.stringify(answer.body)}`).toBe(true);
    }
    expect(await countEntries()).toBe(entries);
  });
});

/** The id at that place of the example in the other workspace. */
function otherId(operation: Operation, from: Records | undefined, pointer: Pointer): string {
  if (!from) return unknownId;
  let value: unknown = exampleOf(operation, from);
  for (const part of pointer) value = (value as Record<string | number, unknown> | undefined)?.[part];
  if (typeof value === 'string') return value;
  const field = String(pointer.findLast((part) => typeof part === 'string')).replace(/_ids?$/, '');
  return idOf(
    from,
    {
      assignee: 'person',
      owner_team: 'team',
      maintainer: 'person',
      deputy: 'person',
      consulted: 'person',
      tester: 'person',
    }[field] ?? field,
  );
}

/** The version that the operation's record has now: under the same path without the act, or one of the singletons. */
async function versionOf(operation: Operation): Promise<string> {
  if (operation.effect !== 'change') return '"1"';
  const segments = pathOf(operation, records).split('/');
  const answer = await house.admin.get<{ version?: number }>(segments.slice(0, operation.params ? 3 : 2).join('/'));
  if (answer.body.version !== undefined) return `"${answer.body.version}"`;
  const list = await house.admin.get<{ items?: { id: string; version: number }[] }>(`/${segments[1]}`);
  const found = list.body.items?.find(({ id }) => id === segments[2]);
  return `"${found?.version ?? 1}"`;
}

function namesField({ body }: Sent, pointer: Pointer): boolean {
  const errors = (body['errors'] ?? []) as { field: string; detail: string }[];
  const first = `/${pointer[0]}`;
  return errors.some(({ field }) => field === first || field.startsWith(`${first}/`));
}

async function refusesPaths(operation: Operation): Promise<void> {
  const at = (id: string) => ask(operation, { path: pathOf(operation, records, id) });
  for (const id of ['not-an-id', '%00', '%ED%A0%80', `${unknownId}0`, '__proto__', '1', 'x'.repeat(3_000)])
    expect(await at(id), `the id ${id.slice(0, 40)}`).toMatchObject({
      status: expect.toSatisfy((status: number) => status === 400 || status === 404),
    });
  expect(await at(unknownId), 'an unknown id').toMatchObject({ status: 404, code: 'not_found' });
  const kind = kindOfPath(operation.path);
  if (foreign[kind] === undefined) return;
  const theirs = await at(foreign[kind]);
  expect(theirs, 'the id of another workspace').toMatchObject({ status: 404, code: 'not_found' });
  expect(theirs.body, 'it says nothing that an unknown one does not').toEqual((await at(unknownId)).body);
}

async function refusesQueries(operation: Operation): Promise<void> {
  const path = pathOf(operation, records);
  const [bare = '', fixed = ''] = path.split('?');
  const withQuery = (query: string) => ask(operation, { path: `${bare}?${query}${fixed ? `&${fixed}` : ''}` });
  expect(await withQuery('surprise=1')).toMatchObject({ status: 400, code: 'invalid_input' });
  const parameters = (document.paths[operation.path]?.[operation.method]?.parameters ?? []).filter(
    (one) => one.in === 'query',
  );
  for (const { name, schema } of parameters) {
    for (const text of name === 'cursor' ? [...strangeTexts, ...strangeCursors] : strangeTexts) {
      const answer = await withQuery(`${name}=${text}`).catch((error: unknown) => {
        throw new Error(`?${name}=${text.slice(0, 40)}: ${error instanceof Error ? error.message : String(error)}`);
      });
      if (name === 'limit') expect(answer.status, `?limit=${text}`).toBe(400);
      if (answer.status >= 400) continue;
      const one = resolve(schema, schemas);
      if (one.maxLength !== undefined || one.enum)
        expect(text.length, `?${name}=${text.slice(0, 20)}…`).toBeLessThan(9_000);
    }
  }
}

async function refusesBodies(operation: Operation): Promise<void> {
  const malformed = ['{', '{"a":1,}', '\0', '{"a":"\u0001"}', "{'a':1}", 'undefined', '[1', '{"a":NaN}', '\ufeff{'];
  for (const body of malformed)
    expect(await ask(operation, { body }), JSON.stringify(body)).toMatchObject({ status: 400, code: 'malformed_json' });
  const wrong = [
    '[]',
    'null',
    '7',
    '"text"',
    'true',
    '[[[]]]',
    '{"surprise":1}',
    '{"__proto__":{"title":"x"}}',
    '{"a":{"__proto__":1}}',
    '{"\\u005f_proto__":1}',
    '{"constructor":{"prototype":{}}}',
  ];
  for (const body of wrong)
    expect(await ask(operation, { body }), body).toMatchObject({ status: 400, code: 'invalid_input' });
  const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
  expect(await ask(operation, { body: deep })).toMatchObject({ status: 400, code: 'invalid_input' });
  expect(await ask(operation, { body: `${'['.repeat(100_000)}${']'.repeat(100_000)}` })).toMatchObject({ status: 400 });
  const large = JSON.stringify({ title: 'x'.repeat(1024 * 1024) });
  expect(await ask(operation, { body: large })).toMatchObject({ status: 413, code: 'too_large' });
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])
    expect(await ask(operation, { type }), type).toMatchObject({ status: 415, code: 'unsupported_media_type' });
}
