import { chmodSync, chownSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Refusal } from '@hearback/domain/record';
import { giveTo, type Account } from './account.ts';

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
  try {
    mkdirSync(wanted, { recursive: true, mode: 0o711 });
    return pathsOf(realpathSync(wanted));
  } catch (error) {
    throw new Refusal('data_folder_unreachable', `The data folder ${wanted} cannot be made: ${reason(error)}.`, {
      remedy: 'Choose a folder that you may write to, with --data FOLDER or HEARBACK_DATA.',
      facts: { folder: wanted },
    });
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
  chownSync(path, uid, gid);
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const words: Readonly<Record<string, string>> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'a file is in the way',
    EEXIST: 'a file is in the way',
  };
  return words[code] ?? (error instanceof Error ? error.message : String(error));
}
