/** What the journal says happened in this stage. A type is never renamed: old entries keep it. */
export const deliverEntryTypes = [
  'deliver.change_opened',
  'deliver.change_changed',
  'deliver.change_moved',
  'deliver.notice_given',
  'deliver.notice_waived',
  'deliver.rollback_rehearsed',
  'deliver.released_elsewhere',
  'deliver.rollout_opened',
  'deliver.rollout_moved',
  'deliver.rollout_advanced',
  'deliver.flag_added',
  'deliver.flag_changed',
  'deliver.flag_ramped',
  'deliver.flag_token_made',
  'deliver.hook_made',
  'deliver.hook_ended',
  'deliver.hook_received',
] as const;

export type DeliverEntryType = (typeof deliverEntryTypes)[number];
