import type { ProblemTable } from '../problem/index.ts';

/** What can go wrong in this stage beside the common problems. */
export const engageProblems = {} as const satisfies ProblemTable;
