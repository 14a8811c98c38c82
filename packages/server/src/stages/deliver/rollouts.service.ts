import type { MoveRollout, OpenRollout } from '@hearback/contract/deliver';
import {
  actOnRollout,
  checkedSteps,
  type RolloutMove,
  type RolloutState,
  type RolloutStep,
  shareNow,
} from '@hearback/domain/deliver';
import { reference, Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import { assertVersion } from '../../platform/http/index.ts';
import type { Journal, ReferenceNumbers, Tie, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { requireNoLiveRollout, requirePlanned, requireReady, scopeOf } from './change-facts.ts';
import { type ChangeRow, lockChange, tiesOfChange } from './changes.store.ts';
import type { FlagSnapshot } from './flag-snapshot.ts';
import { rampFlag, unknownVariant } from './flags.service.ts';
import { flagOf, isRamping, lockFlagRow } from './flags.store.ts';
import { moveChangeTo } from './move-change.ts';
import { unknown } from './open-change.ts';
import { type RolloutOut, rolloutsOut } from './rollout-view.ts';
import {
  findRolloutRow,
  insertGate,
  insertRollout,
  lockRollout,
  type RolloutRow,
  stepsOfRollouts,
  updateRollout,
} from './rollouts.store.ts';

type MoveIn = z.output<typeof MoveRollout>;

async function out(tables: Writing['tables'], id: string): Promise<RolloutOut> {
  const row = await findRolloutRow(tables, id);
  const [rollout] = row ? await rolloutsOut(tables, [row]) : [];
  if (!rollout) throw notFound('rollout');
  return rollout;
}

/** A flag that the steps may move: it is there, the caller's to change, and nothing else gives people its variants. */
async function flagFor(
  { tables }: Writing,
  caller: Caller,
  wanted: NonNullable<z.output<typeof OpenRollout>['flag']>,
): Promise<string> {
  const flag = await lockFlagRow(tables, { key: wanted.key });
  if (!flag) throw unknown('flag', '/flag/key');
  caller.require('deliver.change', { ownerTeamId: flag.owner_team_id });
  if (!Object.hasOwn(flagOf(flag).variants, wanted.variant)) throw unknownVariant(flag.key, wanted.variant);
  if (await isRamping(tables, flag.id))
    throw new Refusal('flag_ramping', `Another rollout ramps “${flag.key}” already.`, {
      field: '/flag/key',
      remedy: 'Finish that rollout or roll it back first.',
    });
  if (flag.ramp_share !== null)
    throw new Refusal('flag_ramping', `“${flag.key}” still gives ${flag.ramp_share} % what a rollout left.`, {
      field: '/flag/key',
      remedy: 'Change the flag’s default and send end_ramp: beginning at a smaller share would take people out.',
    });
  return flag.id;
}

function requireNotElsewhere(row: ChangeRow): void {
  if (row.state !== 'releasing' || row.elsewhere_tool === null) return;
  throw new Refusal('rollout_elsewhere', `${row.elsewhere_tool} releases this change.`, {
    remedy: 'Let it finish there, or roll it back and plan the change again.',
  });
}

function tiesOf(row: Pick<RolloutRow, 'change_id' | 'flag_id'>): Tie[] {
  return [
    { kind: 'change', id: row.change_id, tie: 'rolls_out' },
    ...(row.flag_id ? [{ kind: 'flag', id: row.flag_id, tie: 'ramps' }] : []),
  ];
}

/** The flag follows: the share of the step, or nothing of it any more. What never started left no trace. */
async function followFlag(writing: Writing, row: RolloutRow, steps: readonly RolloutStep[]): Promise<void> {
  if (row.flag_id === null || row.variant === null || row.state === 'cancelled') return;
  const share = shareNow({ state: row.state as RolloutState, steps, currentStep: row.current_step });
  await rampFlag(writing, row.flag_id, row.state === 'rolled_back' ? null : { variant: row.variant, share });
}

/** The act with its reason, as the word at the gate: without a judge there is no data. */
async function writeGate(writing: Writing, row: RolloutRow, input: MoveIn, moved: RolloutMove): Promise<void> {
  const { tables, now, newId, actor } = writing;
  await insertGate(tables, {
    id: newId(),
    rollout_id: row.id,
    // The step whose gate it was; a first step has none before it.
    step: row.current_step,
    act: input.act,
    word: 'no_data',
    overridden: moved.overridesGate,
    reason: input.reason,
    by_id: actor.id,
    at: now,
    audience_id: row.audience_id,
  });
}

function recordMove(writing: Writing, before: RolloutRow, after: RolloutRow, input: MoveIn, moved: RolloutMove): void {
  writing.record({
    type: input.act === 'advance' ? 'deliver.rollout_advanced' : 'deliver.rollout_moved',
    subject: { kind: 'rollout', id: after.id },
    refs: tiesOf(after),
    data: {
      act: input.act,
      from: before.state,
      to: after.state,
      step: after.current_step,
      gate: 'no_data',
      overridden: moved.overridesGate,
    },
    audienceId: after.audience_id,
  });
}

export function createRollouts(options: { journal: Journal; numbers: ReferenceNumbers; snapshot: FlagSnapshot }) {
  const { journal, numbers, snapshot } = options;

  const get = (caller: Caller, id: string): Promise<RolloutOut> =>
    journal.read(caller.viewpoint, ({ tables }) => out(tables, id));

  const open = async (caller: Caller, changeId: string, input: z.output<typeof OpenRollout>): Promise<RolloutOut> => {
    const steps = checkedSteps(
      input.steps.map((step) => ({
        share: step.share,
        leastMinutes: step.least_minutes,
        guardrails: step.guardrails.map(({ metric, must_stay: mustStay, limit }) => ({ metric, mustStay, limit })),
      })),
    );
    const number = await numbers.next(caller.workspaceId, 'rollout');
    return journal.write(caller, async (writing) => {
      const { tables, now, newId, record } = writing;
      const change = await lockChange(tables, changeId);
      if (!change) throw notFound('change');
      caller.require('deliver.roll_out', scopeOf(change, await tiesOfChange(tables, changeId)));
      await requireNoLiveRollout(tables, change);
      requireNotElsewhere(change);
      requirePlanned(change);
      const id = newId();
      const row = {
        id,
        number,
        change_id: changeId,
        state: 'waiting',
        flag_id: input.flag ? await flagFor(writing, caller, input.flag) : null,
        variant: input.flag?.variant ?? null,
        opened_at: now,
        audience_id: change.audience_id,
      };
      await insertRollout(tables, row, steps);
      record({
        type: 'deliver.rollout_opened',
        subject: { kind: 'rollout', id },
        refs: tiesOf(row),
        data: { reference: reference('rollout', number), shares: steps.map((step) => step.share) },
        audienceId: change.audience_id,
      });
      return out(tables, id);
    });
  };

  /** Always the change first and then its rollout: two people who act at once wait for each other and never in a ring. */
  const locked = async ({ tables }: Writing, id: string): Promise<{ row: RolloutRow; change: ChangeRow }> => {
    const found = await findRolloutRow(tables, id);
    const change = found && (await lockChange(tables, found.change_id));
    const row = change && (await lockRollout(tables, id));
    if (!row) throw notFound('rollout');
    return { row, change };
  };

  const move = async (caller: Caller, id: string, version: number, input: MoveIn): Promise<RolloutOut> => {
    const result = await journal.write(caller, async (writing) => {
      const { tables, now } = writing;
      const { row, change } = await locked(writing, id);
      const ties = await tiesOfChange(tables, change.id);
      caller.require('deliver.roll_out', scopeOf(change, ties));
      assertVersion(row.version, version);
      const steps = (await stepsOfRollouts(tables, [id])).get(id) ?? [];
      const standing = { state: row.state as RolloutState, steps, currentStep: row.current_step };
      const moved = actOnRollout(
        row.step_started_at ? { ...standing, stepStartedAt: row.step_started_at } : standing,
        input.act,
        now,
      );
      if (input.act === 'start') await requireReady(tables, change, ties, steps, now);
      const isEnd = !['running', 'held'].includes(moved.state);
      const after = await updateRollout(tables, id, {
        state: moved.state,
        current_step: moved.currentStep,
        ...(input.act === 'start' ? { started_at: now } : {}),
        ...(moved.beginsStep ? { step_started_at: now } : {}),
        ...(isEnd ? { ended_at: now } : {}),
      });
      await writeGate(writing, row, input, moved);
      recordMove(writing, row, after, input, moved);
      if (moved.beginsStep || isEnd) await followFlag(writing, after, steps);
      if (moved.change) await moveChangeTo(writing, change, moved.change, { reason: input.reason });
      return out(tables, id);
    });
    // Whoever moves it reads the flag's new answer at once; other processes within seconds.
    if (result.flag) await snapshot.refresh().catch(() => undefined);
    return result;
  };

  return { get, open, move };
}
