import type { Pool } from 'pg';

type Lent = { readonly query: (...asked: unknown[]) => Promise<unknown>; readonly release: () => void };

/** The statements that write down how a job ended: nobody awaits them. */
function writesAnEnd([asked]: readonly unknown[]): boolean {
  const text = typeof asked === 'object' && asked !== null && 'text' in asked ? asked.text : asked;
  return typeof text === 'string' && /_private_jobs/.test(text) && /\bdelete from\b|\blast_error = /.test(text);
}

/**
 * The pool as graphile-worker gets it. It does not await the writing of a job's end, so that where the database is away just
 * then, a rejection that nobody hears would end the process. Here it is told instead that it was written, and `onLost` that it
 * was not: whoever hears it lets the runner go, and what that one held is freed and done once more.
 *
 * Its batches would await it, and hang for good when two of them fail.
 */
export function withLostEnds(pool: Pool, onLost: (error: unknown) => void): Pool {
  const lend = async (): Promise<Lent> => {
    const client = await pool.connect().catch((error: unknown): Lent => {
      const absent = (): Promise<never> => Promise.reject(error instanceof Error ? error : new Error(String(error)));
      return { query: absent, release: () => undefined };
    });
    const query = client.query.bind(client) as Lent['query'];
    return {
      query: (...asked) =>
        query(...asked).catch((error: unknown) => {
          if (!writesAnEnd(asked)) throw error;
          onLost(error);
          return { rows: [], rowCount: 0 };
        }),
      release: () => client.release(),
    };
  };
  return new Proxy(pool, {
    get: (target, name) => {
      // Listening takes a client by callback, and keeps it.
      if (name === 'connect')
        return (listening?: Parameters<Pool['connect']>[0]) => (listening ? target.connect(listening) : lend());
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
