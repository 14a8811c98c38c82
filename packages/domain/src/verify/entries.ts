/** What the journal says happened in this stage. A type is never renamed: old entries keep it. */
export const verifyEntryTypes = [
  'verify.measurements_recorded',
  'verify.outcome_opened',
  'verify.outcome_moved',
  'verify.help_asked',
  'verify.help_answered',
] as const;

export type VerifyEntryType = (typeof verifyEntryTypes)[number];
