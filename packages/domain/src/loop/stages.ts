/** The ten stages in loop order: folders, web paths, API tags, CLI groups and journal entry types carry these names. */
export const stages = [
  'charter',
  'listen',
  'triage',
  'prioritize',
  'plan',
  'deliver',
  'verify',
  'learn',
  'engage',
  'govern',
] as const;

export type Stage = (typeof stages)[number];
