// Work that can wait: graphile-worker in the same database, fed by the relay and by cron. A job never holds a request up,
// may run twice, and writes through the same services as everybody else.
import { EventEmitter } from 'node:events';
import {
  type CronItem,
  type Runner,
  type TaskList,
  type WorkerEvents,
  Logger,
  parseCronItems,
  run,
  runMigrations,
} from 'graphile-worker';
import type { Pool } from 'pg';
import type { Consumer } from '../journal/index.ts';
import type { Log } from '../log/index.ts';
import { type Life, showLife } from './liveness.ts';
import { withLostEnds } from './lost-ends.ts';

/** Something that happens by the clock, not because of an entry. */
export type ScheduledJob = {
  readonly name: string;
  /** Five cron fields, UTC. */
  readonly at: string;
  readonly run: () => Promise<void>;
};

export type Jobs = { readonly stop: () => Promise<void> };

/** When to look again after a job, each counted from its end. */
const lookAgainMs = [10, 60, 300];

/**
 * graphile-worker looks for the next job while the end of the last one is still being written. The next of the same queue
 * then seems held, and would wait for the slow poll: a second for every entry behind another. So the pool looks again, a
 * moment after the last job and twice more.
 */
function lookAgainAfterJobs({ events }: Runner, concurrency: number): void {
  let timers: NodeJS.Timeout[] = [];
  let isEnding = false;
  const forget = (): void => {
    for (const timer of timers) clearTimeout(timer);
    timers = [];
  };
  // A worker that has ended must not be nudged.
  const end = (): void => {
    isEnding = true;
    forget();
  };
  for (const ending of ['pool:gracefulShutdown', 'pool:forcefulShutdown', 'worker:release'] as const)
    events.on(ending, end);
  events.on('job:complete', ({ worker: { workerPool } }) => {
    forget();
    if (!isEnding) timers = lookAgainMs.map((ms) => setTimeout(() => workerPool.nudge(concurrency), ms));
  });
}

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

type Running = { readonly runner: Runner; readonly life: Life };

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
  const start = async (): Promise<Running> => {
    const events: WorkerEvents = new EventEmitter();
    let name = '';
    events.on('pool:create', ({ workerPool }) => {
      name = workerPool.id;
    });
    let isLost = false;
    let letGo = (): void => {
      isLost = true;
    };
    const runner = await run({
      pgPool: withLostEnds(pool, (error) => {
        log.warn({ err: error }, 'how a job ended could not be written');
        letGo();
      }),
      concurrency,
      noHandleSignals: true,
      pollInterval: 1_000,
      taskList: tasks,
      parsedCronItems: parseCronItems(cronItems),
      logger: quietLogger(log),
      events,
    });
    letGo = () => void runner.stop().catch(() => undefined);
    if (isLost) letGo();
    lookAgainAfterJobs(runner, concurrency);
    return { runner, life: showLife(pool, name, log) };
  };
  return keepRunning(start, log);
}

/** A runner ends when the database stays away for a while; this starts another one until somebody says stop. */
async function keepRunning(start: () => Promise<Running>, log: Log): Promise<Jobs> {
  let stopped = false;
  let running = await start();
  const watch = async (): Promise<void> => {
    while (!stopped) {
      await running.runner.promise.catch((error: unknown) => log.warn({ err: error }, 'jobs stopped'));
      await running.life.stop();
      while (!stopped) {
        await new Promise((resolve) => setTimeout(resolve, 500));
        if (stopped) return;
        const next = await start().catch(() => undefined);
        if (!next) continue;
        running = next;
        log.info('jobs started again');
        break;
      }
    }
  };
  const watching = watch();
  return {
    stop: async () => {
      stopped = true;
      await running.runner.stop().catch(() => undefined);
      await watching;
    },
  };
}
