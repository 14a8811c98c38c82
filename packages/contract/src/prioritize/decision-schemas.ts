import { decisionKinds } from '@hearback/domain/charter';
import { concernStates, decisionStates, lanes } from '@hearback/domain/prioritize';
import { Severity } from '../charter/index.ts';
import { Id, Instant, Line, pageOf, Prose, Reason, Reference, Version, z } from '../operation/index.ts';
import { LaneQuestions, ProblemLink } from './proposal-schemas.ts';

export const Lane = z.enum(lanes as [string, ...string[]]).openapi('Lane');
const DecisionKind = z.enum(decisionKinds as [string, ...string[]]).openapi('DecisionKind');
export const DecisionState = z.enum(decisionStates as [string, ...string[]]).openapi('DecisionState');
export const ConcernState = z.enum(concernStates as [string, ...string[]]).openapi('ConcernState');

const LaneReason = z.object({ code: z.string(), words: z.string() });
const MissingStep = z
  .object({ code: z.string(), before: z.enum(['decision', 'rollout', 'afterwards']), words: z.string() })
  .openapi('MissingStep');

export const AskLane = z
  .object({
    questions: LaneQuestions,
    problem_ids: z.array(Id).max(50).default([]),
    likely_person_days: z.number().min(0).max(10_000).default(0),
  })
  .openapi('AskLane');
export const LanePreview = z
  .object({
    lane: Lane,
    reasons: z.array(LaneReason),
    asks_for: z.array(MissingStep).openapi({ description: 'Every step the lane asks for, in the order of the loop.' }),
    not_needed: z.array(LaneReason),
  })
  .openapi('LanePreview');

const criterion = {
  kind: z.enum(['metric', 'reporters']).default('metric'),
  metric: Line,
  unit: Line,
  baseline: z.number().nullable().default(null),
  direction: z.enum(['up', 'down']),
  target: z.number(),
  smallest_effect: z.number().min(0),
  window_days: z.int().min(1).max(365),
  source: Line,
};
export const SuccessCriterion = z.strictObject(criterion).openapi('SuccessCriterion');
const KeptCriterion = z.object({ ...criterion, id: Id.nullable() }).openapi('KeptCriterion');

export const RollbackWords = z
  .strictObject({ how: Prose, trigger: Prose, responsible_id: Id, last_rehearsed_at: Instant.optional() })
  .openapi('RollbackWords');

const draft = {
  title: Line,
  rationale: Prose.openapi({ description: 'Why; published with the decision.' }),
  answer: Prose.optional().openapi({ description: 'For kind answer: the fix, workaround or explanation that exists.' }),
  what_would_change: Prose.optional().openapi({ description: 'For defer and decline: what would change our mind.' }),
  lane_questions: LaneQuestions.optional(),
  likely_person_days: z.number().min(0).max(10_000).optional(),
  success_criteria: z.array(SuccessCriterion).max(10).optional(),
  rollback_plan: RollbackWords.optional(),
};

export const DraftDecision = z
  .object({
    kind: DecisionKind,
    ...draft,
    proposal_id: Id.optional(),
    problem_ids: z.array(Id).min(1).max(50).optional().openapi({ description: 'Where it rests on no proposal.' }),
    supersedes_id: Id.optional().openapi({ description: 'A made decision that this one replaces when it is made.' }),
  })
  .openapi('DraftDecision');

export const ChangeDecision = z
  .object({ ...draft, title: Line.optional(), rationale: Prose.optional() })
  .openapi('ChangeDecision');

export const OpenForComment = z.object({ days: z.int().min(1).max(30).optional() }).openapi('OpenForComment');
export const ExtendComment = z.object({ days: z.int().min(1).max(10), reason: Reason }).openapi('ExtendComment');
export const MakeDecision = z
  .object({
    framework: z
      .string()
      .max(41)
      .default('weighted-criteria')
      .openapi({ description: 'The ranking that the rationale keeps.' }),
    k: z.int().min(1).max(100).default(3),
  })
  .openapi('MakeDecision');
export const ChangeLane = z.object({ lane: Lane, reason: Reason }).openapi('ChangeLane');
export const WithReason = z.object({ reason: Reason }).openapi('WithReason');

export const Decision = z
  .object({
    id: Id,
    reference: Reference,
    kind: DecisionKind,
    state: DecisionState,
    lane: Lane,
    lane_reasons: z.array(LaneReason),
    lane_questions: LaneQuestions.nullable(),
    lane_changes: z.array(z.object({ from: Lane, to: Lane, reason: z.string(), by_id: Id.nullable(), at: Instant })),
    title: z.string(),
    rationale: z.string(),
    answer: z.string().nullable(),
    what_would_change: z.string().nullable(),
    proposal_id: Id.nullable(),
    problems: z.array(ProblemLink),
    component_ids: z.array(Id),
    likely_person_days: z.number().nullable(),
    success_criteria: z.array(KeptCriterion),
    rollback_plan: RollbackWords.nullable(),
    approver_id: Id,
    drafted_by: Id,
    made_by: Id.nullable(),
    comment_period: z
      .object({ opened_at: Instant, days: z.int(), is_extended: z.boolean(), closes_at: Instant })
      .nullable(),
    missing: z.array(MissingStep).openapi({ description: 'What its lane still asks for.' }),
    not_needed: z.array(LaneReason).openapi({ description: 'What its lane skips, by which rule.' }),
    due_at: Instant.nullable(),
    created_at: Instant,
    made_at: Instant.nullable(),
    cancel_reason: z.string().nullable(),
    supersedes_id: Id.nullable(),
    superseded_by_id: Id.nullable(),
    version: Version,
  })
  .openapi('Decision');

export const DecisionItem = Decision.pick({
  id: true,
  reference: true,
  kind: true,
  state: true,
  lane: true,
  title: true,
  proposal_id: true,
  approver_id: true,
  due_at: true,
  created_at: true,
  made_at: true,
  version: true,
}).openapi('DecisionItem');
export const DecisionPage = pageOf('DecisionPage', DecisionItem);

export const RaiseConcern = z
  .object({ proposal_id: Id.optional(), decision_id: Id.optional(), text: Prose })
  .refine(
    (body) => (body.proposal_id === undefined) !== (body.decision_id === undefined),
    'names either a proposal or a decision',
  )
  .openapi('RaiseConcern');
export const AnswerConcern = z.object({ answer: Prose }).openapi('AnswerConcern');
export const Concern = z
  .object({
    id: Id,
    proposal_id: Id.nullable(),
    decision_id: Id.nullable(),
    state: ConcernState,
    text: z.string(),
    raiser_id: Id,
    raised_at: Instant,
    answer: z.string().nullable(),
    answered_by: Id.nullable(),
    answered_at: Instant.nullable(),
    settled_by: Id.nullable(),
    settled_at: Instant.nullable(),
    settled_reason: z.string().nullable(),
    version: Version,
  })
  .openapi('Concern');
export const ConcernPage = pageOf('ConcernPage', Concern);

export const Rationale = z
  .object({
    decision_id: Id,
    reference: Reference,
    written_at: Instant,
    content: z.record(z.string(), z.unknown()).openapi({
      description:
        'Inputs, weights, formula version, seed, draws, ranking, assessments, objections and answers, who decided, what was skipped: everything a replay needs.',
    }),
    markdown: z.string().openapi({ description: 'The same as a MADR file.' }),
  })
  .openapi('Rationale');
export const RationaleText = z.object({ markdown: z.string() }).openapi('RationaleText');
export const Replay = z
  .object({
    decision_id: Id,
    has_ranking: z.boolean(),
    equals: z
      .boolean()
      .openapi({ description: 'Whether the stored inputs give the stored ranking, number for number.' }),
    differences: z.array(
      z.object({ proposal_id: Id, field: z.string(), stored: z.unknown(), recomputed: z.unknown() }),
    ),
  })
  .openapi('Replay');

export const FeedbackReport = z
  .object({
    at: Instant,
    groups: z.array(
      z.object({
        component: z.object({ id: Id, name: z.string() }).nullable(),
        severity: Severity.nullable(),
        people: z.int(),
        respondents: z.int(),
        signals: z.int(),
        problems: z.array(
          ProblemLink.extend({ people: z.int(), quotes: z.array(z.object({ signal: Reference, text: z.string() })) }),
        ),
      }),
    ),
  })
  .openapi('FeedbackReport');
