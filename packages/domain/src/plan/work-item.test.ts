import { expect, test } from 'vitest';
import { isOutgrown, isStale, moveWorkItem } from './work-item.ts';

const codeOf = (...given: Parameters<typeof moveWorkItem>) => {
  try {
    return moveWorkItem(...given);
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const criterion = (id: string, isChecked: boolean) => ({ id, text: 'Builds start within a minute.', isChecked });

test('work is completed when every acceptance criterion is checked', () => {
  expect(codeOf('in_progress', 'completed', { criteria: [criterion('a', true), criterion('b', false)] })).toBe(
    'criteria_unchecked',
  );
  expect(codeOf('in_progress', 'completed', { criteria: [criterion('a', true)] })).toBe('completed');
  expect(codeOf('planned', 'completed', { criteria: [] })).toBe('illegal_transition');
});

test('blocked work says by what, cancelled work says why', () => {
  expect(codeOf('in_progress', 'blocked', { criteria: [] })).toBe('blocker_missing');
  expect(codeOf('in_progress', 'blocked', { criteria: [], note: 'waits for W-3' })).toBe('blocked');
  expect(codeOf('planned', 'cancelled', { criteria: [], note: ' ' })).toBe('reason_missing');
  expect(codeOf('planned', 'cancelled', { criteria: [], note: 'done elsewhere' })).toBe('cancelled');
});

test('work is raised above twice its estimate, not at it', () => {
  expect([isOutgrown(2, 4), isOutgrown(2, 4.5), isOutgrown(0, 9)]).toEqual([false, true, false]);
});

test('work is stale after fourteen days without a word, unless it is planned or over', () => {
  const since = new Date('2025-06-01T12:00Z');
  expect(isStale('in_progress', since, new Date('2025-06-15T11:59Z'))).toBe(false);
  expect(isStale('in_progress', since, new Date('2025-06-15T12:00Z'))).toBe(true);
  expect(isStale('blocked', since, new Date('2025-07-15T12:00Z'))).toBe(true);
  expect(isStale('planned', since, new Date('2025-07-15T12:00Z'))).toBe(false);
});
