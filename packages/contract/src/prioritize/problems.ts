import type { ProblemTable } from '../problem/index.ts';

/** What can go wrong in this stage beside the common problems. */
export const prioritizeProblems = {
  invalid_estimate: { status: 400, title: 'The estimate does not hold together' },
  invalid_formula: { status: 400, title: 'The formula does not work' },
  comment_period_invalid: { status: 400, title: 'The lane has no such comment period' },
  reason_missing: { status: 400, title: 'This needs a reason' },
  only_the_raiser: { status: 403, title: 'Only the raiser settles a concern' },
  only_the_approver: { status: 403, title: 'Only the approver may do this' },
  own_approval: { status: 403, title: 'Nobody approves what they proposed themselves' },
  lane_not_higher: { status: 409, title: 'That is no heavier lane' },
  lane_not_lower: { status: 409, title: 'That is no lighter lane' },
  lane_steps_missing: { status: 409, title: 'The lane asks for more' },
  concerns_unsettled: { status: 409, title: 'A concern is not settled' },
  alignment_missing: { status: 409, title: 'A principle in force has no alignment' },
  assessment_revealed: { status: 409, title: 'The assessments are revealed' },
  audiences_differ: { status: 409, title: 'The records are for different audiences' },
  not_in_ranking: { status: 404, title: 'The proposal is not in this ranking' },
  proposal_twice: { status: 409, title: 'The proposal is listed twice' },
  too_many_proposals: { status: 409, title: 'More proposals than can be ranked at once' },
} as const satisfies ProblemTable;
