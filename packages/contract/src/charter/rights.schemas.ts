import { clockKinds, decisionKinds, roles, severities, workingTimeMs, defaultCalendar } from '@hearback/domain/charter';
import { Id, Instant, Line, Version, z } from '../operation/index.ts';
import { AssessorFunction } from './schemas.ts';

const DecisionKind = z.enum(decisionKinds).openapi('DecisionKind');

export const DecisionRightScope = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('components'), component_ids: z.array(Id).min(1).max(200) }),
    z.strictObject({ kind: z.literal('layers'), layers: z.array(z.string().max(41)).min(1).max(50) }),
    z.strictObject({ kind: z.literal('workspace') }),
  ])
  .openapi('DecisionRightScope');

const fields = {
  kinds: z.array(DecisionKind).min(1).max(5),
  scope: DecisionRightScope,
  approver_role: Line.openapi({ description: 'What the approver is called here.', example: 'Head of platform' }),
  approver_id: Id,
  deputy_ids: z.array(Id).max(20).openapi({ description: 'Who may decide in the approver’s place.' }),
  functions: z.array(AssessorFunction).max(4).openapi({ description: 'Functions that are to assess.' }),
  consulted_ids: z.array(Id).max(50).openapi({ description: 'People or teams who are asked, without a veto.' }),
  decide_within_days: z.int().min(1).max(365).openapi({ description: 'Business days.' }),
  escalates_to_id: Id.openapi({ description: 'Whom it goes to after that.' }),
};

export const DecisionRight = z
  .object({
    id: Id,
    ...fields,
    retired_at: Instant.nullable(),
    version: Version,
  })
  .openapi('DecisionRight');
export const DecisionRightList = z
  .object({
    items: z.array(DecisionRight),
    kinds_without_fallback: z.array(DecisionKind).openapi({
      description: 'Kinds that nobody decides for the whole workspace: some decisions may find no approver.',
    }),
  })
  .openapi('DecisionRightList');
export const AddDecisionRight = z
  .object({
    ...fields,
    deputy_ids: fields.deputy_ids.default([]),
    functions: fields.functions.default([]),
    consulted_ids: fields.consulted_ids.default([]),
    decide_within_days: fields.decide_within_days.default(10),
  })
  .openapi('AddDecisionRight');
export const ChangeDecisionRight = z
  .object({
    kinds: fields.kinds.optional(),
    scope: fields.scope.optional(),
    approver_role: fields.approver_role.optional(),
    approver_id: fields.approver_id.optional(),
    deputy_ids: fields.deputy_ids.optional(),
    functions: fields.functions.optional(),
    consulted_ids: fields.consulted_ids.optional(),
    decide_within_days: fields.decide_within_days.optional(),
    escalates_to_id: fields.escalates_to_id.optional(),
    retired: z.boolean().optional(),
  })
  .openapi('ChangeDecisionRight');

const WorkingTime = z
  .strictObject({ amount: z.number().positive().max(2_000), unit: z.enum(['hours', 'days']) })
  .openapi('WorkingTime', { description: 'Working hours, or working days of the owner’s calendar.' });
type Clock = (typeof clockKinds)[number];
const ordinaryDay = defaultCalendar('UTC');
/** Clocks of one severity; none may end before the one it follows, counting a day as eight hours. */
const SeverityClocks = z
  .strictObject(Object.fromEntries(clockKinds.map((kind) => [kind, WorkingTime])) as Record<Clock, typeof WorkingTime>)
  .refine(
    (clocks) =>
      clockKinds.every((kind, index) => {
        const before = clockKinds[index - 1];
        return !before || workingTimeMs(ordinaryDay, clocks[before]) <= workingTimeMs(ordinaryDay, clocks[kind]);
      }),
    'gives a later step less time than an earlier one',
  );
const Clocks = z
  .strictObject(
    Object.fromEntries(severities.map((severity) => [severity, SeverityClocks])) as Record<
      (typeof severities)[number],
      typeof SeverityClocks
    >,
  )
  .openapi('Clocks');

export const ClocksPolicy = z
  .object({
    clocks: Clocks,
    enforced_from: Instant.openapi({ description: 'Before this, clocks are shown and no breach counts.' }),
    enforced: z.boolean(),
    version: Version,
  })
  .openapi('ClocksPolicy');
export const PutClocksPolicy = z.object({ clocks: Clocks, enforced_from: Instant }).openapi('PutClocksPolicy');

const AudienceRole = z
  .enum(roles.filter((role) => role !== 'reporter') as Exclude<(typeof roles)[number], 'reporter'>[])
  .openapi('AudienceRole', { description: 'Any role but reporter, which is everybody.' });
export const Audience = z
  .object({ id: Id, name: z.string(), person_ids: z.array(Id), roles: z.array(AudienceRole), version: Version })
  .openapi('Audience');
export const AudienceList = z.object({ items: z.array(Audience) }).openapi('AudienceList');
export const AddAudience = z
  .object({ name: Line, person_ids: z.array(Id).max(200).default([]), roles: z.array(AudienceRole).max(6).default([]) })
  .openapi('AddAudience');
export const ChangeAudience = z
  .object({
    name: Line.optional(),
    person_ids: z.array(Id).max(200).optional(),
    roles: z.array(AudienceRole).max(6).optional(),
  })
  .openapi('ChangeAudience');
