import type { components } from '@hearback/client';

export type Stage = components['schemas']['StageName'];

/** In loop order; the first five are what people said, the last five what came back. */
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
] as const satisfies readonly Stage[];

export function isStage(word: string): word is Stage {
  return (stages as readonly string[]).includes(word);
}
