import { addWorkingDays, type AssessorFunction, assessorFunctions, type BusinessCalendar } from '../charter/index.ts';
import { Refusal } from '../record/index.ts';
import type { Lane } from './lane.ts';

/** A step that a lane may ask for before it lets a decision or a rollout go on. */
export type LaneStep =
  | 'answer'
  | 'what_when_why'
  | 'proposal'
  | 'one_assessment'
  | 'four_assessments'
  | 'comment_period'
  | 'approver'
  | 'success_criterion'
  | 'rollback_plan'
  | 'rollback_rehearsed'
  | 'notice'
  | 'gated_rollout'
  | 'staged_rollout'
  | 'decision_after';

/** When a step has to be there: before the decision is made, before the rollout starts, or within days after. */
export type StepMoment = 'decision' | 'rollout' | 'afterwards';

type Requirement = { readonly step: LaneStep; readonly before: StepMoment; readonly onlyIfUsersCouldBeHurt?: true };

const words: Readonly<Record<LaneStep, string>> = {
  answer: 'the answer',
  what_when_why: 'what, when and why',
  proposal: 'an open proposal',
  one_assessment: 'at least one assessment',
  four_assessments: 'assessments of all four functions',
  comment_period: 'the comment period, which has to be over',
  approver: "the approver's decision",
  success_criterion: 'at least one success criterion',
  rollback_plan: 'a rollback plan',
  rollback_rehearsed: 'a rehearsal of the rollback',
  notice: 'notice to those affected, or a waiver',
  gated_rollout: 'a rollout with guardrails on every step',
  staged_rollout: 'a rollout in more than one step',
  decision_after: 'the decision, within five business days',
};

const at = (before: StepMoment, ...steps: readonly LaneStep[]): readonly Requirement[] =>
  steps.map((step) => ({ step, before }));

/**
 * What each lane asks for. The fix lane's criterion and rollback have defaults ("reporters say it helped", "revert"), so
 * its one dialog is enough; the urgent lane acts first and owes the decision afterwards.
 */
const requirements: Readonly<Record<Lane, readonly Requirement[]>> = {
  answer: at('decision', 'answer'),
  fix: at('decision', 'what_when_why'),
  standard: [
    ...at('decision', 'proposal', 'one_assessment', 'comment_period', 'approver', 'success_criterion'),
    { step: 'staged_rollout', before: 'rollout', onlyIfUsersCouldBeHurt: true },
  ],
  significant: [
    ...at('decision', 'proposal', 'four_assessments', 'comment_period', 'approver', 'success_criterion'),
    ...at('rollout', 'rollback_plan', 'rollback_rehearsed', 'notice', 'gated_rollout'),
  ],
  urgent: [...at('rollout', 'rollback_plan'), ...at('afterwards', 'decision_after')],
};

/** Everything some lane asks for, in the order of the loop. */
const allSteps = Object.keys(words) as readonly LaneStep[];

/** What is known about a record, as far as lanes ask. */
export type LaneFacts = {
  readonly hasAnswer?: boolean;
  readonly hasWhatWhenWhy?: boolean;
  readonly hasOpenProposal?: boolean;
  readonly assessedFunctions?: readonly AssessorFunction[];
  readonly isCommentPeriodOver?: boolean;
  readonly isApprover?: boolean;
  readonly successCriteria?: number;
  readonly hasRollbackPlan?: boolean;
  readonly isRollbackRehearsed?: boolean;
  readonly isNoticeGivenOrWaived?: boolean;
  readonly hasGatedRollout?: boolean;
  readonly hasStagedRollout?: boolean;
  readonly couldUsersBeHurt?: boolean;
  readonly isDecided?: boolean;
};

/** A step that is still missing, for programs and for people. */
export type MissingStep = { readonly code: LaneStep; readonly before: StepMoment; readonly words: string };

/** What a lane asks for, in the order of the loop. */
export function requirementsOf(lane: Lane): readonly Requirement[] {
  return requirements[lane];
}

/** The steps that a lane asks for and the facts do not show, of one moment or of all. */
export function missingSteps(lane: Lane, facts: LaneFacts, before?: StepMoment): readonly MissingStep[] {
  return requirements[lane]
    .filter((requirement) => before === undefined || requirement.before === before)
    .filter((requirement) => !requirement.onlyIfUsersCouldBeHurt || facts.couldUsersBeHurt === true)
    .filter(({ step }) => !isDone(step, facts))
    .map((requirement) => ({
      code: requirement.step,
      before: requirement.before,
      words: requirement.step === 'four_assessments' ? missingFunctions(facts) : words[requirement.step],
    }));
}

/**
 * Refuses to go on while steps of this moment are missing.
 * @throws Refusal `lane_steps_missing`; `facts.missing` holds the `MissingStep`s
 */
export function requireSteps(lane: Lane, facts: LaneFacts, before: StepMoment): void {
  const missing = missingSteps(lane, facts, before);
  if (missing.length === 0) return;
  const list = missing.map((step) => step.words).join('; ');
  throw new Refusal('lane_steps_missing', `The ${lane} lane still asks for: ${list}.`, {
    remedy: 'Add what is missing, or ask the approver to lower the lane.',
    facts: { lane, missing },
  });
}

/** What this lane skips and others ask for: the rule that the thread shows as "not needed: <rule>". */
export function stepsNotNeeded(lane: Lane): readonly { readonly code: LaneStep; readonly words: string }[] {
  const asked = new Set(requirements[lane].map(({ step }) => step));
  const heavier: Partial<Record<LaneStep, LaneStep>> = {
    one_assessment: 'four_assessments',
    staged_rollout: 'gated_rollout',
  };
  return allSteps
    .filter((step) => !asked.has(step) && !ownToOtherLanes.has(step))
    .filter((step) => !asked.has(heavier[step] ?? step))
    .map((code) => ({ code, words: `the ${lane} lane does not ask for ${words[code]}` }));
}

/** Steps that replace the others in their own lane, so nobody skips them elsewhere. */
const ownToOtherLanes: ReadonlySet<LaneStep> = new Set(['answer', 'what_when_why', 'decision_after']);

/** The longest a significant comment period may last, extension included, in business days. */
export const longestCommentDays = 10;

/** Business days for comment when nobody says otherwise; lanes without a comment period have none. */
const commentDays: Readonly<Partial<Record<Lane, { readonly first: number; readonly most: number }>>> = {
  standard: { first: 2, most: 2 },
  significant: { first: 5, most: longestCommentDays },
};

/** A comment period as it is open: when it began, how long it is, and whether it was extended. */
export type CommentPeriod = {
  readonly openedAt: Date;
  readonly days: number;
  readonly isExtended: boolean;
  readonly closesAt: Date;
};

/**
 * Opens a lane's comment period.
 * @param days business days, at least two and at most what the lane allows; two for standard and five for significant
 * when not said
 * @throws Refusal `comment_period_invalid` for a lane without one, or a length out of range
 */
export function openComment(lane: Lane, calendar: BusinessCalendar, openedAt: Date, days?: number): CommentPeriod {
  const limits = commentDays[lane];
  const length = days ?? limits?.first ?? 0;
  if (!limits || !Number.isInteger(length) || length < 2 || length > limits.most) {
    throw new Refusal('comment_period_invalid', `The ${lane} lane has no comment period of ${length} business days.`, {
      field: '/days',
      remedy: limits
        ? `Choose 2 to ${limits.most} business days.`
        : 'Make the decision; this lane needs no comment period.',
    });
  }
  return { openedAt, days: length, isExtended: false, closesAt: addWorkingDays(calendar, openedAt, length) };
}

/**
 * Extends a significant comment period, once, up to ten business days altogether.
 * @throws Refusal `comment_period_invalid`
 */
export function extendComment(
  lane: Lane,
  period: CommentPeriod,
  calendar: BusinessCalendar,
  moreDays: number,
): CommentPeriod {
  const days = period.days + moreDays;
  const isPossible = lane === 'significant' && !period.isExtended && Number.isInteger(moreDays) && moreDays >= 1;
  if (!isPossible || days > longestCommentDays) {
    throw new Refusal('comment_period_invalid', 'This comment period cannot be extended like this.', {
      field: '/days',
      remedy: `Only a significant one extends, once, to at most ${longestCommentDays} business days in all.`,
      facts: { lane, days: period.days, isExtended: period.isExtended },
    });
  }
  return { ...period, days, isExtended: true, closesAt: addWorkingDays(calendar, period.openedAt, days) };
}

/** Business days within which an urgent action's decision is recorded. */
export const urgentDecisionDays = 5;

/** By when an urgent action's decision is due. */
export function urgentDecisionDueAt(calendar: BusinessCalendar, actedAt: Date): Date {
  return addWorkingDays(calendar, actedAt, urgentDecisionDays);
}

/**
 * Whether somebody may approve what they proposed themselves. Answers and fixes are one dialog of one person; above that
 * only a team of one may, and a significant one nobody.
 */
export function mayApproveOwn(lane: Lane, teamSize: number): boolean {
  if (lane === 'answer' || lane === 'fix') return true;
  return lane !== 'significant' && teamSize === 1;
}

function isDone(step: LaneStep, facts: LaneFacts): boolean {
  switch (step) {
    case 'answer':
      return facts.hasAnswer === true;
    case 'what_when_why':
      return facts.hasWhatWhenWhy === true;
    case 'proposal':
      return facts.hasOpenProposal === true;
    case 'one_assessment':
      return (facts.assessedFunctions ?? []).length > 0;
    case 'four_assessments':
      return functionsMissing(facts).length === 0;
    case 'comment_period':
      return facts.isCommentPeriodOver === true;
    case 'approver':
      return facts.isApprover === true;
    case 'success_criterion':
      return (facts.successCriteria ?? 0) > 0;
    case 'rollback_plan':
      return facts.hasRollbackPlan === true;
    case 'rollback_rehearsed':
      return facts.isRollbackRehearsed === true;
    case 'notice':
      return facts.isNoticeGivenOrWaived === true;
    case 'gated_rollout':
      return facts.hasGatedRollout === true;
    case 'staged_rollout':
      return facts.hasStagedRollout === true;
    case 'decision_after':
      return facts.isDecided === true;
  }
}

function functionsMissing(facts: LaneFacts): readonly AssessorFunction[] {
  return assessorFunctions.filter((name) => !(facts.assessedFunctions ?? []).includes(name));
}

function missingFunctions(facts: LaneFacts): string {
  return `an assessment by ${functionsMissing(facts).join(', ')}`;
}
