import { createHash } from 'node:crypto';
import type { Operation } from '@hearback/contract/operation';
import { mightGrant } from '@hearback/domain/charter';
import { Refusal } from '@hearback/domain/record';
import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { type Caller, forbidden } from '../auth/caller.ts';
import { AlreadyDone } from '../journal/index.ts';
import { InvalidInput, refusalOf } from './problem.ts';
import { expectedVersion } from './versions.ts';

type Output<Schema> = Schema extends z.ZodType<infer Value> ? Value : undefined;

/** What a handler gets: everything was checked against the contract. */
export type Request<Params, Query, Body> = {
  readonly params: Output<Params>;
  readonly query: Output<Query>;
  readonly body: Output<Body>;
  /** Who asks; a public operation has nobody and must not look. */
  readonly caller: Caller;
  /** The version of a `change`; 0 for every other operation. */
  readonly version: number;
};

/** What stands at one operation's door and keeps count of who is turned away: for intake that must account for everything. */
export type Gate = {
  /** Before anything is read into the body. The headers go on the answer, whatever it is; a refusal ends the request. */
  readonly admit: (caller: Caller) => { headers: Readonly<Record<string, string>>; refusal: Refusal | undefined };
  /** A request that ended in a refusal: at the gate, for its shape, or in the handler. `text` is the body as it came. */
  readonly refused: (caller: Caller, refusal: Refusal, text: string) => Promise<void>;
};

export type RouteOptions = {
  readonly gate?: Gate;
  /** The body carries foreign data whose keys are data too, `__proto__` included; the handler reads own fields only. */
  readonly carriesForeignKeys?: boolean;
};

/** An operation with what carries it out; `again` answers a POST that was already carried out, from its subject's id. */
export type Route = {
  readonly operation: Operation;
  readonly handle: (request: never) => Promise<unknown>;
  readonly again: ((caller: Caller, subjectId: string) => Promise<unknown>) | undefined;
  readonly options: RouteOptions;
};

/** Ties a handler to its operation, so that both are checked against each other. */
export function route<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Result extends z.ZodType,
>(
  operation: Operation<Params, Query, Body, Result>,
  handle: (request: Request<Params, Query, Body>) => Promise<z.input<Result>>,
  again?: (caller: Caller, subjectId: string) => Promise<z.input<Result>>,
  options: RouteOptions = {},
): Route {
  return { operation: operation as unknown as Operation, handle, again, options };
}

/** Finds out who asks; null for nobody. Refuses what looks like a forgery. */
export type Authenticate = (request: globalThis.Request) => Promise<Caller | null>;

const unauthenticated = (): Refusal =>
  new Refusal('unauthenticated', 'Nobody is signed in.', {
    remedy: 'Sign in, or send a token as “Authorization: Bearer …”.',
  });

/** What needs the slow way: a key that could be a prototype, or an escape of a NUL or of half a character. */
const suspicious = /__proto__|\\u(?:005f|0000|d[89a-f])/i;

/**
 * JSON that holds nothing a database cannot. A prototype is refused, not dropped, and so is a NUL, by name; half a character,
 * as is left over where a tool cuts a text, becomes the replacement character. Foreign data answers for its own keys and NULs.
 */
function parseJson(text: string, carriesForeignKeys: boolean): unknown {
  refuseDepth(text);
  try {
    if (!suspicious.test(text)) return JSON.parse(text) as unknown;
    const value = JSON.parse(text, carriesForeignKeys ? wholeCharacters : ownKeysOnly) as unknown;
    if (!carriesForeignKeys) refuseNul(value, '');
    else if (typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__'))
      throw untakenKey('__proto__');
    return value;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('malformed_json', 'The body is not JSON.', { remedy: 'Send one JSON object, UTF-8.' });
  }
}

const deepest = 100;

/** Before parsing: what is nested deeper than a stack ends whatever walks through it afterwards. */
function refuseDepth(text: string): void {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfText(text, at);
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth > deepest)
      throw new Refusal('invalid_input', `The body nests deeper than ${deepest} levels.`, {
        field: '/',
        remedy: 'Send it flatter.',
      });
  }
}

/** Where the JSON text that begins at `start` has its closing quote. */
function endOfText(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}

function wholeCharacters(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value;
}

function ownKeysOnly(key: string, value: unknown): unknown {
  if (key === '__proto__' || !key.isWellFormed() || key.includes('\0')) throw untakenKey(key);
  return wholeCharacters(key, value);
}

function untakenKey(key: string): Refusal {
  const name = JSON.stringify(key.toWellFormed()).slice(1, -1).slice(0, 80);
  return new Refusal('invalid_input', `The body holds a key that no operation takes: ${name}.`, {
    field: `/${name}`,
    remedy: 'Take the key out.',
  });
}

function refuseNul(value: unknown, field: string): void {
  if (typeof value === 'string' && value.includes('\0'))
    throw new Refusal('invalid_input', `${field} holds a NUL, which cannot be stored.`, {
      field,
      remedy: 'Take the character out and send it again.',
    });
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) refuseNul(inner, `${field}/${key}`);
}

function checked(schema: z.ZodType | undefined, value: unknown, where: 'body' | 'query' | 'path'): unknown {
  if (!schema) return undefined;
  const strict = schema instanceof z.ZodObject ? schema.strict() : schema;
  const parsed = strict.safeParse(value);
  if (!parsed.success) throw new InvalidInput(where, parsed.error.issues);
  return parsed.data;
}

async function readBody(c: Context): Promise<string> {
  const type = c.req.header('content-type') ?? '';
  const text = await c.req.text();
  if (text !== '' && !/^application\/json\s*(;|$)/i.test(type))
    throw new Refusal('unsupported_media_type', `The body has the type “${type.slice(0, 80)}”.`, {
      remedy: 'Send JSON with “Content-Type: application/json”.',
    });
  return text;
}

function idempotency(c: Context, operation: Operation, caller: Caller, body: string) {
  const key = c.req.header('idempotency-key');
  if (key === undefined || operation.effect !== 'create') return undefined;
  if (key.length < 1 || key.length > 200)
    throw new Refusal('invalid_input', 'The Idempotency-Key is empty or longer than 200 characters.', {
      field: '/Idempotency-Key',
      remedy: 'Use a fresh UUID per request.',
    });
  return {
    credential: `${caller.identified.credential.kind}:${caller.identified.credential.id}`,
    operation: operation.id,
    key,
    bodyHash: createHash('sha256').update(`${c.req.path}\n${body}`).digest(),
  };
}

function identify(operation: Operation, caller: Caller | null): Caller | null {
  if (operation.access === 'public') return caller;
  if (!caller) throw unauthenticated();
  if (operation.access === 'member') return caller;
  const scopes = caller.identified.scopes;
  // Whether it holds for the record at hand is the service's question; this one needs no record.
  if (!mightGrant(caller.standing, operation.access) || (scopes && !scopes.includes(operation.access)))
    throw forbidden(operation.access);
  return caller;
}

function versionOf(result: unknown): number | undefined {
  return typeof result === 'object' && result !== null && 'version' in result && typeof result.version === 'number'
    ? result.version
    : undefined;
}

/** Literal paths first: `/signals/similar` is not the signal called “similar”. */
function literalFirst(a: Route, b: Route): number {
  return a.operation.path.split('{').length - b.operation.path.split('{').length;
}

/** Everything after who asks is known: is it well formed, then the handler, or the answer it gave before. */
async function carryOut(c: Context, route: Route, identified: Caller | null, text: string): Promise<unknown> {
  const { operation, handle, again, options } = route;
  const params = checked(operation.params, c.req.param(), 'path');
  const query = checked(operation.query, c.req.query(), 'query');
  const parsed = text === '' ? {} : operation.body ? parseJson(text, options.carriesForeignKeys === true) : undefined;
  const body = operation.body ? checked(operation.body, parsed, 'body') : undefined;
  const version = operation.effect === 'change' ? expectedVersion(c.req.header('if-match')) : 0;
  const caller = identified?.once(idempotency(c, operation, identified, text)) ?? null;
  try {
    return await handle({ params, query, body, caller, version } as never);
  } catch (error) {
    if (!(error instanceof AlreadyDone) || !caller) throw error;
    if (!again || !error.subjectId)
      throw new Refusal('already_exists', 'This request was already carried out; its answer is not repeated.', {
        remedy: 'Read the record, or use a new Idempotency-Key for a new one.',
      });
    c.header('Idempotency-Replayed', 'true');
    return again(caller.once(undefined), error.subjectId);
  }
}

/** `carryOut` behind a gate: its headers on every answer, and every refusal told to it. What is our own fault is not one. */
async function passGate(c: Context, route: Route, gate: Gate, caller: Caller): Promise<unknown> {
  let text = '';
  try {
    const { headers, refusal } = gate.admit(caller);
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
    text = await readBody(c);
    if (refusal) throw refusal;
    return await carryOut(c, route, caller, text);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal.code !== 'internal' && refusal.code !== 'database_away') await gate.refused(caller, refusal, text);
    throw error;
  }
}

/** Mounts routes on `app` under the contract's paths. Order: who asks, may they, is it well formed, then the handler. */
export function mount(app: Hono, routes: readonly Route[], authenticate: Authenticate): void {
  for (const route of routes.toSorted(literalFirst)) {
    const { operation, options } = route;
    app.on(operation.method, honoPath(operation), async (c) => {
      const identified = identify(operation, await authenticate(c.req.raw));
      const result =
        options.gate && identified
          ? await passGate(c, route, options.gate, identified)
          : await carryOut(c, route, identified, operation.method === 'get' ? '' : await readBody(c));
      const etag = versionOf(result);
      if (etag !== undefined) c.header('ETag', `"${etag}"`);
      if (operation.status === 204) return c.body(null, 204);
      return c.json(result as object, operation.status);
    });
  }
  mountOtherMethods(app, routes);
}

/** An address that is there says which methods it takes instead of that it is not. */
function mountOtherMethods(app: Hono, routes: readonly Route[]): void {
  const byPath = Map.groupBy(routes, ({ operation }) => honoPath(operation));
  for (const [path, taken] of byPath) {
    const allowed = [...new Set(taken.map(({ operation }) => operation.method.toUpperCase()))].join(', ');
    app.all(path, (c) => {
      c.header('Allow', allowed);
      throw new Refusal('method_not_allowed', `This address does not take ${c.req.method}.`, {
        remedy: `It takes ${allowed}.`,
      });
    });
  }
}

function honoPath(operation: Operation): string {
  return operation.path.replaceAll(/\{(\w+)\}/g, ':$1');
}
