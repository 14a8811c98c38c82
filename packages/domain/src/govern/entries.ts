/** What the journal says happened in this stage. A type is never renamed: old entries keep it. */
export const governEntryTypes = ['govern.loop_review_held', 'govern.minutes_changed'] as const;

export type GovernEntryType = (typeof governEntryTypes)[number];
