import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { evaluate } from './flag-engine.ts';
import type { EvaluableFlags, FlagSnapshot } from './flag-snapshot.ts';

const maxBodyBytes = 64 * 1024;

type EvaluationContext = Readonly<Record<string, unknown>>;
type Failure = { readonly key?: string; readonly errorCode: string; readonly errorDetails: string };

const statusOf: Readonly<Record<string, 400 | 404>> = { FLAG_NOT_FOUND: 404 };

/** The context of a request, or what is wrong with it in OFREP's words. */
function readContext(text: string): { context: EvaluationContext } | Failure {
  let body: unknown;
  try {
    body = text.trim() === '' ? {} : JSON.parse(text, withoutProto);
  } catch {
    return { errorCode: 'PARSE_ERROR', errorDetails: 'The body is not JSON.' };
  }
  if (!isRecord(body)) return { errorCode: 'PARSE_ERROR', errorDetails: 'The body is not an object.' };
  const context = body['context'] ?? {};
  if (!isRecord(context)) return { errorCode: 'INVALID_CONTEXT', errorDetails: 'The context is not an object.' };
  const key = context['targetingKey'];
  if (key !== undefined && typeof key !== 'string')
    return { errorCode: 'INVALID_CONTEXT', errorDetails: 'The targetingKey is not a string.' };
  return { context };
}

function withoutProto(this: unknown, key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One flag for one context, in OFREP's shape; `value` is there wherever one exists. */
function answerFor(flags: EvaluableFlags, key: string, context: EvaluationContext): Record<string, unknown> | Failure {
  const flag = flags.engine.get(key);
  if (!flag) return { key, errorCode: 'FLAG_NOT_FOUND', errorDetails: `There is no flag “${key}”.` };
  if (flags.needingKey.has(key) && (context['targetingKey'] ?? '') === '')
    return {
      key,
      errorCode: 'TARGETING_KEY_MISSING',
      errorDetails: 'A rollout tells people apart by their targetingKey.',
    };
  const result = evaluate(flag, context);
  switch (result.kind) {
    case 'value':
      return { key, value: result.value, variant: result.variant, reason: result.reason, metadata: flag.metadata };
    case 'code_default':
      return { key, reason: result.reason, metadata: flag.metadata };
    case 'error':
      return { key, errorCode: result.errorCode, errorDetails: result.errorDetails };
  }
}

function secretOf(c: Context): string | undefined {
  const bearer = /^Bearer ([\w-]{1,100})$/i.exec(c.req.header('authorization') ?? '')?.[1];
  return bearer ?? c.req.header('x-api-key');
}

function unopened(c: Context, snapshot: FlagSnapshot): Response {
  if (!snapshot.isReady()) {
    c.header('Retry-After', '2');
    return c.json({ errorDetails: 'The flags were not read yet.' }, 503);
  }
  c.header('WWW-Authenticate', 'Bearer');
  return c.json({ errorDetails: 'Send a token that may evaluate flags, as Authorization: Bearer or X-API-Key.' }, 401);
}

function fail(c: Context, failure: Failure): Response {
  return c.json(failure, statusOf[failure.errorCode] ?? 400);
}

function isFailure(answer: Record<string, unknown> | Failure): answer is Failure {
  return 'errorCode' in answer;
}

/** OFREP 0.3, mounted at `/ofrep/v1`: single and bulk evaluation, and whether there is anything to answer from. */
export function createOfrep(snapshot: FlagSnapshot): Hono {
  const app = new Hono();
  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: (c) => c.json({ errorDetails: 'The context is larger than 64 KiB.' }, 413),
    }),
  );
  app.onError((_error, c) => c.json({ errorDetails: 'The evaluation failed on our side.' }, 500));
  app.get('/readyz', (c) => (snapshot.isReady() ? c.text('ok') : c.text('the flags were not read yet', 503)));

  app.post('/evaluate/flags/:key', async (c) => {
    const flags = snapshot.open(secretOf(c) ?? '');
    if (!flags) return unopened(c, snapshot);
    const key = c.req.param('key');
    const read = readContext(await c.req.text());
    if ('errorCode' in read) return fail(c, { key, ...read });
    const answer = answerFor(flags, key, read.context);
    return isFailure(answer) ? fail(c, answer) : c.json(answer);
  });

  app.post('/evaluate/flags', async (c) => {
    const flags = snapshot.open(secretOf(c) ?? '');
    if (!flags) return unopened(c, snapshot);
    const read = readContext(await c.req.text());
    if ('errorCode' in read) return fail(c, read);
    const answers = [...flags.engine.keys()].map((key) => answerFor(flags, key, read.context));
    const body = JSON.stringify({ flags: answers });
    // Of the answers and not of the definitions: rules may look at the clock, and two contexts may share an address.
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    c.header('ETag', etag);
    const seen = (c.req.header('if-none-match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
    if (seen.includes(etag)) return c.body(null, 304);
    return c.body(body, 200, { 'Content-Type': 'application/json' });
  });
  return app;
}
