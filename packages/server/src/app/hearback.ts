import { buildDocument } from '@hearback/contract/document';
import { problemTable } from '@hearback/contract/loop';
import type { Hono } from 'hono';
import type { Pool } from 'pg';
import { createAuthenticate, createTokens, readSessionSecret, type Tokens } from '../platform/auth/index.ts';
import { type Clock, systemClock } from '../platform/clock/index.ts';
import type { Config } from '../platform/config/index.ts';
import {
  assertConfinedRole,
  type DatabaseAddress,
  openPool,
  parseDatabaseUrl,
  roleAddresses,
} from '../platform/database/index.ts';
import { createHttpApp } from '../platform/http/index.ts';
import { migrateJobs, type ScheduledJob, startJobs } from '../platform/jobs/index.ts';
import {
  createJournal,
  createReferenceNumbers,
  createRelay,
  type Journal,
  relayByHand,
  relayLag,
} from '../platform/journal/index.ts';
import type { Log } from '../platform/log/index.ts';
import { createMetrics } from '../platform/metrics/index.ts';
import { createGroupsToTeams, createPersonDirectory, createSignInPeople } from '../stages/charter/index.ts';
import { releaseHooksPath } from '../stages/deliver/index.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { createStages, type Stages } from './stages.ts';

/** Which half of a process runs: `api` answers, `worker` relays and works off jobs; by default both. */
export type Role = 'api' | 'worker' | 'all';

export type Hearback = {
  readonly app: Hono;
  readonly stages: Stages;
  readonly journal: Journal;
  readonly tokens: Tokens;
  readonly signIn: SignIn;
  readonly pool: Pool;
  /** Every pool, for whoever has to tell them that the database moved. */
  readonly pools: readonly Pool[];
  /** What runs by the clock, for whoever moves the clock. */
  readonly scheduled: readonly ScheduledJob[];
  /** Resolves when every entry committed so far has been relayed and its jobs are done: tests and commands wait for it. */
  readonly settle: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

type HearbackOptions = {
  database: DatabaseAddress;
  config: Config;
  log: Log;
  clock?: Clock;
  role?: Role;
  poolSize?: number;
  /** The data folder: keys and snapshots live there. */
  home?: string;
  /**
   * Nothing runs by itself: whoever moves the clock lets entries be passed on (`settle`) and runs what is scheduled. Commits
   * do not wait for the disk: a workspace that is being made up is made again after a crash.
   */
  clockByHand?: boolean;
  /** In a demo, the names of the people whom whoever sits at this machine may be. */
  samplePeople?: readonly string[];
  /** Where the pages are, once the server listens. */
  baseUrl?: () => string;
  /** Addresses that browsers may come from: `http://127.0.0.1:4400`. */
  isOurOrigin?: (origin: string) => boolean;
};

type Pools = { readonly pool: Pool; readonly workerPool: Pool; readonly relayPool: Pool };

function openPools(options: HearbackOptions): Pools {
  const { database, config, log, poolSize = 10 } = options;
  // A pooler in transaction mode keeps no session: LISTEN and the worker's locks go past it.
  const direct = roleAddresses(config.databaseDirectUrl ? parseDatabaseUrl(config.databaseDirectUrl) : database);
  const addresses = { app: roleAddresses(database).app, worker: direct.worker, relay: direct.relay };
  const onError = (error: Error) => log.warn({ err: error }, 'a database connection was lost');
  const open = (name: 'app' | 'worker' | 'relay', max: number) => {
    const url = config.roleUrls[name];
    return openPool(url ? parseDatabaseUrl(url) : addresses[name], {
      max,
      onError,
      isRepeatable: options.clockByHand ?? false,
    });
  };
  return { pool: open('app', poolSize), workerPool: open('worker', 5), relayPool: open('relay', 2) };
}

async function closePools({ pool, workerPool, relayPool }: Pools): Promise<void> {
  await Promise.all([pool.end(), workerPool.end(), relayPool.end()]);
}

/** Puts the whole house together over a migrated database. Everything that lives outside of a request is started here. */
export async function createHearback(options: HearbackOptions): Promise<Hearback> {
  const pools = openPools(options);
  const closing: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closing) await close();
    await closePools(pools);
  };
  try {
    await assertConfinedRole(pools.pool);
    return { ...(await assemble(options, pools, closing)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param closing takes what is to be ended, in order, as soon as it was started */
async function assemble(
  options: HearbackOptions,
  pools: Pools,
  closing: (() => Promise<void>)[],
): Promise<Omit<Hearback, 'stop'>> {
  const { config, log, clock = systemClock, role = 'all' } = options;
  const { pool, workerPool, relayPool } = pools;
  const metrics = createMetrics(async () => {
    const { oldest, jobsWaiting } = await backlog(relayPool);
    return { oldestUnreadSeconds: oldest ? (clock.now().getTime() - oldest.getTime()) / 1_000 : 0, jobsWaiting };
  });
  const tokens = createTokens(pool, clock);
  const numbers = createReferenceNumbers(pool);
  let wakeRelay = (): void => undefined;
  const journal = createJournal({ pool, clock, onCommitted: () => wakeRelay() });
  let forgetMembers = (): void => undefined;
  const stages = createStages({
    pool,
    journal,
    tokens,
    numbers,
    config,
    log,
    clock,
    home: options.home,
    baseUrl: options.baseUrl ?? (() => config.publicUrl ?? ''),
    linkSecret: config.secret ?? readSessionSecret(options.home),
    onStandingChanged: () => forgetMembers(),
  });

  const { home, samplePeople, isOurOrigin = () => false } = options;
  const people = createSignInPeople(journal);
  const groupsToTeams = createGroupsToTeams(journal);
  const signIn = createSignIn({
    pool,
    journal,
    tokens,
    config,
    log,
    clock,
    people,
    groupsToTeams,
    isOurOrigin,
    home,
    samplePeople,
  });
  const { authenticate, forget } = createAuthenticate({
    tokens,
    sessions: signIn.lookup,
    directory: createPersonDirectory(pool),
    isOurOrigin,
  });
  forgetMembers = forget;
  const app = createHttpApp({
    routes: stages.doors.flatMap((door) => door.routes),
    authenticate,
    problems: problemTable,
    document: JSON.stringify(buildDocument()),
    log,
    metrics,
    probe: async () => {
      await pool.query('SELECT 1');
    },
  });

  signIn.mount(app);
  stages.engage.mountMute(app);
  app.route('/ofrep/v1', stages.deliver.ofrep);
  app.route(releaseHooksPath, stages.deliver.releaseHooks);

  const consumers = [...stages.doors.flatMap((door) => door.consumers), ...signIn.consumers];
  const scheduled = stages.doors.flatMap((door) => door.scheduled);
  closing.push(stages.deliver.flags.stop);
  await stages.deliver.flags.start();
  if (role !== 'api' && !options.clockByHand) {
    await migrateJobs(workerPool, log);
    const relay = createRelay({ pool: relayPool, consumers, log });
    wakeRelay = relay.wake;
    closing.push(relay.stop);
    const jobs = await startJobs({
      pool: workerPool,
      consumers,
      scheduled,
      concurrency: 2,
      log,
    });
    closing.push(jobs.stop);
  } else if (!options.clockByHand) {
    // Another process relays: tell it after commits, many at once.
    wakeRelay = createNotifier(pool, log);
  }

  return {
    app,
    stages,
    journal,
    tokens,
    signIn,
    pool,
    pools: [pool, workerPool, relayPool],
    scheduled,
    settle: () => (options.clockByHand ? relayByHand(relayPool, consumers) : settle(relayPool, wakeRelay)),
  };
}

function createNotifier(pool: Pool, log: Log): () => void {
  let pending = false;
  return () => {
    if (pending) return;
    pending = true;
    setTimeout(() => {
      pending = false;
      pool
        .query('NOTIFY hearback_journal')
        .catch((error: unknown) => log.warn({ err: error }, 'could not wake the relay'));
    }, 10);
  };
}

/** Entries that nobody was told of yet, and due jobs. A job that failed and waits for its retry is not due. */
async function backlog(relayPool: Pool): Promise<{ unread: number; oldest: Date | null; jobsWaiting: number }> {
  const lag = await relayLag(relayPool);
  const { rows } = await relayPool.query<{ waiting: number }>(
    'SELECT count(*)::int AS waiting FROM graphile_worker.jobs WHERE run_at <= now() AND attempts < max_attempts',
  );
  return { ...lag, jobsWaiting: rows[0]?.waiting ?? 0 };
}

/** Waits until nothing is unread and no due job is left. */
async function settle(relayPool: Pool, wake: () => void): Promise<void> {
  const started = performance.now();
  for (;;) {
    wake();
    const { unread, jobsWaiting } = await backlog(relayPool);
    if (unread === 0 && jobsWaiting === 0) return;
    if (performance.now() - started > 60_000) throw new Error('The relay and its jobs did not settle within a minute.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
