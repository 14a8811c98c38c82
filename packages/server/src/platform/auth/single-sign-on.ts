import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import type { OidcSettings } from '../config/index.ts';
import { accountIdOf, type Admission, type Admit, type Claims } from './admission.ts';
import { type LibrarySettings, libraryOptions } from './library.ts';
import { payloadOf, readClaims } from './oidc-claims.ts';
import { discoveryUrl, type ProviderMetadata, ProviderUnusable, readProvider, readUserInfo } from './oidc-provider.ts';
import { chosenWorkspace, workspaceCookieFor } from './sessions.ts';

/** How a flow ended: in, or not, and why. `cookies` are values of Set-Cookie in either case. */
export type Landing =
  | { readonly to: string; readonly cookies: readonly string[] }
  | { readonly failed: string; readonly cookies: readonly string[] };

export type SingleSignOn = {
  /** Where to send the browser. `to` is a path of ours to come back to. @throws ProviderUnusable */
  begin(baseUrl: string, headers: Headers, to: string): Promise<{ url: string; cookies: string[] }>;
  /** The browser comes back from the provider. @throws ProviderUnusable */
  land(baseUrl: string, request: Request): Promise<Landing>;
};

/** The part of the address that is registered at the provider, exactly. */
export const callbackPath = '/api/auth/callback/oidc';

type Flow = { readonly chosenSlug: string | null; claims: Claims | null; admission: Admission | null; error: unknown };

/** The library asks for a user name of the form of an address. Ours is made of issuer and subject: no claim can collide with it. */
function userNameOf(claims: Claims): string {
  return `${createHash('sha256').update(accountIdOf(claims)).digest('hex')}@oidc.invalid`;
}

/** Everything the provider vouches for: its signed token, and what its user-info address adds about the same subject. */
async function collectClaims(
  metadata: ProviderMetadata,
  tokens: { idToken?: string | undefined; accessToken?: string | undefined },
) {
  // Without a signed token nothing was verified: the library would take user info alone.
  const signed = tokens.idToken ? payloadOf(tokens.idToken) : null;
  if (!signed) return null;
  const more = tokens.accessToken ? await readUserInfo(metadata, tokens.accessToken) : {};
  return readClaims(metadata.issuer, more['sub'] === signed['sub'] ? { ...signed, ...more } : signed);
}

async function loadLibrary(
  settings: LibrarySettings,
  baseUrl: string,
  oidc: OidcSettings,
  metadata: ProviderMetadata,
  flows: AsyncLocalStorage<Flow>,
  admit: Admit,
) {
  const [{ betterAuth }, { genericOAuth }] = await Promise.all([
    import('better-auth'),
    import('better-auth/plugins/generic-oauth'),
  ]);
  const options = libraryOptions(settings, baseUrl);
  const library = betterAuth({
    ...options,
    onAPIError: { errorURL: `${baseUrl}/sign-in` },
    plugins: [
      genericOAuth({
        config: [
          {
            providerId: 'oidc',
            discoveryUrl: discoveryUrl(oidc.issuer),
            requireIdTokenVerification: true,
            pkce: true,
            clientId: oidc.clientId,
            clientSecret: oidc.clientSecret,
            tokenEndpointAuth: {
              method: metadata.token_endpoint_auth_methods_supported.includes('client_secret_basic')
                ? 'client_secret_basic'
                : 'client_secret_post',
            },
            scopes: ['openid', 'profile', 'email', ...metadata.scopes_supported.filter((scope) => scope === 'groups')],
            getUserInfo: async (tokens) => {
              const claims = await collectClaims(metadata, tokens).catch((error: unknown) => {
                settings.log.warn({ err: error }, 'single sign-on: the user-info address cannot be read');
                return null;
              });
              const flow = flows.getStore();
              if (!claims || !flow) return null;
              flow.claims = claims;
              return { sub: claims.subject, email: userNameOf(claims), emailVerified: false, name: '' };
            },
            accountSubject: ({ profile }) =>
              accountIdOf({ issuer: metadata.issuer, subject: String(profile.sub ?? '') }),
          },
        ],
      }),
    ],
    databaseHooks: {
      account: {
        // The provider's tokens have done their work: what is not kept cannot leak.
        create: {
          before: (account) =>
            Promise.resolve({
              data: { ...account, accessToken: null, refreshToken: null, idToken: null, scope: null },
            }),
        },
      },
      session: {
        create: {
          before: async (session) => {
            const flow = flows.getStore();
            if (!flow?.claims) return false;
            try {
              flow.admission = await admit(session.userId, flow.claims, flow.chosenSlug);
              return 'refused' in flow.admission ? false : undefined;
            } catch (error) {
              // Ours to report: the library would turn it into a failure of the provider's.
              flow.error = error;
              return false;
            }
          },
        },
      },
    },
  });
  // The library read the description a second time: it must still be the same provider's.
  const provider = (await library.$context).socialProviders.find((one) => one.id === 'oidc');
  if (provider?.issuer !== oidc.issuer) throw new ProviderUnusable('Its description changed while it was read.');
  return { library, metadata };
}

/** Single sign-on by OpenID Connect: code flow with PKCE, state, nonce, and the issuer checked wherever it is named. */
export function createSingleSignOn(settings: LibrarySettings, oidc: OidcSettings, admit: Admit): SingleSignOn {
  const flows = new AsyncLocalStorage<Flow>();
  const libraries = new Map<string, ReturnType<typeof loadLibrary>>();

  /** Loaded at the first sign-in, so that a provider that is away holds nothing else up; a failure is not kept. */
  const load = (baseUrl: string): ReturnType<typeof loadLibrary> => {
    const known = libraries.get(baseUrl);
    if (known) return known;
    const loading = readProvider(oidc).then((metadata) => loadLibrary(settings, baseUrl, oidc, metadata, flows, admit));
    libraries.set(baseUrl, loading);
    loading.catch(() => libraries.delete(baseUrl));
    return loading;
  };

  return {
    begin: async (baseUrl, headers, to) => {
      const { library } = await load(baseUrl);
      const { response, headers: answered } = await library.api.signInSocial({
        body: { provider: 'oidc', callbackURL: new URL(to, baseUrl).href },
        headers,
        returnHeaders: true,
      });
      if (!response.url) throw new ProviderUnusable('It gave no address to go to.');
      return { url: response.url, cookies: answered.getSetCookie() };
    },
    land: async (baseUrl, request) => {
      const { library, metadata } = await load(baseUrl);
      const query = new URL(request.url).searchParams;
      // RFC 9207: whoever says that it names itself must do so; the library checks the name only when there is one.
      if (metadata.authorization_response_iss_parameter_supported && query.has('code') && !query.has('iss'))
        return { failed: 'issuer_missing', cookies: [] };
      const flow: Flow = { chosenSlug: chosenWorkspace(request.headers), claims: null, admission: null, error: null };
      const target = new URL(`${callbackPath}?${query.toString()}`, baseUrl);
      const response = await flows.run(flow, () => library.handler(new Request(target, { headers: request.headers })));
      if (flow.error !== null) throw flow.error;
      const cookies = response.headers.getSetCookie();
      if (flow.admission && 'refused' in flow.admission) return { failed: flow.admission.refused, cookies };
      const location = new URL(response.headers.get('location') ?? '/sign-in?error=unknown', baseUrl);
      const failed = location.pathname === '/sign-in' ? location.searchParams.get('error') : null;
      if (failed !== null) return { failed, cookies };
      if (!flow.admission) return { failed: 'unknown', cookies };
      return {
        to: location.pathname + location.search,
        cookies: [...cookies, workspaceCookieFor(flow.admission.workspaceSlug, settings.secure)],
      };
    },
  };
}
