import type { StateTable } from '../record/index.ts';

/** Where a retrospective is: see `retrospectiveTransitions`. */
export type RetrospectiveState = 'draft' | 'in_review' | 'published' | 'superseded' | 'retired';

/** Every state of a retrospective, in the order people meet them. */
export const retrospectiveStates: readonly RetrospectiveState[] = [
  'draft',
  'in_review',
  'published',
  'superseded',
  'retired',
];

/**
 * A retrospective drafts itself from the thread, is read by those who took part, and is published. Published words are not
 * edited: a correction is a new retrospective that supersedes it. Retired is for one that no longer helps anybody; it stays
 * readable on its thread.
 */
export const retrospectiveTransitions: StateTable<RetrospectiveState> = {
  draft: ['in_review'],
  in_review: ['published'],
  published: ['superseded', 'retired'],
  superseded: [],
  retired: [],
};
