import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Browser, openBrowser } from '../../test/browser.ts';
import { openHouse, type TestHouse } from '../../test/harness.ts';
import { type Account, type IdentityProvider, startIdentityProvider } from '../../test/identity-provider.ts';
import { newId } from '../platform/identifiers/index.ts';

const here = 'http://127.0.0.1';
const callback = `${here}/api/auth/callback/oidc`;
const system = { kind: 'system', id: null } as const;

let provider: IdentityProvider;
let house: TestHouse;
let serial = 0;
beforeAll(async () => {
  provider = await startIdentityProvider([callback]);
  house = await openHouse({ environment: provider.settings });
});
afterAll(async () => {
  await house.stop();
  await provider.stop();
});
beforeEach(() => provider.accounts.clear());

type Me = { person_id: string; name: string; roles: string[]; team_ids: string[]; workspace: { slug: string } };

/** A login at the provider that no other test uses. */
function account(claims: Account): string {
  serial += 1;
  const login = `login-${serial}`;
  provider.accounts.set(login, claims);
  return login;
}

/** From our door to the provider's, and back to where it sends us: the address with code and state. */
async function comeBack(browser: Browser, login: string, at = `${here}/sign-in`): Promise<URL> {
  const away = await browser.fetch(at);
  expect(away.status).toBe(302);
  return provider.logIn(browser, away.headers.get('location') ?? '', login);
}

/** The whole way in. */
async function signIn(
  login: string,
  browser = openBrowser(house),
  at?: string,
): Promise<{ browser: Browser; response: Response }> {
  const back = await comeBack(browser, login, at);
  return { browser, response: await browser.fetch(back.href) };
}

async function me(browser: Browser): Promise<Me> {
  const response = await browser.fetch(`${here}/api/v1/me`);
  expect(response.status).toBe(200);
  return (await response.json()) as Me;
}

function change<Result>(work: Parameters<typeof house.hearback.journal.write<Result>>[1]): Promise<Result> {
  return house.hearback.journal.write(
    { viewpoint: { workspaceId: house.workspaceId, audienceIds: [] }, actor: system },
    work,
  );
}

/** A person whom an import named or an admin added. */
function addPerson(values: {
  name: string;
  email?: string;
  handle?: string;
  claimed?: boolean;
  roles?: string[];
  service?: boolean;
}): Promise<string> {
  return change(async ({ tables, now, record }) => {
    const id = newId(now);
    await tables
      .insertInto('charter.people')
      .values({ id, roles: [], ...values })
      .execute();
    record({ type: 'charter.person_added', subject: { kind: 'person', id } });
    return id;
  });
}

function addTeam(key: string, name: string): Promise<string> {
  return change(async ({ tables, now, record }) => {
    const id = newId(now);
    const hours = { zone: 'UTC', working_days: [1, 2, 3, 4, 5], opens_at: '09:00', closes_at: '17:00' };
    await tables
      .insertInto('charter.teams')
      .values({ id, key, name, ...hours })
      .execute();
    record({ type: 'charter.team_added', subject: { kind: 'team', id } });
    return id;
  });
}

function leave(personId: string): Promise<void> {
  return change(async ({ tables, now, record }) => {
    await tables.updateTable('charter.people').set({ left_at: now }).where('id', '=', personId).execute();
    record({ type: 'charter.person_left', subject: { kind: 'person', id: personId } });
  });
}

function personRow(id: string) {
  return house.hearback.journal.read({ workspaceId: house.workspaceId, audienceIds: [] }, ({ tables }) =>
    tables.selectFrom('charter.people').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  );
}

describe('signing in by the provider', () => {
  it('starts with PKCE, a state, a nonce and the exact address to come back to', async () => {
    const response = await openBrowser(house).fetch(`${here}/sign-in`);
    const url = new URL(response.headers.get('location') ?? '');
    expect(url.origin).toBe(provider.issuer);
    const sent = Object.fromEntries(url.searchParams);
    expect(sent).toMatchObject({
      response_type: 'code',
      client_id: 'hearback',
      redirect_uri: callback,
      code_challenge_method: 'S256',
    });
    expect(sent['scope']?.split(' ').sort()).toEqual(['email', 'groups', 'openid', 'profile']);
    for (const part of ['state', 'nonce', 'code_challenge']) expect(sent[part]?.length).toBeGreaterThanOrEqual(32);
  });

  it('makes a reporter of somebody new, and knows them again', async () => {
    const login = account({ name: 'Wanjiru Kamau', email: 'wanjiru@tideline.example', email_verified: true });
    const first = await signIn(login);
    expect([first.response.status, first.response.headers.get('location')]).toEqual([302, '/']);
    const seen = await me(first.browser);
    expect(seen).toMatchObject({ name: 'Wanjiru Kamau', roles: ['reporter'] });
    const second = await signIn(login);
    expect((await me(second.browser)).person_id).toBe(seen.person_id);
    expect((await personRow(seen.person_id)).email).toBe('wanjiru@tideline.example');
  });

  it('goes on to the page that somebody asked for, and never to another site', async () => {
    const login = account({ name: 'Deep Link' });
    const { response } = await signIn(
      login,
      openBrowser(house),
      `${here}/sign-in?to=${encodeURIComponent('/signals/S-12?tab=thread')}`,
    );
    expect(response.headers.get('location')).toBe('/signals/S-12?tab=thread');
    for (const to of [
      '//elsewhere.example/x',
      'https://elsewhere.example/',
      '/\\elsewhere.example',
      'javascript:alert(1)',
    ]) {
      const away = await signIn(login, openBrowser(house), `${here}/sign-in?to=${encodeURIComponent(to)}`);
      expect([to, away.response.headers.get('location')]).toEqual([to, '/']);
    }
  });

  it('keeps neither names nor addresses nor the provider’s tokens beside the people', async () => {
    const login = account({ name: 'Canary Kestrel', email: 'canary.kestrel@tideline.example', email_verified: true });
    await signIn(login);
    const { rows } = await house.hearback.pool.query<{ text: string }>(
      `SELECT u::text || coalesce(a::text, '') || coalesce(s::text, '') AS text FROM auth.users u
         LEFT JOIN auth.accounts a ON a.user_id = u.id LEFT JOIN auth.sessions s ON s.user_id = u.id`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ text }) => /kestrel|eyJ/i.test(text))).toEqual([]);
  });
});

describe('who somebody turns out to be', () => {
  it('is the person an import named, by an e-mail address that the provider vouches for', async () => {
    const imported = await addPerson({
      name: 'Imported Ines',
      email: 'Ines@Tideline.example',
      handle: 'ines',
      claimed: false,
    });
    const { browser } = await signIn(account({ name: 'Inês', email: 'ines@tideline.example', email_verified: true }));
    expect(await me(browser)).toMatchObject({ person_id: imported, name: 'Imported Ines', roles: ['reporter'] });
  });

  it('keeps the roles that somebody was given before they came', async () => {
    const invited = await addPerson({ name: 'Invited Ivo', email: 'ivo@tideline.example', roles: ['triager'] });
    const { browser } = await signIn(account({ email: 'ivo@tideline.example', email_verified: true }));
    expect(await me(browser)).toMatchObject({ person_id: invited, roles: ['triager'] });
  });

  it('is nobody’s namesake by an unverified address or by a handle: they become somebody new', async () => {
    const imported = await addPerson({
      name: 'Guarded Gita',
      email: 'gita@tideline.example',
      handle: 'gita',
      claimed: false,
    });
    for (const claims of [
      { email: 'gita@tideline.example', email_verified: false },
      { email: 'gita@tideline.example' },
      { preferred_username: 'gita' },
    ]) {
      const { browser } = await signIn(account({ name: 'Not Gita', ...claims }));
      const seen = await me(browser);
      expect(seen).toMatchObject({ name: 'Not Gita', roles: ['reporter'] });
      expect(seen.person_id).not.toBe(imported);
      expect(await personRow(seen.person_id)).toMatchObject({ email: null, handle: null });
    }
    expect((await personRow(imported)).claimed).toBe(false);
  });

  it('is not the former holder of an address that was given to somebody else', async () => {
    const former = await signIn(account({ name: 'Former', email: 'desk@tideline.example', email_verified: true }));
    expect((await me(former.browser)).name).toBe('Former');
    const { browser, response } = await signIn(
      account({ name: 'Successor', email: 'desk@tideline.example', email_verified: true }),
    );
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('somebody else’s here');
    expect((await browser.fetch(`${here}/api/v1/me`)).status).toBe(401);
  });

  it('is never a service account', async () => {
    await addPerson({ name: 'Build bot', email: 'bot@tideline.example', service: true });
    const { response } = await signIn(account({ email: 'bot@tideline.example', email_verified: true }));
    expect(response.status).toBe(403);
  });

  it('is the first admin who came by a link, once their address is known', async () => {
    await change(async ({ tables, record }) => {
      await tables
        .updateTable('charter.people')
        .set({ email: 'ingrid@tideline.example' })
        .where('id', '=', house.admin.personId)
        .execute();
      record({ type: 'charter.person_changed', subject: { kind: 'person', id: house.admin.personId } });
    });
    const { browser } = await signIn(account({ email: 'ingrid@tideline.example', email_verified: true }));
    expect((await me(browser)).person_id).toBe(house.admin.personId);
  });
});

describe('what is not believed', () => {
  /** What the browser is told, and whether it is let in all the same. */
  const outcome = async (browser: Browser, url: URL) => {
    const response = await browser.fetch(url.href);
    const title = /<h1>(.*)<\/h1>/.exec(await response.text())?.[1];
    const cookie = browser.cookie('hearback.session_token');
    return [response.status, title, cookie, (await browser.fetch(`${here}/api/v1/me`)).status];
  };
  const refusal = (title: string) => [403, title, undefined, 401];
  const startedElsewhere = refusal('This sign-in did not start here');

  it('a state that is not the one we gave, or none', async () => {
    for (const state of ['made-up', null]) {
      const browser = openBrowser(house);
      const back = await comeBack(browser, account({ name: 'Wrong State' }));
      if (state === null) back.searchParams.delete('state');
      else back.searchParams.set('state', state);
      expect(await outcome(browser, back)).toEqual(startedElsewhere);
    }
  });

  it('somebody else’s answer, opened in another browser', async () => {
    const back = await comeBack(openBrowser(house), account({ name: 'Attacker' }));
    expect(await outcome(openBrowser(house), back)).toEqual(startedElsewhere);
    const underWay = openBrowser(house);
    await underWay.fetch(`${here}/sign-in`);
    expect(await outcome(underWay, back)).toEqual(startedElsewhere);
  });

  it('an answer in another provider’s name, or in none', async () => {
    for (const issuer of ['https://elsewhere.example', `${provider.issuer}/`, null]) {
      const browser = openBrowser(house);
      const back = await comeBack(browser, account({ name: 'Mixed Up' }));
      expect(back.searchParams.get('iss')).toBe(provider.issuer);
      if (issuer === null) back.searchParams.delete('iss');
      else back.searchParams.set('iss', issuer);
      expect(await outcome(browser, back)).toEqual(refusal('The answer came from another provider'));
    }
  });

  it('a code that is not ours, or was used before', async () => {
    const browser = openBrowser(house);
    const back = await comeBack(browser, account({ name: 'Wrong Code' }));
    back.searchParams.set('code', 'made-up');
    expect(await outcome(browser, back)).toEqual(refusal('Signing in did not work'));

    const first = openBrowser(house);
    const used = await comeBack(first, account({ name: 'Used Code' }));
    expect((await first.fetch(used.href)).status).toBe(302);
    const again = await first.fetch(used.href);
    expect(again.status).toBe(403);
  });

  it('words of a provider that says no: they are not repeated', async () => {
    const browser = openBrowser(house);
    const away = new URL((await browser.fetch(`${here}/sign-in`)).headers.get('location') ?? '');
    const back = new URL(callback);
    back.search = new URLSearchParams({
      error: 'access_denied',
      error_description: '<b>call this number</b>',
      state: away.searchParams.get('state') ?? '',
      iss: provider.issuer,
    }).toString();
    const response = await browser.fetch(back.href);
    const text = await response.text();
    expect([response.status, text.includes('You were not signed in'), text.includes('call this number')]).toEqual([
      403,
      true,
      false,
    ]);
  });

  it('a provider that calls itself by another name, or is away; sessions go on meanwhile', async () => {
    const impostor = createServer((_request, response) => {
      const at = 'https://elsewhere.example';
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          issuer: at,
          authorization_endpoint: `${at}/a`,
          token_endpoint: `${at}/t`,
          jwks_uri: `${at}/j`,
        }),
      );
    });
    await new Promise<void>((resolve) => impostor.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(impostor.address() as AddressInfo).port}`;
    const other = await openHouse({ environment: { ...provider.settings, HEARBACK_OIDC_ISSUER: issuer } });
    try {
      const browser = openBrowser(other);
      const named = await browser.fetch(`${here}/sign-in`);
      expect([named.status, await named.text()]).toEqual([502, expect.stringContaining('cannot be reached')]);
      impostor.closeAllConnections();
      await new Promise((resolve) => impostor.close(resolve));
      expect((await browser.fetch(`${here}/sign-in`)).status).toBe(502);
      const link = await other.hearback.signIn.makeSetupLink(here, other.workspaceId, other.admin.personId);
      expect((await browser.fetch(link)).status).toBe(302);
      expect((await browser.fetch(`${here}/api/v1/me`)).status).toBe(200);
    } finally {
      await other.stop();
    }
  });

  it('an address that is not ours in the Host header', async () => {
    const response = await house.hearback.app.fetch(new Request('http://elsewhere.example/sign-in'));
    expect(response.status).toBe(400);
  });
});

describe('groups of the provider', () => {
  it('are places in the teams they are called by, given and taken at each sign-in', async () => {
    const [runtime, build, byHand] = [
      await addTeam('runtime', 'Runtime'),
      await addTeam('build-ci', 'Build and CI'),
      await addTeam('docs', 'Docs'),
    ];
    const login = account({ name: 'Team Player', groups: ['runtime', 'Build and CI', 'everyone'] });
    const teams = async (): Promise<string[]> => (await me((await signIn(login)).browser)).team_ids;
    const personId = (await me((await signIn(login)).browser)).person_id;
    expect((await teams()).sort()).toEqual([runtime, build].sort());

    await change(async ({ tables, record }) => {
      await tables
        .insertInto('charter.team_members')
        .values({ team_id: byHand, person_id: personId, part: 'member' })
        .execute();
      record({ type: 'charter.team_changed', subject: { kind: 'team', id: byHand } });
    });
    provider.accounts.set(login, { name: 'Team Player', groups: ['runtime'] });
    expect((await teams()).sort()).toEqual([runtime, byHand].sort());

    provider.accounts.set(login, { name: 'Team Player' });
    expect((await teams()).sort()).toEqual([runtime, byHand].sort());

    provider.accounts.set(login, { name: 'Team Player', groups: [] });
    expect(await teams()).toEqual([byHand]);

    const entries = await house.hearback.journal.read(
      { workspaceId: house.workspaceId, audienceIds: [] },
      ({ tables }) =>
        tables
          .selectFrom('platform.journal')
          .select('data')
          .where('subject_id', '=', personId)
          .orderBy('sequence')
          .execute(),
    );
    expect(entries.map(({ data }) => data)).toEqual([
      { roles: ['reporter'], signed_in: true },
      {
        teams_joined: expect.arrayContaining(['runtime', 'build-ci']) as string[],
        teams_left: [],
        groups_ignored: ['everyone'],
      },
      { teams_joined: [], teams_left: ['build-ci'], groups_ignored: [] },
      { teams_joined: [], teams_left: ['runtime'], groups_ignored: [] },
    ]);
  });
});

describe('somebody who left', () => {
  it('is out with their next request, and the provider does not bring them back in', async () => {
    const login = account({ name: 'Leaving Lena', email: 'lena@tideline.example', email_verified: true });
    const { browser } = await signIn(login);
    const { person_id } = await me(browser);
    await leave(person_id);
    expect((await browser.fetch(`${here}/api/v1/me`)).status).toBe(401);
    const again = await signIn(login);
    expect(again.response.status).toBe(403);
    expect(await again.response.text()).toContain('cannot sign in here any more');
    expect((await again.browser.fetch(`${here}/api/v1/me`)).status).toBe(401);
  });

  it('is not let in by a new account with the same address', async () => {
    const gone = await addPerson({ name: 'Gone Gil', email: 'gil@tideline.example' });
    await leave(gone);
    const { response } = await signIn(account({ email: 'gil@tideline.example', email_verified: true }));
    expect(response.status).toBe(403);
  });
});

describe('several workspaces', () => {
  it('ask which one is meant the first time, and stay where somebody is', async () => {
    const many = await openHouse({ environment: provider.settings });
    try {
      await many.hearback.stages.charter.workspaces.make({ slug: 'harbour', name: 'Harbour', adminName: 'Olu Ade' });
      const login = account({ name: 'Two Desks' });
      const lost = await signIn(login, openBrowser(many));
      expect([lost.response.status, await lost.response.text()]).toEqual([
        403,
        expect.stringContaining('Which workspace?'),
      ]);

      const chosen = await signIn(login, openBrowser(many), `${here}/sign-in?workspace=tideline`);
      expect((await me(chosen.browser)).workspace.slug).toBe('tideline');
      const again = await signIn(login, openBrowser(many));
      expect((await me(again.browser)).workspace.slug).toBe('tideline');

      many.clock.advanceMs(60_000);
      const second = await signIn(login, openBrowser(many), `${here}/sign-in?workspace=harbour`);
      expect((await me(second.browser)).workspace.slug).toBe('harbour');
      second.browser.setCookie('127.0.0.1', 'hearback-workspace', 'tideline');
      expect((await me(second.browser)).workspace.slug).toBe('tideline');
      second.browser.setCookie('127.0.0.1', 'hearback-workspace', '');
      expect((await me(second.browser)).workspace.slug).toBe('harbour');
    } finally {
      await many.stop();
    }
  });
});
