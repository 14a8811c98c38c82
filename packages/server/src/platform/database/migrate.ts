import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import type { Client } from 'pg';
import { quoteIdentifier, roleNames } from './roles.ts';

const folder = new URL('../../../migrations/', import.meta.url);

export type Migration = { readonly name: string; readonly text: string; readonly checksum: string };

/** The numbered SQL files in order. A gap or a repeated number is a mistake and is refused. */
async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[a-z_]+\.sql$/.test(name)).sort();
  const numbers = names.map((name) => name.slice(0, 4));
  if (new Set(numbers).size !== numbers.length) throw new Error(`Two migrations share a number: ${names.join(', ')}`);
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, folder), 'utf8');
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/** Role names are settings of the installation; the SQL names them `:app`, `:worker` and `:relay`, in quotes where a function takes the name. */
function withRoles(text: string, owner: string): string {
  const names = roleNames(owner);
  const named = text.replace(/':(app|worker|relay)'/g, (_, role: keyof typeof names) => `'${names[role]}'`);
  return named.replace(/(?<![:\w]):(app|worker|relay)\b/g, (_, role: keyof typeof names) =>
    quoteIdentifier(names[role]),
  );
}

/**
 * Brings the schema up to date as the schema owner, one transaction per file, one migrator at a time.
 * A file that changed after it ran is refused: migrations are never edited after landing.
 */
export async function migrate(client: Client): Promise<{ applied: string[] }> {
  const migrations = await readMigrations();
  const { rows } = await client.query<{ owner: string }>('SELECT current_user AS owner');
  const owner = rows[0]?.owner ?? '';
  await client.query('SELECT pg_advisory_lock(7263410)');
  try {
    await client.query('CREATE SCHEMA IF NOT EXISTS migrations');
    await client.query(
      'CREATE TABLE IF NOT EXISTS migrations.applied (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
    );
    const done = new Map(
      (
        await client.query<{ name: string; checksum: string }>('SELECT name, checksum FROM migrations.applied')
      ).rows.map((row) => [row.name, row.checksum]),
    );
    const applied: string[] = [];
    for (const migration of migrations) {
      const known = done.get(migration.name);
      if (known === migration.checksum) continue;
      if (known !== undefined)
        throw new Error(`Migration ${migration.name} was edited after it ran. Put it back and add a new one.`);
      await client.query('BEGIN');
      try {
        await client.query(withRoles(migration.text, owner));
        await client.query('INSERT INTO migrations.applied (name, checksum) VALUES ($1, $2)', [
          migration.name,
          migration.checksum,
        ]);
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK');
        throw new Error(
          `Migration ${migration.name} failed: ${error instanceof Error ? error.message : String(error)}`,
          {
            cause: error,
          },
        );
      }
      applied.push(migration.name);
    }
    return { applied };
  } finally {
    await client.query('SELECT pg_advisory_unlock(7263410)');
  }
}
