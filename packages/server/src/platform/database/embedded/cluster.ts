import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { Refusal } from '@hearback/domain/record';
import { bareEnvironment, giveTo, type Account } from './account.ts';
import { giveToOwner, type Home } from './home.ts';
import type { Programs } from './programs.ts';

const run = promisify(execFile);

export const superuserName = 'postgres';
export const superuserDatabase = 'postgres';

export function clusterExists(home: Home): boolean {
  return existsSync(join(home.data, 'PG_VERSION'));
}

/**
 * Makes a new cluster beside its place and renames it in: initdb writes PG_VERSION long before it is done, so a killed initdb
 * would pass for a database. The secret is on disk before the cluster appears; a secret without a cluster is simply replaced.
 */
export async function createCluster(home: Home, programs: Programs, account: Account, durable: boolean): Promise<void> {
  refuseForeignData(home);
  forgetUnfinished(home);
  const password = randomBytes(24).toString('base64url');
  writeSecret(home, password);

  const unfinished = `${home.data}.creating-${randomBytes(4).toString('hex')}`;
  mkdirSync(unfinished, { mode: 0o700 });
  giveTo(account, unfinished);
  const passwordFile = join(home.run, 'new-password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  giveTo(account, passwordFile);
  try {
    await run(programs.initdb, initdbArguments(unfinished, passwordFile, durable), {
      ...account.identity,
      cwd: '/',
      env: bareEnvironment,
    });
    renameSync(unfinished, home.data);
    syncFolder(home.path);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true, maxRetries: 3 });
    throw new Refusal('database_create_failed', `The database could not be made in ${home.path}: ${words(error)}`, {
      remedy: 'Nothing was lost. See to the cause and start again.',
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** The superuser's password. It cannot be made up again: without it nobody may sign in to the database. */
export function readSecret(home: Home): string {
  try {
    return readFileSync(home.secret, 'utf8').trim();
  } catch (error) {
    throw new Refusal(
      'database_secret_missing',
      `The password of the database in ${home.data} cannot be read: ${words(error)}`,
      {
        remedy: `Put ${home.secret} back from a backup, readable by the account that starts Hearback.`,
      },
    );
  }
}

export function assertSameMajor(home: Home, programs: Programs): void {
  const made = Number.parseInt(readFileSync(join(home.data, 'PG_VERSION'), 'utf8'), 10);
  if (made === programs.major) return;
  throw new Refusal(
    'database_version_differs',
    `The database in ${home.data} was made by PostgreSQL ${made}; this Hearback brings PostgreSQL ${programs.major}.`,
    { remedy: `Start it with the Hearback version that made it, and move the data with: hearback db move` },
  );
}

function initdbArguments(folder: string, passwordFile: string, durable: boolean): string[] {
  const flags = ['-D', folder, `--username=${superuserName}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  // The built-in provider sorts alike on every machine and needs neither the system's locales nor ICU.
  flags.push('--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  if (!durable) flags.push('--no-sync');
  return [...flags, '--no-instructions'];
}

function refuseForeignData(home: Home): void {
  if (!existsSync(home.data) || readdirSync(home.data).length === 0) return;
  throw new Refusal('data_folder_unreachable', `${home.data} holds something that is not a database.`, {
    remedy: 'Move it away, or choose another folder with --data FOLDER.',
  });
}

/** What starters killed during initdb left. Their initdb may still write there for a moment; then the next start gets it. */
function forgetUnfinished(home: Home): void {
  const prefix = `${basename(home.data)}.creating-`;
  for (const name of readdirSync(home.path).filter((entry) => entry.startsWith(prefix))) {
    try {
      rmSync(join(home.path, name), { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // an initdb that lost its parent is still at it
    }
  }
}

function writeSecret(home: Home, password: string): void {
  const unfinished = `${home.secret}.new`;
  rmSync(unfinished, { force: true });
  const file = openSync(unfinished, 'wx', 0o600);
  writeFileSync(file, password);
  fsyncSync(file);
  closeSync(file);
  giveToOwner(home, unfinished);
  renameSync(unfinished, home.secret);
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

function words(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  return said === '' ? (error instanceof Error ? error.message : String(error)) : said;
}
