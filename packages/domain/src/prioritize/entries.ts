/** What the journal says happened in this stage. A type is never renamed: old entries keep it. */
export const prioritizeEntryTypes = [
  'prioritize.framework_published',
  'prioritize.proposal_drafted',
  'prioritize.proposal_changed',
  'prioritize.proposal_moved',
  'prioritize.assessment_given',
  'prioritize.assessment_changed',
  'prioritize.assessments_revealed',
  'prioritize.concern_raised',
  'prioritize.concern_moved',
  'prioritize.decision_drafted',
  'prioritize.decision_changed',
  'prioritize.decision_moved',
  'prioritize.comment_extended',
  'prioritize.lane_changed',
] as const;

export type PrioritizeEntryType = (typeof prioritizeEntryTypes)[number];
