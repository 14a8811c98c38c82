/** What the journal says happened in this stage. A type is never renamed: old entries keep it. */
export const engageEntryTypes = [
  'engage.told',
  'engage.followed',
  'engage.unfollowed',
  'engage.muted',
  'engage.choices_changed',
  'engage.notifications_read',
] as const;

export type EngageEntryType = (typeof engageEntryTypes)[number];
