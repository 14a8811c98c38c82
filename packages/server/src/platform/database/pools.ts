import pg from 'pg';
import { roleNames, rolePassword } from './roles.ts';

/** Where the database is and who the schema owner is. */
export type DatabaseAddress = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Absent for none; whoever asks for `verify-ca` or `verify-full` has the server's certificate checked. */
  readonly ssl?: { readonly rejectUnauthorized: boolean };
};

/** Reads DATABASE_URL. */
export function parseDatabaseUrl(url: string): DatabaseAddress {
  const parsed = URL.parse(url);
  // Never the address itself in the words: it holds a password.
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol) || parsed.username === '' || parsed.pathname.length < 2)
    throw new Error(
      'The address of the database is not usable. It looks like postgres://user:password@host:5432/database, with special characters of the password percent-encoded.',
    );
  const socket = parsed.searchParams.get('host');
  const ssl = sslOf(parsed.searchParams.get('sslmode'));
  return {
    host: socket ?? (decodeURIComponent(parsed.hostname) || 'localhost'),
    port: Number(parsed.port || 5432),
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    database: decodeURIComponent(parsed.pathname.slice(1)),
    ...(ssl ? { ssl } : {}),
  };
}

/** `allow` and `prefer` mean no encryption here: the driver cannot try one and then the other. */
function sslOf(mode: string | null): DatabaseAddress['ssl'] {
  if (mode === 'require') return { rejectUnauthorized: false };
  return mode?.startsWith('verify-') ? { rejectUnauthorized: true } : undefined;
}

/** The addresses of the three roles, derived from the owner's. */
export function roleAddresses(owner: DatabaseAddress): Record<'app' | 'worker' | 'relay', DatabaseAddress> {
  const names = roleNames(owner.user);
  const as = (user: string): DatabaseAddress => ({ ...owner, user, password: rolePassword(owner.password, user) });
  return { app: as(names.app), worker: as(names.worker), relay: as(names.relay) };
}

// int8 as number: our bigints are counts and sequence numbers far below 2^53. Dates without a time stay text.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export type PoolSettings = {
  readonly max: number;
  readonly onError: (error: Error) => void;
  /** Commits answer before they are on disk: only for what is thrown away and done again after a crash. */
  readonly isRepeatable?: boolean;
};

/**
 * A pool whose connections give up rather than hang: a statement or an idle transaction that runs too long would stall the
 * relay for everybody, since it reads only behind the oldest open transaction.
 */
export function openPool(address: DatabaseAddress, settings: PoolSettings): pg.Pool {
  const pool = new pg.Pool({
    host: address.host,
    port: address.port,
    user: address.user,
    password: address.password,
    database: address.database,
    max: settings.max,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    options: `-c statement_timeout=30000 -c idle_in_transaction_session_timeout=15000 -c lock_timeout=10000 -c TimeZone=UTC${
      settings.isRepeatable ? ' -c synchronous_commit=off' : ''
    }`,
    ...(address.ssl ? { ssl: address.ssl } : {}),
  });
  pool.on('error', settings.onError);
  pool.on('connect', (client) => client.on('error', settings.onError));
  return pool;
}

/** The app must not be able to look over the wall: refuses a superuser, BYPASSRLS, or the owner of the tables. */
export async function assertConfinedRole(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ rolsuper: boolean; rolbypassrls: boolean; owns: boolean }>(
    `SELECT rolsuper, rolbypassrls,
            EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = 'platform'::regnamespace
                       AND pg_has_role(r.oid, relowner, 'MEMBER')) AS owns
       FROM pg_roles r WHERE rolname = current_user`,
  );
  const role = rows[0];
  if (!role || role.rolsuper || role.rolbypassrls || role.owns)
    throw new Error(
      'The application’s database role is a superuser, bypasses row-level security or owns the tables. Run `hearback db roles` and set HEARBACK_APP_DATABASE_URL to the role it makes.',
    );
}
