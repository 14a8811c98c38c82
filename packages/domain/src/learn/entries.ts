/** What the journal says happened in this stage. A type is never renamed: old entries keep it. */
export const learnEntryTypes = [
  'learn.retrospective_drafted',
  'learn.retrospective_changed',
  'learn.retrospective_moved',
  'learn.action_added',
  'learn.action_changed',
  'learn.lesson_drafted',
  'learn.lesson_changed',
  'learn.lesson_moved',
  'learn.lesson_confirmed',
] as const;

export type LearnEntryType = (typeof learnEntryTypes)[number];
