import { Refusal } from '../record/index.ts';

/** How much ceremony a record gets. */
export type Lane = 'answer' | 'fix' | 'standard' | 'significant' | 'urgent';

/** The lanes in the order of product.md. */
export const lanes: readonly Lane[] = ['answer', 'fix', 'standard', 'significant', 'urgent'];

/**
 * What the lane is computed from: the questions that the dialog asks and the assignee answers, and what the record knows
 * by itself (its components, who owns them, the likely effort). Assessors may set `isFlagged`, never clear it (`flag`).
 */
export type LaneAnswers = {
  /** An existing fix, workaround or explanation is all it takes. */
  readonly hasExistingAnswer: boolean;
  /** Harm is happening now. */
  readonly isHarmNow: boolean;
  /** Users have to do something. */
  readonly mustUsersAct: boolean;
  /** It breaks what users rely on. */
  readonly isBreaking: boolean;
  /** Security, privacy, data or cost is touched. */
  readonly isFlagged: boolean;
  /** How it is undone: in one step, in several, or not at all (or only with loss). */
  readonly undo: 'one_step' | 'several_steps' | 'impossible';
  /** How many components it touches, ≥ 0; 0 when nobody knows yet. */
  readonly components: number;
  /** Whether the team that decides owns all of them. */
  readonly isOwnedByDecidingTeam: boolean;
  /** The likely effort, in person-days, ≥ 0. */
  readonly likelyPersonDays: number;
};

/** A lane with the reasons that led to it, as codes and in words. */
export type LaneResult = { readonly lane: Lane; readonly reasons: readonly LaneReason[] };
export type LaneReason = { readonly code: string; readonly words: string };

/** The largest likely effort that the fix lane takes. */
export const fixLaneMaxPersonDays = 3;

const reason = (code: string, words: string): LaneReason => ({ code, words });

/**
 * Computes the lane. Harm now goes first, because everything else can wait for it; an answer that exists costs nobody
 * anything; then what is hard to take back, then what keeps a change from being a small fix, and a fix when nothing does.
 * All reasons of the lane are given, not the first one only.
 * @param mayUseFix whether the component still has the fix lane, see `losesFixLane`
 */
export function laneOf(answers: LaneAnswers, mayUseFix = true): LaneResult {
  if (answers.isHarmNow) return { lane: 'urgent', reasons: [reason('harm_now', 'Harm is happening now.')] };
  if (answers.hasExistingAnswer) {
    return {
      lane: 'answer',
      reasons: [reason('existing_answer', 'A fix, a workaround or an explanation exists already.')],
    };
  }
  const significant = significantReasons(answers);
  if (significant.length > 0) return { lane: 'significant', reasons: significant };
  const standard = standardReasons(answers, mayUseFix);
  if (standard.length > 0) return { lane: 'standard', reasons: standard };
  const words =
    'One own component, at most three person-days, nothing for users to do, no flag, reversible in one step.';
  return { lane: 'fix', reasons: [reason('small_and_safe', words)] };
}

function significantReasons(answers: LaneAnswers): readonly LaneReason[] {
  return [
    answers.components > 1 && reason('several_components', 'It touches several components.'),
    answers.isBreaking && reason('breaking', 'It breaks something that users rely on.'),
    answers.undo === 'impossible' && reason('irreversible', 'It cannot be undone.'),
    answers.isFlagged && reason('flagged', 'It touches security, privacy, data or cost.'),
  ].filter((each) => each !== false);
}

function standardReasons(answers: LaneAnswers, mayUseFix: boolean): readonly LaneReason[] {
  return [
    answers.components === 0 && reason('no_component', 'No component is named yet.'),
    answers.components > 0 &&
      !answers.isOwnedByDecidingTeam &&
      reason('foreign_component', 'The deciding team does not own the component.'),
    answers.mustUsersAct && reason('users_must_act', 'Users have to do something.'),
    answers.undo !== 'one_step' && reason('not_one_step', 'It takes more than one step to undo.'),
    answers.likelyPersonDays > fixLaneMaxPersonDays &&
      reason('more_than_three_days', 'It likely takes more than three person-days.'),
    !mayUseFix && reason('fix_lane_lost', 'Too much of this component was reopened or rolled back of late.'),
  ].filter((each) => each !== false);
}

/** An assessor's flag: it can be set and never cleared. */
export function flag(answers: LaneAnswers): LaneAnswers {
  return { ...answers, isFlagged: true };
}

/**
 * Whether a component loses the fix lane until somebody looked at it: more than 20 % of at least ten pieces of work in
 * the last 90 days were reopened or rolled back.
 */
export function losesFixLane(last90Days: {
  readonly finished: number;
  readonly reopenedOrRolledBack: number;
}): boolean {
  const { finished, reopenedOrRolledBack } = last90Days;
  return finished >= 10 && reopenedOrRolledBack / finished > 0.2;
}

/**
 * How much a lane asks for before anything happens. Urgent stands between fix and standard: calling a fix urgent adds a
 * rollback plan and a decision, but calling something standard urgent would skip its comment period, so that is a
 * lowering.
 */
const ceremony: Readonly<Record<Lane, number>> = { answer: 0, fix: 1, urgent: 2, standard: 3, significant: 4 };

/** Whether `to` asks for more than `from`. */
export function isHeavier(from: Lane, to: Lane): boolean {
  return ceremony[to] > ceremony[from];
}

/**
 * Raises a lane; anybody may.
 * @throws Refusal `lane_not_higher` or `reason_missing`
 */
export function raiseLane(from: Lane, to: Lane, why: string): Lane {
  if (!isHeavier(from, to)) {
    throw new Refusal('lane_not_higher', `“${to}” is not above “${from}”.`, {
      field: '/lane',
      remedy: 'Choose a lane with more ceremony, or ask the approver to lower it.',
      facts: { from, to },
    });
  }
  return needReason(to, why);
}

/**
 * Lowers a lane; only the approver may, with a reason.
 * @throws Refusal `only_the_approver`, `lane_not_lower` or `reason_missing`
 */
export function lowerLane(from: Lane, to: Lane, why: string, isApprover: boolean): Lane {
  if (!isApprover) {
    throw new Refusal('only_the_approver', 'Only the approver may lower a lane.', { remedy: 'Ask the approver.' });
  }
  if (ceremony[to] >= ceremony[from]) {
    throw new Refusal('lane_not_lower', `“${to}” is not below “${from}”.`, {
      field: '/lane',
      remedy: 'Choose a lane with less ceremony.',
      facts: { from, to },
    });
  }
  return needReason(to, why);
}

function needReason(lane: Lane, why: string): Lane {
  if (why.trim() !== '') return lane;
  throw new Refusal('reason_missing', 'Changing a lane needs a reason, which is shown with it.', {
    field: '/reason',
    remedy: 'Say in a sentence why.',
  });
}
