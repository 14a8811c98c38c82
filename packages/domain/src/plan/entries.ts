/** What the journal says happened in this stage. A type is never renamed: old entries keep it. */
export const planEntryTypes = [
  'plan.work_item_opened',
  'plan.work_item_changed',
  'plan.work_item_moved',
  'plan.work_item_confirmed',
  'plan.work_item_stale',
  'plan.work_item_outgrown',
  'plan.work_item_carried_over',
  'plan.criterion_added',
  'plan.criterion_checked',
  'plan.train_added',
  'plan.train_changed',
  'plan.milestone_added',
  'plan.milestone_changed',
  'plan.milestone_closed',
] as const;

export type PlanEntryType = (typeof planEntryTypes)[number];
