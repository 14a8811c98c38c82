import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getMigrations } from 'better-auth/db/migration';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../../test/browser.ts';
import { openHouse, type TestHouse } from '../../test/harness.ts';
import { createSessions, readSessionSecret } from '../platform/auth/index.ts';
import { libraryOptions } from '../platform/auth/library.ts';
import { systemClock } from '../platform/clock/index.ts';
import { isDatabaseAway } from '../platform/database/index.ts';
import { createLog } from '../platform/log/index.ts';

const here = 'http://127.0.0.1';
const dayMs = 86_400_000;

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

/** A browser that came in by a link. */
async function signedIn(personId: string, workspaceId = house.workspaceId) {
  const browser = openBrowser(house);
  const link = await house.hearback.signIn.makeSetupLink(here, workspaceId, personId);
  const response = await browser.fetch(link);
  expect(response.status).toBe(302);
  return browser;
}

async function leave(personId: string): Promise<void> {
  const actor = { kind: 'system', id: null } as const;
  await house.hearback.journal.write(
    { viewpoint: { workspaceId: house.workspaceId, audienceIds: [] }, actor },
    async ({ tables, now, record }) => {
      await tables.updateTable('charter.people').set({ left_at: now }).where('id', '=', personId).execute();
      record({ type: 'charter.person_left', subject: { kind: 'person', id: personId } });
    },
  );
}

async function countSessions(personId: string): Promise<number> {
  const { rows } = await house.hearback.pool.query<{ count: number }>(
    'SELECT count(*)::int FROM auth.sessions s JOIN auth.members m USING (user_id) WHERE m.person_id = $1',
    [personId],
  );
  return rows[0]?.count ?? -1;
}

describe('a sign-in link', () => {
  it('signs its person in, once', async () => {
    const link = await house.hearback.signIn.makeSetupLink(here, house.workspaceId, house.admin.personId);
    const browser = openBrowser(house);
    const first = await browser.fetch(link);
    expect([first.status, first.headers.get('location')]).toEqual([302, '/']);
    const me = await browser.fetch(`${here}/api/v1/me`);
    expect(await me.json()).toMatchObject({ person_id: house.admin.personId });
    const second = await openBrowser(house).fetch(link);
    expect(second.status).toBe(410);
    expect(await second.text()).toContain('This link no longer works');
    expect(second.headers.getSetCookie()).toEqual([]);
  });

  it('opens for exactly one of many who follow it at once', async () => {
    const link = await house.hearback.signIn.makeSetupLink(here, house.workspaceId, house.admin.personId);
    const answers = await Promise.all(Array.from({ length: 12 }, () => openBrowser(house).fetch(link)));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
      302,
      ...Array.from({ length: 11 }, () => 410),
    ]);
  });

  it('runs out after seven days', async () => {
    const link = await house.hearback.signIn.makeSetupLink(here, house.workspaceId, house.admin.personId);
    house.clock.advanceMs(7 * dayMs);
    expect((await openBrowser(house).fetch(link)).status).toBe(410);
    house.clock.advanceMs(-7 * dayMs);
  });

  it('is left whole by HEAD and by a browser that looks ahead', async () => {
    const link = await house.hearback.signIn.makeSetupLink(here, house.workspaceId, house.admin.personId);
    const browser = openBrowser(house);
    expect((await browser.fetch(link, { method: 'HEAD' })).status).toBe(204);
    expect((await browser.fetch(link, { headers: { 'sec-purpose': 'prefetch;prerender' } })).status).toBe(204);
    expect((await browser.fetch(link)).status).toBe(302);
  });

  it('says nothing about words that are no link, nor takes an API token for one', async () => {
    for (const secret of ['hbk_nonsense', 'x', house.admin.token])
      expect((await openBrowser(house).fetch(`${here}/setup/${secret}`)).status).toBe(410);
  });

  it('does not sign in somebody who left', async () => {
    const person = await house.person('Gone Already', ['reporter']);
    await leave(person.personId);
    const link = await house.hearback.signIn.makeSetupLink(here, house.workspaceId, person.personId);
    const response = await openBrowser(house).fetch(link);
    expect([response.status, response.headers.getSetCookie()]).toEqual([403, []]);
  });
});

describe('a browser session', () => {
  it('lives in a cookie that scripts and other sites cannot use', async () => {
    const link = await house.hearback.signIn.makeSetupLink(here, house.workspaceId, house.admin.personId);
    const response = await openBrowser(house).fetch(link);
    const cookie = response.headers.getSetCookie().find((line) => line.startsWith('hearback.session_token='));
    expect(cookie).toMatch(/; Path=\/(;|$)/);
    expect(cookie).toMatch(/; HttpOnly(;|$)/);
    expect(cookie).toMatch(/; SameSite=Lax(;|$)/i);
    expect(cookie).not.toMatch(/Domain/i);
  });

  it('is a __Host- cookie where people come by https', async () => {
    const secure = await openHouse({ environment: { HEARBACK_URL: 'https://hearback.example.org' } });
    try {
      const link = await secure.hearback.signIn.makeSetupLink(here, secure.workspaceId, secure.admin.personId);
      const browser = openBrowser(secure);
      const response = await browser.fetch(link);
      const cookie = response.headers.getSetCookie().find((line) => line.includes('session_token='));
      expect(cookie).toMatch(/^__Host-hearback\.session_token=.*; Secure(;|$)/);
      expect(cookie).toMatch(/; Path=\/(;|$)/);
      expect(cookie).not.toMatch(/Domain/i);
      expect((await browser.fetch(`${here}/api/v1/me`)).status).toBe(200);
    } finally {
      await secure.stop();
    }
  });

  it('is nobody’s when its cookie was made up or changed', async () => {
    const browser = await signedIn(house.admin.personId);
    const value = browser.cookie('hearback.session_token') ?? '';
    for (const forged of [
      'x',
      `${value.slice(0, -6)}AAAA%3D`,
      value.split('.')[0] ?? '',
      value.replace(/^./, (letter) => (letter === 'a' ? 'b' : 'a')),
    ]) {
      const response = await openBrowser(house).fetch(`${here}/api/v1/me`, {
        headers: { cookie: `hearback.session_token=${forged}` },
      });
      expect(response.status).toBe(401);
    }
  });

  it('ends when signed out, also for whoever kept the cookie', async () => {
    const browser = await signedIn(house.admin.personId);
    const kept = browser.cookie('hearback.session_token') ?? '';
    const response = await browser.fetch(`${here}/sign-out`, { method: 'POST', headers: { origin: here } });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/signed-out']);
    expect(browser.cookie('hearback.session_token')).toBeUndefined();
    const again = await openBrowser(house).fetch(`${here}/api/v1/me`, {
      headers: { cookie: `hearback.session_token=${kept}` },
    });
    expect(again.status).toBe(401);
  });

  it('ends with the next request of somebody who left, and does not come back with them', async () => {
    const person = await house.person('Leaver', ['reporter']);
    const browser = await signedIn(person.personId);
    expect((await browser.fetch(`${here}/api/v1/me`)).status).toBe(200);
    await leave(person.personId);
    expect((await browser.fetch(`${here}/api/v1/me`)).status).toBe(401);
    await house.hearback.settle();
    expect(await countSessions(person.personId)).toBe(0);
  });

  it('ends everywhere when all of a person’s are ended', async () => {
    const person = await house.person('Many Browsers', ['reporter']);
    const browsers = [await signedIn(person.personId), await signedIn(person.personId)];
    await house.hearback.signIn.endSessionsOf(house.workspaceId, person.personId);
    for (const browser of browsers) expect((await browser.fetch(`${here}/api/v1/me`)).status).toBe(401);
  });

  it('is of its own workspace, whatever workspace the cookie names', async () => {
    await house.otherWorkspace();
    const { rows } = await house.hearback.pool.query<{ slug: string }>(
      "SELECT slug FROM platform.workspaces WHERE slug LIKE 'other-%'",
    );
    const browser = await signedIn(house.admin.personId);
    browser.setCookie('127.0.0.1', 'hearback-workspace', rows[0]?.slug ?? '');
    const mine = (await (await browser.fetch(`${here}/api/v1/me`)).json()) as { workspace: { slug: string } };
    expect(mine.workspace.slug).toBe('tideline');
  });

  it('says that the database is away rather than that nobody is signed in', async () => {
    const pool = new pg.Pool({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 500 });
    const sessions = createSessions({
      pool,
      clock: systemClock,
      log: createLog('silent'),
      secret: 's'.repeat(40),
      secure: false,
    });
    const browser = await signedIn(house.admin.personId);
    // Signed with this secret, so that it is worth looking for.
    const { createHmac } = await import('node:crypto');
    const signature = createHmac('sha256', 's'.repeat(40)).update('some-token').digest('base64');
    const cookie = `hearback.session_token=${encodeURIComponent(`some-token.${signature}`)}`;
    const failure: unknown = await sessions
      .lookup(new Request(here, { headers: { cookie } }))
      .catch((error: unknown) => error);
    expect(isDatabaseAway(failure)).toBe(true);
    expect(browser.cookie('hearback.session_token')).toBeDefined();
    await pool.end();
  });
});

describe('a change with a cookie', () => {
  const change = (browser: ReturnType<typeof openBrowser>, headers: Record<string, string>, site = here) =>
    browser.fetch(`${site}/api/v1/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ name: 'from a page', scopes: ['loop.see'], days: 1 }),
    });

  it('is refused without an Origin, with a foreign one and with “null”', async () => {
    const browser = await signedIn(house.admin.personId);
    for (const headers of [
      {},
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
      { origin: `${here}.elsewhere.example` },
      { origin: `${here}:81` },
    ]) {
      const response = await change(browser, headers as Record<string, string>);
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([403, 'foreign_origin']);
    }
  });

  it('is accepted from 127.0.0.1 and from localhost', async () => {
    const browser = await signedIn(house.admin.personId);
    for (const origin of [here, 'http://localhost']) expect((await change(browser, { origin })).status).toBe(201);
  });

  it('needs no Origin when a token says who asks, and ignores the cookie then', async () => {
    const reporter = await house.person('Only Reports', ['reporter']);
    const browser = await signedIn(house.admin.personId);
    const response = await browser.fetch(`${here}/api/v1/me`, {
      headers: { authorization: `Bearer ${reporter.token}` },
    });
    expect(await response.json()).toMatchObject({ person_id: reporter.personId });
    const wrong = await browser.fetch(`${here}/api/v1/me`, { headers: { authorization: 'Bearer hbk_wrong' } });
    expect(wrong.status).toBe(401);
  });

  it('cannot sign anybody out from another site', async () => {
    const browser = await signedIn(house.admin.personId);
    for (const headers of [{}, { origin: 'https://elsewhere.example' }])
      expect(
        (await browser.fetch(`${here}/sign-out`, { method: 'POST', headers: headers as Record<string, string> }))
          .status,
      ).toBe(403);
    expect((await browser.fetch(`${here}/api/v1/me`)).status).toBe(200);
  });
});

describe('the door', () => {
  it('says in words how to get in where there is no single sign-on', async () => {
    const response = await openBrowser(house).fetch(`${here}/sign-in`);
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(/sign-in link.*token/s);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('offers none of the sign-in library’s own addresses', async () => {
    const tried = [
      'sign-up/email',
      'sign-in/email',
      'sign-in/social',
      'get-session',
      'update-user',
      'callback/oidc',
      'ok',
      'list-sessions',
    ];
    for (const name of tried)
      for (const method of ['GET', 'POST']) {
        const response = await house.raw(`/api/auth/${name}`, {
          method,
          headers: { origin: here, 'content-type': 'application/json' },
          ...(method === 'POST' ? { body: '{}' } : {}),
        });
        expect([name, method, response.status]).toEqual([name, method, 404]);
      }
  });

  it('has no sample people outside of a demo', async () => {
    expect((await house.raw('/demo/personas')).status).toBe(404);
    const response = await house.raw('/demo/sign-in', { method: 'POST', headers: { origin: here }, body: '{}' });
    expect(response.status).toBe(404);
  });

  it('has the tables that the library asks for', async () => {
    const pool = house.hearback.pool;
    const options = libraryOptions(
      { pool, clock: systemClock, log: createLog('silent'), secret: 's'.repeat(40), secure: false },
      here,
    );
    const { toBeCreated, toBeAdded } = await getMigrations(options);
    expect({ toBeCreated, toBeAdded }).toEqual({ toBeCreated: [], toBeAdded: [] });
  });
});

describe('the sample people of a demo', () => {
  let demo: TestHouse;
  beforeAll(async () => {
    demo = await openHouse({ samplePeople: ['Ingrid Solheim', 'Sample Sanna', 'Build bot', 'Just Left'] });
    await demo.person('Nobody’s Part', ['reporter']);
    await demo.person('Sample Sanna', ['triager']);
    await demo.person('Build bot', ['reporter'], { service: true });
  });
  afterAll(() => demo.stop());

  const from = (remoteAddress: string | undefined) => ({ incoming: { socket: { remoteAddress } } });
  const ask = (address: string | undefined, url: string, init: RequestInit = {}) =>
    Promise.resolve(demo.hearback.app.fetch(new Request(url, init), from(address)));
  const sanna = async (): Promise<string> => {
    const response = await ask('127.0.0.1', `${here}/demo/personas`);
    const { items } = (await response.json()) as { items: { person_id: string; name: string; roles: string[] }[] };
    expect(items.map(({ name }) => name)).toEqual(['Ingrid Solheim', 'Sample Sanna']);
    return items[1]?.person_id ?? '';
  };

  it('may be anybody’s who sits at the machine', async () => {
    const person = await sanna();
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      const response = await ask(address, `${here}/demo/sign-in`, {
        method: 'POST',
        headers: { origin: here, 'content-type': 'application/json' },
        body: JSON.stringify({ person }),
      });
      expect([response.status, await response.json()]).toEqual([200, { person_id: person, name: 'Sample Sanna' }]);
      const cookie = response.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; ');
      const me = await ask(address, `${here}/api/v1/me`, { headers: { cookie } });
      expect(await me.json()).toMatchObject({ person_id: person });
    }
  });

  it('are offered as buttons at the door', async () => {
    const person = await sanna();
    const door = await (await ask('127.0.0.1', `${here}/sign-in`)).text();
    expect(door).toContain(`value="${person}"`);
    const pressed = await ask('127.0.0.1', `${here}/demo/sign-in`, {
      method: 'POST',
      headers: { origin: here },
      body: new URLSearchParams({ person }),
    });
    expect([pressed.status, pressed.headers.get('location')]).toEqual([303, '/']);
  });

  it('are refused to other machines, through a proxy, by a foreign name, and to other sites', async () => {
    const person = await sanna();
    const post = (headers: Record<string, string>) => ({
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ person }),
    });
    const refusals: [string | undefined, string, Record<string, string>][] = [
      ['192.168.1.20', here, { origin: here }],
      ['::ffff:10.0.0.1', here, { origin: here }],
      [undefined, here, { origin: here }],
      ['127.0.0.1', here, { origin: here, 'x-forwarded-for': '10.0.0.1' }],
      ['127.0.0.1', here, { origin: here, forwarded: 'for=10.0.0.1' }],
      ['127.0.0.1', 'http://rebound.example', { origin: here }],
      ['127.0.0.1', here, { origin: 'https://elsewhere.example' }],
      ['127.0.0.1', here, {}],
    ];
    for (const [address, base, headers] of refusals) {
      const response = await ask(address, `${base}/demo/sign-in`, post(headers));
      expect([address, base, headers, response.status, response.headers.getSetCookie()]).toEqual([
        address,
        base,
        headers,
        403,
        [],
      ]);
    }
    expect((await ask('192.168.1.20', `${here}/demo/personas`)).status).toBe(403);
    expect(await (await ask('192.168.1.20', `${here}/sign-in`)).text()).not.toContain(person);
  });

  it('are those listed, and nobody else', async () => {
    const person = await demo.person('Just Left', ['reporter']);
    await demo.hearback.journal.write(
      { viewpoint: { workspaceId: demo.workspaceId, audienceIds: [] }, actor: { kind: 'system', id: null } },
      async ({ tables, now, record }) => {
        await tables.updateTable('charter.people').set({ left_at: now }).where('id', '=', person.personId).execute();
        record({ type: 'charter.person_left', subject: { kind: 'person', id: person.personId } });
      },
    );
    for (const body of [JSON.stringify({ person: person.personId }), '{"person":"x"}', '{', 'null'])
      expect(
        (
          await ask('127.0.0.1', `${here}/demo/sign-in`, {
            method: 'POST',
            headers: { origin: here, 'content-type': 'application/json' },
            body,
          })
        ).status,
      ).toBe(404);
  });
});

describe('the secret that signs sessions', () => {
  it('is made once, kept for its owner alone, and refused when too short', () => {
    const home = mkdtempSync(path.join(tmpdir(), 'hearback-secret-'));
    try {
      const first = readSessionSecret(home);
      expect(first.length).toBeGreaterThanOrEqual(43);
      expect(readSessionSecret(home)).toBe(first);
      const file = path.join(home, 'keys', 'session.secret');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readFileSync(file, 'utf8').trim()).toBe(first);
      writeFileSync(file, 'short');
      expect(() => readSessionSecret(home)).toThrow(/shorter than 32/);
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});
