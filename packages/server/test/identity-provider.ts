import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import type { Browser } from './browser.ts';

/** What the provider knows about somebody, by the name they log in with. */
export type Account = {
  name?: string;
  preferred_username?: string;
  email?: string;
  email_verified?: boolean;
  groups?: string[];
};

export type IdentityProvider = {
  readonly issuer: string;
  readonly settings: Record<string, string>;
  /** Change these and the next sign-in says so. */
  readonly accounts: Map<string, Account>;
  /** Logs in and consents as a person would, from the provider's address on; ends before coming back to us. */
  logIn(browser: Browser, authorizeUrl: string, login: string): Promise<URL>;
  stop(): Promise<void>;
};

const client = { id: 'hearback', secret: 'a-secret-that-the-tests-share-with-the-provider' };

/** A real OpenID provider (oidc-provider) on loopback. */
export async function startIdentityProvider(redirectUris: readonly string[]): Promise<IdentityProvider> {
  const accounts = new Map<string, Account>();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [...redirectUris] }],
    scopes: ['openid', 'profile', 'email', 'groups'],
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
    },
    pkce: { required: () => true },
    cookies: { keys: ['for the tests only'] },
    findAccount: (_context: unknown, id: string) => {
      const account = accounts.get(id);
      return account && { accountId: id, claims: () => ({ sub: id, ...account }) };
    },
  });
  server.on('request', provider.callback());

  const isBack = (next: URL): boolean => redirectUris.includes(next.origin + next.pathname);
  const submit = (browser: Browser, at: URL, fields: Record<string, string>) =>
    browser.go(at.href, { method: 'POST', body: new URLSearchParams(fields) }, isBack);

  return {
    issuer,
    accounts,
    settings: {
      HEARBACK_OIDC_ISSUER: issuer,
      HEARBACK_OIDC_CLIENT_ID: client.id,
      HEARBACK_OIDC_CLIENT_SECRET: client.secret,
    },
    logIn: async (browser, authorizeUrl, login) => {
      let at = await browser.go(authorizeUrl, {}, isBack);
      for (let page = 0; page < 4 && !isBack(at.url); page += 1) {
        const text = await at.response.text();
        const asksWho = text.includes('name="login"');
        at = await submit(
          browser,
          at.url,
          asksWho ? { prompt: 'login', login, password: 'anything' } : { prompt: 'consent' },
        );
      }
      if (!isBack(at.url)) throw new Error(`The provider never sent us back; it is at ${at.url.href}.`);
      return at.url;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
