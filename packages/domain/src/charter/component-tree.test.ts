import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { careFindings, type Keeper, wouldCircle } from './component-tree.ts';

const keeper = (personId: string, standing: Keeper['standing'] = 'active'): Keeper => ({ personId, standing });

describe('a component’s care', () => {
  test('hangs on one person when all other maintainers left', () => {
    const maintainers = [keeper('ada'), keeper('bob', 'left'), keeper('cy', 'unclaimed')];
    const findings = careFindings({ owned: true, maintainers, team: [keeper('ada'), keeper('dee')] });
    expect(findings).toEqual({ orphan: false, lapsed: maintainers.slice(1), busFactorOne: true });
  });

  test('is its team’s where no maintainer is named', () => {
    expect(careFindings({ owned: true, maintainers: [], team: [keeper('ada')] }).busFactorOne).toBe(true);
    expect(careFindings({ owned: true, maintainers: [], team: [keeper('ada'), keeper('bob')] }).busFactorOne).toBe(
      false,
    );
    expect(careFindings({ owned: false, maintainers: [], team: [] })).toEqual({
      orphan: true,
      lapsed: [],
      busFactorOne: false,
    });
  });
});

test('a tree of components never gets a circle, whatever is moved where', () => {
  const moves = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), { maxLength: 60 });
  fc.assert(
    fc.property(moves, (steps) => {
      const parents = new Map<string, string>();
      for (const [child, parent] of steps) {
        const refused = wouldCircle(String(child), String(parent), (id) => parents.get(id));
        if (!refused) parents.set(String(child), String(parent));
        if (child === parent) expect(refused).toBe(true);
      }
      for (const start of parents.keys()) {
        const seen = new Set<string>();
        for (let at: string | undefined = start; at !== undefined; at = parents.get(at)) {
          expect(seen.has(at)).toBe(false);
          seen.add(at);
        }
      }
    }),
  );
});
