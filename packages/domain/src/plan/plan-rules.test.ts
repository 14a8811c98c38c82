import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupOf, requireOpenForWork, spansOf } from './milestone.ts';
import { requireQuote } from './quote.ts';
import { requireWorkable } from './workable.ts';

const codeOf = (act: () => void) => {
  try {
    act();
    return 'ok';
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const said = ['Builds are slow', 'Every build waits\nforty minutes for a runner.'];

test('a quote has to stand in the signal, line breaks aside', () => {
  const quote = (words: string) => codeOf(() => requireQuote(words, said, '/quote'));
  expect(quote('waits forty minutes')).toBe('ok');
  expect(quote('waits  forty\tminutes')).toBe('ok');
  expect(quote('waits fifty minutes')).toBe('quote_not_found');
  expect(quote('   ')).toBe('quote_not_found');
  expect(quote('slow Every build')).toBe('quote_not_found');
});

test('every piece of what was said can be quoted', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(), fc.nat(), (text, from, length) => {
      const words = text.slice(from % text.length, (from % text.length) + 1 + (length % text.length));
      fc.pre(words.trim() !== '' && words.isWellFormed());
      // A cut through a combined character may join differently than it stands in the text.
      fc.pre(text.normalize('NFC').includes(words.normalize('NFC')));
      expect(codeOf(() => requireQuote(words, [text], '/quote'))).toBe('ok');
    }),
  );
});

test('a train’s milestones follow each other without a gap, and take no work after their cut-off', () => {
  const spans = spansOf({ cadenceDays: 14, cutOffDays: 2 }, new Date('2026-11-16T00:00Z'), 3);
  expect(spans.map((span) => span.startsAt.toISOString().slice(0, 10))).toEqual([
    '2026-11-16',
    '2026-11-30',
    '2026-12-14',
  ]);
  const [first] = spans;
  expect(codeOf(() => requireOpenForWork(first!, new Date('2026-11-27T23:59Z')))).toBe('ok');
  expect(codeOf(() => requireOpenForWork(first!, new Date('2026-11-28T00:00Z')))).toBe('milestone_cut_off');
  expect(codeOf(() => spansOf({ cadenceDays: 2, cutOffDays: 2 }, new Date(0), 1))).toBe('milestone_invalid');
});

test('the backlog shows now, next and later', () => {
  const now = new Date('2026-11-16T12:00Z');
  expect(groupOf('blocked', null, now)).toBe('now');
  expect(groupOf('planned', new Date('2026-11-16'), now)).toBe('now');
  expect(groupOf('planned', new Date('2026-11-30'), now)).toBe('next');
  expect(groupOf('planned', null, now)).toBe('later');
  expect(groupOf('cancelled', null, now)).toBe('done');
});

test('work follows a decision to do something; in the urgent lane its draft is enough', () => {
  const workable = (kind: 'fix' | 'decline', lane: 'fix' | 'urgent', state: 'draft' | 'made') =>
    codeOf(() => requireWorkable({ kind, lane, state }));
  expect(workable('fix', 'fix', 'made')).toBe('ok');
  expect(workable('fix', 'fix', 'draft')).toBe('decision_not_workable');
  expect(workable('fix', 'urgent', 'draft')).toBe('ok');
  expect(workable('decline', 'fix', 'made')).toBe('decision_not_workable');
});
