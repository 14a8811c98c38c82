import type { StateTable } from '../record/index.ts';

/** Where a lesson is: see `lessonTransitions`. */
export type LessonState = 'draft' | 'in_review' | 'published' | 'superseded' | 'retired';

/** Every state of a lesson, in the order people meet them. */
export const lessonStates: readonly LessonState[] = ['draft', 'in_review', 'published', 'superseded', 'retired'];

/**
 * A lesson is written as a draft, reviewed by whoever looks after its components, and published, from when on it is
 * surfaced where something like it returns. Lessons are living: a new version supersedes the old one, and one that no longer
 * holds is retired, which takes it out of suggestions but not out of the threads that used it.
 */
export const lessonTransitions: StateTable<LessonState> = {
  draft: ['in_review'],
  in_review: ['published'],
  published: ['superseded', 'retired'],
  superseded: [],
  retired: [],
};
