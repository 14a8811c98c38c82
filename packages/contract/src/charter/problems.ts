import type { ProblemTable } from '../problem/index.ts';

/** What can go wrong in this stage beside the common problems. */
export const charterProblems = {
  calendar_invalid: { status: 400, title: 'The calendar does not make sense' },
  approver_missing: { status: 409, title: 'Nobody has the right to decide this' },
  approver_ambiguous: { status: 409, title: 'Two decision rights name an approver' },
  scope_not_yours: { status: 403, title: 'A token cannot do more than its person' },
  not_an_approver: { status: 422, title: 'An approver needs the role' },
  component_circle: { status: 409, title: 'A component cannot be part of itself' },
  functions_without_role: { status: 422, title: 'An assessor has a function, and only an assessor' },
  last_of_role: { status: 409, title: 'Somebody has to hold this role' },
  holds_decision_rights: { status: 409, title: 'Decision rights name this person' },
  person_left: { status: 409, title: 'The person has left' },
  stewards_stay: { status: 409, title: 'The stewards own what nobody else does' },
  audience_empty: { status: 422, title: 'Nobody would see it' },
  not_of_audience: { status: 403, title: 'You do not belong to this audience' },
  words_fixed: { status: 409, title: 'The rules count on these words' },
  term_retired: { status: 422, title: 'The word is retired' },
} as const satisfies ProblemTable;
