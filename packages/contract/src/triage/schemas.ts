import { clockKinds } from '@hearback/domain/charter';
import { signalStates } from '@hearback/domain/listen';
import { problemStates } from '@hearback/domain/triage';
import { Severity } from '../charter/index.ts';
import { Id, Instant, Line, pageOf, Prose, Reason, Reference, Version, z } from '../operation/index.ts';

export const ProblemState = z.enum(problemStates as [string, ...string[]]).openapi('ProblemState');
const SignalStateName = z.enum(signalStates as [string, ...string[]]);
const Key = z.string().max(41);

export const Named = z.object({ id: Id, name: z.string() }).openapi('NamedRef');

export const ClockReading = z
  .object({
    kind: z.enum(clockKinds as [string, ...string[]]),
    state: z.enum(['running', 'paused', 'met', 'breached']),
    started_at: Instant,
    due_at: Instant.nullable().openapi({ description: 'When the time is up; null while the reporter is asked.' }),
    used_share: z.number().min(0).openapi({ description: 'Used part of the working time; above 1 when breached.' }),
    warning: z.boolean(),
    ended_at: Instant.nullable(),
    enforced: z.boolean().openapi({ description: 'False while a new workspace only shows its clocks.' }),
  })
  .openapi('ClockReading');

export const OpenQuestion = z
  .object({ id: Id, question: z.string(), asked_by: Named, asked_at: Instant, closes_at: Instant })
  .openapi('OpenQuestion');

export const SignalTriage = z
  .object({
    id: Id,
    reference: Reference,
    title: z.string(),
    state: SignalStateName,
    live: z.boolean(),
    severity: Severity.nullable(),
    owner: Named,
    routed_by: z.enum(['component', 'rule', 'last_resort', 'person']),
    routed_reason: z.string(),
    assignee: Named.nullable(),
    problem: z.object({ id: Id, reference: Reference, title: z.string() }).nullable(),
    question: OpenQuestion.nullable(),
    answer: z.string().nullable(),
    reason: z.string().nullable().openapi({ description: 'Why it was rejected or closed.' }),
    clocks: z.array(ClockReading),
    version: Version.openapi({ description: 'The signal’s own version.' }),
  })
  .openapi('SignalTriage');

export const InboxReason = z
  .enum(['new', 'asked', 'no_severity', 'reopened', 'decision_due'])
  .openapi('InboxReason', { description: 'Why it waits for somebody who triages.' });
export const InboxItem = z
  .object({
    kind: z.enum(['signal', 'problem']),
    id: Id,
    reference: Reference,
    title: z.string(),
    state: z.string(),
    term_kind: z.string().nullable().openapi({ description: 'bug, friction, request, question, praise.' }),
    severity: Severity.nullable(),
    layer: z.string().nullable(),
    component_ids: z.array(Id),
    owner: Named,
    assignee: Named.nullable(),
    people: z.int().min(0).openapi({ description: 'How many people speak in it.' }),
    since: Instant,
    age_ms: z.int().min(0),
    due_at: Instant.nullable(),
    clocks: z.array(ClockReading),
    reasons: z.array(InboxReason),
    version: Version,
  })
  .openapi('InboxItem');
export const Inbox = z
  .object({
    items: z.array(InboxItem),
    next_cursor: z.string().nullable(),
    counts: z
      .object({
        signals: z.int().min(0),
        problems: z.int().min(0),
        overdue: z.int().min(0),
        waiting: z.int().min(0),
        historical: z.int().min(0),
      })
      .openapi({ description: 'Of the whole filter, not of this page; historical is the other queue.' }),
  })
  .openapi('Inbox');

export const SharedTerm = z
  .object({ term: z.string(), surface: z.string(), contribution: z.number() })
  .openapi('SharedTerm', { description: 'A word in common, as the asking text wrote it, and its part of the score.' });
export const SimilarThing = z
  .object({
    id: Id,
    kind: z.string().openapi({ example: 'problem' }),
    reference: Reference,
    state: z.string(),
    title: z.string(),
    excerpt: z.string(),
    at: Instant,
    score: z.number().min(0).max(1).openapi({ description: 'Cosine of the words; not a probability.' }),
    likely: z.boolean().openapi({ description: 'So alike that it is probably the same.' }),
    shared_terms: z.array(SharedTerm),
  })
  .openapi('SimilarThing');
export const SimilarThings = z.object({ items: z.array(SimilarThing) }).openapi('SimilarThings');
const SimilarKinds = z.array(z.string().max(40)).max(10);
export const FindSimilar = z
  .object({
    title: z.string().trim().max(500).default(''),
    body: z.string().max(20_000).default(''),
    kinds: SimilarKinds.optional(),
    limit: z.int().min(1).max(50).default(8),
  })
  .openapi('FindSimilar');

export const NextStep = z
  .object({ what: z.string(), who: z.string().nullable(), by: Instant.nullable() })
  .openapi('ProblemNextStep', { description: 'What happens next, by whom, by when.' });

export const Evidence = z
  .object({
    people: z.int().min(0).openapi({ description: 'Distinct people, respondents of imports among them.' }),
    teams: z.int().min(0),
    respondents: z.int().min(0),
    signals: z.int().min(0),
    by_team: z.array(z.object({ id: Id, name: z.string(), people: z.int().min(1) })),
  })
  .openapi('ProblemEvidence');

const problemShape = {
  id: Id,
  reference: Reference,
  title: z.string(),
  statement: z.string(),
  kind: z.string().nullable(),
  severity: Severity.nullable(),
  state: ProblemState,
  owner: Named,
  assignee: Named.nullable(),
  component_ids: z.array(Id),
  layer: z.string().nullable(),
  live: z.boolean(),
  due_at: Instant.nullable(),
  audience_id: Id.nullable(),
  opened_at: Instant,
  merged_into: z.object({ id: Id, reference: Reference, title: z.string() }).nullable(),
  version: Version,
};
export const ProblemRow = z
  .object({ ...problemShape, people: z.int().min(0), teams: z.int().min(0), signals: z.int().min(0) })
  .openapi('ProblemRow');
export const ProblemPage = pageOf('ProblemPage', ProblemRow);

export const Attachment = z
  .object({
    signal_id: Id,
    reference: Reference,
    title: z.string(),
    state: SignalStateName,
    problem_id: Id.openapi({ description: 'This problem, or one that is merged into it.' }),
    attached_by: Named.nullable(),
    attached_at: Instant,
    why: z.string().nullable(),
  })
  .openapi('ProblemAttachment');
export const ProblemRecord = z
  .object({
    ...problemShape,
    evidence: Evidence,
    attachments: z.array(Attachment),
    merged: z
      .array(
        z.object({ id: Id, reference: Reference, title: z.string(), into_id: Id, why: z.string(), merged_at: Instant }),
      )
      .openapi({ description: 'Problems that go on as this one.' }),
    question: OpenQuestion.nullable(),
    clocks: z.array(ClockReading),
    next: NextStep.nullable(),
  })
  .openapi('ProblemRecord');

export const OpenProblem = z
  .object({
    signal_ids: z.array(Id).max(200).default([]),
    title: Line,
    statement: z.string().trim().max(20_000).default(''),
    kind: Key.optional(),
    severity: Severity.optional(),
    component_ids: z.array(Id).max(20).optional().openapi({ description: 'Left out: those of its signals.' }),
    layer: Key.optional(),
    owner_team_id: Id.optional().openapi({ description: 'Left out: found by routing.' }),
    live: z
      .boolean()
      .optional()
      .openapi({ description: 'Left out: live when one of its signals is, or when it has none.' }),
    audience_id: Id.optional(),
  })
  .openapi('OpenProblem');
export const ChangeProblem = z
  .object({
    title: Line.optional(),
    statement: z.string().trim().max(20_000).optional(),
    kind: Key.optional(),
    layer: Key.optional(),
  })
  .openapi('ChangeProblem');
export const AttachSignals = z
  .object({ signal_ids: z.array(Id).min(1).max(200), reason: Reason.optional() })
  .openapi('AttachSignals');
export const DetachSignals = z
  .object({ signal_ids: z.array(Id).min(1).max(200), reason: Reason })
  .openapi('DetachSignals');
export const MergeProblem = z.object({ into_id: Id, reason: Reason }).openapi('MergeProblem');
export const WithReason = z.object({ reason: Reason }).openapi('TriageReason');
export const RouteProblem = z
  .object({ owner_team_id: Id.optional(), component_ids: z.array(Id).max(20).optional(), reason: Reason })
  .openapi('RouteProblem', { description: 'Without a team the owner of its components is found.' });
export const RouteSignal = z.object({ owner_team_id: Id, reason: Reason }).openapi('RouteSignal');
export const AssignTo = z
  .object({ person_id: Id.nullable(), due_at: Instant.optional(), reason: Reason.optional() })
  .openapi('AssignTo', { description: 'Null takes the assignee off.' });
export const AssignSignal = AssignTo.omit({ due_at: true }).openapi('AssignSignal', {
  description: 'Null takes the assignee off. When a signal is due its clocks say.',
});
export const SetSeverity = z.object({ severity: Severity, reason: Reason }).openapi('SetSeverity');
export const AskReporter = z.object({ question: Prose }).openapi('AskReporter');
export const AnswerSignal = z
  .object({
    answer: Prose,
    known_answer: z
      .boolean()
      .default(false)
      .openapi({ description: 'Keep it, so that the next one finds it while typing.' }),
  })
  .openapi('AnswerSignal');
export const CloseProblem = z.object({ notice: Reason }).openapi('CloseProblem');

export const RoutingRule = z
  .object({
    id: Id,
    position: z.int(),
    when: z.object({ kind: z.string().nullable(), layer: z.string().nullable(), term: z.string().nullable() }),
    team: Named,
    retired_at: Instant.nullable(),
    version: Version,
  })
  .openapi('RoutingRule');
export const RoutingRuleList = z.object({ items: z.array(RoutingRule) }).openapi('RoutingRuleList');
const RuleTerm = z.string().trim().min(2).max(80);
const Position = z.int().min(0).max(10_000);
export const AddRoutingRule = z
  .object({ position: Position, kind: Key.optional(), layer: Key.optional(), term: RuleTerm.optional(), team_id: Id })
  .openapi('AddRoutingRule');
export const ChangeRoutingRule = z
  .object({
    position: Position.optional(),
    kind: Key.nullable().optional(),
    layer: Key.nullable().optional(),
    term: RuleTerm.nullable().optional(),
    team_id: Id.optional(),
    retired: z.boolean().optional(),
  })
  .openapi('ChangeRoutingRule');
