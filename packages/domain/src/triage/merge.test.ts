import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalOf, countVoices, merge, type MergeLink, mergedWith, unmerge, type Voice } from './merge.ts';

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const id = fc.constantFrom(...ids);

/** Whatever a sequence of merges leaves, the refused ones left out. */
const histories = fc.array(fc.tuple(id, id), { maxLength: 12 }).map((steps) =>
  steps.reduce<readonly MergeLink[]>((links, [mergedId, intoId]) => {
    try {
      return merge(links, mergedId, intoId);
    } catch {
      return links;
    }
  }, []),
);

const voice: fc.Arbitrary<Voice> = fc.record(
  {
    signalId: fc.constantFrom('s1', 's2', 's3', 's4', 's5'),
    problemId: id,
    reporterId: fc.constantFrom('ada', 'bob', 'eve'),
    respondentId: fc.constantFrom('1', '2'),
    onBehalfOfId: fc.constantFrom('ada', 'zoe'),
    teamId: fc.constantFrom('build', 'net'),
  },
  { requiredKeys: ['signalId', 'problemId'], noNullPrototype: true },
);

describe('merging', () => {
  test('is undone exactly: links, counts and where everything goes on are as before', () => {
    fc.assert(
      fc.property(histories, id, id, fc.array(voice), (links, mergedId, intoId, voices) => {
        fc.pre(mergedId !== intoId && !links.some((link) => link.mergedId === mergedId));
        fc.pre(canonicalOf(links, intoId) !== mergedId);
        const after = merge(links, mergedId, intoId);
        expect(canonicalOf(after, mergedId)).toBe(canonicalOf(links, intoId));
        const undone = unmerge(after, mergedId);
        expect(undone).toEqual(links);
        for (const each of ids) {
          expect(countVoices(undone, each, voices)).toEqual(countVoices(links, each, voices));
          expect(mergedWith(undone, each)).toEqual(mergedWith(links, each));
        }
      }),
    );
  });

  test('never goes round in a circle', () => {
    fc.assert(
      fc.property(histories, id, (links, each) => {
        const canonical = canonicalOf(links, each);
        expect(links.some((link) => link.mergedId === canonical)).toBe(false);
      }),
    );
    const links = merge(merge([], 'a', 'b'), 'b', 'c');
    expect(() => merge(links, 'c', 'a')).toThrow(/merged into this one/);
    expect(() => merge(links, 'a', 'c')).toThrow(/merged already/);
    expect(() => merge(links, 'd', 'd')).toThrow(/itself/);
    expect(() => unmerge(links, 'c')).toThrow(/not merged/);
  });

  test('a merged problem that is itself unmerged takes along what was merged into it', () => {
    const links = unmerge(merge(merge([], 'a', 'b'), 'b', 'c'), 'b');
    expect(mergedWith(links, 'a')).toEqual(['a', 'b']);
  });
});

describe('counting voices', () => {
  test('counts a person once across merged problems, and never the messenger', () => {
    const voices: Voice[] = [
      { signalId: 's1', problemId: 'a', reporterId: 'ada', teamId: 'build' },
      { signalId: 's2', problemId: 'b', reporterId: 'ada', teamId: 'build' },
      { signalId: 's3', problemId: 'b', reporterId: 'mentor', onBehalfOfId: 'zoe', teamId: 'net' },
      { signalId: 's4', problemId: 'a', respondentId: 'ada' },
      { signalId: 's5', problemId: 'a' },
    ];
    expect(countVoices([], 'a', voices)).toEqual({ people: 2, teams: 1, signals: 3 });
    expect(countVoices(merge([], 'a', 'b'), 'b', voices)).toEqual({ people: 3, teams: 2, signals: 5 });
  });

  test('merging neither invents nor doubles anybody', () => {
    fc.assert(
      fc.property(histories, fc.array(voice), (links, voices) => {
        const roots = ids.filter((each) => canonicalOf(links, each) === each);
        const everybody = countVoices(
          [],
          'all',
          voices.map((each) => ({ ...each, problemId: 'all' })),
        ).people;
        for (const root of roots) expect(countVoices(links, root, voices).people).toBeLessThanOrEqual(everybody);
        const doubled = countVoices(links, 'a', [...voices, ...voices]);
        expect(doubled).toEqual(countVoices(links, 'a', voices));
      }),
    );
  });
});
