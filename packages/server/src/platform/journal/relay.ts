import type { Pool, PoolClient } from 'pg';
import type { EntryType } from '@hearback/domain/loop';
import { isDatabaseAway } from '../database/index.ts';
import type { Log } from '../log/index.ts';

/**
 * Somebody who wants to hear of entries after they happened. `handle` runs as a job with the ids of entries of one
 * workspace; it may run twice for the same entry and must not mind.
 */
export type Consumer = {
  readonly name: string;
  readonly wants: (type: EntryType) => boolean;
  readonly handle: (batch: { workspaceId: string; entryIds: readonly string[] }) => Promise<void>;
};

export type Relay = {
  /** Asks for a look soon; many calls become one. */
  readonly wake: () => void;
  readonly stop: () => Promise<void>;
};

const batchSize = 500;
const lockKey = 7263411;

type Batch = { readonly consumer: Consumer; readonly workspaceId: string; readonly entryIds: readonly string[] };

type Seen = { transaction_id: string; sequence: number; workspace_id: string; id: string; type: EntryType };

/**
 * Turns new journal entries into jobs.
 *
 * It never reads by “id greater than the last one seen”: ids and sequence numbers are handed out before commit, so a slow
 * transaction would be skipped. It reads in order of transaction id and only below `pg_snapshot_xmin`, the oldest
 * transaction still open; whatever commits later has a larger one. Jobs and position move in one transaction, so a crash in
 * between repeats nothing and loses nothing. One relay works at a time, by advisory lock; the others wait behind it.
 */
async function relayOnce(
  client: PoolClient,
  consumers: readonly Consumer[],
  handOver: (client: PoolClient, batches: readonly Batch[]) => Promise<void>,
): Promise<number> {
  await client.query('BEGIN');
  try {
    const lock = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS mine', [lockKey]);
    if (!lock.rows[0]?.mine) {
      await client.query('ROLLBACK');
      return 0;
    }
    const { rows } = await client.query<Seen>(
      `SELECT j.transaction_id::text, j.sequence, j.workspace_id, j.id, j.type
         FROM platform.journal j, platform.relay_position p
        WHERE (j.transaction_id, j.sequence) > (p.transaction_id, p.sequence)
          AND j.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
        ORDER BY j.transaction_id, j.sequence
        LIMIT $1`,
      [batchSize],
    );
    const last = rows.at(-1);
    if (!last) {
      await client.query('ROLLBACK');
      return 0;
    }
    const batches = consumers.flatMap((consumer) => {
      const wanted = Map.groupBy(
        rows.filter((row) => consumer.wants(row.type)),
        (row) => row.workspace_id,
      );
      return [...wanted].map(([workspaceId, entries]) => ({
        consumer,
        workspaceId,
        entryIds: entries.map((entry) => entry.id),
      }));
    });
    await handOver(client, batches);
    await client.query('UPDATE platform.relay_position SET transaction_id = $1::xid8, sequence = $2', [
      last.transaction_id,
      last.sequence,
    ]);
    await client.query('COMMIT');
    return rows.length;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** A job for each batch, in the transaction that moves the position. */
async function addJobs(client: PoolClient, batches: readonly Batch[]): Promise<void> {
  if (batches.length === 0) return;
  await client.query(
    `SELECT count(*) FROM graphile_worker.add_jobs(ARRAY(
       SELECT json_populate_record(null::graphile_worker.job_spec, spec) FROM json_array_elements($1::json) AS spec))`,
    [
      JSON.stringify(
        batches.map(({ consumer, workspaceId, entryIds }) => ({
          identifier: `consume:${consumer.name}`,
          payload: { workspaceId, entryIds },
          // One queue per consumer and workspace keeps a record's entries in order.
          queue_name: `${consumer.name}:${workspaceId}`,
          max_attempts: 25,
        })),
      ),
    ],
  );
}

/**
 * Passes everything on here and now, without jobs, and what follows from that too: for whoever moves the clock, and may not
 * move it on before all that happened was heard. Nothing else may relay meanwhile.
 */
export async function relayByHand(pool: Pool, consumers: readonly Consumer[]): Promise<void> {
  const client = await pool.connect();
  try {
    for (;;) {
      const taken: Batch[] = [];
      const moved = await relayOnce(client, consumers, (_client, batches) => {
        taken.push(...batches);
        return Promise.resolve();
      });
      for (const { consumer, workspaceId, entryIds } of taken) await consumer.handle({ workspaceId, entryIds });
      if (moved > 0) continue;
      if ((await relayLag(pool)).unread === 0) return;
      // A transaction of somebody else in the same cluster is still open, and what came after it waits.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  } finally {
    client.release();
  }
}

/** Starts the relay: woken by `wake`, by a notification from other processes, and by a slow poll behind both. */
export function createRelay(options: { pool: Pool; consumers: readonly Consumer[]; log: Log; pollMs?: number }): Relay {
  const { pool, consumers, log, pollMs = 1_000 } = options;
  let stopped = false;
  let woken = true;
  let rouse: () => void = () => undefined;

  const wake = (): void => {
    woken = true;
    rouse();
  };

  const sleep = (durationMs: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, durationMs);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
      if (woken || stopped) rouse();
    });

  /** A connection that hears NOTIFY; when it breaks, the loop takes a new one. */
  const attend = async (): Promise<PoolClient> => {
    const client = await pool.connect();
    client.on('notification', wake);
    await client.query('LISTEN hearback_journal');
    return client;
  };

  const loop = async (): Promise<void> => {
    let client: PoolClient | undefined;
    while (!stopped) {
      try {
        client ??= await attend();
        woken = false;
        const moved = await relayOnce(client, consumers, addJobs);
        if (moved === batchSize) continue;
        // What was just written may sit behind a transaction that is still open: look again soon, then settle into the poll.
        await sleep(moved > 0 ? 20 : pollMs);
      } catch (error) {
        client?.release(true);
        client = undefined;
        if (!stopped) {
          log.warn({ err: error, away: isDatabaseAway(error) }, 'relay will try again');
          await sleep(500);
        }
      }
    }
    client?.release(true);
  };

  const running = loop();
  return {
    wake,
    stop: async () => {
      stopped = true;
      rouse();
      await running;
    },
  };
}

/** How far behind the relay is: entries it has not passed on, and the age of the oldest. Needs the relay's role. */
export async function relayLag(pool: Pool): Promise<{ unread: number; oldest: Date | null }> {
  const { rows } = await pool.query<{ unread: number; oldest: Date | null }>(
    `SELECT count(*)::int AS unread, min(j.at) AS oldest
       FROM platform.journal j, platform.relay_position p
      WHERE (j.transaction_id, j.sequence) > (p.transaction_id, p.sequence)`,
  );
  return rows[0] ?? { unread: 0, oldest: null };
}
