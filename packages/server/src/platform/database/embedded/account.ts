import { execFile } from 'node:child_process';
import { chownSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { Refusal } from '@hearback/domain/record';

const run = promisify(execFile);

/** The operating system account that PostgreSQL runs as. `identity` is undefined when that is the account we run as ourselves. */
export type Account = {
  readonly name: string;
  readonly identity: { readonly uid: number; readonly gid: number } | undefined;
};

/** The programs get no environment of ours: a PGPORT or a TZ of the person who types must not change the database. */
export const bareEnvironment = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * PostgreSQL refuses to run as root. As root we use the owner of the data folder (of `data/` first, then of the home), for a
 * folder of root's the account `postgres` if it exists, else `nobody`. As anybody else we use ourselves, and refuse a data
 * folder that belongs to another account, because PostgreSQL would too, in harder words.
 */
export function chooseAccount(home: string, data: string): Account {
  const ownUid = process.getuid?.() ?? -1;
  const dataOwner = statSync(data, { throwIfNoEntry: false });
  if (ownUid !== 0) {
    if (dataOwner !== undefined && ownUid !== -1 && dataOwner.uid !== ownUid) {
      throw new Refusal(
        'data_folder_unreachable',
        `The database in ${data} belongs to the account ${nameOf(dataOwner.uid)}, and you are ${nameOf(ownUid)}.`,
        { remedy: `Start Hearback as ${nameOf(dataOwner.uid)} or as root, or choose another folder with --data.` },
      );
    }
    return { name: nameOf(ownUid), identity: undefined };
  }
  const owner = dataOwner ?? statSync(home);
  if (owner.uid !== 0) return { name: nameOf(owner.uid), identity: { uid: owner.uid, gid: owner.gid } };
  const account = accounts().find((a) => a.name === 'postgres') ?? accounts().find((a) => a.name === 'nobody');
  if (account === undefined) {
    throw new Refusal(
      'database_account_missing',
      'PostgreSQL must not run as root, and this machine has no account for it.',
      {
        remedy: 'Make one with: useradd --system postgres — or start Hearback as an ordinary user.',
      },
    );
  }
  if (dataOwner !== undefined) {
    throw new Refusal('data_folder_unreachable', `${data} belongs to root, and PostgreSQL must not run as root.`, {
      remedy: `Give it to the database's account: chown -R ${account.name} ${data}`,
    });
  }
  return { name: account.name, identity: { uid: account.uid, gid: account.gid } };
}

/** Hands a path to the database's account; nothing to do when that is our own. */
export function giveTo(account: Account, path: string): void {
  if (account.identity !== undefined) chownSync(path, account.identity.uid, account.identity.gid);
}

/** Tries to enter the folder as the account, and says which folder on the way is closed to it when that fails. */
export async function assertCanEnter(account: Account, folder: string): Promise<void> {
  if (account.identity === undefined) return;
  const script = ['-c', 'cd -- "$0"', folder];
  try {
    await run('/bin/sh', script, { ...account.identity, cwd: '/', env: bareEnvironment });
  } catch {
    const closed = firstClosed(account.identity, folder);
    throw new Refusal(
      'data_folder_unreachable',
      `PostgreSQL runs as the account ${account.name} here, and that account may not enter ${closed}, so it cannot reach ${folder}.`,
      {
        remedy: `Keep the data elsewhere, for example with --data /var/lib/hearback, or let the account through with: chmod o+x ${closed}`,
        facts: { folder, closed, account: account.name },
      },
    );
  }
}

/** The topmost folder on the way whose mode bits shut the account out. Access lists are not read: the trial above decides. */
function firstClosed(identity: { uid: number; gid: number }, folder: string): string {
  const way = [folder];
  while (dirname(way[0] ?? '/') !== way[0]) way.unshift(dirname(way[0] ?? '/'));
  const closed = way.find((path) => {
    const { uid, gid, mode } = statSync(path);
    const bit = uid === identity.uid ? 0o100 : gid === identity.gid ? 0o010 : 0o001;
    return (mode & bit) === 0;
  });
  return closed ?? folder;
}

function accounts(): { name: string; uid: number; gid: number }[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length > 3)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

function nameOf(uid: number): string {
  try {
    return accounts().find((account) => account.uid === uid)?.name ?? `number ${uid}`;
  } catch {
    return `number ${uid}`;
  }
}
