import type { FlagRecord, FlagValue } from '@hearback/domain/deliver';
import type { Insertable, Selectable, Updateable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';
import { liveRolloutStates } from './rollouts.store.ts';

export type FlagRow = Selectable<DB['deliver.flags']>;

/** A stored flag as the rules know it. */
export function flagOf(row: FlagRow): FlagRecord {
  return {
    key: row.key,
    state: row.state === 'DISABLED' ? 'DISABLED' : 'ENABLED',
    variants: row.variants as unknown as Record<string, FlagValue>,
    defaultVariant: row.default_variant,
    targeting: row.targeting as unknown as Record<string, unknown> | null,
    ramp:
      row.ramp_variant !== null && row.ramp_share !== null
        ? { variant: row.ramp_variant, share: row.ramp_share }
        : null,
    version: row.version,
  };
}

export function listFlagRows(tables: WorkspaceTables): Promise<FlagRow[]> {
  return tables.selectFrom('deliver.flags').selectAll().orderBy('key').execute();
}

export function findFlagRow(tables: WorkspaceTables, id: string): Promise<FlagRow | undefined> {
  return tables.selectFrom('deliver.flags').selectAll().where('id', '=', id).executeTakeFirst();
}

export function lockFlagRow(
  tables: WorkspaceTables,
  by: { readonly id: string } | { readonly key: string },
): Promise<FlagRow | undefined> {
  const query = tables.selectFrom('deliver.flags').selectAll().forUpdate();
  return ('id' in by ? query.where('id', '=', by.id) : query.where('key', '=', by.key)).executeTakeFirst();
}

export function insertFlag(tables: WorkspaceTables, row: Insertable<DB['deliver.flags']>): Promise<FlagRow> {
  return tables.insertInto('deliver.flags').values(row).returningAll().executeTakeFirstOrThrow();
}

export function updateFlag(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['deliver.flags']>,
): Promise<FlagRow> {
  return tables
    .updateTable('deliver.flags')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Whether a rollout that has not ended ramps this flag. */
export async function isRamping(tables: WorkspaceTables, flagId: string): Promise<boolean> {
  const row = await tables
    .selectFrom('deliver.rollouts')
    .select('id')
    .where('flag_id', '=', flagId)
    .where('state', 'in', [...liveRolloutStates])
    .executeTakeFirst();
  return row !== undefined;
}

/** The keys of these flags, by id. */
export async function flagKeys(tables: WorkspaceTables, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tables
    .selectFrom('deliver.flags')
    .select(['id', 'key'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, row.key]));
}
