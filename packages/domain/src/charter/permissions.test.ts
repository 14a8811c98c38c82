import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { grants, permissions, type Permission } from './permissions.ts';
import { assessorFunctions, type Role, roles, type Standing } from './roles.ts';
import { tokenGrants, tokenPermissions } from './token-scopes.ts';
import { maySee } from './visibility.ts';

const person = (role: Role, rest: Partial<Standing> = {}): Standing => ({
  personId: 'ada',
  roles: [role],
  assessorFunctions: [],
  componentIds: [],
  teamIds: [],
  ...rest,
});

const whoMay = (permission: Permission) =>
  roles.filter((role) =>
    grants(person(role, { componentIds: ['cache'], assessorFunctions: ['security'] }), permission, {
      componentIds: ['cache'],
      function: 'security',
      hasDecisionRight: true,
    }),
  );

describe('who may do what', () => {
  test.each([
    'listen.tell',
    'listen.comment',
    'engage.follow',
    'prioritize.draft',
    'verify.answer',
    'loop.see',
  ] as const)('everybody may %s', (permission) => expect(whoMay(permission)).toEqual(roles));

  test.each([
    ['triage.triage', ['triager', 'maintainer', 'steward']],
    ['prioritize.open', ['maintainer']],
    ['prioritize.fix', ['maintainer']],
    ['plan.work', ['maintainer']],
    ['deliver.change', ['maintainer']],
    ['deliver.roll_out', ['maintainer']],
    ['prioritize.assess', ['maintainer', 'assessor', 'approver']],
    ['prioritize.object', ['maintainer', 'assessor', 'approver']],
    ['prioritize.decide', ['approver']],
    ['prioritize.lower_lane', ['approver']],
    ['deliver.waive', ['approver']],
    ['prioritize.override', ['approver']],
    ['charter.steward', ['steward']],
    ['govern.review', ['steward']],
    ['learn.write', ['maintainer', 'steward']],
    ['charter.people', ['admin']],
    ['govern.admin', ['admin']],
  ] as const)('%s is for %j', (permission, expected) => expect(whoMay(permission)).toEqual(expected));

  test('a maintainer triages what their components or their team own, and nothing else', () => {
    const maintainer = person('maintainer', { componentIds: ['cache'], teamIds: ['build'] });
    expect(grants(maintainer, 'triage.triage', { componentIds: ['cache', 'network'] })).toBe(true);
    expect(grants(maintainer, 'triage.triage', { ownerTeamId: 'build' })).toBe(true);
    expect(grants(maintainer, 'triage.triage', { componentIds: ['network'], ownerTeamId: 'net' })).toBe(false);
    expect(grants(maintainer, 'triage.triage')).toBe(false);
  });

  test('an assessor speaks for their own function', () => {
    const assessor = person('assessor', { assessorFunctions: ['security'] });
    expect(assessorFunctions.filter((name) => grants(assessor, 'prioritize.assess', { function: name }))).toEqual([
      'security',
    ]);
  });

  test('an approver without a decision right decides nothing, and neither does an admin', () => {
    expect(grants(person('approver'), 'prioritize.decide')).toBe(false);
    expect(grants(person('admin'), 'prioritize.decide', { hasDecisionRight: true })).toBe(false);
  });
});

test('a token never allows more than its person, and never more than its scopes', () => {
  const subset = <T>(items: readonly T[]) => fc.subarray([...items]);
  fc.assert(
    fc.property(
      subset(roles),
      subset(permissions),
      fc.constantFrom(...permissions),
      fc.boolean(),
      (own, scopes, asked, right) => {
        const somebody = person('reporter', { roles: own, componentIds: ['cache'] });
        const scope = { componentIds: ['cache'], hasDecisionRight: right };
        const allowed = tokenGrants(somebody, scopes, asked, scope);
        expect(allowed).toBe(scopes.includes(asked) && grants(somebody, asked, scope));
        expect(!allowed || tokenPermissions(somebody, scopes).includes(asked)).toBe(true);
      },
    ),
  );
});

test('a restricted record is seen by the people and roles it names, and by no admin who is not', () => {
  const audience = { kind: 'restricted', personIds: ['bob'], roles: ['steward', 'reporter'] } as const;
  expect(maySee({ personId: 'bob', roles: ['reporter'] }, audience)).toBe(true);
  expect(maySee({ personId: 'eve', roles: ['steward'] }, audience)).toBe(true);
  expect(maySee({ personId: 'eve', roles: ['reporter', 'admin'] }, audience)).toBe(false);
  expect(maySee({ personId: 'eve', roles: ['reporter'] }, { kind: 'open' })).toBe(true);
});
