import { createHmac } from 'node:crypto';
import type { Client } from 'pg';
import { sqlState } from './failure.ts';

/**
 * The three roles that Hearback logs in as. None owns a table, none bypasses row-level security.
 * Their names start with the schema owner's, so that two installations can share one PostgreSQL.
 */
export type RoleNames = { readonly app: string; readonly worker: string; readonly relay: string };

export function roleNames(owner: string): RoleNames {
  return { app: `${owner}_app`, worker: `${owner}_worker`, relay: `${owner}_relay` };
}

/**
 * The password of one of our roles, derived from the owner's: every process that knows DATABASE_URL computes the same one,
 * so processes that start together never lock each other out, and nothing more has to be stored.
 */
export function rolePassword(ownerPassword: string, role: string): string {
  return createHmac('sha256', ownerPassword).update(`hearback role ${role}`).digest('base64url');
}

export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The statements that make the three roles, for `hearback db roles` and for ourselves. */
export function roleStatements(owner: string, ownerPassword: string, database: string): string[] {
  // Derived from nothing, they would be what everybody can compute.
  if (ownerPassword === '')
    throw new Error(
      'The database’s address has no password, and those of the roles are derived from it. Give its owner a password, also where the owner could log in without.',
    );
  const names = roleNames(owner);
  const statements = Object.values(names).flatMap((role) => {
    const name = quoteIdentifier(role);
    const login = `LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD ${quoteLiteral(rolePassword(ownerPassword, role))}`;
    return [
      `DO $$ BEGIN CREATE ROLE ${name} ${login}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`,
      `GRANT CONNECT ON DATABASE ${quoteIdentifier(database)} TO ${name}`,
    ];
  });
  return [
    ...statements,
    // graphile-worker makes a schema of its own, which the worker then owns; the relay adds jobs to its tables.
    `GRANT CREATE ON DATABASE ${quoteIdentifier(database)} TO ${quoteIdentifier(names.worker)}`,
    `GRANT ${quoteIdentifier(names.worker)} TO ${quoteIdentifier(names.relay)}`,
  ];
}

/** Whether everything that `roleStatements` would do is done already, whoever did it. */
async function areRolesReady(client: Client, owner: string, database: string): Promise<boolean> {
  const { app, worker, relay } = roleNames(owner);
  const { rows } = await client.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM pg_roles WHERE rolname = ANY ($1)',
    [[app, worker, relay]],
  );
  if (rows[0]?.count !== 3) return false;
  const rights = await client.query<{ ready: boolean }>(
    `SELECT bool_and(has_database_privilege(role, $4, 'CONNECT')) AND has_database_privilege($2, $4, 'CREATE')
            AND pg_has_role($3, $2, 'USAGE') AS ready FROM unnest(ARRAY[$1, $2, $3]::name[]) AS role`,
    [app, worker, relay, database],
  );
  return rights.rows[0]?.ready === true;
}

/**
 * Makes the roles where they are missing, and their rights on this database. An owner who may not needs only that somebody
 * else did.
 */
export async function ensureRoles(
  client: Client,
  owner: string,
  ownerPassword: string,
  database: string,
): Promise<void> {
  // Two processes that start at once would trip over each other's grants.
  await client.query('SELECT pg_advisory_lock(7263413)');
  try {
    if (await areRolesReady(client, owner, database)) return;
    for (const statement of roleStatements(owner, ownerPassword, database)) await client.query(statement);
  } catch (error) {
    if (sqlState(error) !== '42501') throw error;
    throw new Error(
      `The roles that Hearback logs in as are missing, and ${owner} may not make them. Let somebody who may run what \`hearback db roles\` prints.`,
      { cause: error },
    );
  } finally {
    await client.query('SELECT pg_advisory_unlock(7263413)');
  }
}
