import type { Guardrail, RolloutStep } from '@hearback/domain/deliver';
import type { Insertable, Selectable, Updateable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type RolloutRow = Selectable<DB['deliver.rollouts']>;
export type GateRow = Selectable<DB['deliver.gates']>;

/** States in which a rollout still holds its change and its flag. */
export const liveRolloutStates = ['waiting', 'running', 'held'] as const;

export async function insertRollout(
  tables: WorkspaceTables,
  row: Insertable<DB['deliver.rollouts']> & { readonly id: string; readonly audience_id: string | null },
  steps: readonly RolloutStep[],
): Promise<void> {
  await tables.insertInto('deliver.rollouts').values(row).execute();
  await tables
    .insertInto('deliver.rollout_steps')
    .values(
      steps.map((step, position) => ({
        rollout_id: row.id,
        position,
        share: step.share,
        least_minutes: step.leastMinutes,
        guardrails: JSON.stringify(step.guardrails),
        audience_id: row.audience_id,
      })),
    )
    .execute();
}

export function findRolloutRow(tables: WorkspaceTables, id: string): Promise<RolloutRow | undefined> {
  return tables.selectFrom('deliver.rollouts').selectAll().where('id', '=', id).executeTakeFirst();
}

export function lockRollout(tables: WorkspaceTables, id: string): Promise<RolloutRow | undefined> {
  return tables.selectFrom('deliver.rollouts').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** The one rollout of a change that has not ended. */
export function liveRolloutOf(tables: WorkspaceTables, changeId: string): Promise<RolloutRow | undefined> {
  return tables
    .selectFrom('deliver.rollouts')
    .selectAll()
    .where('change_id', '=', changeId)
    .where('state', 'in', [...liveRolloutStates])
    .executeTakeFirst();
}

export function listRolloutRows(tables: WorkspaceTables, changeId: string): Promise<RolloutRow[]> {
  return tables.selectFrom('deliver.rollouts').selectAll().where('change_id', '=', changeId).orderBy('id').execute();
}

export function updateRollout(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['deliver.rollouts']>,
): Promise<RolloutRow> {
  return tables
    .updateTable('deliver.rollouts')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The steps of each of these rollouts, in order. */
export async function stepsOfRollouts(
  tables: WorkspaceTables,
  ids: readonly string[],
): Promise<Map<string, RolloutStep[]>> {
  const found = new Map<string, RolloutStep[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return found;
  const rows = await tables
    .selectFrom('deliver.rollout_steps')
    .selectAll()
    .where('rollout_id', 'in', [...ids])
    .orderBy('position')
    .execute();
  for (const row of rows)
    found.get(row.rollout_id)?.push({
      share: row.share,
      leastMinutes: row.least_minutes,
      guardrails: row.guardrails as unknown as Guardrail[],
    });
  return found;
}

export async function insertGate(tables: WorkspaceTables, row: Insertable<DB['deliver.gates']>): Promise<void> {
  await tables.insertInto('deliver.gates').values(row).execute();
}

export async function listGateRows(tables: WorkspaceTables, rolloutIds: readonly string[]): Promise<GateRow[]> {
  if (rolloutIds.length === 0) return [];
  return tables
    .selectFrom('deliver.gates')
    .selectAll()
    .where('rollout_id', 'in', [...rolloutIds])
    .orderBy('id')
    .execute();
}
