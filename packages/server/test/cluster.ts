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
import { startDebianCluster } from './debian-cluster.ts';

async function scratchFolder(): Promise<string> {
  const memory = await statfs('/dev/shm').catch(() => undefined);
  const roomy = memory !== undefined && memory.bavail * memory.bsize > 2 * 1024 ** 3;
  return mkdtemp(path.join(roomy ? '/dev/shm' : tmpdir(), 'hearback-test-'));
}

type Cluster = { readonly superuser: DatabaseAddress; readonly stop: () => Promise<void> };

/** Our own PostgreSQL, in memory where there is room, without fsync: speed over durability, for tests that do not kill it. */
async function startOurs(): Promise<Cluster> {
  const home = await scratchFolder();
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
  return {
    superuser: embedded.superuser,
    stop: async () => {
      await embedded.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** One cluster per run: ours, or Debian's PostgreSQL 15 where HEARBACK_TEST_POSTGRESQL is 15. */
export async function startTestCluster(): Promise<{ template: DatabaseAddress; stop: () => Promise<void> }> {
  const log = createLog('silent');
  const { superuser, stop } = await (process.env['HEARBACK_TEST_POSTGRESQL'] === '15'
    ? startDebianCluster()
    : startOurs());
  const template = await prepareOwner(superuser, 'hearback_template', { createDb: true });
  const client = new pg.Client(template);
  await client.connect();
  await migrate(client);
  await client.end();
  const worker = openPool(roleAddresses(template).worker, { max: 1, onError: () => undefined });
  await migrateJobs(worker, log);
  await worker.end();
  return { template, stop };
}
