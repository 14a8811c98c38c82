import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Hono } from 'hono';

const built = fileURLToPath(new URL('../../../web/dist', import.meta.url));

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
}

const notBuilt =
  'The pages are not built. In the repository run: npm run build:web. The API answers at /api/v1, described by /api/v1/openapi.json.\n';

/**
 * The web app: files with a hash in their name, compressed when they were built, for a year; and one page for every other
 * address, with a nonce of its own.
 */
export function mountPages(app: Hono): void {
  const index = path.join(built, 'index.html');
  const page = existsSync(index) ? readFileSync(index, 'utf8') : undefined;
  if (page !== undefined) {
    app.use('/assets/*', async (c, next) => {
      await next();
      if (c.res.ok) c.header('Cache-Control', 'public, max-age=31536000, immutable');
    });
    app.use('/assets/*', serveStatic({ root: path.relative(process.cwd(), built) || '.', precompressed: true }));
  }
  app.get('*', async (c, next) => {
    if (/^\/(api|ofrep|otlp|hooks|assets)\//.test(c.req.path)) return next();
    if (page === undefined) return c.text(notBuilt, 503);
    const nonce = randomBytes(16).toString('base64');
    return c.html(page.replaceAll('__CSP_NONCE__', nonce), 200, {
      'Content-Security-Policy': policy(nonce),
      'Cache-Control': 'no-store',
    });
  });
}
