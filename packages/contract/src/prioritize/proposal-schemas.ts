import { proposalStates } from '@hearback/domain/prioritize';
import { AssessorFunction } from '../charter/index.ts';
import { Id, Instant, Line, pageOf, Prose, Reference, Version, z } from '../operation/index.ts';

export const ProposalState = z.enum(proposalStates as [string, ...string[]]).openapi('ProposalState');

const isOrdered = ({ low, likely, high }: { low: number; likely: number; high: number }): boolean =>
  low <= likely && likely <= high;

/** P10, P50 and P90 of a number within these bounds. */
function threePoint(name: string, least: number, most: number, description: string) {
  const bound = z.number().min(least).max(most);
  return z
    .strictObject({ low: bound, likely: bound, high: bound })
    .refine(isOrdered, 'needs low ≤ likely ≤ high')
    .openapi(name, { description });
}

const Reach = threePoint('ReachPeople', 0.5, 1_000_000, 'People it reaches: P10, P50, P90.');
const ImpactLevel = threePoint(
  'ImpactLevel',
  0.1,
  5,
  'Impact on each: 0.25 hardly, 0.5 little, 1 some, 2 much, 3 very much.',
);
const Effort = threePoint('EffortPersonDays', 0.1, 10_000, 'Effort in person-days.');
const RiskPoints = threePoint('RiskPoints', 0, 10, 'Risk: 0 undone in a minute … 10 could hurt everybody.');

const FrameworkEstimate = z
  .strictObject({
    framework: z.string().max(41).openapi({ example: 'wsjf' }),
    input: z.string().max(41).openapi({ example: 'time_criticality' }),
    low: z.number(),
    likely: z.number(),
    high: z.number(),
  })
  .refine(isOrdered, 'needs low ≤ likely ≤ high')
  .openapi('FrameworkEstimate', { description: 'An input that only one framework asks for.' });

/** What somebody believes; what they leave out widens the ranking and is never taken as zero. */
export const Estimates = z
  .strictObject({
    reach_people: Reach.optional(),
    impact_level: ImpactLevel.optional(),
    effort_person_days: Effort.optional(),
    risk_points: RiskPoints.optional(),
    confidence: z.number().min(0.01).max(1).optional(),
    by_framework: z.array(FrameworkEstimate).max(40).optional(),
  })
  .openapi('Estimates');

export const Alignment = z
  .strictObject({
    principle_id: Id,
    points: z.int().min(-3).max(3).openapi({ description: '−3 against the principle … 3 exactly what it wants.' }),
    note: Line.optional(),
  })
  .openapi('Alignment');

const ProposalOption = z
  .strictObject({
    title: Line,
    good: z.array(Line).max(10).default([]),
    bad: z.array(Line).max(10).default([]),
    preferred: z.boolean().default(false),
  })
  .openapi('ProposalOption', { description: 'A way to do something about it that was considered.' });

/** The questions that a dialog asks to find the lane; components and effort are known from the record. */
export const LaneQuestions = z
  .strictObject({
    has_existing_answer: z.boolean().default(false),
    is_harm_now: z.boolean().default(false),
    must_users_act: z.boolean().default(false),
    is_breaking: z.boolean().default(false),
    is_flagged: z.boolean().default(false).openapi({ description: 'Security, privacy, data or cost is touched.' }),
    undo: z.enum(['one_step', 'several_steps', 'impossible']).default('one_step'),
  })
  .openapi('LaneQuestions');

export const DraftProposal = z
  .object({
    title: Line,
    summary: Prose,
    problem_ids: z.array(Id).min(1).max(50),
    options: z.array(ProposalOption).min(1).max(20),
    estimates: Estimates.default({}),
    alignments: z.array(Alignment).max(50).default([]),
    lane_questions: LaneQuestions.optional(),
  })
  .openapi('DraftProposal');

export const ChangeProposal = z
  .object({
    title: Line.optional(),
    summary: Prose.optional(),
    options: z.array(ProposalOption).min(1).max(20).optional(),
    estimates: Estimates.optional(),
    alignments: z.array(Alignment).max(50).optional(),
    lane_questions: LaneQuestions.optional(),
  })
  .openapi('ChangeProposal');

export const OpenProposal = z
  .object({
    functions: z
      .array(AssessorFunction)
      .max(4)
      .optional()
      .openapi({ description: 'Asked beside those that the lane and the decision right ask for.' }),
    assess_within_days: z
      .int()
      .min(1)
      .max(30)
      .default(5)
      .openapi({ description: 'Business days; then what is in is revealed.' }),
  })
  .openapi('OpenProposal');

export const ProblemLink = z
  .object({ id: Id, reference: Reference, title: z.string(), state: z.string() })
  .openapi('ProblemLink');

export const Proposal = z
  .object({
    id: Id,
    reference: Reference,
    state: ProposalState,
    title: z.string(),
    summary: z.string(),
    problems: z.array(ProblemLink),
    options: z.array(ProposalOption),
    estimates: Estimates,
    alignments: z.array(Alignment),
    reach_evidence: z
      .object({ people: z.int(), respondents: z.int(), teams: z.int(), signal_ids: z.array(Id) })
      .openapi({
        description: 'What the evidence of its problems says of reach: distinct people, and the signals counted.',
      }),
    lane_questions: LaneQuestions.nullable(),
    withdraw_reason: z.string().nullable(),
    author_id: Id,
    required_functions: z.array(AssessorFunction),
    assessments_due_at: Instant.nullable(),
    revealed_at: Instant.nullable(),
    created_at: Instant,
    opened_at: Instant.nullable(),
    version: Version,
  })
  .openapi('Proposal');

export const ProposalItem = Proposal.pick({
  id: true,
  reference: true,
  state: true,
  title: true,
  author_id: true,
  created_at: true,
  opened_at: true,
  version: true,
}).openapi('ProposalItem');
export const ProposalPage = pageOf('ProposalPage', ProposalItem);

const Verdict = z.enum(['for', 'unsure', 'against']);

export const GiveAssessment = z
  .object({
    function: AssessorFunction,
    verdict: Verdict,
    note: Prose,
    estimates: Estimates.default({}),
    is_flagged: z
      .boolean()
      .default(false)
      .openapi({ description: 'Security, privacy, data or cost is touched. Set, it is never cleared.' }),
  })
  .openapi('GiveAssessment');

export const ChangeAssessment = z
  .object({
    verdict: Verdict.optional(),
    note: Prose.optional(),
    estimates: Estimates.optional(),
    is_flagged: z.literal(true).optional(),
  })
  .openapi('ChangeAssessment');

export const Assessment = z
  .object({
    id: Id,
    proposal_id: Id,
    function: AssessorFunction,
    assessor_id: Id,
    verdict: Verdict,
    note: z.string(),
    estimates: Estimates,
    is_flagged: z.boolean(),
    given_at: Instant,
    version: Version,
  })
  .openapi('Assessment');

const Divergence = z
  .object({
    input: z.string(),
    lowest_likely: z.number(),
    highest_likely: z.number(),
    is_apart: z.boolean().openapi({ description: 'Somebody’s whole range lies above somebody else’s.' }),
  })
  .openapi('Divergence');

export const AssessmentList = z
  .object({
    required_functions: z.array(AssessorFunction),
    in_functions: z
      .array(AssessorFunction)
      .openapi({ description: 'Functions that have answered; what they said is unseen until revealed.' }),
    due_at: Instant.nullable(),
    revealed_at: Instant.nullable(),
    items: z.array(Assessment),
    divergence: z.array(Divergence).nullable(),
  })
  .openapi('AssessmentList');
