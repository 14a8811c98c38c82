/** What the journal says happened in this stage. A type is never renamed: old entries keep it. */
export const triageEntryTypes = [
  'triage.routing_rule_added',
  'triage.routing_rule_changed',
  'triage.signal_routed',
  'triage.signals_routed',
  'triage.signal_acknowledged',
  'triage.signal_answered',
  'triage.signal_rejected',
  'triage.signal_reopened',
  'triage.signal_restricted',
  'triage.problem_opened',
  'triage.problem_changed',
  'triage.problem_moved',
  'triage.problem_routed',
  'triage.problem_assigned',
  'triage.severity_changed',
  'triage.signal_attached',
  'triage.signal_detached',
  'triage.problem_merged',
  'triage.problem_unmerged',
  'triage.question_asked',
  'triage.question_reminded',
  'triage.question_ended',
  'triage.clock_warned',
  'triage.clock_breached',
] as const;

export type TriageEntryType = (typeof triageEntryTypes)[number];
