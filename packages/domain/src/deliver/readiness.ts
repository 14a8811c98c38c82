import { addWorkingDays, type BusinessCalendar } from '../charter/index.ts';
import { type Lane, type LaneFacts, type MissingStep, missingSteps, requireSteps } from '../prioritize/index.ts';
import { Refusal } from '../record/index.ts';
import { isRehearsed, requireRollbackPlan, rollbackNeedOf, type RollbackPlan } from './rollback-plan.ts';
import { isGated, isStaged, type RolloutStep } from './rollout-steps.ts';

/** What those affected were told, and when. */
export type Notice = {
  readonly text: string;
  readonly leadBusinessDays: number;
  readonly givenAt: Date | undefined;
  readonly waivedAt: Date | undefined;
};

/** A change as far as starting it asks. */
export type StartFacts = {
  readonly lane: Lane;
  readonly rollbackPlan: RollbackPlan | undefined;
  /** When the plan's words were last changed. */
  readonly planChangedAt: Date | undefined;
  readonly notice: Notice | undefined;
  readonly couldUsersBeHurt: boolean;
  /** The rollout's steps; `elsewhere` when another tool does the steps. */
  readonly steps: readonly RolloutStep[] | 'elsewhere' | undefined;
  /** The owner's calendar, which the notice's lead time runs on. */
  readonly calendar: BusinessCalendar;
  readonly now: Date;
};

/** The shortest notice of a significant change, in business days; policy may ask for more. */
export const leastNoticeBusinessDays = 5;

/** From when a notice counts as given in time; undefined while it was not given. */
export function noticeOverAt(notice: Notice | undefined, calendar: BusinessCalendar): Date | undefined {
  return notice?.givenAt && addWorkingDays(calendar, notice.givenAt, notice.leadBusinessDays);
}

/** What the lane asks for before anything reaches users, and the change does not have. */
export function missingToStart(facts: StartFacts): readonly MissingStep[] {
  return missingSteps(facts.lane, laneFacts(facts), 'rollout');
}

/**
 * Refuses to start while the lane still asks for something. A notice that was given too short ago is missing too.
 * @throws Refusal `lane_steps_missing` with all that is missing, or `rollback_plan_incomplete`
 */
export function requireReadyToStart(facts: StartFacts): void {
  requireSteps(facts.lane, laneFacts(facts), 'rollout');
  requireRollbackPlan(facts.lane, facts.rollbackPlan, facts.planChangedAt);
}

function laneFacts(facts: StartFacts): LaneFacts {
  const { rollbackPlan, planChangedAt, notice, steps } = facts;
  const overAt = noticeOverAt(notice, facts.calendar);
  return {
    hasRollbackPlan: rollbackNeedOf(facts.lane) === 'default' || rollbackPlan !== undefined,
    isRollbackRehearsed: rollbackPlan !== undefined && isRehearsed(rollbackPlan, planChangedAt),
    isNoticeGivenOrWaived: notice?.waivedAt !== undefined || (overAt !== undefined && overAt <= facts.now),
    hasGatedRollout: steps === 'elsewhere' || (steps !== undefined && isGated(steps)),
    hasStagedRollout: steps === 'elsewhere' || (steps !== undefined && isStaged(steps)),
    couldUsersBeHurt: facts.couldUsersBeHurt,
  };
}

/**
 * Refuses a notice shorter than the lane allows.
 * @throws Refusal `notice_too_short`
 */
export function requireLeadTime(lane: Lane, leadBusinessDays: number): void {
  if (lane !== 'significant' || leadBusinessDays >= leastNoticeBusinessDays) return;
  throw new Refusal(
    'notice_too_short',
    `A significant change is announced ${leastNoticeBusinessDays} business days ahead.`,
    {
      field: '/lead_business_days',
      remedy: 'Give more time, or ask whoever may waive it.',
      facts: { least: leastNoticeBusinessDays },
    },
  );
}

const byCeremony: readonly Lane[] = ['answer', 'fix', 'urgent', 'standard', 'significant'];

/** The lane of a change that several decisions led to: the one that asks for most. `standard` when there is none. */
export function heaviestLane(lanes: readonly Lane[]): Lane {
  return byCeremony.findLast((lane) => lanes.includes(lane)) ?? 'standard';
}
