// Learn decides how what we know is written down, reviewed, replaced and retired: retrospectives and lessons. It never says
// who is to blame, and never removes a lesson from a thread that used it.
export { type LessonState, lessonStates, lessonTransitions } from './lesson-states.ts';
export { numberWords } from './number-words.ts';
export { type RetrospectiveState, retrospectiveStates, retrospectiveTransitions } from './retrospective-states.ts';
export { type BlamingWord, blamingWords } from './blaming-words.ts';
export {
  actionTypes,
  type ActionType,
  calledForBy,
  clockCalls,
  retrospectiveSubjects,
  type RetrospectiveSubject,
  turnWords,
} from './calling.ts';
export { handbookMarkdown } from './handbook.ts';
export {
  draftRetrospective,
  type Prompt,
  type RetrospectiveCause,
  retrospectiveCauses,
  type RetrospectiveDraft,
  type RetrospectiveFacts,
  retrospectiveMarkdown,
  type ThreadTurn,
  withoutReferences,
} from './retrospective-draft.ts';
