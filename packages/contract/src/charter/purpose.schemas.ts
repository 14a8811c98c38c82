import { CalendarDate, Id, Instant, Line, Prose, Reason, Version, z } from '../operation/index.ts';

const Text = z.string().trim().min(1).max(5_000);

const Participant = z.object({ who: Line, represents: Line }).openapi('Participant');

export const Charter = z
  .object({
    id: Id,
    number: z.int().min(1).openapi({ description: 'Which version this is; the highest is in force.' }),
    purpose: z.string(),
    scope_in: z.string(),
    scope_out: z.string(),
    goals: z.array(z.string()),
    participants: z.array(z.object({ who: z.string(), represents: z.string() })),
    cadence: z.string(),
    review_due: CalendarDate,
    overdue: z.boolean().openapi({ description: 'In force and past its review date.' }),
    change_note: z.string().openapi({ description: 'What this version changed.' }),
    change_reason: z.string().openapi({ description: 'Why.' }),
    published_at: Instant,
    published_by: Id,
  })
  .openapi('Charter');
export const CharterList = z.object({ items: z.array(Charter) }).openapi('CharterList');

export const PublishCharter = z
  .object({
    purpose: Prose,
    scope_in: Text,
    scope_out: Text,
    goals: z.array(Line).min(1).max(20),
    participants: z.array(Participant.strict()).min(1).max(50),
    cadence: Line,
    review_due: CalendarDate,
    change_note: Text,
    change_reason: Reason,
    replaces: z.int().min(0).optional().openapi({
      description:
        'The number of the version you saw in force, 0 for none; refused as stale when there is a newer one.',
    }),
  })
  .openapi('PublishCharter');

/** A path inside the web app, so that a stored link can never lead elsewhere. */
const ViewPath = z
  .string()
  .max(500)
  .regex(/^\/(?![/\\])[\w\-./]*(\?[\w\-.=&%+,]*)?$/, 'is a path inside Hearback, such as /triage/problems?sort=people');

export const CoreQuestion = z
  .object({ id: Id, question: z.string(), view: z.string(), retired_at: Instant.nullable(), version: Version })
  .openapi('CoreQuestion');
export const CoreQuestionList = z.object({ items: z.array(CoreQuestion) }).openapi('CoreQuestionList');
export const AddCoreQuestion = z.object({ question: Line, view: ViewPath }).openapi('AddCoreQuestion');
export const ChangeCoreQuestion = z
  .object({ question: Line.optional(), view: ViewPath.optional(), retired: z.boolean().optional() })
  .openapi('ChangeCoreQuestion');

export const Principle = z
  .object({
    id: Id,
    direction: z.string(),
    reason: z.string(),
    expires_on: CalendarDate.nullable().openapi({ description: 'Its last day.' }),
    in_force: z.boolean(),
    retired_at: Instant.nullable(),
    version: Version,
  })
  .openapi('Principle');
export const PrincipleList = z.object({ items: z.array(Principle) }).openapi('PrincipleList');
export const AddPrinciple = z
  .object({ direction: Line, reason: Reason, expires_on: CalendarDate.nullable().default(null) })
  .openapi('AddPrinciple');
export const ChangePrinciple = z
  .object({
    direction: Line.optional(),
    reason: Reason.optional(),
    expires_on: CalendarDate.nullable().optional(),
    retired: z.boolean().optional(),
  })
  .openapi('ChangePrinciple');

export const Workspace = z
  .object({
    id: Id,
    slug: z.string(),
    name: z.string(),
    stewards_team_id: Id,
    charter: z
      .object({ id: Id, number: z.int(), review_due: CalendarDate, overdue: z.boolean() })
      .nullable()
      .openapi({ description: 'The charter in force; null before the first.' }),
    clocks: z.object({ enforced_from: Instant, enforced: z.boolean() }),
  })
  .openapi('Workspace');
