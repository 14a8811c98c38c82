import type { Pool, PoolClient } from 'pg';
import type { Log } from '../log/index.ts';

/** The class of the advisory locks that living runners hold; the other half is a hash of the runner's name. */
const lockClass = 7263412;
const lookMs = 5_000;

export type Life = { readonly stop: () => Promise<void> };

/**
 * What a runner has in hand is its own for four hours, to graphile-worker, in case it is only slow: after a crash nothing
 * behind it in its queue would happen until then. So a runner shows that it lives by a session's lock on its name, which ends
 * with its connection, and everyone who lives frees what the dead left. A job that is freed while its runner has only lost
 * this connection runs twice, which no job minds.
 */
export function showLife(pool: Pool, runner: string, log: Log): Life {
  let stopped = false;
  let rouse = (): void => undefined;

  const untilNextLook = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, lookMs);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const loop = async (): Promise<void> => {
    let client: PoolClient | undefined;
    while (!stopped) {
      try {
        client ??= await alive(pool, runner);
        await freeTheDead(client);
      } catch (error) {
        client?.release(true);
        client = undefined;
        if (!stopped) log.warn({ err: error }, 'the jobs will show again that they live');
      }
      if (!stopped) await untilNextLook();
    }
    // The session keeps its locks: it must not go back into the pool with them.
    client?.release(true);
  };

  const running = loop();
  return {
    stop: async () => {
      stopped = true;
      rouse();
      await running;
    },
  };
}

async function alive(pool: Pool, runner: string): Promise<PoolClient> {
  const client = await pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock_shared($1::int, hashtext($2))', [lockClass, runner]);
    return client;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Whoever took something a moment ago may not have shown yet that it lives. */
async function freeTheDead(client: PoolClient): Promise<void> {
  await client.query(
    `SELECT graphile_worker.force_unlock_workers(array_agg(held.by))
       FROM (SELECT locked_by AS by, locked_at AS at FROM graphile_worker._private_jobs
             UNION ALL SELECT locked_by, locked_at FROM graphile_worker._private_job_queues) AS held
      WHERE held.at < now() - interval '5 seconds'
        AND NOT EXISTS (SELECT FROM pg_locks l
                         WHERE l.locktype = 'advisory' AND l.granted AND l.classid = $1 AND l.objsubid = 2
                           AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                           AND l.objid::bigint = hashtext(held.by)::bigint & 4294967295)`,
    [lockClass],
  );
}
