import type { Pool } from 'pg';
import { type DatabaseAddress, type EmbeddedDatabase, startEmbeddedDatabase } from '../platform/database/index.ts';
import type { Log } from '../platform/log/index.ts';
import { prepareOwner } from './prepare-database.ts';

const watchMs = 250;

export type OwnDatabase = {
  readonly owner: DatabaseAddress;
  /** Follows the database: when it dies it is started again, and the pools learn its new port if that changed. */
  readonly watch: (pools: readonly Pool[]) => void;
  readonly stop: () => Promise<void>;
};

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The database that Hearback brings along, kept running for as long as the server does. */
export async function startOwnDatabase(home: string, log: Log): Promise<OwnDatabase> {
  const options = {
    home,
    log: ({ level, message, ...details }: { level: 'info' | 'warn'; message: string }) => log[level](details, message),
  };
  let embedded: EmbeddedDatabase = await startEmbeddedDatabase(options);
  const owner = await prepareOwner(embedded.superuser, 'hearback');
  let stopping = false;
  let restarting: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const restart = async (pools: readonly Pool[]): Promise<void> => {
    log.warn('the database died; starting it again');
    try {
      embedded = await startEmbeddedDatabase({ ...options, mustExist: true });
      for (const pool of pools) pool.options.port = embedded.superuser.port;
    } catch (error) {
      log.error({ err: error }, 'the database could not be started again; trying on');
    }
  };

  const watch = (pools: readonly Pool[]): void => {
    timer = setTimeout(() => {
      const done = isAlive(embedded.postmasterPid) || stopping ? Promise.resolve() : restart(pools);
      restarting = done.then(() => {
        if (!stopping) watch(pools);
      });
    }, watchMs);
  };

  return {
    owner,
    watch,
    stop: async () => {
      stopping = true;
      clearTimeout(timer);
      await restarting;
      await embedded.stop();
    },
  };
}
