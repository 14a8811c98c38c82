import type { AcceptanceCriterion, WorkItem, WorkItemDetail } from '@hearback/contract/plan';
import { groupOf, type WorkItemState } from '@hearback/domain/plan';
import { reference } from '@hearback/domain/record';
import type { z } from 'zod';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { findSignals } from '../listen/index.ts';
import {
  componentsOf,
  type CriterionRow,
  findPlaced,
  listCriterionRows,
  listMoveRows,
  type PlacedRow,
} from './work-items.store.ts';

export type WorkItemOut = z.input<typeof WorkItem>;
export type WorkItemDetailOut = z.input<typeof WorkItemDetail>;

export function workItemOut(row: PlacedRow, componentIds: readonly string[], now: Date): WorkItemOut {
  const state = row.state as WorkItemState;
  return {
    id: row.id,
    reference: reference('work_item', row.number),
    state,
    group: groupOf(state, row.milestone_starts_at, now),
    title: row.title,
    description: row.description,
    decision_id: row.decision_id,
    component_ids: [...componentIds],
    layer: row.layer_key,
    owner_team_id: row.owner_team_id,
    assignee_id: row.assignee_id,
    milestone_id: row.milestone_id,
    first_milestone_id: row.first_milestone_id,
    carried_over: row.carried_over,
    due_on: row.due_on,
    estimate: { low: row.estimate_low, likely: row.estimate_likely, high: row.estimate_high },
    outgrown: row.outgrown_at !== null,
    blocked_by: row.blocked_by,
    blocked_since: row.blocked_since?.toISOString() ?? null,
    cancelled_why: row.cancelled_why,
    stale_since: row.stale_since?.toISOString() ?? null,
    confirmed_at: row.confirmed_at.toISOString(),
    opened_at: row.opened_at.toISOString(),
    completed_at: row.completed_at?.toISOString() ?? null,
    version: row.version,
  };
}

function criterionOut(row: CriterionRow, signal: string): z.input<typeof AcceptanceCriterion> {
  return {
    id: row.id,
    text: row.text,
    quote: { signal_id: row.signal_id, signal, words: row.quote },
    test: { environment: row.test_environment, method: row.test_method, tester_id: row.tester_id },
    result: row.result as 'passed' | 'failed' | null,
    result_note: row.result_note,
    checked_by: row.checked_by,
    checked_at: row.checked_at?.toISOString() ?? null,
  };
}

/**
 * An item with its criteria and history. A criterion whose signal was restricted since is left out for whoever may not see
 * the signal: its quote is the signal's words.
 */
export async function workItemDetail(tables: WorkspaceTables, id: string, now: Date): Promise<WorkItemDetailOut> {
  const row = await findPlaced(tables, id);
  if (!row) throw notFound('work item');
  const criteria = await listCriterionRows(tables, id);
  const signals = new Map(
    (await findSignals(tables, [...new Set(criteria.map((one) => one.signal_id))])).map((one) => [
      one.id,
      one.reference,
    ]),
  );
  const moves = await listMoveRows(tables, id);
  return {
    ...workItemOut(row, (await componentsOf(tables, [id])).get(id) ?? [], now),
    criteria: criteria.flatMap((one) => {
      const signal = signals.get(one.signal_id);
      return signal === undefined ? [] : [criterionOut(one, signal)];
    }),
    history: moves.map((move) => ({
      from: move.from_state as WorkItemState,
      to: move.to_state as WorkItemState,
      note: move.note,
      by_id: move.by_id,
      at: move.at.toISOString(),
    })),
  };
}
