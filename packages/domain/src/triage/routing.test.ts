import fc from 'fast-check';
import { expect, test } from 'vitest';
import { routeOf, type RoutingRule } from './routing.ts';

const ownership = {
  ownerOf: (componentId: string) => ({ cache: 'build', dns: 'net' })[componentId],
  stewardsTeamId: 'stewards',
};
const rules: RoutingRule[] = [
  { id: 'z', order: 2, when: { layer: 'networking' }, teamId: 'net' },
  { id: 'b', order: 1, when: { kind: 'question' }, teamId: 'support' },
  { id: 'a', order: 3, when: { kind: 'bug', term: 'Build cache' }, teamId: 'build' },
];
const item = { componentIds: [], text: '' };

test('the team that owns the named component gets it, before any rule', () => {
  const route = routeOf({ ...item, kind: 'question', componentIds: ['orphan', 'cache'] }, rules, ownership);
  expect(route).toMatchObject({ teamId: 'build', by: 'component', byId: 'cache' });
});

test('rules are tried in their order, whatever order they are stored in', () => {
  const question = { ...item, kind: 'question', layer: 'networking' };
  expect(routeOf(question, rules, ownership)).toMatchObject({ teamId: 'support', by: 'rule', byId: 'b' });
  expect(routeOf(question, rules.toReversed(), ownership)).toEqual(routeOf(question, rules, ownership));
});

test('a term matches whole words in any case, across punctuation', () => {
  const of = (text: string) => routeOf({ ...item, kind: 'bug', text }, rules, ownership).byId;
  expect(of('The build-cache is slow')).toBe('a');
  expect(of('Our rebuild cached it')).toBeUndefined();
  expect(routeOf({ ...item, kind: 'bug', text: 'build cache' }, rules, ownership).reason).toContain('“Build cache”');
});

test('whatever comes in, it is in some queue, with a reason', () => {
  const anything = fc.record({
    kind: fc.string(),
    layer: fc.string(),
    componentIds: fc.array(fc.constantFrom('cache', 'x', 'y')),
    text: fc.string(),
  });
  fc.assert(
    fc.property(anything, fc.subarray(rules), (routable, some) => {
      const route = routeOf(routable, some, ownership);
      expect(route.teamId).not.toBe('');
      expect(route.reason).not.toBe('');
      expect(route.teamId === 'stewards').toBe(route.by === 'last_resort');
    }),
  );
});
