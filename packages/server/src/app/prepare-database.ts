import pg from 'pg';
import { type DatabaseAddress, ensureRoles, migrate, quoteIdentifier } from '../platform/database/index.ts';

const ownerRole = 'hearback';

/**
 * In our own cluster: makes the schema owner (no superuser) and a database of its own, so that from here on the embedded
 * database is used exactly like any other. The owner's password is the superuser's secret: both live in one 0600 file.
 */
export async function prepareOwner(
  superuser: DatabaseAddress,
  database: string,
  options: { createDb?: boolean } = {},
): Promise<DatabaseAddress> {
  const client = new pg.Client({ ...superuser });
  await client.connect();
  try {
    const role = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [ownerRole]);
    const rights = `LOGIN CREATEROLE NOBYPASSRLS ${options.createDb ? 'CREATEDB' : 'NOCREATEDB'}`;
    const secret = superuser.password.replaceAll("'", "''");
    await client.query(
      `${role.rowCount ? 'ALTER' : 'CREATE'} ROLE ${quoteIdentifier(ownerRole)} ${rights} PASSWORD '${secret}'`,
    );
    const existing = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (!existing.rowCount)
      await client.query(`CREATE DATABASE ${quoteIdentifier(database)} OWNER ${quoteIdentifier(ownerRole)}`);
  } finally {
    await client.end();
  }
  const owner: DatabaseAddress = { ...superuser, user: ownerRole, database };
  const asOwner = new pg.Client({ ...owner });
  await asOwner.connect();
  try {
    await ensureRoles(asOwner, owner.user, owner.password, database);
  } finally {
    await asOwner.end();
  }
  return owner;
}

async function connect(client: pg.Client, { host, port }: DatabaseAddress): Promise<void> {
  try {
    await client.connect();
  } catch (error) {
    const words = error instanceof Error && error.message !== '' ? error.message : String(error);
    throw new Error(`The database at ${host}:${port} lets nobody in: ${words}. Check DATABASE_URL and that it runs.`, {
      cause: error,
    });
  }
}

/** Brings an address's schema up to date as its owner, making the roles first where they are missing. */
export async function bringUpToDate(owner: DatabaseAddress): Promise<{ applied: string[] }> {
  const client = new pg.Client({ ...owner });
  await connect(client, owner);
  try {
    await ensureRoles(client, owner.user, owner.password, owner.database);
    return await migrate(client);
  } finally {
    await client.end();
  }
}
