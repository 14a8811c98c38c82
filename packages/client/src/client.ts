import createFetchClient, { type Client } from 'openapi-fetch';
import { problemOf, unreachable } from './problem.ts';
import type { paths } from './schema.gen.ts';

export type HearbackClient = Client<paths>;

/**
 * A client of the API with the types of openapi.json. Whatever is not an answer is thrown as a `Problem`. Each POST gets an
 * `Idempotency-Key` unless it brings its own; bring one where a person may press the button again.
 * @param baseUrl the server's address without `/api/v1`; an empty one is the page's own
 * @param token sent as a bearer token; a browser leaves it out and sends its session's cookie
 */
export function createClient({ baseUrl, token }: { baseUrl: string; token?: string }): HearbackClient {
  const client = createFetchClient<paths>({ baseUrl: `${baseUrl.replace(/\/$/, '')}/api/v1` });
  client.use({
    onRequest({ request }) {
      if (token !== undefined) request.headers.set('Authorization', `Bearer ${token}`);
      if (request.method === 'POST' && !request.headers.has('Idempotency-Key'))
        request.headers.set('Idempotency-Key', freshKey());
      return request;
    },
    async onResponse({ response }) {
      if (!response.ok) throw await problemOf(response);
    },
    onError: ({ error }) => (isAbort(error) ? error : unreachable()),
  });
  return client;
}

/** What a call answered; a refusal was thrown before. */
export async function answered<Data>(call: Promise<{ data?: Data; response: Response }>): Promise<Data> {
  const { data } = await call;
  return data as Data;
}

/** The If-Match header of a change, from the version that was seen. */
export function ifMatch(version: number): { 'If-Match': string } {
  return { 'If-Match': `"${version}"` };
}

/** An Idempotency-Key. `crypto.randomUUID` is missing where a page came over plain HTTP, as it may inside a company. */
export function freshKey(): string {
  return crypto
    .getRandomValues(new Uint8Array(16))
    .reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), '');
}

function isAbort(error: unknown): error is Error {
  return error instanceof Error && error.name === 'AbortError';
}
