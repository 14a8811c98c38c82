import { buildDocument } from '@hearback/contract/document';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { type Permission, tokenScopes, type Role } from '@hearback/domain/charter';
import { createHearback, type Hearback } from '../src/app/hearback.ts';
import { readConfig } from '../src/platform/config/index.ts';
import { type MovableClock, movableClock } from '../src/platform/clock/index.ts';
import { createLog } from '../src/platform/log/index.ts';
import type { DatabaseAddress } from '../src/platform/database/index.ts';
import { newId } from '../src/platform/identifiers/index.ts';
import { systemActor } from '../src/platform/journal/index.ts';
import { cloneDatabase } from './database.ts';

export type Answer<Body = Record<string, unknown>> = {
  readonly status: number;
  readonly body: Body;
  readonly etag: string | null;
  readonly headers: Headers;
};

/** Somebody who talks to the API with a token. */
export type Client = {
  readonly personId: string;
  readonly token: string;
  get<Body = Record<string, unknown>>(path: string): Promise<Answer<Body>>;
  /** POST, PUT, PATCH or DELETE; `version` becomes If-Match, `key` the Idempotency-Key. */
  send<Body = Record<string, unknown>>(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    options?: { version?: number; key?: string; headers?: Record<string, string> },
  ): Promise<Answer<Body>>;
};

export type TestHouse = {
  readonly hearback: Hearback;
  readonly clock: MovableClock;
  readonly workspaceId: string;
  /** The database as its schema owner, for tests of what the app may not do. */
  readonly database: DatabaseAddress;
  /** The first admin, who is everything but assessor. */
  readonly admin: Client;
  /** A person with these roles, added straight into the workspace. */
  person(name: string, roles: readonly Role[], options?: PersonOptions): Promise<Client>;
  /** Whom a record can be restricted to; returns its id. A person's audiences are read when they first ask: make it before. */
  audience(name: string, of: { personIds?: readonly string[]; roles?: readonly Role[] }): Promise<string>;
  /** A second workspace with an admin of its own. */
  otherWorkspace(): Promise<Client>;
  raw(path: string, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
};

export type PersonOptions = {
  readonly functions?: readonly string[];
  readonly teamIds?: readonly string[];
  readonly componentIds?: readonly string[];
  readonly scopes?: readonly Permission[];
  readonly email?: string;
  readonly service?: boolean;
};

/** Monday morning, in every test. */
const testStart = new Date('2026-11-16T09:00:00.000Z');

/** The whole house on a database of its own, in process, with a clock that stands still. */
export async function openHouse(
  options: {
    start?: Date;
    environment?: Record<string, string>;
    database?: DatabaseAddress;
    samplePeople?: readonly string[];
  } = {},
): Promise<TestHouse> {
  const { address, drop } = options.database
    ? { address: options.database, drop: () => Promise.resolve() }
    : await cloneDatabase();
  const clock = movableClock(options.start ?? testStart);
  const hearback = await createHearback({
    database: address,
    config: readConfig(options.environment ?? {}),
    log: createLog(process.env['HEARBACK_TEST_LOG'] ?? 'silent'),
    clock,
    poolSize: 8,
    ...(options.samplePeople ? { samplePeople: options.samplePeople } : {}),
    isOurOrigin: (origin) => origin === 'http://127.0.0.1' || origin === 'http://localhost',
  });
  const { workspaces } = hearback.stages.charter;
  const workspace = await workspaces.make({ slug: 'tideline', name: 'Tideline', adminName: 'Ingrid Solheim' });
  const adminToken = await workspaces.adminToken(workspace, 365);
  const raw = (path: string, init?: RequestInit): Promise<Response> =>
    Promise.resolve(hearback.app.fetch(new Request(`http://127.0.0.1${path}`, init)));
  const client = (personId: string, token: string): Client => clientOf(raw, personId, token);

  return {
    hearback,
    clock,
    workspaceId: workspace.id,
    database: address,
    admin: client(workspace.adminId, adminToken.secret),
    person: async (name, roles, person = {}) => {
      const id = await addPerson(hearback, workspace.id, name, roles, person);
      const made = await hearback.tokens.make({
        workspaceId: workspace.id,
        personId: id,
        name: 'test',
        kind: 'api',
        scopes: person.scopes ?? tokenScopes,
        lifetimeMs: 400 * 86_400_000,
      });
      return client(id, made.secret);
    },
    audience: (name, of) =>
      hearback.journal.write(
        { viewpoint: { workspaceId: workspace.id, audienceIds: [] }, actor: systemActor },
        async ({ tables, now, record }) => {
          const id = newId(now);
          await tables
            .insertInto('charter.audiences')
            .values({ id, name, person_ids: [...(of.personIds ?? [])], roles: [...(of.roles ?? [])] })
            .execute();
          record({ type: 'charter.audience_added', subject: { kind: 'audience', id } });
          return id;
        },
      ),
    otherWorkspace: async () => {
      const other = await workspaces.make({
        slug: `other-${Math.floor(performance.now() * 1000)}`,
        name: 'Other',
        adminName: 'Olu Ade',
      });
      return client(other.adminId, (await workspaces.adminToken(other, 7)).secret);
    },
    raw,
    stop: async () => {
      await hearback.stop();
      await drop();
    },
  };
}

async function addPerson(
  hearback: Hearback,
  workspaceId: string,
  name: string,
  roles: readonly Role[],
  options: PersonOptions,
): Promise<string> {
  return hearback.journal.write(
    { viewpoint: { workspaceId, audienceIds: [] }, actor: systemActor },
    async ({ tables, now, record }) => {
      const id = newId(now);
      await tables
        .insertInto('charter.people')
        .values({
          id,
          name,
          roles: [...roles],
          assessor_functions: [...(options.functions ?? [])],
          email: options.email ?? null,
          service: options.service ?? false,
        })
        .execute();
      for (const team_id of options.teamIds ?? [])
        await tables.insertInto('charter.team_members').values({ team_id, person_id: id, part: 'member' }).execute();
      for (const component_id of options.componentIds ?? [])
        await tables.insertInto('charter.component_maintainers').values({ component_id, person_id: id }).execute();
      record({ type: 'charter.person_added', subject: { kind: 'person', id }, data: { roles } });
      return id;
    },
  );
}

function clientOf(raw: TestHouse['raw'], personId: string, token: string): Client {
  const call = async <Body>(
    method: string,
    path: string,
    body: unknown,
    options: { version?: number; key?: string; headers?: Record<string, string> } = {},
  ): Promise<Answer<Body>> => {
    const headers: Record<string, string> = { authorization: `Bearer ${token}`, ...options.headers };
    if (body !== undefined) headers['content-type'] ??= 'application/json';
    if (options.version !== undefined) headers['if-match'] = `"${options.version}"`;
    if (options.key !== undefined) headers['idempotency-key'] = options.key;
    const response = await raw(`/api/v1${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed = (text === '' ? {} : JSON.parse(text)) as Body;
    assertDocumented(method, path, response, parsed);
    return { status: response.status, body: parsed, etag: response.headers.get('etag'), headers: response.headers };
  };
  return {
    personId,
    token,
    get: (path) => call('GET', path, undefined),
    send: (method, path, body, options) => call(method, path, body, options),
  };
}

// Every answer in every test is held against the document: an undocumented field or shape fails the test that saw it.
const document = buildDocument() as unknown as {
  paths: Record<
    string,
    Record<string, { responses: Record<string, { content?: Record<string, { schema: unknown }> }> }>
  >;
  components: { schemas: Record<string, unknown> };
};
const ajv = new Ajv2020({ strict: false, allErrors: false });
const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void;
addFormats(ajv);
ajv.addSchema({ $id: 'document', ...document });
const templates = Object.keys(document.paths).map((template) => ({
  template,
  pattern: new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}));
const validators = new Map<string, ReturnType<typeof ajv.compile>>();

function assertDocumented(method: string, path: string, response: Response, body: unknown): void {
  const bare = path.split('?')[0] ?? path;
  // `/signals/similar` before `/signals/{id}`: the literal template wins.
  const found = templates
    .filter(({ pattern }) => pattern.test(bare))
    .sort((a, b) => a.template.split('{').length - b.template.split('{').length)[0];
  const operation = found && document.paths[found.template]?.[method.toLowerCase()];
  if (!found || !operation) {
    if (response.status === 404 || response.status === 405) return;
    throw new Error(`${method} ${path} answered ${response.status} and is not in the document.`);
  }
  const status = operation.responses[String(response.status)] ? String(response.status) : 'default';
  const type = status === 'default' ? 'application/problem+json' : 'application/json';
  const content = operation.responses[status]?.content;
  if (!content) return;
  if (!(response.headers.get('content-type') ?? '').startsWith(type))
    throw new Error(
      `${method} ${path} answered ${response.status} as ${response.headers.get('content-type')}, not ${type}.`,
    );
  const pointer = ['paths', found.template, method.toLowerCase(), 'responses', status, 'content', type, 'schema']
    .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  const key = `document#/${pointer}`;
  let validate = validators.get(key);
  if (!validate) {
    validate = ajv.compile({ $ref: key });
    validators.set(key, validate);
  }
  if (!validate(body))
    throw new Error(
      `${method} ${path} answered ${response.status} with what the document does not say: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(body).slice(0, 800)}`,
    );
}
