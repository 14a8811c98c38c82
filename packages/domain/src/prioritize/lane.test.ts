import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LaneAnswers, flag, lanes, laneOf, losesFixLane, lowerLane, raiseLane } from './lane.ts';

const small: LaneAnswers = {
  hasExistingAnswer: false,
  isHarmNow: false,
  mustUsersAct: false,
  isBreaking: false,
  isFlagged: false,
  undo: 'one_step',
  components: 1,
  isOwnedByDecidingTeam: true,
  likelyPersonDays: 3,
};
const lane = (change: Partial<LaneAnswers>) => laneOf({ ...small, ...change }).lane;
const codes = (change: Partial<LaneAnswers>) => laneOf({ ...small, ...change }).reasons.map(({ code }) => code);

const answers: fc.Arbitrary<LaneAnswers> = fc.record({
  hasExistingAnswer: fc.boolean(),
  isHarmNow: fc.boolean(),
  mustUsersAct: fc.boolean(),
  isBreaking: fc.boolean(),
  isFlagged: fc.boolean(),
  undo: fc.constantFrom('one_step', 'several_steps', 'impossible'),
  components: fc.nat(3),
  isOwnedByDecidingTeam: fc.boolean(),
  likelyPersonDays: fc.double({ min: 0, max: 20, noNaN: true }),
});

describe('the lane', () => {
  test('of small, safe, own work is fix, and any one thing against it is standard', () => {
    expect(lane({})).toBe('fix');
    expect(codes({ mustUsersAct: true })).toEqual(['users_must_act']);
    expect(codes({ likelyPersonDays: 3.5 })).toEqual(['more_than_three_days']);
    expect(codes({ undo: 'several_steps' })).toEqual(['not_one_step']);
    expect(codes({ isOwnedByDecidingTeam: false })).toEqual(['foreign_component']);
    expect(codes({ components: 0 })).toEqual(['no_component']);
    expect(lane({ mustUsersAct: true })).toBe('standard');
  });

  test('is significant when it breaks, cannot be undone, is flagged or touches several components, with every reason', () => {
    expect(lane({ components: 2 })).toBe('significant');
    expect(codes({ components: 2, isBreaking: true, undo: 'impossible', isFlagged: true })).toEqual([
      'several_components',
      'breaking',
      'irreversible',
      'flagged',
    ]);
  });

  test('is urgent when harm is happening, and answer when an answer exists', () => {
    expect(lane({ isHarmNow: true, isFlagged: true })).toBe('urgent');
    expect(lane({ hasExistingAnswer: true, components: 3 })).toBe('answer');
  });

  test('is never fix for a component that lost it', () => {
    expect(laneOf(small, false)).toMatchObject({ lane: 'standard', reasons: [{ code: 'fix_lane_lost' }] });
    expect(losesFixLane({ finished: 9, reopenedOrRolledBack: 9 })).toBe(false);
    expect(losesFixLane({ finished: 10, reopenedOrRolledBack: 2 })).toBe(false);
    expect(losesFixLane({ finished: 10, reopenedOrRolledBack: 3 })).toBe(true);
  });

  test('always has a reason, and a flag never makes it lighter', () => {
    const weight = (name: string) => ['answer', 'fix', 'urgent', 'standard', 'significant'].indexOf(name);
    fc.assert(
      fc.property(answers, fc.boolean(), (given, mayUseFix) => {
        const result = laneOf(given, mayUseFix);
        expect(result.reasons.length).toBeGreaterThan(0);
        expect(weight(laneOf(flag(given), mayUseFix).lane)).toBeGreaterThanOrEqual(weight(result.lane));
      }),
    );
  });
});

test('anyone raises a lane with a reason, and only the approver lowers one', () => {
  expect(raiseLane('fix', 'significant', 'it touches every pipeline')).toBe('significant');
  expect(() => raiseLane('fix', 'standard', ' ')).toThrow(/reason/);
  expect(() => raiseLane('significant', 'urgent', 'quick')).toThrow(/not above/);
  expect(() => lowerLane('significant', 'fix', 'it is one line', false)).toThrow(/Only the approver/);
  expect(lowerLane('significant', 'fix', 'it is one line', true)).toBe('fix');
  for (const from of lanes) {
    for (const to of lanes) {
      const works = (act: () => unknown) => {
        try {
          act();
          return 1;
        } catch {
          return 0;
        }
      };
      const ways = works(() => raiseLane(from, to, 'why')) + works(() => lowerLane(from, to, 'why', true));
      expect(ways).toBe(from === to ? 0 : 1);
    }
  }
});
