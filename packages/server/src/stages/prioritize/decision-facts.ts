import { type AssessorFunction, assessorFunctions } from '@hearback/domain/charter';
import {
  type Lane,
  type LaneFacts,
  type LaneReason,
  type LaneStep,
  type MissingStep,
  missingSteps,
  requirementsOf,
  stepsNotNeeded,
} from '@hearback/domain/prioritize';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { revealedAt } from './assessments.service.ts';
import type { CriterionIn, DecisionRow } from './decisions.store.ts';
import { findProposal, listAssessmentRows } from './proposals.store.ts';

export type RollbackWordsIn = {
  readonly how: string;
  readonly trigger: string;
  readonly responsible_id: string;
  readonly last_rehearsed_at?: string | undefined;
};

/** A “no” or a “later” releases nothing, so what is asked of a change is not asked of it. */
const aboutChange: readonly LaneStep[] = [
  'proposal',
  'one_assessment',
  'four_assessments',
  'success_criterion',
  'staged_rollout',
];

export function isNo(kind: string): boolean {
  return kind === 'defer' || kind === 'decline';
}

/** What the decision's records show of what lanes ask for. */
export async function factsOf(
  tables: WorkspaceTables,
  row: DecisionRow,
  now: Date,
  isApprover: boolean,
): Promise<LaneFacts> {
  const proposal = row.proposal_id ? await findProposal(tables, row.proposal_id) : undefined;
  const isRevealed = proposal !== undefined && revealedAt(proposal, now) !== null;
  const assessments = proposal && isRevealed ? await listAssessmentRows(tables, [proposal.id]) : [];
  const rollback = row.rollback_plan as unknown as RollbackWordsIn | null;
  const criteria = row.criteria as unknown as CriterionIn[];
  const no = isNo(row.kind);
  return {
    hasAnswer: row.answer !== null,
    // A draft cannot be written without its title and reason.
    hasWhatWhenWhy: true,
    hasOpenProposal: no || proposal?.state === 'open',
    assessedFunctions: no ? assessorFunctions : assessments.map((one) => one.function as AssessorFunction),
    isCommentPeriodOver: row.comment_closes_at !== null && now >= row.comment_closes_at,
    isApprover,
    successCriteria: no ? 1 : criteria.length,
    hasRollbackPlan: rollback !== null,
    isRollbackRehearsed: rollback?.last_rehearsed_at !== undefined,
    isDecided: row.state === 'made' || row.state === 'superseded',
  };
}

/** What is still missing before it can be made, and later; nothing once it is made: the later stages ask from there. */
export async function missingOf(tables: WorkspaceTables, row: DecisionRow, now: Date): Promise<MissingStep[]> {
  if (row.state !== 'draft' && row.state !== 'commenting') return [];
  const missing = missingSteps(row.lane as Lane, await factsOf(tables, row, now, false));
  return isNo(row.kind) ? missing.filter((step) => step.before === 'decision') : [...missing];
}

/** What this decision skips, each with its rule; the thread shows it as “not needed: <rule>”. */
export function notNeeded(lane: Lane, kind: string): LaneReason[] {
  const byLane = stepsNotNeeded(lane).map(({ code, words }) => ({ code: String(code), words }));
  if (!isNo(kind)) return byLane;
  const asked = requirementsOf(lane).filter(({ step }) => aboutChange.includes(step));
  return [
    ...byLane,
    ...asked.map(({ step }) => ({
      code: step,
      words: `a “${kind}” releases nothing (${step.replaceAll('_', ' ')})`,
    })),
  ];
}
