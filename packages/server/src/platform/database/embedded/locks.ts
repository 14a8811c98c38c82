import { rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { Refusal } from '@hearback/domain/record';

/** `start` is held while a database is made, adopted, started or stopped; `server` for the life of a Hearback server. */
export type LockName = 'start' | 'server';
export type Lock = { readonly release: () => Promise<void> };

/** Longer than the longest start, which waits for PostgreSQL to replay its log. */
const START_LOCK_LIMIT_MS = 330_000;

/**
 * A listening socket is a lock that the kernel frees when its holder dies, however it dies. On Linux its name is in the
 * abstract namespace: no file is left over, and root and others see the same one. It is named after the folder's device and
 * inode rather than its path, which two mounts could spell differently. Sockets close on exec, so the postmaster does not
 * inherit the lock. It holds between processes that share a network namespace: not between two containers on one volume.
 */
export async function tryLock(folder: string, name: LockName): Promise<Lock | undefined> {
  const address = addressOf(folder, name);
  const server = await listen(address);
  if (server !== undefined) return lockOf(server);
  if (process.platform === 'linux' || (await isListening(address))) return undefined;
  // Elsewhere the socket is a file, which outlives a killed holder (not tried; two could clear it in the same instant).
  rmSync(address, { force: true });
  const second = await listen(address);
  return second === undefined ? undefined : lockOf(second);
}

export function isLocked(folder: string, name: LockName): Promise<boolean> {
  return isListening(addressOf(folder, name));
}

/** Waits for its turn; whoever holds the lock is busy with this very database. */
export async function startLock(folder: string): Promise<Lock> {
  const end = performance.now() + START_LOCK_LIMIT_MS;
  for (;;) {
    const lock = await tryLock(folder, 'start');
    if (lock !== undefined) return lock;
    if (performance.now() >= end) {
      throw new Refusal(
        'database_start_busy',
        `Another process has been starting the database in ${folder} for minutes.`,
        {
          remedy: `Look into ${join(folder, 'postgres.log')}, end the other process, and start again.`,
        },
      );
    }
    await pause(15);
  }
}

function addressOf(folder: string, name: LockName): string {
  const { dev, ino } = statSync(folder);
  return process.platform === 'linux' ? `\0hearback-${name}-${dev}-${ino}` : join(folder, `${name}.lock`);
}

function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((peer) => peer.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen({ path: address }, () => {
      server.unref(); // a lock alone must not keep a process alive
      resolve(server);
    });
  });
}

function isListening(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const peer = connect({ path: address });
    peer.once('connect', () => {
      peer.destroy();
      resolve(true);
    });
    peer.once('error', () => resolve(false));
  });
}

function lockOf(server: Server): Lock {
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}
