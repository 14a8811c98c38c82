import type { ProblemTable } from '../problem/index.ts';

/** What can go wrong in this stage beside the common problems. */
export const listenProblems = {
  channel_retired: { status: 422, title: 'The channel is retired' },
  nothing_to_correct: { status: 422, title: 'The signal says that already' },
} as const satisfies ProblemTable;
