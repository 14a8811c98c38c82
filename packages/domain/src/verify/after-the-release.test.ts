import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  dailyPoints,
  furtherWindowEnd,
  judgeHelped,
  judgeOutcome,
  outcomeOfAnswers,
  outcomeWindow,
  problemAfter,
} from './index.ts';

const day = 86_400_000;

test('a partial answer is given, and speaks for neither side', () => {
  expect(judgeHelped({ asked: 1, yes: 0, no: 0, partly: 1 }).result).toBe('cant_tell');
  expect(judgeHelped({ asked: 3, yes: 2, no: 0, partly: 1 }).result).toBe('met');
  expect(judgeHelped({ asked: 2, yes: 0, no: 1, partly: 1 }).reopensProblem).toBe(false);
});

test('the first of many to answer does not settle the outcome; the end of the window does', () => {
  const first = { asked: 30, yes: 0, no: 1 };
  expect(judgeHelped(first).reopensProblem).toBe(true);
  expect(outcomeOfAnswers(first, false)).toBeUndefined();
  expect(outcomeOfAnswers(first, true)).toEqual({ result: 'not_met', reason: 'most_say_no' });
  expect(outcomeOfAnswers({ asked: 1, yes: 0, no: 1 }, false)?.result).toBe('not_met');
  expect(outcomeOfAnswers({ asked: 1, yes: 1, no: 0 }, false)?.result).toBe('met');
  expect(outcomeOfAnswers({ asked: 5, yes: 2, no: 0 }, true)?.reason).toBe('too_few_answers');
  expect(outcomeOfAnswers({ asked: 4, yes: 2, no: 2 }, false)).toBeUndefined();
  expect(outcomeOfAnswers({ asked: 4, yes: 2, no: 2 }, true)?.reason).toBe('answers_divided');
  expect(outcomeOfAnswers({ asked: 0, yes: 0, no: 0 }, true)?.reason).toBe('nobody_to_ask');
});

test('a problem helped when something is met, nothing is not, and nothing is still awaited', () => {
  const silent = { asked: 2, yes: 0, no: 0 };
  const happy = { asked: 1, yes: 1, no: 0 };
  expect(problemAfter(['met'], silent)).toBe('helped');
  expect(problemAfter(['met', 'cant_tell'], silent)).toBe('helped');
  expect(problemAfter([], happy)).toBe('helped');
  expect(problemAfter(['cant_tell'], happy)).toBe('helped');
  expect(problemAfter(['pending'], happy)).toBeUndefined();
  expect(problemAfter(['met', 'not_met'], happy)).toBeUndefined();
  expect(problemAfter(['cant_tell'], silent)).toBeUndefined();
  expect(problemAfter(['met'], { asked: 1, yes: 0, no: 1 })).toBe('open');
});

test('days kept for a replay are judged like the points they come from', () => {
  const points = fc.array(
    fc.record({ at: fc.integer({ min: 0, max: 30 * day }), value: fc.double({ min: -1e6, max: 1e6, noNaN: true }) }),
    { maxLength: 200 },
  );
  fc.assert(
    fc.property(points, points, (before, after) => {
      const criterion = { direction: 'down', target: 0, smallestEffect: 1 } as const;
      expect(judgeOutcome(criterion, dailyPoints(before), dailyPoints(after))).toEqual(
        judgeOutcome(criterion, before, after),
      );
    }),
  );
});

test('the window counts from the release, and goes on by a whole further one after a look', () => {
  expect(outcomeWindow(100 * day, 14)).toEqual({ from: 72 * day, release: 100 * day, end: 114 * day });
  expect(outcomeWindow(100 * day, 90).from).toBe(10 * day);
  expect(furtherWindowEnd('interval_too_wide', 114 * day, 14, 115 * day)).toBe(128 * day);
  expect(furtherWindowEnd('too_few_days', 114 * day, 14, 120 * day)).toBe(120 * day);
});
