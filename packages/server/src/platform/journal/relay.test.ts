import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cloneDatabase } from '../../../test/database.ts';
import { movableClock } from '../clock/index.ts';
import { type DatabaseAddress, openPool, roleAddresses } from '../database/index.ts';
import { newId } from '../identifiers/index.ts';
import { startJobs } from '../jobs/index.ts';
import { createLog } from '../log/index.ts';
import { type Consumer, createJournal, createRelay, type Journal, systemActor } from './index.ts';

const log = createLog('silent');
const ignore = (): void => undefined;
let address: DatabaseAddress;
let closing: (() => Promise<unknown>)[];
let heard: string[];
let workspaceId: string;
let journal: Journal;

const consumer: Consumer = {
  name: 'listener',
  wants: (type) => type === 'charter.team_added',
  handle: ({ entryIds }) => {
    heard.push(...entryIds);
    return Promise.resolve();
  },
};

const pool = (name: 'app' | 'worker' | 'relay') => {
  const opened = openPool(roleAddresses(address)[name], { max: 4, onError: ignore });
  closing.unshift(() => opened.end());
  return opened;
};

function say(): Promise<unknown> {
  return journal.write({ viewpoint: { workspaceId, audienceIds: [] }, actor: systemActor }, ({ record, now }) => {
    record({ type: 'charter.team_added', subject: { kind: 'team', id: newId(now) } });
    return Promise.resolve();
  });
}

async function startRelay(): Promise<void> {
  const relay = createRelay({ pool: pool('relay'), consumers: [consumer], log, pollMs: 50 });
  const jobs = await startJobs({ pool: pool('worker'), consumers: [consumer], scheduled: [], concurrency: 1, log });
  closing.unshift(relay.stop, jobs.stop);
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600 && !condition(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 25));
  expect(condition()).toBe(true);
}

beforeEach(async () => {
  const clone = await cloneDatabase();
  address = clone.address;
  closing = [clone.drop];
  heard = [];
  const app = pool('app');
  const clock = movableClock(new Date('2026-11-16T09:00:00Z'));
  journal = createJournal({ pool: app, clock, onCommitted: ignore });
  workspaceId = newId(clock.now());
  await app.query('INSERT INTO platform.workspaces (id, slug, name, created_at) VALUES ($1, $2, $3, now())', [
    workspaceId,
    'w',
    'W',
  ]);
});
afterEach(async () => {
  for (const close of closing) await close();
});

test('an entry written while an older transaction is still open is not skipped, and comes after it', async () => {
  await startRelay();
  const slow = new Client(roleAddresses(address).app);
  await slow.connect();
  await slow.query('BEGIN');
  await slow.query("SELECT set_config('hearback.workspace', $1, true)", [workspaceId]);
  const slowId = newId(new Date());
  await slow.query(
    `INSERT INTO platform.journal (id, at, type, subject_kind, subject_id, refs, actor_kind, data)
     VALUES ($1, now(), 'charter.team_added', 'team', $1, '[]', 'system', '{}')`,
    [slowId],
  );
  await say();
  await say();
  await new Promise((resolve) => setTimeout(resolve, 300));
  // Nothing may pass the open transaction: what it wrote has a smaller number and is not visible yet.
  expect(heard).toEqual([]);
  await slow.query('COMMIT');
  await slow.end();
  await until(() => heard.length === 3);
  expect(heard[0]).toBe(slowId);
});

test('a process that dies between commit and wake-up loses nothing: the next relay finds the entry', async () => {
  // `onCommitted` does nothing here, as if the process had died right after COMMIT.
  await say();
  expect(heard).toEqual([]);
  await startRelay();
  await until(() => heard.length === 1);
});

test('two relays pass each entry on once', async () => {
  await startRelay();
  const second = createRelay({ pool: pool('relay'), consumers: [consumer], log, pollMs: 10 });
  closing.unshift(second.stop);
  for (let count = 0; count < 40; count += 1) await say();
  await until(() => heard.length >= 40);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(new Set(heard).size).toBe(40);
  expect(heard.length).toBe(40);
});

test('rows without an entry are refused, and nothing of them stays', async () => {
  const requester = { viewpoint: { workspaceId, audienceIds: [] }, actor: systemActor };
  const silent = journal.write(requester, async ({ tables, newId: idOf }) => {
    await tables
      .insertInto('charter.audiences')
      .values({ id: idOf(), name: 'Quiet', person_ids: [], roles: [] })
      .execute();
  });
  await expect(silent).rejects.toThrow('without a journal entry');
  const left = await journal.read(requester.viewpoint, ({ tables }) =>
    tables.selectFrom('charter.audiences').select('id').execute(),
  );
  expect(left).toEqual([]);
});

test('the journal cannot be rewritten, not even by the owner of its table', async () => {
  await say();
  const owner = new Client(address);
  await owner.connect();
  await expect(owner.query("UPDATE platform.journal SET type = 'x'")).rejects.toThrow('append-only');
  await expect(owner.query('DELETE FROM platform.journal')).rejects.toThrow('append-only');
  await expect(owner.query('TRUNCATE platform.journal CASCADE')).rejects.toThrow('append-only');
  await owner.end();
});
