import { backlogGroups, workItemStates } from '@hearback/domain/plan';
import {
  CalendarDate,
  Id,
  Instant,
  Line,
  pageOf,
  pageQuery,
  Prose,
  Reference,
  Version,
  z,
} from '../operation/index.ts';
import { LaneQuestions } from '../prioritize/index.ts';

const WorkItemState = z.enum(workItemStates as [string, ...string[]]).openapi('WorkItemState');
const BacklogGroup = z.enum(backlogGroups as [string, ...string[]]).openapi('BacklogGroup');

const Note = z.string().trim().max(2_000);
const PersonDays = z.number().min(0).max(10_000);

const Estimate = z
  .strictObject({ low: PersonDays, likely: PersonDays, high: PersonDays })
  .refine(({ low, likely, high }) => low <= likely && likely <= high, 'needs low ≤ likely ≤ high')
  .openapi('Estimate', { description: 'Person-days: P10, P50, P90.' });

const Quote = z
  .strictObject({
    signal_id: Id,
    words: z.string().trim().min(3).max(2_000).openapi({ description: 'As they stand in the signal.' }),
  })
  .openapi('Quote');

export const AddCriterion = z
  .strictObject({
    text: Line.openapi({ description: 'A sentence that can be checked.' }),
    quote: Quote,
    test: z.strictObject({ environment: Line, method: Prose, tester_id: Id.optional() }),
  })
  .openapi('AddCriterion');

export const AcceptanceCriterion = z
  .object({
    id: Id,
    text: z.string(),
    quote: z.object({ signal_id: Id, signal: Reference, words: z.string() }),
    test: z.object({ environment: z.string(), method: z.string(), tester_id: Id.nullable() }),
    result: z.enum(['passed', 'failed']).nullable(),
    result_note: z.string().nullable(),
    checked_by: Id.nullable(),
    checked_at: Instant.nullable(),
  })
  .openapi('AcceptanceCriterion');

const people = {
  owner_team_id: Id.optional().openapi({ description: 'Left out: the team that owns the component.' }),
  assignee_id: Id.optional(),
  layer: z.string().max(41).optional(),
  milestone_id: Id.optional(),
  due_on: CalendarDate.optional(),
};

export const OpenWorkItem = z
  .object({
    decision_id: Id,
    title: Line,
    description: z.string().trim().max(20_000).default(''),
    component_ids: z.array(Id).min(1).max(20),
    estimate: Estimate,
    criteria: z.array(AddCriterion).min(1).max(20),
    ...people,
  })
  .openapi('OpenWorkItem');

export const ChangeWorkItem = z
  .object({
    title: Line.optional(),
    description: z.string().trim().max(20_000).optional(),
    estimate: Estimate.optional(),
    owner_team_id: Id.optional(),
    assignee_id: Id.nullable().optional(),
    layer: z.string().max(41).nullable().optional(),
    milestone_id: Id.nullable().optional(),
    due_on: CalendarDate.nullable().optional(),
  })
  .openapi('ChangeWorkItem');

export const MoveWorkItem = z
  .object({
    to: WorkItemState,
    note: Note.optional().openapi({ description: 'What blocks it, or why it is cancelled; otherwise free.' }),
  })
  .openapi('MoveWorkItem');

export const CheckCriterion = z
  .object({ criterion_id: Id, result: z.enum(['passed', 'failed']), note: Note.optional() })
  .openapi('CheckCriterion');

export const WorkItem = z
  .object({
    id: Id,
    reference: Reference,
    state: WorkItemState,
    group: BacklogGroup,
    title: z.string(),
    description: z.string(),
    decision_id: Id,
    component_ids: z.array(Id),
    layer: z.string().nullable(),
    owner_team_id: Id,
    assignee_id: Id.nullable(),
    milestone_id: Id.nullable(),
    first_milestone_id: Id.nullable().openapi({ description: 'What was promised first; carrying over keeps it.' }),
    carried_over: z.int(),
    due_on: CalendarDate.nullable(),
    estimate: Estimate,
    outgrown: z.boolean().openapi({ description: 'Likely more than twice what was estimated first.' }),
    blocked_by: z.string().nullable(),
    blocked_since: Instant.nullable(),
    cancelled_why: z.string().nullable(),
    stale_since: Instant.nullable(),
    confirmed_at: Instant,
    opened_at: Instant,
    completed_at: Instant.nullable(),
    version: Version,
  })
  .openapi('WorkItem');

export const WorkItemDetail = WorkItem.extend({
  criteria: z.array(AcceptanceCriterion),
  history: z.array(
    z.object({
      from: WorkItemState,
      to: WorkItemState,
      note: z.string().nullable(),
      by_id: Id.nullable(),
      at: Instant,
    }),
  ),
}).openapi('WorkItemDetail');

export const BacklogQuery = z.object({
  ...pageQuery,
  group: BacklogGroup.optional(),
  state: WorkItemState.optional(),
  owner_team_id: Id.optional(),
  assignee_id: Id.optional(),
  layer: z.string().max(41).optional(),
  component_id: Id.optional(),
  milestone_id: Id.optional(),
  decision_id: Id.optional(),
});

export const Backlog = pageOf('BacklogPage', WorkItem)
  .extend({
    counts: z.object({ now: z.int(), next: z.int(), later: z.int(), done: z.int() }).openapi({
      description: 'Over everything the filters let through, whatever the page and the group.',
    }),
  })
  .openapi('Backlog');

export const OpenFix = z
  .object({
    what: Line,
    why: Prose.openapi({ description: 'Published as the decision’s rationale.' }),
    when: z
      .strictObject({ milestone_id: Id.optional(), due_on: CalendarDate.optional() })
      .refine(
        (when) => when.milestone_id !== undefined || when.due_on !== undefined,
        'names a milestone, a day, or both',
      ),
    questions: LaneQuestions,
    likely_person_days: PersonDays,
    description: z.string().trim().max(20_000).default(''),
    component_ids: z.array(Id).max(20).optional().openapi({ description: 'Left out: those of the problem.' }),
    assignee_id: Id.optional(),
    criteria: z.array(AddCriterion).max(20).default([]),
  })
  .openapi('OpenFix');

export const Fix = z
  .object({
    decision: z.object({ id: Id, reference: Reference }),
    work_item: WorkItemDetail,
    lane: z.literal('fix'),
    reasons: z.array(z.object({ code: z.string(), words: z.string() })),
    version: Version.openapi({ description: 'The work item’s.' }),
  })
  .openapi('Fix');

export const AddTrain = z
  .object({
    name: Line,
    cadence_days: z.int().min(1).max(365),
    cut_off_days: z.int().min(0).max(364).openapi({ description: 'Days before each end when it takes no more work.' }),
    first_start: Instant,
    milestones: z.int().min(1).max(26).default(4).openapi({ description: 'How many are made ahead.' }),
  })
  .openapi('AddTrain');
export const ChangeTrain = z.object({ name: Line.optional(), retired: z.boolean().optional() }).openapi('ChangeTrain');
export const Train = z
  .object({
    id: Id,
    name: z.string(),
    cadence_days: z.int(),
    cut_off_days: z.int(),
    retired_at: Instant.nullable(),
    version: Version,
  })
  .openapi('Train');
export const TrainList = z.object({ items: z.array(Train) }).openapi('TrainList');

const span = { starts_at: Instant, cut_off_at: Instant, ends_at: Instant };
export const AddMilestone = z.object({ name: Line, train_id: Id.optional(), ...span }).openapi('AddMilestone');
export const ChangeMilestone = z
  .object({
    name: Line.optional(),
    starts_at: Instant.optional(),
    cut_off_at: Instant.optional(),
    ends_at: Instant.optional(),
  })
  .openapi('ChangeMilestone');
export const Milestone = z
  .object({
    id: Id,
    train_id: Id.nullable(),
    name: z.string(),
    ...span,
    closed_at: Instant.nullable(),
    promised: z.int().openapi({ description: 'Items promised for it now.' }),
    completed: z.int(),
    version: Version,
  })
  .openapi('Milestone');
export const MilestoneList = z.object({ items: z.array(Milestone) }).openapi('MilestoneList');
