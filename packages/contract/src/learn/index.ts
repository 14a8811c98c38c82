// What the world may ask of learn: retrospectives with their actions, lessons and the handbooks they make. It never says who
// is to blame.
import { lessonOperations } from './lesson-operations.ts';
import { retrospectiveOperations } from './retrospective-operations.ts';

export {
  changeLesson,
  confirmLesson,
  getHandbook,
  getLesson,
  listLessons,
  publishLesson,
  retireLesson,
  reviewLesson,
  supersedeLesson,
  writeLesson,
} from './lesson-operations.ts';
export {
  addAction,
  changeAction,
  changeRetrospective,
  draftRetrospective,
  getRetrospective,
  listActions,
  listRetrospectives,
  publishRetrospective,
  retireRetrospective,
  reviewRetrospective,
  supersedeRetrospective,
} from './retrospective-operations.ts';
export type { ChangeLesson, Handbook, Lesson, LessonItem, LessonQuery, WriteLesson } from './lesson-schemas.ts';
export type {
  Action,
  ActionQuery,
  AddAction,
  ChangeAction,
  ChangeRetrospective,
  DraftRetrospective,
  Retrospective,
  RetrospectiveItem,
  RetrospectiveQuery,
} from './retrospective-schemas.ts';

export const learnOperations = [...retrospectiveOperations, ...lessonOperations] as const;
