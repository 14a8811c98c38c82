import { z } from 'zod';
import type { OidcSettings } from '../config/index.ts';

const Metadata = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  userinfo_endpoint: z.url().optional(),
  scopes_supported: z.array(z.string()).default([]),
  token_endpoint_auth_methods_supported: z.array(z.string()).default(['client_secret_basic']),
  authorization_response_iss_parameter_supported: z.boolean().default(false),
});

/** What a provider says about itself (OpenID Connect Discovery 1.0, RFC 8414, RFC 9207). */
export type ProviderMetadata = z.infer<typeof Metadata>;

/** The provider cannot be used right now; `detail` is for whoever set it up. */
export class ProviderUnusable extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = 'ProviderUnusable';
  }
}

const patienceMs = 10_000;

export function discoveryUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

/**
 * Reads the provider's description of itself and holds it to the issuer that was set: somebody else's description would lead
 * people, and the codes they come back with, to somebody else (Discovery 1.0, section 4.3).
 * @throws ProviderUnusable when it cannot be read or speaks for another issuer.
 */
export async function readProvider(settings: OidcSettings): Promise<ProviderMetadata> {
  let answer: unknown;
  try {
    const response = await fetch(discoveryUrl(settings.issuer), { signal: AbortSignal.timeout(patienceMs) });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    answer = await response.json();
  } catch (error) {
    throw new ProviderUnusable(
      `Its description cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
  const parsed = Metadata.safeParse(answer);
  if (!parsed.success) throw new ProviderUnusable('Its description lacks what signing in needs.');
  if (parsed.data.issuer !== settings.issuer)
    throw new ProviderUnusable(
      `It calls itself ${parsed.data.issuer}, and HEARBACK_OIDC_ISSUER is ${settings.issuer}.`,
    );
  return parsed.data;
}

/**
 * More about the person of an access token; empty when the provider has no such address, or signs the answer instead of saying
 * it plainly. Throws when it cannot be read: half of what is known about somebody could make them somebody else.
 */
export async function readUserInfo(metadata: ProviderMetadata, accessToken: string): Promise<Record<string, unknown>> {
  if (!metadata.userinfo_endpoint) return {};
  const response = await fetch(metadata.userinfo_endpoint, {
    headers: { Authorization: `Bearer ${accessToken}`, Accept: 'application/json' },
    signal: AbortSignal.timeout(patienceMs),
    redirect: 'error',
  });
  if (!response.ok) throw new Error(`The user-info address answered ${response.status}.`);
  if (!(response.headers.get('content-type') ?? '').startsWith('application/json')) return {};
  const body: unknown = await response.json();
  return typeof body === 'object' && body !== null ? { ...body } : {};
}
