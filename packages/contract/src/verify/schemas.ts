import { helpedWords, outcomeStates } from '@hearback/domain/verify';
import { Id, Instant, pageOf, pageQuery, Reason, Reference, Version, z } from '../operation/index.ts';

const OutcomeState = z.enum(outcomeStates as [string, ...string[]]).openapi('OutcomeState');
const HelpedWord = z.enum(helpedWords).openapi('HelpedWord');
const MeasurementSource = z.enum(['measured', 'typed_in']).openapi('MeasurementSource', {
  description: 'Typed-in averages are shown and never judged: nobody can say how far chance reaches.',
});

const count = z.int().min(0);
const value = z.number().min(-1e15).max(1e15);

export const Measurement = z
  .object({ criterion_id: Id, at: Instant, value: z.number(), source: MeasurementSource, recorded_at: Instant })
  .openapi('Measurement');
export const MeasurementPage = pageOf('MeasurementPage', Measurement);
export const MeasurementQuery = z.object({
  ...pageQuery,
  criterion_id: Id,
  source: MeasurementSource.optional(),
});

export const RecordMeasurements = z
  .object({
    measurements: z
      .array(z.strictObject({ criterion_id: Id, at: Instant, value, source: MeasurementSource.default('measured') }))
      .min(1)
      .max(1_000),
  })
  .openapi('RecordMeasurements');
export const RecordedMeasurements = z
  .object({
    read: count,
    taken: count,
    already_there: count.openapi({ description: 'The same criterion, time, source and value were recorded before.' }),
    rejected: z.array(
      z.object({ index: count, reason: z.string().openapi({ description: 'Why this one was not taken, in words.' }) }),
    ),
  })
  .openapi('RecordedMeasurements', { description: 'read = taken + already_there + the number of rejected.' });

const HelpCounts = z
  .object({ asked: count, yes: count, no: count, partly: count })
  .openapi('HelpCounts', { description: 'People who were asked “did this help?”, and what they answered.' });

const OutcomeEvidence = z
  .object({
    judge_version: z.int(),
    days_before: count,
    days_after: count,
    mean_before: z.number().nullable(),
    mean_after: z.number().nullable(),
    improvement: z
      .number()
      .nullable()
      .openapi({ description: 'Positive when it got better, in the unit of the metric.' }),
    interval: z.object({ low: z.number(), high: z.number() }).nullable().openapi({ description: '95 % interval.' }),
    effective_before: z.number().nullable().openapi({ description: 'Independent days that the side is worth.' }),
    effective_after: z.number().nullable(),
    detectable_effect: z
      .number()
      .nullable()
      .openapi({ description: 'The improvement that data like these would have shown in four of five cases.' }),
  })
  .openapi('OutcomeEvidence');

const JudgedCriterion = z
  .object({
    id: Id,
    metric: z.string(),
    unit: z.string(),
    baseline: z.number().nullable(),
    direction: z.enum(['up', 'down']),
    target: z.number(),
    smallest_effect: z.number(),
    window_days: z.int(),
    source: z.string(),
  })
  .openapi('JudgedCriterion', { description: 'The success criterion as it was fixed at the decision.' });

const Named = z.object({ id: Id, reference: Reference, title: z.string() });

const item = {
  id: Id,
  reference: Reference,
  state: OutcomeState,
  kind: z.enum(['metric', 'reporters']),
  decision: Named,
  change: Named.nullable(),
  criterion: JudgedCriterion,
  released_at: Instant,
  window_ends_at: Instant,
  opened_at: Instant,
  judged_at: Instant.nullable(),
  reason: z
    .enum([
      'beyond_smallest_effect_and_target',
      'short_of_smallest_effect',
      'too_few_days',
      'interval_too_wide',
      'effect_without_target',
      'not_judged_typed_in',
      'two_thirds_say_yes',
      'most_say_no',
      'too_few_answers',
      'answers_divided',
      'nobody_to_ask',
    ])
    .nullable(),
  version: Version,
};
export const OutcomeItem = z.object(item).openapi('OutcomeItem');
export const OutcomePage = pageOf('OutcomePage', OutcomeItem);
export const OutcomeQuery = z.object({
  ...pageQuery,
  state: OutcomeState.optional(),
  kind: z.enum(['metric', 'reporters']).optional(),
  decision_id: Id.optional(),
});

const DailyValue = z.object({ day: Instant, mean: z.number(), count: z.int().min(1) });
const TypedIn = z.object({ at: Instant, value: z.number() });

export const Outcome = z
  .object({
    ...item,
    tier: z.enum(['second', 'perception']).openapi({
      description: 'second: before against after, without a concurrent holdback; perception: what reporters say.',
    }),
    released_how: z
      .string()
      .nullable()
      .openapi({ description: 'Where and how it was released, when that was told by hand.' }),
    looks: count.openapi({ description: 'How often the judge has looked at it.' }),
    evidence: OutcomeEvidence.nullable().openapi({ description: 'Of the last look; null before the first.' }),
    days_needed: z.int().nullable().openapi({
      description: 'Days each side would need to show the smallest effect that matters, if days stay as they were.',
    }),
    helped: HelpCounts,
    series: z
      .object({
        before: z.array(DailyValue),
        after: z.array(DailyValue),
        typed_in: z.array(TypedIn),
      })
      .openapi({ description: 'What there is to draw, by UTC day: the days that are compared, and typed-in values.' }),
  })
  .openapi('Outcome');

export const OutcomeList = z.object({ items: z.array(OutcomeItem) }).openapi('OutcomeList');
export const OpenOutcomes = z
  .object({
    released_at: Instant.optional().openapi({ description: 'When it reached people; now, when left out.' }),
    reason: Reason.openapi({ description: 'Where and how it was released.' }),
  })
  .openapi('OpenOutcomes');

export const OutcomeReplay = z
  .object({
    outcome_id: Id,
    judged: z.boolean().openapi({ description: 'False while the judge has not looked yet.' }),
    equals: z.boolean().openapi({ description: 'Whether the stored inputs give the stored verdict, bit for bit.' }),
    judge_version: z.int().nullable(),
    stored: z
      .object({ result: OutcomeState, reason: z.string(), evidence: z.record(z.string(), z.unknown()) })
      .nullable(),
    recomputed: z
      .object({ result: OutcomeState, reason: z.string(), evidence: z.record(z.string(), z.unknown()) })
      .nullable(),
  })
  .openapi('OutcomeReplay');

export const HelpQuestion = z
  .object({
    id: Id,
    decision: Named.nullable().openapi({ description: 'Null where it is for others only.' }),
    change_id: Id.nullable(),
    problems: z.array(Named),
    signals: z.array(Named).openapi({ description: 'What the person had said.' }),
    person_id: Id,
    person_name: z.string().nullable(),
    asked_at: Instant,
    helped: HelpedWord.nullable(),
    words: z.string().nullable(),
    answered_at: Instant.nullable(),
    version: Version,
  })
  .openapi('HelpQuestion');
export const HelpQuestionPage = pageOf('HelpQuestionPage', HelpQuestion);
export const HelpQuestionQuery = z.object({
  ...pageQuery,
  mine: z.stringbool().default(false),
  open: z.stringbool().default(false).openapi({ description: 'Only those without an answer.' }),
  decision_id: Id.optional(),
});
export const AnswerHelpQuestion = z
  .object({ helped: HelpedWord, words: z.string().trim().min(1).max(2_000).optional() })
  .openapi('AnswerHelpQuestion');
