import { Kysely } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { isUuid } from '../identifiers/index.ts';
import { type Activity, boundDialect } from './bound-connection.ts';
import { DatabaseAway, isDatabaseAway } from './failure.ts';
import type { DB } from './tables.gen.ts';
import { workspacePlugin } from './workspace-plugin.ts';

/** Whose eyes a transaction looks through: one workspace, and the restricted audiences its person belongs to. */
export type Viewpoint = { readonly workspaceId: string; readonly audienceIds: readonly string[] };

/** The tables of one workspace, inside one open transaction. */
export type WorkspaceTables = Kysely<DB>;

export type OpenTransaction = { readonly tables: WorkspaceTables; readonly activity: Activity };

function begin(viewpoint: Viewpoint, access: 'read' | 'write'): string {
  const audiences = viewpoint.audienceIds;
  // These go into a statement's text, so that BEGIN and the setting are one round trip: nothing but UUIDs may pass.
  if (!isUuid(viewpoint.workspaceId) || !audiences.every(isUuid)) throw new Error('A viewpoint holds UUIDs only.');
  const mode = access === 'read' ? 'BEGIN READ ONLY' : 'BEGIN';
  return (
    `${mode}; SELECT set_config('hearback.workspace', '${viewpoint.workspaceId}', true), ` +
    `set_config('hearback.audiences', '{${audiences.join(',')}}', true)`
  );
}

async function borrow(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw isDatabaseAway(error) ? new DatabaseAway(error) : error;
  }
}

/**
 * Runs `work` in one transaction that sees only `viewpoint`. Commits when it resolves, rolls back when it throws; a
 * connection that failed on the way is thrown away. A lost connection surfaces as `DatabaseAway`.
 */
export async function inTransaction<Result>(
  pool: Pool,
  viewpoint: Viewpoint,
  access: 'read' | 'write',
  work: (transaction: OpenTransaction) => Promise<Result>,
): Promise<Result> {
  const start = begin(viewpoint, access);
  const client = await borrow(pool);
  let broken = false;
  try {
    await client.query(start);
    const activity: Activity = { wrote: false };
    const tables = new Kysely<DB>({
      dialect: boundDialect(client, activity),
      plugins: [workspacePlugin(viewpoint.workspaceId)],
    });
    const result = await work({ tables, activity });
    await client.query('COMMIT');
    return result;
  } catch (error) {
    broken = isDatabaseAway(error);
    if (!broken)
      await client.query('ROLLBACK').catch(() => {
        broken = true;
      });
    throw broken && isDatabaseAway(error) ? new DatabaseAway(error) : error;
  } finally {
    client.release(broken);
  }
}
