import type { AssessorFunction, Role, Standing } from './roles.ts';

/**
 * Under which condition a role has a permission: always; only where one of the record's components, or the team that owns
 * it, is theirs; only for their own function; or only where a decision right names them.
 */
export type Condition = 'always' | 'own_components' | 'own_function' | 'decision_right';

type Rule = { readonly says: string; readonly by: Readonly<Partial<Record<Role, Condition>>> };

const everybody = { reporter: 'always' } as const;
const triageStaff = { triager: 'always', maintainer: 'own_components', steward: 'always' } as const;
const makers = { maintainer: 'own_components' } as const;
const assessing = { maintainer: 'always', assessor: 'own_function', approver: 'always' } as const;
const deciding = { approver: 'decision_right' } as const;
const stewards = { steward: 'always' } as const;
const admins = { admin: 'always' } as const;

/**
 * The "may" table as data: permission, what it says in words, and who has it on which condition. Routes name one of
 * these and nothing else. `reporter` stands for everybody, because every member is one. An admin runs the installation
 * and decides nothing by being admin, so hardly any row names them.
 */
const table = {
  'loop.see': { says: 'see what is open', by: everybody },
  'listen.tell': { says: 'tell us something, for oneself or on behalf of somebody', by: everybody },
  'listen.comment': { says: 'comment on a record', by: everybody },
  'listen.note': { says: "write a note that only the owner's side reads", by: triageStaff },
  'listen.import': { says: 'bring in feedback from a file', by: { ...stewards, triager: 'always', admin: 'always' } },
  'listen.ingest': {
    says: 'send telemetry and runs',
    by: { maintainer: 'always', steward: 'always', admin: 'always' },
  },
  'triage.triage': { says: 'attach, merge, route, ask the reporter, answer, close', by: triageStaff },
  'prioritize.draft': { says: 'draft a proposal', by: everybody },
  'prioritize.open': { says: 'open a proposal', by: makers },
  'prioritize.fix': { says: 'decide in the fix lane', by: makers },
  'prioritize.assess': { says: 'assess a proposal', by: assessing },
  'prioritize.object': { says: 'raise a concern', by: assessing },
  'prioritize.raise_lane': { says: 'raise a lane, with a reason', by: everybody },
  'prioritize.decide': { says: 'decide', by: deciding },
  'prioritize.lower_lane': { says: 'lower a lane', by: deciding },
  'prioritize.override': { says: 'override a concern, with a reason', by: deciding },
  'plan.work': { says: 'write and move work items', by: makers },
  'plan.schedule': { says: 'set milestones and trains', by: { maintainer: 'always', steward: 'always' } },
  'deliver.change': { says: 'write changes, flags and rollback plans', by: makers },
  'deliver.roll_out': { says: 'start, hold, move and roll back a rollout', by: makers },
  'deliver.waive': { says: 'waive a notice', by: deciding },
  'deliver.override': { says: 'go on against the gate, with a reason', by: deciding },
  'verify.answer': { says: 'say whether it helped', by: everybody },
  'verify.measure': { says: 'record measurements', by: { maintainer: 'own_components', steward: 'always' } },
  'learn.write': { says: 'write retrospectives and lessons', by: { maintainer: 'always', steward: 'always' } },
  'engage.follow': { says: 'follow, mute, choose how to hear', by: everybody },
  'engage.gather': { says: 'hold gatherings and publish stories', by: { maintainer: 'always', steward: 'always' } },
  'charter.steward': { says: 'keep the charter, vocabulary, components, decision rights and policies', by: stewards },
  'charter.import': { says: 'bring in components and owners from a file', by: { steward: 'always', admin: 'always' } },
  'charter.people': { says: 'keep people and teams', by: admins },
  'govern.review': { says: 'hold loop reviews', by: stewards },
  'govern.audit': { says: 'read the journal and verify its checkpoints', by: { steward: 'always', admin: 'always' } },
  'govern.hold_token': { says: 'make and end tokens of one’s own', by: everybody },
  'govern.admin': { says: 'sign-on, all tokens, service accounts, export, erasure', by: admins },
} as const satisfies Readonly<Record<string, Rule>>;

/** A thing that may be allowed, named `<stage>.<verb>`. */
export type Permission = keyof typeof table;

/** Every permission, in loop order. */
export const permissions = Object.keys(table) as readonly Permission[];

/** What the record at hand is about, as far as conditions ask. Leave out what does not apply. */
export type PermissionScope = {
  readonly componentIds?: readonly string[];
  /** The team that owns the record. */
  readonly ownerTeamId?: string;
  /** The function an assessment is made for. */
  readonly function?: AssessorFunction;
  /** Whether `approverFor` names this person, as approver or deputy, for the decision at hand. */
  readonly hasDecisionRight?: boolean;
};

/** What a permission lets somebody do, in words: `describePermission('prioritize.decide')` is `decide`. */
export function describePermission(permission: Permission): string {
  return table[permission].says;
}

/** On which condition each role has a permission; the permission matrix and the user guide print this. */
export function conditionsOf(permission: Permission): Readonly<Partial<Record<Role, Condition>>> {
  return table[permission].by;
}

/**
 * Whether one of the person's roles grants the permission in this scope. Without a scope a conditional permission is not
 * granted. A record of several components is its maintainers' together: looking after one of them is enough, since what
 * touches several is never in the fix lane.
 */
export function grants(person: Standing, permission: Permission, scope: PermissionScope = {}): boolean {
  const by = conditionsOf(permission);
  return membership(person).some((role) => {
    const condition = by[role];
    return condition !== undefined && holds(condition, person, scope);
  });
}

/** Whether the person could have the permission for some record; menus and token scopes ask this, never a route. */
export function mightGrant(person: Pick<Standing, 'roles'>, permission: Permission): boolean {
  const by = conditionsOf(permission);
  return membership(person).some((role) => by[role] !== undefined);
}

function membership(person: Pick<Standing, 'roles'>): readonly Role[] {
  return person.roles.includes('reporter') ? person.roles : ['reporter', ...person.roles];
}

function holds(condition: Condition, person: Standing, scope: PermissionScope): boolean {
  switch (condition) {
    case 'always':
      return true;
    case 'own_components':
      return (
        (scope.componentIds ?? []).some((id) => person.componentIds.includes(id)) ||
        (scope.ownerTeamId !== undefined && person.teamIds.includes(scope.ownerTeamId))
      );
    case 'own_function':
      return scope.function !== undefined && person.assessorFunctions.includes(scope.function);
    case 'decision_right':
      return scope.hasDecisionRight === true;
  }
}
