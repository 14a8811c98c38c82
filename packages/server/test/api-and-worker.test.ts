import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createHearback, type Hearback, type Role } from '../src/app/hearback.ts';
import { movableClock } from '../src/platform/clock/index.ts';
import { readConfig } from '../src/platform/config/index.ts';
import type { DatabaseAddress } from '../src/platform/database/index.ts';
import { createLog } from '../src/platform/log/index.ts';
import { cloneDatabase } from './database.ts';

let address: DatabaseAddress;
let drop: () => Promise<void>;
let api: Hearback;
const workers: Hearback[] = [];
let token: string;

const start = (role: Role): Promise<Hearback> =>
  createHearback({
    database: address,
    config: readConfig({}),
    log: createLog('silent'),
    clock: movableClock(new Date('2026-11-16T09:00:00.000Z')),
    role,
  });

beforeAll(async () => {
  ({ address, drop } = await cloneDatabase());
  api = await start('api');
  const { workspaces } = api.stages.charter;
  const workspace = await workspaces.make({ slug: 'tideline', name: 'Tideline', adminName: 'Ingrid Solheim' });
  token = (await workspaces.adminToken(workspace, 7)).secret;
});
afterAll(async () => {
  for (const worker of workers) await worker.stop();
  await api.stop();
  await drop();
});

async function ask<Body>(path: string, body?: object): Promise<Body> {
  const response = await api.app.fetch(
    new Request(`http://127.0.0.1/api/v1${path}`, {
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    }),
  );
  expect(response.ok, `${path}: ${response.status}`).toBe(true);
  return (await response.json()) as Body;
}

const tell = (title: string): Promise<{ signal: { id: string } }> => ask('/signals', { title });
const inbox = async (): Promise<string[]> =>
  (await ask<{ items: { id: string }[] }>('/inbox?limit=100')).items.map(({ id }) => id);
const told = async (): Promise<string[]> =>
  (await ask<{ items: { record_id: string; moment: string }[] }>('/notifications?limit=100')).items
    .filter(({ moment }) => moment === 'received')
    .map(({ record_id: id }) => id);

it('what a process with the role api wrote waits, and a process with the role worker carries it on', async () => {
  const { signal } = await tell('Nobody is there to carry this on yet');
  expect(await inbox()).toEqual([]);
  workers.push(await start('worker'));
  await api.settle();
  expect(await inbox()).toEqual([signal.id]);
});

it('the api wakes the worker, which never answered a request', async () => {
  const { signal } = await tell('The worker is there and asleep');
  await api.settle();
  expect(await inbox()).toContain(signal.id);
});

it('with two workers everything is carried on, and once', async () => {
  workers.push(await start('worker'));
  const before = await told();
  const made = await Promise.all(Array.from({ length: 20 }, (_, at) => tell(`Said while two of them listen: ${at}`)));
  const ids = made.map(({ signal }) => signal.id);
  await api.settle();
  expect(await inbox()).toEqual(expect.arrayContaining(ids));
  const since = (await told()).filter((id) => !before.includes(id));
  expect(since.toSorted()).toEqual(ids.toSorted());
});

it('what a worker had in hand when it was killed is taken up by those who live', async () => {
  const [worker] = workers;
  const pool = worker?.pools[1];
  if (!pool) throw new Error('There is no worker.');
  await tell('Its queues are there from now on');
  await api.settle();
  // As a kill leaves it: held by somebody who shows no life.
  const held = `UPDATE graphile_worker._private_job_queues SET locked_by = 'pool-of-the-dead', locked_at = now() - interval '1 minute'`;
  expect((await pool.query(held)).rowCount).toBeGreaterThan(0);
  const { signal } = await tell('Said after the crash');
  await api.settle();
  expect(await inbox()).toContain(signal.id);
});

it('workers that could not write that their jobs are done live on and go on', async () => {
  const pool = workers[0]?.pools[1];
  if (!pool) throw new Error('There is no worker.');
  await pool.query(`
    CREATE FUNCTION graphile_worker.probe() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now'; END $$;
    CREATE TRIGGER probe BEFORE DELETE ON graphile_worker._private_jobs FOR EACH STATEMENT EXECUTE FUNCTION graphile_worker.probe()`);
  const { signal } = await tell('Done, and nobody can write it down');
  await Promise.all(['once', 'twice', 'a third time'].map((more) => tell(`The same ${more}`)));
  await vi.waitFor(async () => expect(await inbox()).toContain(signal.id), { timeout: 30_000 });
  await pool.query('DROP FUNCTION graphile_worker.probe() CASCADE');
  await api.settle();
  const after = await tell('Said after that');
  await api.settle();
  expect(await inbox()).toContain(after.signal.id);
});
