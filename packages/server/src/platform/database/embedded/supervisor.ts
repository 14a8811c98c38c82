import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '@hearback/domain/record';
import { assertCanEnter, chooseAccount } from './account.ts';
import { assertSameMajor, clusterExists, createCluster, readSecret } from './cluster.ts';
import { freePort } from './free-port.ts';
import { becomesFree, endHolders, holdersOf, isAlive, signalProcess } from './holders.ts';
import { findHome, openHome, readyFolders, type Home } from './home.ts';
import { startLock } from './locks.ts';
import {
  forgetStaleFiles,
  lastPort,
  postmasterArguments,
  readPidFile,
  reasonToRetry,
  runsWith,
  spawnPostmaster,
  type Settings,
} from './postmaster.ts';
import { untilReady, superuserAt, type Log, type Site, type Superuser } from './readiness.ts';
import { forgetOtherCopies, reachablePrograms } from './programs.ts';

export type EmbeddedDatabaseOptions = {
  /** The data folder; it holds data/, run/, superuser.secret and postgres.log. */
  readonly home: string;
  readonly log: Log;
  /** PostgreSQL settings beyond our own; tests switch fsync off. A running postmaster with other settings is restarted. */
  readonly settings?: Settings;
  /** Of a database that ran before: none is made in its place when the folder is gone, or is not mounted any more. */
  readonly mustExist?: boolean;
};

export type EmbeddedDatabase = {
  /** Connection settings of the superuser made by initdb, for migrations and role making only. */
  readonly superuser: Superuser;
  /** True when an already running postmaster was taken over. */
  readonly adopted: boolean;
  readonly postmasterPid: number;
  /** Fast shutdown; returns when no process holds the folder any more. End the pools first: their connections are cut. */
  readonly stop: () => Promise<void>;
};

type Running = { pid: number; port: number; adopted: boolean };

const STOP_LIMIT_MS = 30_000;
const MOST_ATTEMPTS = 40;

/**
 * Gives back a running database, whatever the folder holds. In this order, under one lock that the kernel frees when we die,
 * because two starters at once otherwise take each other's half-started postmaster for an orphan:
 *
 * 1. *create* the cluster when there is none;
 * 2. *adopt* the postmaster when one holds the folder, waiting while it starts or replays its log;
 * 3. *clear* what a killed postmaster left: its backends hold the shared memory that the next one needs;
 * 4. *start* a new one, and call it started only when the pid file names our child and it answers.
 *
 * Calling it again after the database died restarts it, on the same port where that is still free.
 */
export async function startEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  if (options.mustExist) assertStillThere(options.home);
  const home = openHome(options.home);
  const lock = await startLock(home.path);
  try {
    const site = await prepare(home, options);
    const running = (await adopt(site)) ?? (await start(site));
    return {
      superuser: superuserAt(site, running.port),
      adopted: running.adopted,
      postmasterPid: running.pid,
      stop: () => stop(home, running.pid),
    };
  } finally {
    await lock.release();
  }
}

function assertStillThere(folder: string): void {
  const home = findHome(folder);
  if (home !== undefined && clusterExists(home)) return;
  throw new Refusal('data_folder_unreachable', `The database that ran in ${folder} is not there any more.`, {
    remedy: 'Put the folder back, or mount it again. To begin anew, stop this server and start it again.',
    facts: { folder },
  });
}

async function prepare(home: Home, { settings = {}, log }: EmbeddedDatabaseOptions): Promise<Site> {
  const account = chooseAccount(home.path, home.data);
  readyFolders(home, account);
  await assertCanEnter(account, home.path);
  const programs = await reachablePrograms(home.path, account);
  if (clusterExists(home)) {
    assertSameMajor(home, programs);
  } else {
    log({ level: 'info', message: 'Making a new database.', folder: home.path, account: account.name });
    await createCluster(home, programs, account, settings['fsync'] !== 'off');
  }
  return { home, programs, account, settings, log, password: readSecret(home) };
}

/** Takes over the postmaster that holds the folder; undefined when there is none, or none that is of use. */
async function adopt(site: Site): Promise<Running | undefined> {
  const { home, programs, settings, log } = site;
  const found = readPidFile(home);
  if (found === undefined || !holdersOf(home.data).includes(found.pid)) return undefined;
  const outcome = await untilReady(site, found.pid, () => !holdersOf(home.data).includes(found.pid));
  if (outcome === 'ended') return undefined;
  if (outcome !== 'stuck' && runsWith(home, programs, settings, outcome.port)) {
    log({ level: 'info', message: 'Took over the running database.', pid: found.pid, port: outcome.port });
    return { pid: found.pid, port: outcome.port, adopted: true };
  }
  const why = outcome === 'stuck' ? 'it does not answer' : 'it runs with other settings or another version';
  log({ level: 'warn', message: `Restarting the running database: ${why}.`, pid: found.pid });
  await shutDown(home, found.pid);
  return undefined;
}

async function start(site: Site): Promise<Running> {
  const { home, programs, account, settings, log } = site;
  let wantedPort = lastPort(home);
  let lastWords = '';
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    await clearOrphans(site);
    const port = await freePort(wantedPort);
    const { child, said } = spawnPostmaster(home, programs, account, postmasterArguments(home, settings, port));
    let ended = false;
    let refusedByKernel = '';
    child.once('error', (error) => (refusedByKernel = error.message));
    child.once('exit', () => (ended = true));
    const outcome = child.pid === undefined ? 'ended' : await untilReady(site, child.pid, () => ended);
    if (typeof outcome === 'object' && child.pid !== undefined) {
      forgetOtherCopies(home.path, programs);
      log({ level: 'info', message: 'Started the database.', pid: child.pid, port, attempt });
      return { pid: child.pid, port: outcome.port, adopted: false };
    }
    if (outcome === 'stuck' && child.pid !== undefined) await shutDown(home, child.pid);
    lastWords = `${refusedByKernel}${said()}`;
    const reason = reasonToRetry(lastWords);
    if (reason === undefined) break;
    if (reason === 'port') wantedPort = undefined;
    log({ level: 'warn', message: `PostgreSQL could not start yet (${reason}); trying again.`, attempt });
    await pause(Math.min(50 * attempt, 500));
  }
  throw new Refusal('database_start_failed', `PostgreSQL did not start. Its last words: ${lastWords.slice(-2_000)}`, {
    remedy: `See to the cause, then start again; everything it wrote is in ${home.log}.`,
  });
}

/** Ends the backends of a postmaster that is gone. Nothing else can be in the folder here: we hold the start lock. */
async function clearOrphans({ home, log }: Site): Promise<void> {
  const orphans = holdersOf(home.data);
  if (orphans.length > 0) {
    log({ level: 'warn', message: 'Ending the processes that a killed database left behind.', pids: orphans });
    await endHolders(home.data);
  }
  forgetStaleFiles(home, isAlive);
}

/** Stops our postmaster, and what it left if it was killed. Leaves alone one that somebody else has started since. */
async function stop(home: Home, pid: number): Promise<void> {
  const lock = await startLock(home.path);
  try {
    const named = readPidFile(home)?.pid;
    const holders = holdersOf(home.data);
    if (named !== undefined && named !== pid && holders.includes(named)) return;
    if (holders.length > 0) await shutDown(home, pid);
  } finally {
    await lock.release();
  }
}

/** SIGINT is PostgreSQL's fast shutdown. Whoever still holds the folder after the limit is ended as after a crash. */
async function shutDown(home: Home, pid: number): Promise<void> {
  if (holdersOf(home.data).includes(pid)) {
    signalProcess(pid, 'SIGINT');
    if (await becomesFree(home.data, STOP_LIMIT_MS)) return;
  }
  await endHolders(home.data);
}
