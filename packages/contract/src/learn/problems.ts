import type { ProblemTable } from '../problem/index.ts';

/** What can go wrong in this stage beside the common problems. */
export const learnProblems = {
  not_editable: { status: 409, title: 'What is published or has ended is not edited' },
  own_successor: { status: 409, title: 'Nothing supersedes itself' },
} as const satisfies ProblemTable;
