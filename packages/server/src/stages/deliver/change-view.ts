import type { Change, ChangeDetail } from '@hearback/contract/deliver';
import { type ChangeState, defaultRollbackPlan, isRehearsed, noticeOverAt } from '@hearback/domain/deliver';
import { reference } from '@hearback/domain/record';
import type { z } from 'zod';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { findDecisions } from '../prioritize/index.ts';
import { calendarOf, laneNow, missingOf, noticeOf, writtenPlan } from './change-facts.ts';
import {
  affectedTeamIds,
  type ChangeRow,
  type ChangeTies,
  findChangeRow,
  listChangeMoves,
  tiesOfChange,
  tiesOfChanges,
} from './changes.store.ts';
import { rolloutsOut } from './rollout-view.ts';
import { listRolloutRows } from './rollouts.store.ts';

export type ChangeOut = z.input<typeof Change>;
export type ChangeDetailOut = z.input<typeof ChangeDetail>;

function changeOut(row: ChangeRow, ties: ChangeTies, lane: ChangeOut['lane']): ChangeOut {
  return {
    id: row.id,
    reference: reference('change', row.number),
    state: row.state,
    title: row.title,
    users_notice: row.users_notice,
    lane,
    could_hurt_users: row.could_hurt_users,
    work_item_ids: [...ties.workItemIds],
    decision_ids: [...ties.decisionIds],
    component_ids: [...ties.componentIds],
    owner_team_id: row.owner_team_id,
    opened_at: row.opened_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    released_at: row.released_at?.toISOString() ?? null,
    elsewhere:
      row.elsewhere_tool === null
        ? null
        : { tool: row.elsewhere_tool, url: row.elsewhere_url, share: row.elsewhere_share },
    version: row.version,
  };
}

/** Changes as a list shows them, in the order of the rows. */
export async function changesOut(tables: WorkspaceTables, rows: readonly ChangeRow[]): Promise<ChangeOut[]> {
  const ties = await tiesOfChanges(
    tables,
    rows.map((row) => row.id),
  );
  const decisions = await findDecisions(
    tables,
    [...ties.values()].flatMap((one) => [...one.decisionIds]),
  );
  return rows.map((row) => {
    const own = ties.get(row.id) ?? { decisionIds: [], workItemIds: [], componentIds: [] };
    const lane = laneNow(
      row,
      decisions.filter((decision) => own.decisionIds.includes(decision.id)),
    );
    return changeOut(row, own, lane);
  });
}

function rollbackPlanOut(row: ChangeRow): ChangeDetailOut['rollback_plan'] {
  const written = writtenPlan(row);
  const { how, trigger } = written ?? defaultRollbackPlan('');
  return {
    how,
    trigger,
    responsible_id: row.rollback_responsible_id,
    written: written !== undefined,
    last_rehearsed_at: row.rehearsed_at?.toISOString() ?? null,
    rehearsal_note: row.rehearsal_note,
    rehearsed_as_it_stands: written !== undefined && isRehearsed(written, row.rollback_changed_at ?? undefined),
  };
}

async function noticeOut(tables: WorkspaceTables, row: ChangeRow): Promise<ChangeDetailOut['notice']> {
  const notice = noticeOf(row);
  const overAt = noticeOverAt(notice, await calendarOf(tables, row));
  if (!notice?.givenAt || !overAt) return null;
  return {
    text: notice.text,
    lead_business_days: notice.leadBusinessDays,
    team_ids: await affectedTeamIds(tables, row.id),
    given_at: notice.givenAt.toISOString(),
    over_at: overAt.toISOString(),
  };
}

/** A change with what it still lacks, how it is undone, its rollouts and its history. */
export async function changeDetail(tables: WorkspaceTables, id: string, now: Date): Promise<ChangeDetailOut> {
  const row = await findChangeRow(tables, id);
  if (!row) throw notFound('change');
  const ties = await tiesOfChange(tables, id);
  const lane = laneNow(row, await findDecisions(tables, ties.decisionIds));
  const moves = await listChangeMoves(tables, id);
  return {
    ...changeOut(row, ties, lane),
    rollback_plan: rollbackPlanOut(row),
    notice: await noticeOut(tables, row),
    waiver:
      row.notice_waived_at && row.notice_waived_by && row.notice_waived_why !== null
        ? { by_id: row.notice_waived_by, reason: row.notice_waived_why, at: row.notice_waived_at.toISOString() }
        : null,
    rollouts: await rolloutsOut(tables, await listRolloutRows(tables, id)),
    missing: (await missingOf(tables, row, ties, now)).map((step) => ({ ...step })),
    history: moves.map((move) => ({
      from: move.from_state as ChangeState,
      to: move.to_state as ChangeState,
      reason: move.reason,
      by_id: move.by_id,
      at: move.at.toISOString(),
    })),
  };
}
