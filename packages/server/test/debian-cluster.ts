import { execFile } from 'node:child_process';
import { chownSync, existsSync, statfsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { DatabaseAddress } from '../src/platform/database/index.ts';
import { bareEnvironment, chooseAccount } from '../src/platform/database/embedded/account.ts';
import { freePort } from '../src/platform/database/embedded/free-port.ts';

const run = promisify(execFile);
const programs = '/usr/lib/postgresql/15/bin';

/** Debian's PostgreSQL 15, the oldest that we promise to run on. */
export const isDebianClusterHere = existsSync(path.join(programs, 'postgres'));

/** A throw-away cluster of it on loopback, in memory where there is room. The address is its superuser's. */
export async function startDebianCluster(): Promise<{ superuser: DatabaseAddress; stop: () => Promise<void> }> {
  const memory = existsSync('/dev/shm') ? statfsSync('/dev/shm') : undefined;
  const roomy = memory !== undefined && memory.bavail * memory.bsize > 2 * 1024 ** 3;
  const home = await mkdtemp(path.join(roomy ? '/dev/shm' : tmpdir(), 'hearback-test-15-'));
  const data = path.join(home, 'data');
  // PostgreSQL refuses to run as root.
  const { identity } = chooseAccount(home, data);
  const secret = path.join(home, 'password');
  await writeFile(secret, 'thrown away\n');
  if (identity) for (const each of [home, secret]) chownSync(each, identity.uid, identity.gid);
  const call = (program: string, args: readonly string[]) =>
    run(path.join(programs, program), args, { ...identity, cwd: home, env: bareEnvironment });
  await call('initdb', [
    '-D',
    data,
    '-U',
    'root_of_all',
    '-A',
    'scram-sha-256',
    `--pwfile=${secret}`,
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  ]);
  const port = await startOnFreePort(call, home, data);
  return {
    superuser: { host: '127.0.0.1', port, user: 'root_of_all', password: 'thrown away', database: 'postgres' },
    stop: async () => {
      await call('pg_ctl', ['stop', '-D', data, '-m', 'immediate', '-w']);
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Somebody may take the port between finding and binding it: another one, then. */
async function startOnFreePort(
  call: (program: string, args: readonly string[]) => Promise<unknown>,
  home: string,
  data: string,
): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const settings = `-F -p ${port} -h 127.0.0.1 -k '' -c max_connections=200`;
    try {
      // With its output in a file, pg_ctl answers when the cluster takes connections.
      await call('pg_ctl', ['start', '-w', '-D', data, '-l', path.join(home, 'log'), '-o', settings]);
      return port;
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}
