import type { RetrospectiveCause } from './retrospective-draft.ts';

/** Kinds of record that a retrospective may look back at. */
export const retrospectiveSubjects = ['signal', 'problem', 'decision', 'change'] as const;
export type RetrospectiveSubject = (typeof retrospectiveSubjects)[number];

/**
 * A journal entry in words that name nobody: `deliver.change_moved` with `{from: 'releasing', to: 'rolled_back'}` is
 * "change moved: releasing → rolled back".
 */
export function turnWords(type: string, data: Readonly<Record<string, unknown>>): string {
  const what = plain(type.slice(type.indexOf('.') + 1));
  const { from, to } = data;
  if (typeof to !== 'string') return what;
  return typeof from === 'string' ? `${what}: ${plain(from)} → ${plain(to)}` : `${what}: ${plain(to)}`;
}

function plain(word: string): string {
  return word.replaceAll('_', ' ');
}

/**
 * Which journal entries call for a retrospective by themselves: a change that was rolled back (a rollout that is takes its
 * change with it), an outcome that was not met, a missed clock that was already enforced. (Whether a missed clock's record is
 * severe enough is asked of the record: see `clockCalls`.)
 */
export function calledForBy(type: string, data: Readonly<Record<string, unknown>>): RetrospectiveCause | undefined {
  switch (type) {
    case 'deliver.change_moved':
      return data['to'] === 'rolled_back' ? 'rolled_back' : undefined;
    case 'verify.outcome_moved':
      return data['to'] === 'not_met' ? 'outcome_not_met' : undefined;
    case 'triage.clock_breached':
      return data['enforced'] === false ? undefined : 'clock_missed';
    default:
      return undefined;
  }
}

/** A missed clock calls for a retrospective where many were blocked or slowed: on critical and major only. */
export function clockCalls(severity: string | null): boolean {
  return severity === 'critical' || severity === 'major';
}

/** What an action is for: to keep it from happening, to soften it, or to notice it sooner. */
export const actionTypes = ['prevent', 'mitigate', 'detect'] as const;
export type ActionType = (typeof actionTypes)[number];
