import type { ProblemTable } from '@hearback/contract/problem';
import { Refusal } from '@hearback/domain/record';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Log } from '../log/index.ts';
import type { Metrics } from '../metrics/index.ts';
import { type Authenticate, mount, type Route } from './mount.ts';
import { problemOf, refusalOf } from './problem.ts';

const maxBodyBytes = 1024 * 1024;

export type HttpOptions = {
  readonly routes: readonly Route[];
  readonly authenticate: Authenticate;
  readonly problems: ProblemTable;
  /** The OpenAPI document as JSON text. */
  readonly document: string;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Throws or rejects when the database cannot be reached. */
  readonly probe: () => Promise<void>;
};

function answerProblem(c: Context, options: HttpOptions, error: unknown): Response {
  const refusal = refusalOf(error);
  const body = problemOf(options.problems, refusal);
  if (body.status >= 500 && body.code !== 'database_away')
    options.log.error({ err: error, method: c.req.method, path: c.req.path }, 'request failed');
  const headers: Record<string, string> = { 'Content-Type': 'application/problem+json' };
  if (body.status === 503) headers['Retry-After'] = '2';
  if (body.status === 401) headers['WWW-Authenticate'] = 'Bearer';
  return c.body(JSON.stringify(body), body.status as 400, headers);
}

/** `/livez` (the process), `/readyz` (and its database), `/metrics`. */
function mountHealth(app: Hono, options: HttpOptions): void {
  app.get('/livez', (c) => c.text('ok'));
  app.get('/readyz', async (c) => {
    try {
      await options.probe();
      return c.text('ok');
    } catch {
      return c.text('the database cannot be reached', 503);
    }
  });
  app.get('/metrics', async (c) =>
    c.text(await options.metrics.render(), 200, { 'Content-Type': options.metrics.contentType }),
  );
}

/** Headers for every answer, errors too. Pages add their own Content-Security-Policy with a nonce. */
function mountSafetyHeaders(app: Hono): void {
  app.use(async (c, next) => {
    await next();
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'same-origin');
    c.header('Cross-Origin-Opener-Policy', 'same-origin');
    c.header('Cross-Origin-Resource-Policy', 'same-origin');
    if (!c.res.headers.has('Content-Security-Policy'))
      c.header(
        'Content-Security-Policy',
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
      );
    if (c.req.path.startsWith('/api/') && !c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store');
  });
}

/** The API as one app that can be called in process. `app` adds pages and protocol paths to it. */
export function createHttpApp(options: HttpOptions): Hono {
  const app = new Hono();
  app.onError((error, c) => answerProblem(c, options, error));
  app.notFound((c) =>
    answerProblem(
      c,
      options,
      new Refusal('not_found', 'There is nothing at this address.', {
        remedy: 'See /api/v1/openapi.json for what there is.',
      }),
    ),
  );
  mountSafetyHeaders(app);
  mountHealth(app, options);

  const api = new Hono();
  api.onError((error, c) => answerProblem(c, options, error));
  api.use(async (c, next) => {
    const stop = options.metrics.requestSeconds.startTimer();
    await next();
    const operation = c.req.routePath;
    stop({ operation });
    options.metrics.requests.inc({ operation, status: c.res.status });
  });
  api.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: () => {
        throw new Refusal('too_large', 'The body is larger than one mebibyte.', {
          remedy: 'Send less at once; imports go through `hearback import`, in batches.',
        });
      },
    }),
  );
  api.get('/openapi.json', (c) => c.body(options.document, 200, { 'Content-Type': 'application/json' }));
  mount(api, options.routes, options.authenticate);
  app.route('/api/v1', api);
  return app;
}
