// Settings are read from the environment once, at the door, and passed on as data.
import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';

const blank = (value: unknown): unknown => (value === '' ? undefined : value);
const text = z.preprocess(blank, z.string().optional());

function urlOf(protocols: RegExp, likeThis: string) {
  const isUsable = (text: string): boolean => protocols.test(URL.parse(text)?.protocol ?? '');
  return z.preprocess(blank, z.string().refine(isUsable, `it is an address like ${likeThis}`).optional());
}

function isAtTheTop(address: string): boolean {
  const url = URL.parse(address);
  return url === null || `${url.pathname}${url.search}${url.hash}` === '/';
}

function isSigningKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}

const Environment = z.object({
  DATABASE_URL: text,
  DATABASE_DIRECT_URL: text,
  HEARBACK_APP_DATABASE_URL: text,
  HEARBACK_WORKER_DATABASE_URL: text,
  HEARBACK_RELAY_DATABASE_URL: text,
  HEARBACK_URL: urlOf(/^https?:$/, 'https://hearback.example').refine(
    (url) => url === undefined || isAtTheTop(url),
    'it has no path: Hearback answers at the top of an address',
  ),
  HEARBACK_OIDC_ISSUER: urlOf(/^https?:$/, 'https://sign-in.example'),
  HEARBACK_OIDC_CLIENT_ID: text,
  HEARBACK_OIDC_CLIENT_SECRET: text,
  HEARBACK_SMTP_URL: urlOf(/^smtps?:$/, 'smtp://user:password@mail.example:587'),
  HEARBACK_MAIL_FROM: text,
  HEARBACK_SIGNING_KEY: text.refine(
    (pem) => pem === undefined || isSigningKey(pem),
    'it is an Ed25519 key as PEM, as `openssl genpkey -algorithm ed25519` makes one',
  ),
  HEARBACK_SECRET: z.preprocess(blank, z.string().min(32).optional()),
  HEARBACK_SIGNALS_PER_MINUTE: z.preprocess(blank, z.coerce.number().int().min(1).max(1_000_000).default(600)),
  HEARBACK_LOG_LEVEL: z.preprocess(blank, z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info')),
});

export type OidcSettings = { readonly issuer: string; readonly clientId: string; readonly clientSecret: string };
export type MailSettings = { readonly smtpUrl: string; readonly from: string };

export type Config = {
  readonly databaseUrl: string | undefined;
  /** For LISTEN and session locks, past a pooler in transaction mode; the same as `databaseUrl` where not set. */
  readonly databaseDirectUrl: string | undefined;
  readonly roleUrls: { readonly app?: string; readonly worker?: string; readonly relay?: string };
  /** The address people use, when it differs from where the server listens. */
  readonly publicUrl: string | undefined;
  readonly oidc: OidcSettings | undefined;
  readonly mail: MailSettings | undefined;
  readonly signingKey: string | undefined;
  /** Signs session cookies; the same for every process that answers one address. */
  readonly secret: string | undefined;
  /** How many signals one credential may submit a minute; as many at once, after a pause. */
  readonly signalsPerMinute: number;
  readonly logLevel: string;
};

/** @throws Error that names the variable and what it should look like. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(`Setting ${issue?.path.join('.') ?? ''} is not usable: ${issue?.message ?? 'unknown'}.`);
  }
  const e = parsed.data;
  const oidcParts = [e.HEARBACK_OIDC_ISSUER, e.HEARBACK_OIDC_CLIENT_ID, e.HEARBACK_OIDC_CLIENT_SECRET];
  if (oidcParts.some(Boolean) && !oidcParts.every(Boolean))
    throw new Error(
      'Single sign-on needs all three settings: HEARBACK_OIDC_ISSUER, HEARBACK_OIDC_CLIENT_ID and HEARBACK_OIDC_CLIENT_SECRET.',
    );
  const [issuer, clientId, clientSecret] = oidcParts;
  return {
    databaseUrl: e.DATABASE_URL,
    databaseDirectUrl: e.DATABASE_DIRECT_URL,
    roleUrls: {
      ...(e.HEARBACK_APP_DATABASE_URL ? { app: e.HEARBACK_APP_DATABASE_URL } : {}),
      ...(e.HEARBACK_WORKER_DATABASE_URL ? { worker: e.HEARBACK_WORKER_DATABASE_URL } : {}),
      ...(e.HEARBACK_RELAY_DATABASE_URL ? { relay: e.HEARBACK_RELAY_DATABASE_URL } : {}),
    },
    publicUrl: e.HEARBACK_URL?.replace(/\/+$/, ''),
    oidc: issuer && clientId && clientSecret ? { issuer, clientId, clientSecret } : undefined,
    mail: e.HEARBACK_SMTP_URL
      ? { smtpUrl: e.HEARBACK_SMTP_URL, from: e.HEARBACK_MAIL_FROM ?? 'Hearback <hearback@localhost>' }
      : undefined,
    signingKey: e.HEARBACK_SIGNING_KEY,
    secret: e.HEARBACK_SECRET,
    signalsPerMinute: e.HEARBACK_SIGNALS_PER_MINUTE,
    logLevel: e.HEARBACK_LOG_LEVEL,
  };
}
