/** What a person may be here. Roles add up; everybody in a workspace has at least `reporter`. */
export type Role = 'reporter' | 'triager' | 'maintainer' | 'assessor' | 'approver' | 'steward' | 'admin';

/** Every role, in the order of the "may" table. */
export const roles: readonly Role[] = ['reporter', 'triager', 'maintainer', 'assessor', 'approver', 'steward', 'admin'];

/** The four functions whose view a proposal may need. */
export type AssessorFunction = 'engineering' | 'product' | 'reliability' | 'security';

/** Every function, in the order they are asked. */
export const assessorFunctions: readonly AssessorFunction[] = ['engineering', 'product', 'reliability', 'security'];

/** What the rules need to know of a person to say what they may do. */
export type Standing = {
  readonly personId: string;
  readonly roles: readonly Role[];
  /** The functions they assess for; empty unless they are an assessor. */
  readonly assessorFunctions: readonly AssessorFunction[];
  /** Components they look after as a maintainer. */
  readonly componentIds: readonly string[];
  readonly teamIds: readonly string[];
};
