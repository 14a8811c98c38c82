import type { ProblemTable } from '../problem/index.ts';

/** What can go wrong in this stage beside the common problems. */
export const triageProblems = {
  merge_same: { status: 409, title: 'A problem cannot be merged into itself' },
  already_merged: { status: 409, title: 'The problem is merged already' },
  merge_cycle: { status: 409, title: 'The problem is itself merged into this one' },
  merge_into_historical: { status: 409, title: 'A live problem would go on where no clock runs' },
  not_merged: { status: 409, title: 'The problem is not merged' },
  merged_elsewhere: { status: 409, title: 'The problem goes on as another one' },
  not_attached: { status: 409, title: 'The signal is not attached to this problem' },
  audience_mismatch: { status: 409, title: 'The records are restricted to different people' },
  nobody_to_ask: { status: 409, title: 'Nobody can be asked' },
} as const satisfies ProblemTable;
