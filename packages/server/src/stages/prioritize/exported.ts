import type { DecisionKind } from '@hearback/domain/charter';
import type { DecisionState, Lane, LaneReason, LaneResult } from '@hearback/domain/prioritize';
import { reference } from '@hearback/domain/record';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { Writing } from '../../platform/journal/index.ts';
import type { RollbackWordsIn } from './decision-facts.ts';
import { type CriterionIn, type DecisionRow, listCriteria, problemIdsOfDecisions } from './decisions.store.ts';
import { type DraftIn, draftIn } from './draft-decision.ts';
import { laneReasonsOf } from './lane-changes.ts';
import { laneFor, type LaneQuestionsIn } from './lane.ts';
import { makeIn } from './make-decision.ts';
import { subjectOf } from './subject.ts';

/** A decision as later stages see it. */
export type DecisionBrief = {
  readonly id: string;
  readonly reference: string;
  readonly kind: DecisionKind;
  readonly lane: Lane;
  readonly laneReasons: readonly LaneReason[];
  readonly state: DecisionState;
  readonly title: string;
  readonly rationale: string;
  readonly answer: string | null;
  readonly whatWouldChange: string | null;
  readonly proposalId: string | null;
  readonly problemIds: readonly string[];
  readonly componentIds: readonly string[];
  readonly ownerTeamId: string | null;
  /** Whose move it is; whoever made it, once it is made. */
  readonly approverId: string;
  readonly likelyPersonDays: number | null;
  readonly rollbackPlan: RollbackWordsIn | null;
  readonly audienceId: string | null;
  readonly dueAt: Date | null;
  readonly createdAt: Date;
  readonly madeAt: Date | null;
};

/** A success criterion of a made decision. */
export type CriterionBrief = {
  readonly id: string;
  readonly kind: 'metric' | 'reporters';
  readonly metric: string;
  readonly unit: string;
  readonly baseline: number | null;
  readonly direction: 'up' | 'down';
  readonly target: number;
  readonly smallestEffect: number;
  readonly windowDays: number;
  readonly source: string;
};

function briefOf(row: DecisionRow, problemIds: readonly string[]): DecisionBrief {
  return {
    id: row.id,
    reference: reference('decision', row.number),
    kind: row.kind as DecisionKind,
    lane: row.lane as Lane,
    laneReasons: laneReasonsOf(row),
    state: row.state as DecisionState,
    title: row.title,
    rationale: row.rationale,
    answer: row.answer,
    whatWouldChange: row.what_would_change,
    proposalId: row.proposal_id,
    problemIds,
    componentIds: row.component_ids,
    ownerTeamId: row.owner_team_id,
    approverId: row.approver_id,
    likelyPersonDays: row.likely_person_days,
    rollbackPlan: row.rollback_plan as unknown as RollbackWordsIn | null,
    audienceId: row.audience_id,
    dueAt: row.due_at,
    createdAt: row.created_at,
    madeAt: row.made_at,
  };
}

/** The decisions with these ids that these eyes may see, oldest first. */
export async function findDecisions(tables: WorkspaceTables, ids: readonly string[]): Promise<DecisionBrief[]> {
  if (ids.length === 0) return [];
  const rows = await tables
    .selectFrom('prioritize.decisions')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .orderBy('id')
    .execute();
  const problemIds = await problemIdsOfDecisions(
    tables,
    rows.map((row) => row.id),
  );
  return rows.map((row) => briefOf(row, problemIds.get(row.id) ?? []));
}

/** The decision as it stands until this transaction ends: nobody makes, supersedes or cancels it meanwhile. */
export async function keepDecision(tables: WorkspaceTables, id: string): Promise<DecisionBrief | undefined> {
  const row = await tables
    .selectFrom('prioritize.decisions')
    .select('id')
    .where('id', '=', id)
    .forShare()
    .executeTakeFirst();
  return row && (await findDecisions(tables, [row.id]))[0];
}

/** The decisions about any of these problems, in every state, oldest first. */
export async function decisionsFor(tables: WorkspaceTables, problemIds: readonly string[]): Promise<DecisionBrief[]> {
  if (problemIds.length === 0) return [];
  const links = await tables
    .selectFrom('prioritize.decision_problems')
    .select('decision_id')
    .where('problem_id', 'in', [...new Set(problemIds)])
    .execute();
  return findDecisions(
    tables,
    links.map((link) => link.decision_id),
  );
}

/** The success criteria of a made decision, in the order they were written; none before it is made. */
export async function criteriaOf(tables: WorkspaceTables, decisionId: string): Promise<CriterionBrief[]> {
  const rows = await listCriteria(tables, decisionId);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind === 'reporters' ? 'reporters' : 'metric',
    metric: row.metric,
    unit: row.unit,
    baseline: row.baseline,
    direction: row.direction === 'up' ? 'up' : 'down',
    target: row.target,
    smallestEffect: row.smallest_effect,
    windowDays: row.window_days,
    source: row.source,
  }));
}

/** The decision that each of these success criteria belongs to; what these eyes may not see is left out. */
export async function decisionsOfCriteria(
  tables: WorkspaceTables,
  criterionIds: readonly string[],
): Promise<Map<string, string>> {
  if (criterionIds.length === 0) return new Map();
  const rows = await tables
    .selectFrom('prioritize.success_criteria')
    .select(['id', 'decision_id'])
    .where('id', 'in', [...new Set(criterionIds)])
    .execute();
  return new Map(rows.map((row) => [row.id, row.decision_id]));
}

/** The lane that a dialog's answers lead to, with what the problem and the history of its components say. */
export async function laneOfFix(
  tables: WorkspaceTables,
  fix: {
    readonly problemId: string;
    readonly componentIds: readonly string[];
    readonly questions: LaneQuestionsIn;
    readonly likelyPersonDays: number;
  },
  now: Date,
): Promise<LaneResult> {
  const { questions, likelyPersonDays, componentIds } = fix;
  const subject = { ...(await subjectOf(tables, [fix.problemId])), componentIds };
  return laneFor(tables, { kind: null, subject, questions, likelyPersonDays, isFlagged: false, now });
}

/** What the fix dialog says: what and why; when is the work item's. */
export type FixDecision = {
  /** From `numbers.next(workspaceId, 'decision')`, taken before the write. */
  readonly number: number;
  readonly problemIds: readonly string[];
  /** Left out: those of the problems. */
  readonly componentIds?: readonly string[];
  readonly title: string;
  readonly rationale: string;
  readonly likelyPersonDays: number;
  readonly laneQuestions?: LaneQuestionsIn;
  /** Left out: “reporters say it helped”. */
  readonly successCriteria?: readonly CriterionIn[];
  /** Needed in the urgent lane. */
  readonly rollbackPlan?: RollbackWordsIn;
};

/**
 * Drafts and makes a fix decision inside the caller's transaction: the problems are `fixing` afterwards.
 * @throws Refusal `forbidden` for who may not decide fixes here, `lane_steps_missing` with the steps when the answers lead to
 * a heavier lane than fix (or urgent), `illegal_transition` when a problem is settled already
 */
export async function makeFixDecision(writing: Writing, caller: Caller, fix: FixDecision): Promise<DecisionBrief> {
  const input: DraftIn = {
    kind: 'fix',
    title: fix.title,
    rationale: fix.rationale,
    problem_ids: [...fix.problemIds],
    likely_person_days: fix.likelyPersonDays,
    ...(fix.laneQuestions ? { lane_questions: fix.laneQuestions } : {}),
    ...(fix.successCriteria ? { success_criteria: [...fix.successCriteria] } : {}),
    ...(fix.rollbackPlan ? { rollback_plan: { ...fix.rollbackPlan } } : {}),
  };
  const draft = await draftIn(writing, caller, fix.number, input, fix.componentIds);
  const made = await makeIn(writing, caller, draft, { framework: 'weighted-criteria', k: 3 });
  return briefOf(made, (await problemIdsOfDecisions(writing.tables, [made.id])).get(made.id) ?? []);
}
