import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '@hearback/domain/record';
import pg from 'pg';
import type { Account } from './account.ts';
import { superuserDatabase, superuserName } from './cluster.ts';
import type { Home } from './home.ts';
import { readPidFile, type Settings } from './postmaster.ts';
import type { Programs } from './programs.ts';

export type Log = (event: { level: 'info' | 'warn'; message: string; [key: string]: unknown }) => void;

export type Superuser = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
};

/** One data folder with all that is needed to run its database. */
export type Site = {
  readonly home: Home;
  readonly programs: Programs;
  readonly account: Account;
  readonly settings: Settings;
  readonly log: Log;
  readonly password: string;
};

/** Replaying a long log after a crash takes its time; what is alive and says so is not given up sooner. */
const START_LIMIT_MS = 300_000;
/** How long a postmaster that calls itself ready may leave a connection unanswered before it counts as stuck. */
const ANSWER_LIMIT_MS = 15_000;

/** Waits until the pid file names this postmaster, calls it ready, and it answers as the database of this very folder. */
export async function untilReady(
  site: Site,
  pid: number,
  hasEnded: () => boolean,
): Promise<{ port: number } | 'ended' | 'stuck'> {
  const begun = performance.now();
  let readySince: number | undefined;
  let told = begun;
  while (!hasEnded()) {
    const file = readPidFile(site.home);
    if (file?.pid === pid && file.status === 'ready') {
      readySince ??= performance.now();
      if (await answers(site, file.port)) return { port: file.port };
      if (performance.now() - readySince > ANSWER_LIMIT_MS) return 'stuck';
    }
    if (performance.now() - begun > START_LIMIT_MS) throw stillStarting(site, pid);
    if (performance.now() - told > 10_000) {
      told = performance.now();
      site.log({
        level: 'info',
        message: 'Still waiting for the database, which says: ' + (file?.status ?? 'nothing yet'),
      });
    }
    await pause(10);
  }
  return 'ended';
}

async function answers(site: Site, port: number): Promise<boolean> {
  const client = new pg.Client({ ...superuserAt(site, port), connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined); // a connection cut while we ask shows as a rejected query
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string }>(`select current_setting('data_directory') as folder`);
    return rows[0]?.folder === site.home.data;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '28P01') {
      throw new Refusal('database_secret_wrong', `The database in ${site.home.data} does not accept its password.`, {
        remedy: `Put the ${site.home.secret} that belongs to this database back from a backup.`,
      });
    }
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export function superuserAt(site: Site, port: number): Superuser {
  return { host: '127.0.0.1', port, user: superuserName, password: site.password, database: superuserDatabase };
}

function stillStarting(site: Site, pid: number): Refusal {
  return new Refusal(
    'database_start_slow',
    `PostgreSQL (process ${pid}) is still starting after ${START_LIMIT_MS / 60_000} minutes.`,
    {
      remedy: `It goes on by itself. Watch ${site.home.log} and start again: that takes it over.`,
    },
  );
}
