import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bringUpToDate } from '../src/app/prepare-database.ts';
import { type Running, serve } from '../src/app/serve.ts';
import {
  type DatabaseAddress,
  quoteIdentifier,
  roleAddresses,
  roleStatements,
} from '../src/platform/database/index.ts';
import { catalogFindings } from './catalog.ts';
import { isDebianClusterHere, startDebianCluster } from './debian-cluster.ts';
import { idOf, makeEveryRecord } from './every-record.ts';
import { openHouse } from './harness.ts';

// Where it is missing these are named as not run, and in CI that is a failure.
describe.skipIf(!isDebianClusterHere)('on PostgreSQL 15', () => {
  let superuser: DatabaseAddress;
  let stop: () => Promise<void> = () => Promise.resolve();
  let home: string;

  beforeAll(async () => {
    ({ superuser, stop } = await startDebianCluster());
    home = await mkdtemp(path.join(tmpdir(), 'hearback-test-home-'));
  });
  afterAll(async () => {
    await stop();
    await rm(home, { recursive: true, force: true });
  });

  const withClient = async <Result>(
    address: DatabaseAddress,
    work: (client: pg.Client) => Promise<Result>,
  ): Promise<Result> => {
    const client = new pg.Client({ ...address });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };

  /** A schema owner as an administrator makes one, and its database. */
  const ownerOf = async (name: string, rights: 'CREATEROLE' | 'NOCREATEROLE'): Promise<DatabaseAddress> => {
    const owner = { ...superuser, user: name, password: `secret of ${name}`, database: name };
    await withClient(superuser, async (client) => {
      await client.query(`CREATE ROLE ${quoteIdentifier(name)} LOGIN ${rights} PASSWORD '${owner.password}'`);
      await client.query(`CREATE DATABASE ${quoteIdentifier(name)} OWNER ${quoteIdentifier(name)}`);
    });
    return owner;
  };

  const urlOf = ({ host, port, user, password, database }: DatabaseAddress): string =>
    `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`;

  const start = (owner: DatabaseAddress, more: Record<string, string> = {}): Promise<Running> =>
    serve({ home, port: 0, environment: { DATABASE_URL: urlOf(owner), HEARBACK_LOG_LEVEL: 'silent', ...more } });

  it('the version is that one', async () => {
    const version = await withClient(superuser, (client) =>
      client.query<{ server_version: string }>('SHOW server_version'),
    );
    expect(version.rows[0]?.server_version).toMatch(/^15\./);
  });

  it('DATABASE_URL is enough: roles, tables and the first answer', async () => {
    const owner = await ownerOf('tideline', 'CREATEROLE');
    const running = await start(owner);
    const headers = { authorization: `Bearer ${running.firstAdmin?.token}`, 'content-type': 'application/json' };
    const told = await fetch(`${running.url}/api/v1/signals`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ title: 'Builds wait' }),
    });
    expect(told.status).toBe(201);
    await running.hearback.settle();
    const inbox = await fetch(`${running.url}/api/v1/inbox`, { headers });
    expect(await inbox.json()).toMatchObject({ items: [{ title: 'Builds wait' }] });
    await running.stop();
    expect(await withClient(owner, catalogFindings)).toEqual([]);
    expect((await bringUpToDate(owner)).applied).toEqual([]);
  });

  it('every stage writes and reads there', async () => {
    const owner = await ownerOf('walked', 'CREATEROLE');
    await bringUpToDate(owner);
    const house = await openHouse({ database: owner });
    const records = await makeEveryRecord(house, house.admin);
    const get = <Body>(at: string) => house.admin.get<Body>(at);
    expect(
      (await get<{ steps: unknown[] }>(`/threads/problem/${idOf(records, 'decided_problem')}`)).body.steps.length,
    ).toBeGreaterThan(2);
    expect((await get<{ items: unknown[] }>('/similar?q=runner')).body.items.length).toBeGreaterThan(0);
    for (const read of [
      '/home',
      '/inbox',
      '/ranking',
      '/backlog',
      '/feedback-report',
      '/loop-health',
      '/loop-reviews/agenda',
      '/journal',
      '/journal/verification',
    ])
      expect([read, (await get(read)).status]).toEqual([read, 200]);
    await house.stop();
  });

  it('an owner who may not make roles needs them made once, and is told so before', async () => {
    const owner = await ownerOf('modest', 'NOCREATEROLE');
    await expect(bringUpToDate(owner)).rejects.toThrow('Let somebody who may run what `hearback db roles` prints.');
    await withClient({ ...superuser, database: owner.database }, async (client) => {
      for (const statement of roleStatements(owner.user, owner.password, owner.database)) await client.query(statement);
    });
    const running = await start(owner);
    expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
    await running.stop();
    expect(await withClient(owner, catalogFindings)).toEqual([]);
  });

  it('roles with passwords of their own are used by their own addresses', async () => {
    const owner = await ownerOf('careful', 'NOCREATEROLE');
    const roles = roleAddresses({ ...owner, password: 'another one' });
    await withClient({ ...superuser, database: owner.database }, async (client) => {
      for (const statement of roleStatements(owner.user, 'another one', owner.database)) await client.query(statement);
    });
    const running = await start(owner, {
      HEARBACK_APP_DATABASE_URL: urlOf(roles.app),
      HEARBACK_WORKER_DATABASE_URL: urlOf(roles.worker),
      HEARBACK_RELAY_DATABASE_URL: urlOf(roles.relay),
    });
    expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
    await running.stop();
  });

  it('the app refuses to log in as somebody whom row-level security does not hold', async () => {
    const owner = await ownerOf('reckless', 'CREATEROLE');
    for (const address of [owner, { ...superuser, database: owner.database }])
      await expect(start(owner, { HEARBACK_APP_DATABASE_URL: urlOf(address) })).rejects.toThrow(
        /superuser|owns|missing/,
      );
  });

  it('what needs a session of its own goes past the pooler', async () => {
    const owner = await ownerOf('pooled', 'CREATEROLE');
    const running = await start(owner, { DATABASE_DIRECT_URL: urlOf({ ...owner, host: 'localhost' }) });
    expect(running.hearback.pools.map(({ options }) => options.host)).toEqual(['127.0.0.1', 'localhost', 'localhost']);
    await running.stop();
  });
});
