import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import {
  type DatabaseAddress,
  migrate,
  openPool,
  roleAddresses,
  startEmbeddedDatabase,
} from '../src/platform/database/index.ts';
import { prepareOwner } from '../src/app/prepare-database.ts';
import { migrateJobs } from '../src/platform/jobs/index.ts';
import { createLog } from '../src/platform/log/index.ts';

async function scratchFolder(): Promise<string> {
  const memory = await statfs('/dev/shm').catch(() => undefined);
  const roomy = memory !== undefined && memory.bavail * memory.bsize > 2 * 1024 ** 3;
  return mkdtemp(path.join(roomy ? '/dev/shm' : tmpdir(), 'hearback-test-'));
}

/** One cluster per run, in memory where there is room, without fsync: speed over durability, for tests that do not kill it. */
export async function startTestCluster(): Promise<{ template: DatabaseAddress; stop: () => Promise<void> }> {
  const home = await scratchFolder();
  const log = createLog('silent');
  const embedded = await startEmbeddedDatabase({
    home,
    log: () => undefined,
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '200',
      wal_level: 'minimal',
      max_wal_senders: '0',
    },
  });
  const template = await prepareOwner(embedded.superuser, 'hearback_template', { createDb: true });
  const client = new pg.Client(template);
  await client.connect();
  await migrate(client);
  await client.end();
  const worker = openPool(roleAddresses(template).worker, { max: 1, onError: () => undefined });
  await migrateJobs(worker, log);
  await worker.end();
  return {
    template,
    stop: async () => {
      await embedded.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
