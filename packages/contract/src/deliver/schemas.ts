import { changeStates, rolloutActs, rolloutStates } from '@hearback/domain/deliver';
import { Id, Instant, Line, pageOf, pageQuery, Prose, Reason, Reference, Version, z } from '../operation/index.ts';
import { Lane } from '../prioritize/index.ts';

const ChangeState = z.enum(changeStates as [string, ...string[]]).openapi('ChangeState');
const RolloutState = z.enum(rolloutStates as [string, ...string[]]).openapi('RolloutState');

const WriteRollbackPlan = z
  .strictObject({ how: Prose, trigger: Prose, responsible_id: Id })
  .openapi('WriteRollbackPlan');
const RollbackPlan = z
  .object({
    how: z.string(),
    trigger: z.string(),
    responsible_id: Id.nullable(),
    written: z.boolean().openapi({ description: 'False: nobody wrote one, so it is “revert”.' }),
    last_rehearsed_at: Instant.nullable(),
    rehearsal_note: z.string().nullable(),
    rehearsed_as_it_stands: z.boolean(),
  })
  .openapi('RollbackPlan');

const Notice = z
  .object({
    text: z.string(),
    lead_business_days: z.int(),
    team_ids: z.array(Id),
    given_at: Instant,
    over_at: Instant.openapi({ description: 'From when the lead time is over.' }),
  })
  .openapi('Notice');

export const OpenChange = z
  .object({
    title: Line,
    users_notice: Prose.openapi({ description: 'What users will notice, in their words.' }),
    work_item_ids: z.array(Id).max(100).default([]),
    decision_ids: z.array(Id).max(50).default([]).openapi({ description: 'Beside those of the work items.' }),
    could_hurt_users: z.boolean().default(false),
    owner_team_id: Id.optional(),
    rollback_plan: WriteRollbackPlan.optional(),
  })
  .openapi('OpenChange');

export const EditChange = z
  .object({
    title: Line.optional(),
    users_notice: Prose.optional(),
    could_hurt_users: z.boolean().optional(),
    rollback_plan: WriteRollbackPlan.optional(),
  })
  .openapi('EditChange');

export const MoveChange = z.object({ to: ChangeState, reason: Reason.optional() }).openapi('MoveChange');
export const GiveNotice = z
  .object({ text: Prose, lead_business_days: z.int().min(0).max(260), team_ids: z.array(Id).max(200).default([]) })
  .openapi('GiveNotice');
export const WaiveNotice = z.object({ reason: Reason }).openapi('WaiveNotice');
export const RehearseRollback = z.object({ note: Reason }).openapi('RehearseRollback');

export const ReleasedElsewhere = z
  .object({
    event: z.enum(['started', 'share', 'finished', 'rolled_back']),
    tool: Line.openapi({ example: 'Argo Rollouts' }),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional(),
    share: z.number().min(0).max(100).optional().openapi({ description: 'Per cent of everybody; needed for “share”.' }),
    note: Reason.optional(),
  })
  .refine((body) => body.event !== 'share' || body.share !== undefined, {
    path: ['share'],
    message: 'says how many per cent have it',
  })
  .openapi('ReleasedElsewhere');

const GuardrailSchema = z
  .strictObject({ metric: Line, must_stay: z.enum(['below', 'above']), limit: z.number() })
  .openapi('Guardrail');
const RolloutStepSchema = z
  .strictObject({
    share: z.number().gt(0).max(100).multipleOf(0.01),
    least_minutes: z.int().min(0).max(525_600).default(0),
    guardrails: z.array(GuardrailSchema).max(20).default([]),
  })
  .openapi('RolloutStep');

export const OpenRollout = z
  .object({
    steps: z.array(RolloutStepSchema).min(1).max(50),
    flag: z
      .strictObject({ key: z.string().max(100), variant: z.string().max(100) })
      .optional()
      .openapi({ description: 'The flag whose share follows the steps, and the variant they get.' }),
  })
  .openapi('OpenRollout');

const RolloutAct = z.enum(rolloutActs).openapi('RolloutAct');
export const MoveRollout = z.object({ act: RolloutAct, reason: Reason }).openapi('MoveRollout');

const Gate = z
  .object({
    act: RolloutAct,
    step: z.int(),
    word: z.enum(['safe', 'harm', 'inconclusive', 'no_data']),
    overridden: z.boolean(),
    reason: z.string(),
    by_id: Id.nullable(),
    at: Instant,
  })
  .openapi('Gate');

export const Rollout = z
  .object({
    id: Id,
    reference: Reference,
    change_id: Id,
    state: RolloutState,
    steps: z.array(RolloutStepSchema),
    current_step: z.int().openapi({ description: 'Counted from 0.' }),
    share: z.number().openapi({ description: 'How many per cent have it now.' }),
    flag: z.object({ key: z.string(), variant: z.string() }).nullable(),
    started_at: Instant.nullable(),
    step_started_at: Instant.nullable(),
    ended_at: Instant.nullable(),
    gates: z.array(Gate),
    version: Version,
  })
  .openapi('Rollout');

export const Change = z
  .object({
    id: Id,
    reference: Reference,
    state: ChangeState,
    title: z.string(),
    users_notice: z.string(),
    lane: Lane.openapi({ description: 'The heaviest of its decisions’ lanes.' }),
    could_hurt_users: z.boolean(),
    work_item_ids: z.array(Id),
    decision_ids: z.array(Id),
    component_ids: z.array(Id),
    owner_team_id: Id,
    opened_at: Instant,
    started_at: Instant.nullable(),
    released_at: Instant.nullable(),
    elsewhere: z.object({ tool: z.string(), url: z.string().nullable(), share: z.number().nullable() }).nullable(),
    version: Version,
  })
  .openapi('Change');

export const ChangeDetail = Change.extend({
  rollback_plan: RollbackPlan,
  notice: Notice.nullable(),
  waiver: z.object({ by_id: Id, reason: z.string(), at: Instant }).nullable(),
  rollouts: z.array(Rollout),
  missing: z
    .array(z.object({ code: z.string(), before: z.string(), words: z.string() }))
    .openapi({ description: 'What its lane asks for before it may start.' }),
  history: z.array(
    z.object({
      from: ChangeState,
      to: ChangeState,
      reason: z.string().nullable(),
      by_id: Id.nullable(),
      at: Instant,
    }),
  ),
}).openapi('ChangeDetail');

export const ChangeQuery = z.object({
  ...pageQuery,
  state: ChangeState.optional(),
  component_id: Id.optional(),
  decision_id: Id.optional(),
});
export const ChangePage = pageOf('ChangePage', Change);
