import { expect, it } from 'vitest';
import { isDatabaseAway, parseDatabaseUrl, roleStatements } from './index.ts';

it('reads an address with what is percent-encoded, a socket, and how far to trust', () => {
  expect(parseDatabaseUrl('postgres://o%40x:p%2Fw@db.example/loop')).toEqual({
    host: 'db.example',
    port: 5432,
    user: 'o@x',
    password: 'p/w',
    database: 'loop',
  });
  expect(parseDatabaseUrl('postgresql://o:p@localhost:6000/loop?host=/run/postgresql')).toMatchObject({
    host: '/run/postgresql',
    port: 6000,
  });
  const sslOf = (mode: string) => parseDatabaseUrl(`postgres://o:p@db/loop?sslmode=${mode}`).ssl;
  expect(['disable', 'prefer', 'require', 'verify-ca', 'verify-full'].map(sslOf)).toEqual([
    undefined,
    undefined,
    { rejectUnauthorized: false },
    { rejectUnauthorized: true },
    { rejectUnauthorized: true },
  ]);
});

it.each([
  '',
  'here',
  'mysql://o:secret@db/loop',
  'postgres://db/loop',
  'postgres://o:secret@db',
  'postgres://o:sec#ret@db/x',
])('says what an address looks like, and never what stood in “%s”', (url) => {
  expect(() => parseDatabaseUrl(url)).toThrow(/postgres:\/\/user:password@host:5432\/database/);
  expect(() => parseDatabaseUrl(url)).not.toThrow(/sec/);
});

it('derives no password of a role from nothing', () => {
  expect(() => roleStatements('hearback', '', 'loop')).toThrow(/has no password/);
});

it('knows a lost connection by what the driver says of the statement after', () => {
  expect(isDatabaseAway(new Error('Client has encountered a connection error and is not queryable'))).toBe(true);
  expect(isDatabaseAway(new Error('column "connection" does not exist'))).toBe(false);
});
