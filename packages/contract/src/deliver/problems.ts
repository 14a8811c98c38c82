import type { ProblemTable } from '../problem/index.ts';

/** What can go wrong in this stage beside the common problems. */
export const deliverProblems = {
  rollout_steps_invalid: { status: 400, title: 'The steps do not rise to everybody' },
  notice_too_short: { status: 400, title: 'The notice is shorter than the lane allows' },
  flag_invalid: { status: 400, title: 'flagd would not take this flag' },
  rollback_plan_missing: { status: 409, title: 'There is no rollback plan' },
  rollback_plan_incomplete: { status: 409, title: 'The rollback plan has a gap' },
  rollback_not_rehearsed: { status: 409, title: 'The rollback was never rehearsed as it stands' },
  change_underway: { status: 409, title: 'The change is no longer planned' },
  rollout_live: { status: 409, title: 'A rollout is on its way' },
  rollout_elsewhere: { status: 409, title: 'Another tool releases this change' },
  flag_ramping: { status: 409, title: 'A rollout ramps this flag' },
  step_too_early: { status: 409, title: 'The step has to last longer' },
  steps_left: { status: 409, title: 'Not everybody has it yet' },
  no_step_left: { status: 409, title: 'This is the last step' },
  hook_ended: { status: 410, title: 'This hook was ended' },
  nothing_to_release: { status: 422, title: 'A change names the work or the decision it releases' },
} as const satisfies ProblemTable;
