import { chmodSync, lchownSync, lstatSync, mkdirSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Refusal } from '@hearback/domain/record';
import { giveTo, type Account } from './account.ts';

/** PostgreSQL's limit for a path is 1,024 bytes, and the longest name below the folder takes about 60. */
const longestPath = 900;

/** The paths of one data folder. `data` and `run` belong to the database's account, the rest to whoever owns the folder. */
export type Home = {
  readonly path: string;
  readonly data: string;
  readonly run: string;
  readonly secret: string;
  readonly log: string;
  readonly note: string;
};

/** HEARBACK_DATA when set, else /var/lib/hearback for root, else .hearback in the working folder. */
export function defaultHome(): string {
  const chosen = process.env['HEARBACK_DATA'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  return process.getuid?.() === 0 ? '/var/lib/hearback' : resolve('.hearback');
}

/** Makes the folder when it is missing and finds its real path. Refuses in words where it cannot be made or is no folder. */
export function openHome(folder: string): Home {
  const wanted = resolve(folder);
  if (Buffer.byteLength(wanted) > longestPath) {
    throw new Refusal('data_folder_unreachable', `The path of the data folder is longer than ${longestPath} bytes.`, {
      remedy: 'PostgreSQL cannot work that deep down. Choose a shorter one, with --data FOLDER or HEARBACK_DATA.',
      facts: { folder: wanted },
    });
  }
  try {
    makeFolder(wanted);
    return pathsOf(realpathSync(wanted));
  } catch (error) {
    throw new Refusal('data_folder_unreachable', `The data folder ${wanted} cannot be made: ${reason(error)}.`, {
      remedy: 'Choose a folder that you may write to, with --data FOLDER or HEARBACK_DATA.',
      facts: { folder: wanted },
    });
  }
}

/** Not by Node's `recursive`, which in some places that hold no folders (/proc) tries for ever. */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o711 });
  } catch (error) {
    // Somebody else may have made it in the same moment.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/** The home when it is there; undefined when there is none yet. */
export function findHome(folder: string): Home | undefined {
  const wanted = resolve(folder);
  const found = statSync(wanted, { throwIfNoEntry: false });
  return found?.isDirectory() === true ? pathsOf(realpathSync(wanted)) : undefined;
}

function pathsOf(path: string): Home {
  return {
    path,
    data: join(path, 'data'),
    run: join(path, 'run'),
    secret: join(path, 'superuser.secret'),
    log: join(path, 'postgres.log'),
    note: join(path, 'server.json'),
  };
}

/**
 * Readies the folder for the account. Our own home is opened to passing through (never to listing): everything in it has a
 * mode of its own. Folders above it are not ours to change; `assertCanEnter` names them instead.
 */
export function readyFolders(home: Home, account: Account): void {
  const { mode } = statSync(home.path);
  if (account.identity !== undefined && (mode & 0o011) !== 0o011) chmodSync(home.path, (mode & 0o7777) | 0o011);
  try {
    mkdirSync(home.run, { recursive: true, mode: 0o700 });
    giveTo(account, home.run);
  } catch (error) {
    throw new Refusal('data_folder_unreachable', `Nothing can be written to ${home.path}: ${reason(error)}.`, {
      remedy: 'Choose a folder that you may write to, with --data FOLDER or HEARBACK_DATA.',
      facts: { folder: home.path },
    });
  }
}

/** Files beside `data/` belong to the folder's owner, so that he can start without root what root started once. */
export function giveToOwner(home: Home, path: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(home.path);
  // Never through a link: it could lead out of the folder.
  lchownSync(path, uid, gid);
}

/** The same for all that a server wrote beside the database: keys, tokens, signed heads, the snapshot of flags. */
export function giveAllToOwner(folder: string): void {
  const home = findHome(folder);
  if (home === undefined || process.getuid?.() !== 0) return;
  const notOurs = /^(data|run|postgresql-)/;
  for (const name of readdirSync(home.path)) {
    if (notOurs.test(name)) continue;
    const path = join(home.path, name);
    giveToOwner(home, path);
    if (!lstatSync(path).isDirectory()) continue;
    for (const inside of readdirSync(path)) giveToOwner(home, join(path, inside));
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const words: Readonly<Record<string, string>> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    ENOENT: 'no folder can be made there',
    ENOTDIR: 'a file is in the way',
    EEXIST: 'a file is in the way',
  };
  return words[code] ?? (error instanceof Error ? error.message : String(error));
}
