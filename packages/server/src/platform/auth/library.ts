import type { BetterAuthOptions } from 'better-auth';
import { Kysely, PostgresDialect } from 'kysely';
import type { Pool } from 'pg';
import type { Clock } from '../clock/index.ts';
import { newId } from '../identifiers/index.ts';
import type { Log } from '../log/index.ts';

/** What every use of the sign-in library shares. */
export type LibrarySettings = {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly log: Log;
  /** Signs cookies; at least 32 characters. */
  readonly secret: string;
  /** People reach us by https: cookies are `__Host-` and Secure. */
  readonly secure: boolean;
};

const sessionSeconds = 30 * 86_400;

/** The name of the cookie that holds a session. */
export function sessionCookie(secure: boolean): string {
  return `${cookiePrefix(secure)}.session_token`;
}

function cookiePrefix(secure: boolean): string {
  return secure ? '__Host-hearback' : 'hearback';
}

const times = { createdAt: 'created_at', updatedAt: 'updated_at' };

/**
 * The library's options: its tables under our names, sessions read from the database on every request (a leaver's ends at
 * once), a fixed life of thirty days, no passwords, no tracking of addresses, no telemetry.
 */
export function libraryOptions(settings: LibrarySettings, baseUrl: string) {
  const { pool, clock, log, secret, secure } = settings;
  return {
    appName: 'Hearback',
    baseURL: baseUrl,
    basePath: '/api/auth',
    secret,
    trustedOrigins: [new URL(baseUrl).origin],
    database: { db: new Kysely({ dialect: new PostgresDialect({ pool }) }), type: 'postgres', schemaName: 'auth' },
    emailAndPassword: { enabled: false },
    user: { modelName: 'users', fields: { ...times, emailVerified: 'email_verified' } },
    session: {
      modelName: 'sessions',
      fields: {
        ...times,
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        userId: 'user_id',
      },
      expiresIn: sessionSeconds,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
    },
    account: {
      modelName: 'accounts',
      fields: {
        ...times,
        accountId: 'account_id',
        providerId: 'provider_id',
        userId: 'user_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
      },
      accountLinking: { enabled: false },
      updateAccountOnSignIn: false,
      // A flow under way lives in the browser's encrypted cookie: strangers who start one write no rows.
      storeStateStrategy: 'cookie',
    },
    verification: { modelName: 'verifications', fields: { ...times, expiresAt: 'expires_at' } },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    advanced: {
      // The library knows only `__Secure-`; with the stricter prefix in the name it must not add its own.
      useSecureCookies: false,
      cookiePrefix: cookiePrefix(secure),
      defaultCookieAttributes: { secure, httpOnly: true, sameSite: 'lax', path: '/' },
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { disableIpTracking: true },
      database: { generateId: () => newId(clock.now()), validateSchema: false },
    },
    // Its details can hold states and codes; the message alone says what happened.
    logger: {
      level: 'warn',
      log: (level, message) => log[level === 'error' ? 'warn' : 'debug']({ signIn: message }, 'sign-in'),
    },
  } satisfies BetterAuthOptions;
}
