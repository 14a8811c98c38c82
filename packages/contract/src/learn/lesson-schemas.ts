import { lessonStates } from '@hearback/domain/learn';
import { Id, Instant, Line, pageOf, pageQuery, Prose, Reason, Reference, Version, z } from '../operation/index.ts';

const LessonState = z.enum(lessonStates as [string, ...string[]]).openapi('LessonState');

const ties = {
  component_ids: z.array(Id).max(50),
  problem_ids: z.array(Id).max(50),
  retrospective_id: Id,
};
export const WriteLesson = z
  .object({
    title: Line,
    text: Prose,
    component_ids: ties.component_ids.default([]),
    problem_ids: ties.problem_ids.default([]),
    retrospective_id: ties.retrospective_id.optional(),
  })
  .openapi('WriteLesson');
export const ChangeLesson = z
  .object({
    title: Line.optional(),
    text: Prose.optional(),
    component_ids: ties.component_ids.optional(),
    problem_ids: ties.problem_ids.optional(),
    why: Reason.optional().openapi({ description: 'What the new words correct or add.' }),
  })
  .openapi('ChangeLesson');

const Component = z.object({ id: Id, key: z.string(), name: z.string() });
const item = {
  id: Id,
  reference: Reference,
  state: LessonState,
  title: z.string(),
  text: z.string(),
  edition: z.int().min(1).openapi({ description: 'Rises when its words change.' }),
  components: z.array(Component),
  problem_ids: z.array(Id),
  retrospective_id: Id.nullable(),
  written_by: Id,
  written_at: Instant,
  published_at: Instant.nullable(),
  last_confirmed_at: Instant.nullable().openapi({ description: 'When somebody last said that it still holds.' }),
  superseded_by_id: Id.nullable(),
  ended_why: z.string().nullable(),
  version: Version,
};
export const LessonItem = z.object(item).openapi('LessonItem');
export const LessonPage = pageOf('LessonPage', LessonItem);
export const LessonQuery = z.object({
  ...pageQuery,
  state: LessonState.optional(),
  component: Id.optional().openapi({ description: 'Lessons of this component.' }),
  problem_id: Id.optional(),
});
export const Lesson = z
  .object({
    ...item,
    editions: z
      .array(
        z.object({
          edition: z.int().min(1),
          title: z.string(),
          text: z.string(),
          why: z.string().nullable(),
          by_id: Id.nullable(),
          at: Instant,
        }),
      )
      .openapi({ description: 'Every wording it had, newest first.' }),
  })
  .openapi('Lesson');

export const Handbook = z
  .object({
    component: Component,
    lessons: z.array(LessonItem).openapi({ description: 'Published ones of it and of what it is part of.' }),
    markdown: z.string().openapi({ description: 'The same, to be read as one text.' }),
  })
  .openapi('Handbook');
