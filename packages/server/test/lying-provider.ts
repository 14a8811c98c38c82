import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One answer of the token address: what its ID token says and who signs it how. */
export type Lie = {
  readonly claims?: Record<string, unknown>;
  readonly signedBy?: 'provider' | 'stranger' | 'nobody' | 'public key as a password';
  readonly withoutIdToken?: boolean;
};

export type LyingProvider = {
  readonly issuer: string;
  /** Answers the next code with a token for this nonce, told as the lie says. */
  tell(nonce: string, lie: Lie): void;
  stop(): Promise<void>;
};

const text = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function token(
  claims: unknown,
  lie: Lie,
  own: { privateKey: KeyObject; publicKey: KeyObject },
  stranger: KeyObject,
): string {
  const kind = lie.signedBy ?? 'provider';
  const alg = kind === 'nobody' ? 'none' : kind === 'public key as a password' ? 'HS256' : 'RS256';
  const body = `${text({ alg, kid: 'one', typ: 'JWT' })}.${text(claims)}`;
  if (kind === 'nobody') return `${body}.`;
  if (kind === 'public key as a password') {
    const password = own.publicKey.export({ type: 'spki', format: 'pem' });
    return `${body}.${createHmac('sha256', password).update(body).digest('base64url')}`;
  }
  const key = kind === 'stranger' ? stranger : own.privateKey;
  return `${body}.${sign('sha256', Buffer.from(body), key).toString('base64url')}`;
}

/** A provider whose description is in order and whose ID tokens are what a test wants to see refused. */
export async function startLyingProvider(): Promise<LyingProvider> {
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  let next: { nonce: string; lie: Lie } = { nonce: '', lie: {} };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', issuer);
    const now = Math.floor(Date.now() / 1000);
    const honest = {
      iss: issuer,
      aud: 'hearback',
      sub: 'liar',
      name: 'Liar',
      iat: now,
      exp: now + 300,
      nonce: next.nonce,
    };
    const answers: Record<string, unknown> = {
      '/.well-known/openid-configuration': {
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        userinfo_endpoint: `${issuer}/me`,
        id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
      },
      '/jwks': { keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig' }] },
      '/token': {
        access_token: 'opaque',
        token_type: 'Bearer',
        expires_in: 300,
        ...(next.lie.withoutIdToken
          ? {}
          : { id_token: token({ ...honest, ...next.lie.claims }, next.lie, own, stranger) }),
      },
      '/me': { sub: 'liar', name: 'Liar' },
    };
    const answer = answers[pathname];
    response.statusCode = answer ? 200 : 404;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    tell: (nonce, lie) => {
      next = { nonce, lie };
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
