import type { IncomingMessage } from 'node:http';
import type { Plugin } from 'vite';
import { createMockApi } from './mock-api.ts';

/** Answers `/api/v1` from the fixtures while pages are worked on without a server. */
export function fixtureApi(): Plugin {
  const api = createMockApi();
  return {
    name: 'fixture-api',
    configureServer(server) {
      server.middlewares.use('/api/v1', (request, response) => {
        void bodyOf(request).then((body) => {
          const url = new URL(request.url ?? '/', 'http://localhost');
          const answer = api.answer({ method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, body, headers: {} });
          response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer.body));
        });
      });
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : JSON.parse(text);
}
