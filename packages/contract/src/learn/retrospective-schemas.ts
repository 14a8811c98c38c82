import { actionTypes, retrospectiveCauses, retrospectiveStates, retrospectiveSubjects } from '@hearback/domain/learn';
import {
  CalendarDate,
  Id,
  Instant,
  Line,
  pageOf,
  pageQuery,
  Reason,
  Reference,
  Version,
  z,
} from '../operation/index.ts';

const RetrospectiveState = z.enum(retrospectiveStates as [string, ...string[]]).openapi('RetrospectiveState');
const SubjectKind = z.enum(retrospectiveSubjects);
const Cause = z.enum(retrospectiveCauses);

const BlamingWords = z
  .object({
    start: z.int().min(0).openapi({ description: 'UTF-16 offset in the body.' }),
    end: z.int().min(0),
    words: z.string(),
    hint: z.string().openapi({ description: 'What to ask instead.' }),
  })
  .openapi('BlamingWords', {
    description: 'Wording that points at a person: shown to whoever writes, never forbidden.',
  });

export const Action = z
  .object({
    id: Id,
    retrospective_id: Id,
    text: z.string(),
    type: z.enum(actionTypes),
    owner_team_id: Id,
    due_on: CalendarDate,
    overdue: z.boolean().openapi({ description: 'Past its date and not done.' }),
    linked: z
      .object({
        kind: z.enum(['work_item', 'signal']),
        id: Id,
        reference: Reference,
        title: z.string(),
        state: z.string(),
      })
      .nullable()
      .openapi({ description: 'The work item or signal it is done as.' }),
    version: Version,
  })
  .openapi('Action');
export const ActionPage = pageOf('ActionPage', Action);
export const ActionQuery = z.object({ ...pageQuery, retrospective_id: Id.optional(), owner_team_id: Id.optional() });

const Link = z.strictObject({ kind: z.enum(['work_item', 'signal']), id: Id });
export const AddAction = z
  .object({
    text: Line,
    type: z.enum(actionTypes),
    owner_team_id: Id,
    due_on: CalendarDate,
    linked: Link.optional(),
  })
  .openapi('AddAction');
export const ChangeAction = z
  .object({
    text: Line.optional(),
    type: z.enum(actionTypes).optional(),
    owner_team_id: Id.optional(),
    due_on: CalendarDate.optional(),
    linked: Link.nullable().optional(),
  })
  .openapi('ChangeAction');

export const DraftRetrospective = z
  .object({
    subject: z
      .strictObject({ kind: SubjectKind, id: Id })
      .openapi({ description: 'The record whose thread it looks back at.' }),
    title: Line.optional(),
  })
  .openapi('DraftRetrospective');
export const ChangeRetrospective = z
  .object({
    title: Line.optional(),
    body: z.string().trim().min(1).max(100_000).optional(),
    is_failure_analysis: z.boolean().optional().openapi({ description: 'To be published as a failure analysis.' }),
  })
  .openapi('ChangeRetrospective');
export const Supersede = z.object({ by_id: Id, reason: Reason }).openapi('Supersede');
export const Retire = z.object({ reason: Reason }).openapi('Retire');

const item = {
  id: Id,
  reference: Reference,
  state: RetrospectiveState,
  cause: Cause,
  subject: z.object({ kind: SubjectKind, id: Id, reference: Reference, title: z.string() }),
  title: z.string(),
  is_failure_analysis: z.boolean(),
  owner_team_id: Id,
  component_ids: z.array(Id),
  drafted_by: Id.nullable().openapi({ description: 'Null: called for by what happened.' }),
  drafted_at: Instant,
  published_at: Instant.nullable(),
  version: Version,
};
export const RetrospectiveItem = z.object(item).openapi('RetrospectiveItem');
export const RetrospectivePage = pageOf('RetrospectivePage', RetrospectiveItem);
export const RetrospectiveQuery = z.object({
  ...pageQuery,
  state: RetrospectiveState.optional(),
  cause: Cause.optional(),
  subject_id: Id.optional(),
});

export const Retrospective = z
  .object({
    ...item,
    body: z.string().openapi({ description: 'Markdown.' }),
    blaming: z.array(BlamingWords),
    drafted_from: z
      .object({
        summary: z.string(),
        timeline: z.array(z.object({ at: Instant, type: z.string(), reference: Reference, words: z.string() })),
        decisions: z.array(z.object({ reference: Reference, title: z.string(), because: z.string(), at: Instant })),
        numbers: z.array(z.object({ reference: Reference, words: z.string() })),
        quotes: z.array(z.object({ reference: Reference, text: z.string() })),
        prompts: z.array(z.object({ name: z.string(), question: z.string() })),
      })
      .openapi({ description: 'What the thread said when it was drafted.' }),
    actions: z.array(Action),
    published_by: Id.nullable(),
    superseded_by_id: Id.nullable(),
    ended_why: z.string().nullable(),
  })
  .openapi('Retrospective');
