import type { PermissionScope } from '@hearback/domain/charter';
import {
  type ChangeState,
  heaviestLane,
  missingToStart,
  type Notice,
  requireReadyToStart,
  type RollbackPlan,
  type RolloutStep,
  type StartFacts,
} from '@hearback/domain/deliver';
import type { Lane, MissingStep } from '@hearback/domain/prioritize';
import { reference, Refusal } from '@hearback/domain/record';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { findTeam } from '../charter/index.ts';
import { type DecisionBrief, findDecisions } from '../prioritize/index.ts';
import type { ChangeRow, ChangeTies } from './changes.store.ts';
import { liveRolloutOf, stepsOfRollouts } from './rollouts.store.ts';

/** What a change is about, as permissions ask. */
export function scopeOf(row: ChangeRow, ties: ChangeTies): PermissionScope {
  return { componentIds: ties.componentIds, ownerTeamId: row.owner_team_id };
}

/**
 * The heaviest of its decisions' lanes: an urgent decision may be raised after the change was opened. Never less than it was
 * then, whatever these eyes see of its decisions.
 */
export function laneNow(row: Pick<ChangeRow, 'lane'>, decisions: readonly Pick<DecisionBrief, 'lane'>[]): Lane {
  return heaviestLane([row.lane as Lane, ...decisions.map((decision) => decision.lane)]);
}

/** The plan that somebody wrote; undefined while it is “revert”. */
export function writtenPlan(row: ChangeRow): RollbackPlan | undefined {
  if (row.rollback_how === null) return undefined;
  return {
    how: row.rollback_how,
    trigger: row.rollback_trigger ?? '',
    responsibleId: row.rollback_responsible_id ?? '',
    ...(row.rehearsed_at ? { lastRehearsedAt: row.rehearsed_at } : {}),
  };
}

/** What was told to those affected, or that it was waived. */
export function noticeOf(row: ChangeRow): Notice | undefined {
  if (row.notice_given_at === null && row.notice_waived_at === null) return undefined;
  return {
    text: row.notice_text ?? '',
    leadBusinessDays: row.notice_lead_days ?? 0,
    givenAt: row.notice_given_at ?? undefined,
    waivedAt: row.notice_waived_at ?? undefined,
  };
}

export async function calendarOf(tables: WorkspaceTables, row: ChangeRow): Promise<StartFacts['calendar']> {
  const team = await findTeam(tables, row.owner_team_id);
  if (!team) throw new Error(`The team ${row.owner_team_id} owns a change and is not there.`);
  return team.calendar;
}

async function startFacts(
  tables: WorkspaceTables,
  row: ChangeRow,
  ties: ChangeTies,
  steps: StartFacts['steps'],
  now: Date,
): Promise<StartFacts> {
  return {
    lane: laneNow(row, await findDecisions(tables, ties.decisionIds)),
    rollbackPlan: writtenPlan(row),
    planChangedAt: row.rollback_changed_at ?? undefined,
    notice: noticeOf(row),
    couldUsersBeHurt: row.could_hurt_users,
    steps,
    calendar: await calendarOf(tables, row),
    now,
  };
}

/** What its lane asks for and a planned change does not have yet; nothing once it is on its way. */
export async function missingOf(
  tables: WorkspaceTables,
  row: ChangeRow,
  ties: ChangeTies,
  now: Date,
): Promise<readonly MissingStep[]> {
  if ((row.state as ChangeState) !== 'planned') return [];
  const live = await liveRolloutOf(tables, row.id);
  const steps = live ? (await stepsOfRollouts(tables, [live.id])).get(live.id) : undefined;
  return missingToStart(await startFacts(tables, row, ties, steps, now));
}

/**
 * Refuses to bring anything to users while the lane asks for something.
 * @throws Refusal `lane_steps_missing` with the steps
 */
export async function requireReady(
  tables: WorkspaceTables,
  row: ChangeRow,
  ties: ChangeTies,
  steps: readonly RolloutStep[] | 'elsewhere' | undefined,
  now: Date,
): Promise<void> {
  requireReadyToStart(await startFacts(tables, row, ties, steps, now));
}

/** @throws Refusal `change_underway` unless it is still planned: what was asked about it may not change under way. */
export function requirePlanned(row: ChangeRow): void {
  if ((row.state as ChangeState) === 'planned') return;
  throw new Refusal('change_underway', `${reference('change', row.number)} is “${row.state.replaceAll('_', ' ')}”.`, {
    remedy: row.state === 'rolled_back' ? 'Plan it again first.' : 'Open another change.',
    facts: { state: row.state },
  });
}

/** @throws Refusal `rollout_live` while a rollout holds the change: what happens to it happens to the rollout. */
export async function requireNoLiveRollout(tables: WorkspaceTables, row: ChangeRow): Promise<void> {
  const live = await liveRolloutOf(tables, row.id);
  if (!live) return;
  const name = reference('rollout', live.number);
  throw new Refusal('rollout_live', `The rollout ${name} of this change is “${live.state}”.`, {
    remedy: `Move ${name} instead: the change goes with it.`,
    facts: { rollout_id: live.id, state: live.state },
  });
}
