import type { Decision, DecisionItem } from '@hearback/contract/prioritize';
import type { Lane } from '@hearback/domain/prioritize';
import { reference } from '@hearback/domain/record';
import type { z } from 'zod';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { missingOf, notNeeded, type RollbackWordsIn } from './decision-facts.ts';
import {
  type CriterionIn,
  type CriterionRow,
  type DecisionRow,
  listCriteria,
  problemIdsOfDecisions,
} from './decisions.store.ts';
import { laneChangesOf, laneReasonsOf } from './lane-changes.ts';
import type { LaneQuestionsIn } from './lane.ts';
import { subjectOf } from './subject.ts';

export type DecisionOut = z.input<typeof Decision>;

export function itemOf(row: DecisionRow): z.input<typeof DecisionItem> {
  return {
    id: row.id,
    reference: reference('decision', row.number),
    kind: row.kind,
    state: row.state,
    lane: row.lane,
    title: row.title,
    proposal_id: row.proposal_id,
    approver_id: row.approver_id,
    due_at: row.due_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    made_at: row.made_at?.toISOString() ?? null,
    version: row.version,
  };
}

function finalCriterion(row: CriterionRow): DecisionOut['success_criteria'][number] {
  return {
    id: row.id,
    kind: row.kind === 'reporters' ? 'reporters' : 'metric',
    metric: row.metric,
    unit: row.unit,
    baseline: row.baseline,
    direction: row.direction === 'up' ? 'up' : 'down',
    target: row.target,
    smallest_effect: row.smallest_effect,
    window_days: row.window_days,
    source: row.source,
  };
}

async function criteriaShown(tables: WorkspaceTables, row: DecisionRow): Promise<DecisionOut['success_criteria']> {
  const final = await listCriteria(tables, row.id);
  if (final.length > 0) return final.map(finalCriterion);
  return (row.criteria as unknown as CriterionIn[]).map((criterion) => ({ ...criterion, id: null }));
}

/** A decision as the contract says it, with what its lane still asks for. */
export async function decisionOf(tables: WorkspaceTables, row: DecisionRow, now: Date): Promise<DecisionOut> {
  const { problems } = await subjectOf(tables, (await problemIdsOfDecisions(tables, [row.id])).get(row.id) ?? []);
  return {
    ...itemOf(row),
    lane_reasons: laneReasonsOf(row).map((reason) => ({ ...reason })),
    lane_questions: row.lane_questions as unknown as LaneQuestionsIn | null,
    lane_changes: laneChangesOf(row).map((change) => ({ ...change })),
    rationale: row.rationale,
    answer: row.answer,
    what_would_change: row.what_would_change,
    problems: problems.map(({ id, reference: name, title, state }) => ({ id, reference: name, title, state })),
    component_ids: row.component_ids,
    likely_person_days: row.likely_person_days,
    success_criteria: await criteriaShown(tables, row),
    rollback_plan: row.rollback_plan as unknown as RollbackWordsIn | null,
    drafted_by: row.drafted_by,
    made_by: row.made_by,
    comment_period:
      row.comment_opened_at && row.comment_closes_at
        ? {
            opened_at: row.comment_opened_at.toISOString(),
            days: row.comment_days ?? 0,
            is_extended: row.comment_extended,
            closes_at: row.comment_closes_at.toISOString(),
          }
        : null,
    missing: await missingOf(tables, row, now),
    not_needed: notNeeded(row.lane as Lane, row.kind),
    cancel_reason: row.cancel_reason,
    supersedes_id: row.supersedes_id,
    superseded_by_id: row.superseded_by_id,
  };
}
