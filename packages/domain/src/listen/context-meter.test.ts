import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countFate, type Fate, nothingReceived, unaccounted } from './conservation.ts';
import { readContext, type SignalContext } from './context-meter.ts';

test('a bug is asked what happened first, then how to see it happen', () => {
  expect(readContext({ kind: 'bug' })).toMatchObject({ completeness: 0, nextItem: 'description' });
  expect(readContext({ kind: 'bug', description: 'It hangs.' }).nextItem).toBe('reproduction');
  expect(readContext({ kind: 'bug', description: '  ' }).nextItem).toBe('description');
});

test('praise is never asked for a reproduction', () => {
  expect(readContext({ kind: 'praise', description: 'Fast!', componentIds: ['cache'] })).toEqual({
    completeness: 1,
    nextItem: undefined,
    question: undefined,
  });
});

test('saying more never lowers the meter, and it stays between nothing and everything', () => {
  const text = fc.constantFrom('', 'words');
  const context = fc.record(
    {
      kind: fc.constantFrom('bug', 'friction', 'request', 'question', 'praise', 'renamed'),
      description: text,
      componentIds: fc.constantFrom<string[]>([], ['cache']),
      severity: text,
      impact: text,
      reproduction: text,
      environment: text,
      workaround: text,
      evidence: fc.constantFrom<string[]>([], ['log']),
    },
    { requiredKeys: ['kind'], noNullPrototype: true },
  );
  fc.assert(
    fc.property(context, (given) => {
      const before = readContext(given);
      expect(before.completeness).toBeGreaterThanOrEqual(0);
      expect(before.completeness).toBeLessThanOrEqual(1);
      expect(before.nextItem === undefined).toBe(before.completeness === 1);
      if (!before.nextItem) return;
      const isList = before.nextItem === 'componentIds' || before.nextItem === 'evidence';
      const more: SignalContext = { ...given, [before.nextItem]: isList ? ['x'] : 'x' };
      expect(readContext(more).completeness).toBeGreaterThan(before.completeness);
    }),
  );
});

test('whatever becomes of submissions, all of them are accounted for, and a lost one is noticed', () => {
  const fate = fc.constantFrom<Fate>('accepted', 'deduplicated', 'rejected', 'rate_limited', 'quarantined');
  fc.assert(
    fc.property(fc.array(fate), (fates) => {
      const count = fates.reduce(countFate, nothingReceived);
      expect(count.received).toBe(fates.length);
      expect(count.rateLimited).toBe(fates.filter((each) => each === 'rate_limited').length);
      expect(unaccounted(count)).toBe(0);
      expect(unaccounted({ ...count, received: count.received + 1 })).toBe(1);
    }),
  );
});
