import type { Rollout } from '@hearback/contract/deliver';
import { type RolloutAct, type RolloutState, type RolloutStep, shareNow } from '@hearback/domain/deliver';
import { reference } from '@hearback/domain/record';
import type { z } from 'zod';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { flagKeys } from './flags.store.ts';
import { type GateRow, listGateRows, type RolloutRow, stepsOfRollouts } from './rollouts.store.ts';

export type RolloutOut = z.input<typeof Rollout>;

function gateOut(row: GateRow): RolloutOut['gates'][number] {
  return {
    act: row.act as RolloutAct,
    step: row.step,
    word: row.word as 'safe' | 'harm' | 'inconclusive' | 'no_data',
    overridden: row.overridden,
    reason: row.reason,
    by_id: row.by_id,
    at: row.at.toISOString(),
  };
}

function rolloutOut(
  row: RolloutRow,
  steps: readonly RolloutStep[],
  gates: readonly GateRow[],
  flagKey: string | undefined,
): RolloutOut {
  const state = row.state as RolloutState;
  return {
    id: row.id,
    reference: reference('rollout', row.number),
    change_id: row.change_id,
    state,
    steps: steps.map((step) => ({
      share: step.share,
      least_minutes: step.leastMinutes,
      guardrails: step.guardrails.map(({ metric, mustStay, limit }) => ({ metric, must_stay: mustStay, limit })),
    })),
    current_step: row.current_step,
    share: shareNow({ state, steps, currentStep: row.current_step }),
    flag: flagKey !== undefined && row.variant !== null ? { key: flagKey, variant: row.variant } : null,
    started_at: row.started_at?.toISOString() ?? null,
    step_started_at: row.step_started_at?.toISOString() ?? null,
    ended_at: row.ended_at?.toISOString() ?? null,
    gates: gates.map(gateOut),
    version: row.version,
  };
}

/** Rollouts with their steps, and the word at each of their gates. */
export async function rolloutsOut(tables: WorkspaceTables, rows: readonly RolloutRow[]): Promise<RolloutOut[]> {
  const ids = rows.map((row) => row.id);
  const steps = await stepsOfRollouts(tables, ids);
  const gates = await listGateRows(tables, ids);
  const keys = await flagKeys(
    tables,
    rows.flatMap((row) => row.flag_id ?? []),
  );
  return rows.map((row) =>
    rolloutOut(
      row,
      steps.get(row.id) ?? [],
      gates.filter((gate) => gate.rollout_id === row.id),
      row.flag_id === null ? undefined : keys.get(row.flag_id),
    ),
  );
}
