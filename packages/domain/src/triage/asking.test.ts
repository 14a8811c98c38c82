import { describe, expect, test } from 'vitest';
import { nextStepOfProblem, problemStates, silenceOf } from './index.ts';

test('somebody who was asked is reminded after ten days, and silence closes after twenty', () => {
  expect(silenceOf(new Date('2026-11-16T09:00:00Z'))).toEqual({
    remindAt: new Date('2026-11-26T09:00:00Z'),
    closesAt: new Date('2026-12-06T09:00:00Z'),
  });
});

describe('what happens next', () => {
  const problem = {
    ownerTeamName: 'Build',
    assigneeName: undefined,
    mergedInto: undefined,
    decideBy: new Date('2026-12-01T09:00:00Z'),
    questionClosesAt: new Date('2026-12-06T09:00:00Z'),
  };

  test('is said for every state in which somebody owes a move, and for no other', () => {
    const owed = problemStates.filter((state) => nextStepOfProblem({ ...problem, state }) !== undefined);
    expect(owed).toEqual(['open', 'waiting', 'proposed', 'fixing', 'shipped']);
  });

  test('names the assignee before the team, and the reporters while they are asked', () => {
    expect(nextStepOfProblem({ ...problem, state: 'open', assigneeName: 'Ada' })).toMatchObject({
      who: 'Ada',
      by: problem.decideBy,
    });
    expect(nextStepOfProblem({ ...problem, state: 'open' })?.who).toBe('Build');
    expect(nextStepOfProblem({ ...problem, state: 'waiting' })?.by).toEqual(problem.questionClosesAt);
  });

  test('leads to the problem that a merged one goes on as', () => {
    expect(nextStepOfProblem({ ...problem, state: 'open', mergedInto: 'P-7' })?.what).toContain('P-7');
  });
});
