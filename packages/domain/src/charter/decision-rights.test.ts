import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { approverFor, conflictingRights, decisionKinds, type DecisionRight, mayDecide } from './decision-rights.ts';
import { defaultVocabulary, severities, termKinds } from './default-vocabulary.ts';
import { defaultCalendar } from './calendar.ts';
import { defaultClocks, workingTimeMs } from './default-clocks.ts';

const right = (id: string, scope: DecisionRight['scope']): DecisionRight => ({
  id,
  kinds: ['accept', 'decline'],
  scope,
  approverRole: 'head of platform',
  approverId: `approver of ${id}`,
  deputyIds: ['deputy'],
  functions: ['engineering'],
  consultedIds: [],
  decideWithinDays: 10,
  escalatesToId: 'cto',
});
const cache = right('cache', { kind: 'components', componentIds: ['cache', 'runner'] });
const builds = right('builds', { kind: 'layers', layers: ['build_and_delivery'] });
const all = right('all', { kind: 'workspace' });

describe('exactly one approver', () => {
  test('is the narrowest one that covers everything the decision touches', () => {
    const rights = [all, builds, cache];
    const layers = ['build_and_delivery'];
    expect(approverFor('accept', { componentIds: ['cache'], layers }, rights).id).toBe('cache');
    expect(approverFor('accept', { componentIds: ['cache', 'portal'], layers }, rights).id).toBe('builds');
    expect(
      approverFor('accept', { componentIds: ['cache', 'dns'], layers: [...layers, 'networking'] }, rights).id,
    ).toBe('all');
    expect(approverFor('decline', { componentIds: [], layers: [] }, rights).id).toBe('all');
  });

  test('is refused when there is none, or more than one', () => {
    expect(() => approverFor('fix', { componentIds: ['cache'], layers: [] }, [cache])).toThrow(/Nobody has the right/);
    expect(() =>
      approverFor('accept', { componentIds: ['cache'], layers: [] }, [cache, { ...cache, id: 'twin' }]),
    ).toThrow(/2 decision rights/);
  });

  test('may be stood in for by a deputy', () => {
    expect(['approver of all', 'deputy', 'cto'].map((id) => mayDecide(all, id))).toEqual([true, true, false]);
  });
});

test('a new workspace defines every word, with an example, once', () => {
  for (const kind of termKinds) {
    const terms = defaultVocabulary[kind];
    expect(new Set(terms.map(({ key }) => key)).size).toBe(terms.length);
    for (const { definition, example } of terms) expect(Math.min(definition.length, example.length)).toBeGreaterThan(5);
  }
  expect(defaultVocabulary.severity.map(({ key }) => key)).toEqual(severities);
  expect(defaultVocabulary.layer).toHaveLength(9);
});

test('a critical problem is decided within sixteen working hours on a calendar of eight-hour days', () => {
  expect(workingTimeMs(defaultCalendar('UTC'), defaultClocks.critical.decide)).toBe(16 * 3_600_000);
  expect(workingTimeMs(defaultCalendar('UTC'), defaultClocks.major.acknowledge)).toBe(8 * 3_600_000);
});

test('rights that were added only without a conflict never name two approvers', () => {
  const some = fc.subarray(['a', 'b', 'c'], { minLength: 1 });
  const scopes = fc.oneof(
    some.map((componentIds) => ({ kind: 'components', componentIds }) as const),
    some.map((layers) => ({ kind: 'layers', layers }) as const),
    fc.constant({ kind: 'workspace' } as const),
  );
  const candidates = fc.array(fc.tuple(scopes, fc.subarray([...decisionKinds], { minLength: 1 })), { maxLength: 12 });
  const asked = fc.record({ componentIds: fc.subarray(['a', 'b', 'c']), layers: fc.subarray(['a', 'b', 'c']) });
  fc.assert(
    fc.property(candidates, asked, fc.constantFrom(...decisionKinds), (drafts, scope, kind) => {
      const taken: DecisionRight[] = [];
      for (const [index, [where, kinds]] of drafts.entries()) {
        const candidate = { ...right(`r${index}`, where), kinds };
        if (conflictingRights(candidate, taken).length === 0) taken.push(candidate);
      }
      try {
        approverFor(kind, scope, taken);
      } catch (error) {
        expect((error as { code?: string }).code).toBe('approver_missing');
      }
    }),
  );
});
