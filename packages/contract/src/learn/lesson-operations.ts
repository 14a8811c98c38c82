import { IdParams, operation } from '../operation/index.ts';
import { ChangeLesson, Handbook, Lesson, LessonPage, LessonQuery, WriteLesson } from './lesson-schemas.ts';
import { Retire, Supersede } from './retrospective-schemas.ts';

const stage = 'learn' as const;
const exampleId = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';
const change = { stage, access: 'learn.write', effect: 'change', params: IdParams, status: 200 } as const;
const moveErrors = ['not_found', 'stale_version', 'illegal_transition'] as const;

export const listLessons = operation({
  id: 'listLessons',
  stage,
  method: 'get',
  path: '/lessons',
  summary: 'Lessons, newest first',
  access: 'loop.see',
  effect: 'read',
  query: LessonQuery,
  status: 200,
  result: LessonPage,
  errors: ['invalid_cursor'],
});

export const writeLesson = operation({
  id: 'writeLesson',
  stage,
  method: 'post',
  path: '/lessons',
  summary: 'Write down what was learned',
  access: 'learn.write',
  effect: 'create',
  body: WriteLesson,
  status: 201,
  result: Lesson,
  errors: ['unknown_reference', 'audiences_differ'],
  example: {
    title: 'Warm caches need a disk budget',
    text: 'An image cache without a limit of its own evicts jobs when a node fills. Set the limit with the cache.',
  },
});

export const getLesson = operation({
  id: 'getLesson',
  stage,
  method: 'get',
  path: '/lessons/{id}',
  summary: 'One lesson with every wording it had',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: Lesson,
  errors: ['not_found'],
});

export const changeLesson = operation({
  ...change,
  id: 'changeLesson',
  method: 'patch',
  path: '/lessons/{id}',
  summary: 'Sharpen a lesson; the former words are kept',
  body: ChangeLesson,
  result: Lesson,
  errors: ['not_found', 'stale_version', 'not_editable', 'unknown_reference', 'audiences_differ'],
  example: { text: 'Set the limit of an image cache to a tenth of the disk.', why: 'A number was asked for.' },
});

export const reviewLesson = operation({
  ...change,
  id: 'reviewLesson',
  method: 'post',
  path: '/lessons/{id}/review',
  summary: 'Hand a lesson to whoever looks after its components',
  result: Lesson,
  errors: moveErrors,
});

export const publishLesson = operation({
  ...change,
  id: 'publishLesson',
  method: 'post',
  path: '/lessons/{id}/publish',
  summary: 'Publish a reviewed lesson: from now on it comes up where something like it returns',
  result: Lesson,
  errors: moveErrors,
});

export const confirmLesson = operation({
  ...change,
  id: 'confirmLesson',
  method: 'post',
  path: '/lessons/{id}/confirm',
  summary: 'Say that a published lesson still holds',
  result: Lesson,
  errors: ['not_found', 'stale_version', 'not_editable'],
});

export const supersedeLesson = operation({
  ...change,
  id: 'supersedeLesson',
  method: 'post',
  path: '/lessons/{id}/supersede',
  summary: 'Say which lesson takes the place of this one',
  body: Supersede,
  result: Lesson,
  errors: [...moveErrors, 'unknown_reference', 'own_successor'],
  example: { by_id: exampleId, reason: 'The new one says how much.' },
});

export const retireLesson = operation({
  ...change,
  id: 'retireLesson',
  method: 'post',
  path: '/lessons/{id}/retire',
  summary: 'Retire a lesson that no longer holds; it stays on the threads that used it',
  body: Retire,
  result: Lesson,
  errors: moveErrors,
  example: { reason: 'Nodes have no local disk any more.' },
});

export const getHandbook = operation({
  id: 'getHandbook',
  stage,
  method: 'get',
  path: '/components/{id}/handbook',
  summary: 'Everything that is known about a component, as one handbook',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: Handbook,
  errors: ['not_found'],
});

export const lessonOperations = [
  listLessons,
  writeLesson,
  getLesson,
  changeLesson,
  reviewLesson,
  publishLesson,
  confirmLesson,
  supersedeLesson,
  retireLesson,
  getHandbook,
] as const;
