import type { ProblemTable } from '../problem/index.ts';

/** What can go wrong in this stage beside the common problems. */
export const planProblems = {
  milestone_invalid: { status: 400, title: 'The milestone does not make sense' },
  blocker_missing: { status: 400, title: 'Blocked work says what it waits for' },
  not_a_fix: { status: 409, title: 'This is no fix' },
  decision_not_workable: { status: 409, title: 'Nobody decided that this is to be done' },
  criteria_unchecked: { status: 409, title: 'An acceptance criterion is not checked' },
  milestone_cut_off: { status: 409, title: 'The milestone takes no more work' },
  work_item_closed: { status: 409, title: 'The work is over' },
  quote_not_found: { status: 422, title: 'The quoted words do not stand in the signal' },
  quote_off_thread: { status: 422, title: 'The quoted signal is no evidence for this decision' },
  quote_would_leak: { status: 422, title: 'The quoted signal is restricted and this work is not' },
} as const satisfies ProblemTable;
