import { describe, expect, test } from 'vitest';
import { defaultCalendar } from '../charter/index.ts';
import type { Refusal } from '../record/index.ts';
import { lanes } from './lane.ts';
import {
  extendComment,
  type LaneFacts,
  mayApproveOwn,
  missingSteps,
  openComment,
  requireSteps,
  stepsNotNeeded,
  urgentDecisionDueAt,
} from './lane-steps.ts';

const calendar = defaultCalendar('Europe/Zurich');
const everything: Required<LaneFacts> = {
  hasAnswer: true,
  hasWhatWhenWhy: true,
  hasOpenProposal: true,
  assessedFunctions: ['engineering', 'product', 'reliability', 'security'],
  isCommentPeriodOver: true,
  isApprover: true,
  successCriteria: 1,
  hasRollbackPlan: true,
  isRollbackRehearsed: true,
  isNoticeGivenOrWaived: true,
  hasGatedRollout: true,
  hasStagedRollout: true,
  couldUsersBeHurt: true,
  isDecided: true,
};
const codes = (...given: Parameters<typeof missingSteps>) => missingSteps(...given).map(({ code }) => code);

describe('a lane', () => {
  test('asks for nothing more once everything is there', () => {
    for (const lane of lanes) expect(missingSteps(lane, everything)).toEqual([]);
  });

  test('asks for what its row says', () => {
    expect(codes('answer', {})).toEqual(['answer']);
    expect(codes('fix', {})).toEqual(['what_when_why']);
    expect(codes('urgent', {})).toEqual(['rollback_plan', 'decision_after']);
    expect(codes('standard', {}, 'decision')).toEqual([
      'proposal',
      'one_assessment',
      'comment_period',
      'approver',
      'success_criterion',
    ]);
    expect(codes('significant', {}, 'rollout')).toEqual([
      'rollback_plan',
      'rollback_rehearsed',
      'notice',
      'gated_rollout',
    ]);
  });

  test('asks for a staged rollout in standard only when users could be hurt', () => {
    expect(codes('standard', { couldUsersBeHurt: true }, 'rollout')).toEqual(['staged_rollout']);
    expect(codes('standard', {}, 'rollout')).toEqual([]);
  });

  test('refuses a significant decision with the steps it still lacks, naming the functions', () => {
    const facts: LaneFacts = { ...everything, assessedFunctions: ['product'], isCommentPeriodOver: false };
    let refusal: Refusal | undefined;
    try {
      requireSteps('significant', facts, 'decision');
    } catch (error) {
      refusal = error as Refusal;
    }
    expect(refusal?.code).toBe('lane_steps_missing');
    expect(refusal?.facts['missing']).toMatchObject([{ code: 'four_assessments' }, { code: 'comment_period' }]);
    expect(refusal?.message).toContain('engineering, reliability, security');
    expect(() =>
      requireSteps('significant', { ...everything, isNoticeGivenOrWaived: false }, 'decision'),
    ).not.toThrow();
  });

  test('says which steps it does not need', () => {
    const skipped = stepsNotNeeded('fix').map(({ code }) => code);
    expect(skipped).toContain('comment_period');
    expect(skipped).not.toContain('what_when_why');
    expect(stepsNotNeeded('significant')).toEqual([]);
    expect(stepsNotNeeded('fix')[0]?.words).toMatch(/^the fix lane does not ask for /);
  });
});

describe('a comment period', () => {
  const friday = new Date('2025-06-13T10:00+02:00');

  test('is two business days in standard, over the weekend', () => {
    expect(openComment('standard', calendar, friday).closesAt).toEqual(new Date('2025-06-17T10:00+02:00'));
    expect(() => openComment('standard', calendar, friday, 3)).toThrow(/no comment period of 3/);
    expect(() => openComment('fix', calendar, friday)).toThrow(/no comment period/);
  });

  test('is at most ten in significant, and extends once', () => {
    const period = openComment('significant', calendar, friday, 6);
    const longer = extendComment('significant', period, calendar, 4);
    expect(longer).toMatchObject({ days: 10, isExtended: true, closesAt: new Date('2025-06-27T10:00+02:00') });
    expect(() => extendComment('significant', period, calendar, 5)).toThrow(/cannot be extended/);
    expect(() => extendComment('significant', { ...longer, days: 3 }, calendar, 1)).toThrow(/cannot be extended/);
    expect(() => extendComment('standard', period, calendar, 1)).toThrow(/cannot be extended/);
  });
});

test('an urgent decision is due five business days after acting', () => {
  expect(urgentDecisionDueAt(calendar, new Date('2025-06-13T10:00+02:00'))).toEqual(new Date('2025-06-20T10:00+02:00'));
});

test('a team of one approves its own standard work, never a significant one', () => {
  expect(lanes.filter((lane) => mayApproveOwn(lane, 1))).toEqual(['answer', 'fix', 'standard', 'urgent']);
  expect(lanes.filter((lane) => mayApproveOwn(lane, 5))).toEqual(['answer', 'fix']);
});
