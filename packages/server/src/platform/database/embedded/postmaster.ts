import { spawn, type ChildProcess } from 'node:child_process';
import {
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { bareEnvironment, type Account } from './account.ts';
import { giveToOwner, type Home } from './home.ts';
import type { Programs } from './programs.ts';

/** What a running postmaster writes about itself. `status` is starting, ready, stopping or standby; empty until it is known. */
export type PidFile = { readonly pid: number; readonly port: number; readonly status: string };

export type Settings = Readonly<Record<string, string>>;

/** A socket's path must fit into about a hundred bytes; a deeper folder does without, everything else uses 127.0.0.1. */
const SOCKET_PATH_LIMIT_BYTES = process.platform === 'linux' ? 107 : 103;
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

/** undefined when there is no file, or an empty one, which a postmaster killed at the wrong moment leaves. */
export function readPidFile(home: Home): PidFile | undefined {
  try {
    const lines = readFileSync(join(home.data, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number.parseInt(lines[0] ?? '', 10);
    if (!Number.isInteger(pid)) return undefined;
    return { pid, port: Number.parseInt(lines[3] ?? '', 10), status: (lines[7] ?? '').trim() };
  } catch {
    return undefined;
  }
}

/**
 * The postmaster's own arguments, in a fixed order so that two can be compared. Ours come after the caller's: no setting can
 * open the database to the network.
 */
export function postmasterArguments(home: Home, settings: Settings, port: number): string[] {
  const socketFits = Buffer.byteLength(join(home.run, '.s.PGSQL.65535')) <= SOCKET_PATH_LIMIT_BYTES;
  const all: Settings = {
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...settings,
    cluster_name: 'hearback',
    listen_addresses: '127.0.0.1',
    unix_socket_directories: socketFits ? home.run : '',
    unix_socket_permissions: '0700',
    password_encryption: 'scram-sha-256',
    port: String(port),
  };
  const sorted = Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return ['-D', home.data, ...sorted.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** Whether the running postmaster was started from these programs with these arguments; it writes them to postmaster.opts. */
export function runsWith(home: Home, programs: Programs, settings: Settings, port: number): boolean {
  const quoted = postmasterArguments(home, settings, port).map((argument) => ` "${argument}"`);
  try {
    return (
      readFileSync(join(home.data, 'postmaster.opts'), 'utf8').trimEnd() ===
      realpathSync(programs.postgres) + quoted.join('')
    );
  } catch {
    return false;
  }
}

/** The port of the last run: asking for it again lets connection pools find a database that was restarted under them. */
export function lastPort(home: Home): number | undefined {
  try {
    const found = /"port=(\d+)"/.exec(readFileSync(join(home.data, 'postmaster.opts'), 'utf8'));
    return found === null ? undefined : Number(found[1]);
  } catch {
    return undefined;
  }
}

/**
 * Starts the postmaster as a process of its own: its output goes to a file, because with a pipe it would die with us, and it
 * is detached, so that a Ctrl-C meant for us does not reach it. `said()` is what it has written since.
 */
export function spawnPostmaster(
  home: Home,
  programs: Programs,
  account: Account,
  args: string[],
): { child: ChildProcess; said: () => string } {
  const log = openLog(home);
  const before = fstatSync(log).size;
  const child = spawn(programs.postgres, args, {
    ...account.identity,
    cwd: '/',
    env: bareEnvironment,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  return { child, said: () => readFileSync(home.log).subarray(before).toString('utf8').trim() };
}

/** One older log is kept. It is turned over only here, while nothing writes to it. */
function openLog(home: Home): number {
  const size = statSync(home.log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) renameSync(home.log, `${home.log}.1`);
  const log = openSync(home.log, 'a', 0o600);
  giveToOwner(home, home.log);
  return log;
}

/**
 * Clears the way for a start; call it only when nobody holds the folder. A pid file with a number that is alive again belongs
 * to somebody else, and PostgreSQL would refuse over it, as over an empty one. A file that names a dead process is left:
 * PostgreSQL removes it itself, after a look at the old shared memory that we need not give up.
 */
export function forgetStaleFiles(home: Home, isAlive: (pid: number) => boolean): void {
  const stale = readPidFile(home);
  if (stale === undefined || isAlive(stale.pid)) rmSync(join(home.data, 'postmaster.pid'), { force: true });
  for (const name of readdirSync(home.run)) {
    if (name.startsWith('.s.PGSQL.')) rmSync(join(home.run, name), { force: true });
  }
}

/** Why a postmaster that ended at once may be started again. PostgreSQL has no codes here, but its messages stay in English. */
export function reasonToRetry(said: string): 'port' | 'memory' | 'file' | undefined {
  if (/could not create any TCP\/IP sockets|could not bind IPv4 address/.test(said)) return 'port';
  if (/pre-existing shared memory block/.test(said)) return 'memory';
  if (/lock file ".*" (already exists|is empty)/.test(said)) return 'file';
  return undefined;
}
