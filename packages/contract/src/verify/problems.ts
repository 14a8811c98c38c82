import type { ProblemTable } from '../problem/index.ts';

/** What can go wrong in this stage beside the common problems. */
export const verifyProblems = {
  only_the_asked: { status: 403, title: 'Only whoever was asked may answer' },
  decision_not_made: { status: 409, title: 'The decision is not made' },
  window_open: { status: 409, title: 'The window of the criterion is not over' },
} as const satisfies ProblemTable;
