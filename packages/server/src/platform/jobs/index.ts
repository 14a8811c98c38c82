// Work that can wait: graphile-worker in the same database, fed by the relay and by cron. A job never holds a request up,
// may run twice, and writes through the same services as everybody else.
import { type CronItem, type Runner, type TaskList, Logger, parseCronItems, run, runMigrations } from 'graphile-worker';
import type { Pool } from 'pg';
import type { Consumer } from '../journal/index.ts';
import type { Log } from '../log/index.ts';

/** Something that happens by the clock, not because of an entry. */
export type ScheduledJob = {
  readonly name: string;
  /** Five cron fields, UTC. */
  readonly at: string;
  readonly run: () => Promise<void>;
};

export type Jobs = { readonly stop: () => Promise<void> };

function quietLogger(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log.error({ worker: message }, 'job');
    else if (level === 'warning') log.warn({ worker: message }, 'job');
  });
}

/** Brings graphile-worker's own tables up to date, as the worker role. */
export async function migrateJobs(pool: Pool, log: Log): Promise<void> {
  await runMigrations({ pgPool: pool, logger: quietLogger(log) });
}

type ConsumePayload = { workspaceId: string; entryIds: string[] };

function isConsumePayload(payload: unknown): payload is ConsumePayload {
  return (
    typeof payload === 'object' &&
    payload !== null &&
    'workspaceId' in payload &&
    'entryIds' in payload &&
    typeof payload.workspaceId === 'string' &&
    Array.isArray(payload.entryIds)
  );
}

export async function startJobs(options: {
  pool: Pool;
  consumers: readonly Consumer[];
  scheduled: readonly ScheduledJob[];
  concurrency: number;
  log: Log;
}): Promise<Jobs> {
  const { pool, consumers, scheduled, concurrency, log } = options;
  const tasks: TaskList = {};
  for (const consumer of consumers)
    tasks[`consume:${consumer.name}`] = async (payload) => {
      if (!isConsumePayload(payload)) throw new Error(`A job for ${consumer.name} has no entries.`);
      await consumer.handle(payload);
    };
  for (const job of scheduled) tasks[job.name] = () => job.run();
  const cronItems: CronItem[] = scheduled.map((job) => ({ task: job.name, match: job.at, identifier: job.name }));
  const start = (): Promise<Runner> =>
    run({
      pgPool: pool,
      concurrency,
      noHandleSignals: true,
      pollInterval: 1_000,
      taskList: tasks,
      parsedCronItems: parseCronItems(cronItems),
      logger: quietLogger(log),
    });
  return keepRunning(start, log);
}

/** A runner ends when the database stays away for a while; this starts another one until somebody says stop. */
async function keepRunning(start: () => Promise<Runner>, log: Log): Promise<Jobs> {
  let stopped = false;
  let runner = await start();
  const watch = async (): Promise<void> => {
    while (!stopped) {
      await runner.promise.catch((error: unknown) => log.warn({ err: error }, 'jobs stopped'));
      while (!stopped) {
        await new Promise((resolve) => setTimeout(resolve, 500));
        if (stopped) return;
        const next = await start().catch(() => undefined);
        if (!next) continue;
        runner = next;
        log.info('jobs started again');
        break;
      }
    }
  };
  const watching = watch();
  return {
    stop: async () => {
      stopped = true;
      await runner.stop().catch(() => undefined);
      await watching;
    },
  };
}
