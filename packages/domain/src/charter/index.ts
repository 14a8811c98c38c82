// The charter decides who may do what: roles and permissions, who decides, who sees, which words and clocks hold, and when a
// team works. It never knows a signal or a problem; later stages ask it.
export {
  addWorkingDays,
  addWorkingMs,
  type BusinessCalendar,
  checkedCalendar,
  defaultCalendar,
  workingDayMs,
  workingMsBetween,
} from './calendar.ts';
export { careFindings, type CareFindings, type ComponentCare, type Keeper, wouldCircle } from './component-tree.ts';
export {
  approverFor,
  conflictingRights,
  type DecisionKind,
  decisionKinds,
  type DecisionRight,
  type DecisionRightScope,
  type DecisionScope,
  mayDecide,
} from './decision-rights.ts';
export {
  assumedSeverity,
  type ClockKind,
  clockKinds,
  type ClocksPolicy,
  defaultClocks,
  shadowDays,
  type WorkingTime,
  workingTimeMs,
} from './default-clocks.ts';
export {
  defaultVocabulary,
  fixedTermKinds,
  severities,
  type Severity,
  type TermKind,
  termKinds,
} from './default-vocabulary.ts';
export type { TermDefinition } from './term-definition.ts';
export {
  type Condition,
  conditionsOf,
  describePermission,
  grants,
  mightGrant,
  type Permission,
  permissions,
  type PermissionScope,
} from './permissions.ts';
export { type AssessorFunction, assessorFunctions, type Role, roles, type Standing } from './roles.ts';
export { isTokenScope, tokenGrants, tokenPermissions, tokenScopes } from './token-scopes.ts';
export { type Audience, maySee } from './visibility.ts';
