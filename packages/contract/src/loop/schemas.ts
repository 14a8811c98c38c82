import { stages } from '@hearback/domain/loop';
import { Id, Instant, Reference, z } from '../operation/index.ts';

const StageName = z.enum(stages).openapi('StageName');

const HomeStage = z
  .object({
    stage: StageName,
    waiting: z.int().min(0),
    unit: z.string().openapi({ description: 'What waits: signals, problems, proposals, …' }),
    oldest_at: Instant.nullable(),
    late: z.int().min(0),
    mine: z.int().min(0),
  })
  .openapi('HomeStage');

const HomeMove = z
  .object({
    kind: z.string(),
    id: Id,
    reference: Reference,
    title: z.string(),
    stage: StageName,
    move: z.string().openapi({ description: 'What there is to do, in words.' }),
    due_at: Instant.nullable(),
    used_share: z.number().min(0).nullable().openapi({ description: 'Used part of the clock; above 1 is late.' }),
    late: z.boolean(),
    people: z.int().min(0),
    teams: z.int().min(0),
  })
  .openapi('HomeMove');

const HomeSaidDid = z
  .object({
    quote: z.string(),
    decision: z.object({ id: Id, reference: Reference, kind: z.string(), title: z.string(), summary: z.string() }),
    problem_id: Id,
    people: z.int().min(0),
    teams: z.int().min(0),
    at: Instant,
    outcome: z.enum(['met', 'not_met', 'cant_tell', 'pending']).nullable(),
    helped: z.object({ yes: z.int().min(0), answered: z.int().min(0), asked: z.int().min(0) }).nullable(),
  })
  .openapi('HomeSaidDid');

export const Home = z
  .object({
    workspace: z.object({ name: z.string() }),
    as_of: Instant,
    in_loop: z.int().min(0),
    late: z.int().min(0),
    stages: z.array(HomeStage),
    mine: z.array(HomeMove),
    said_did: z.array(HomeSaidDid),
  })
  .openapi('Home');

export const Mine = z
  .object({
    items: z.array(
      z
        .object({
          id: Id,
          reference: Reference,
          title: z.string(),
          state: z.enum(['received', 'waiting', 'attached', 'answered', 'rejected', 'closed']),
          at: Instant,
          question: z
            .string()
            .nullable()
            .openapi({ description: 'What we asked back, while it waits for the answer.' }),
          problem: z
            .object({ id: Id, reference: Reference, title: z.string(), state: z.string() })
            .nullable()
            .openapi({ description: 'The problem that it is evidence of now.' }),
        })
        .openapi('MySignal'),
    ),
  })
  .openapi('Mine');

const ThreadQuote = z
  .object({
    text: z.string(),
    who: z.string(),
    via: z.string().openapi({ description: 'The channel’s name.' }),
    signal_id: Id,
    reference: Reference,
  })
  .openapi('ThreadQuote');

const ThreadStep = z
  .object({
    stage: StageName,
    kind: z.string(),
    id: Id,
    reference: Reference,
    title: z.string(),
    state: z.string(),
    at: Instant,
    until: Instant.nullable(),
    who: z.string().nullable(),
    lines: z.array(z.string()),
    quotes: z.array(ThreadQuote),
    not_needed: z.array(z.string()).openapi({ description: 'What the lane skipped, with its rule.' }),
    current: z.boolean(),
  })
  .openapi('ThreadStep');

export const Thread = z
  .object({
    record: z.object({
      kind: z.string(),
      id: Id,
      reference: Reference,
      title: z.string(),
      state: z.string(),
      facts: z.array(
        z.object({
          label: z.string(),
          value: z.string(),
          at: Instant.optional().openapi({ description: 'Where the fact is a time.' }),
        }),
      ),
    }),
    next: z.object({ what: z.string(), who: z.string().nullable(), by: Instant.nullable() }).nullable(),
    evidence: z
      .object({
        people: z.int(),
        teams: z.int(),
        respondents: z.int(),
        by_team: z.array(z.object({ name: z.string(), people: z.int() })),
      })
      .nullable(),
    steps: z.array(ThreadStep),
    told: z
      .array(z.object({ at: Instant, moment: z.string(), who_count: z.int() }))
      .openapi({ description: 'Who heard back, at which of the four moments.' }),
    entries: z.array(
      z.object({
        id: Id,
        at: Instant,
        type: z.string(),
        words: z.string(),
        said: z
          .string()
          .nullable()
          .openapi({ description: 'The reason, answer, question or notice that came with it.' }),
        actor: z.string().nullable(),
      }),
    ),
  })
  .openapi('Thread');

export const ThreadParams = z.object({
  kind: z.enum([
    'signal',
    'problem',
    'proposal',
    'decision',
    'work_item',
    'change',
    'rollout',
    'outcome',
    'retrospective',
    'lesson',
  ]),
  id: Id,
});
