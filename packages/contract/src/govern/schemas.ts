import { Id, Instant, pageOf, Version, z } from '../operation/index.ts';

export const JournalEntry = z
  .object({
    id: Id,
    at: Instant,
    type: z.string().openapi({ example: 'triage.problem_merged' }),
    subject: z.object({ kind: z.string(), id: Id }),
    refs: z.array(z.object({ kind: z.string(), id: Id, tie: z.string() })),
    actor: z.object({ kind: z.enum(['person', 'service', 'system']), id: Id.nullable(), name: z.string().nullable() }),
    data: z.record(z.string(), z.unknown()),
    position: z.int().nullable().openapi({ description: 'Where it was sealed; null for the moment before.' }),
  })
  .openapi('JournalEntry');
export const JournalPage = pageOf('JournalPage', JournalEntry);

const Checkpoint = z
  .object({ size: z.int(), root: z.string(), sealed_at: Instant, key_id: z.string(), signature: z.string() })
  .openapi('Checkpoint');
export const CheckpointList = z.object({ items: z.array(Checkpoint) }).openapi('CheckpointList');

export const Verification = z
  .object({
    intact: z.boolean(),
    entries: z.int(),
    checkpoints: z.int(),
    unsealed: z.int().openapi({ description: 'Entries so new that no checkpoint covers them yet.' }),
    findings: z.array(
      z.object({
        kind: z.enum([
          'edited',
          'deleted',
          'reordered',
          'truncated',
          'root_differs',
          'signature_wrong',
          'checkpoint_missing',
        ]),
        position: z.int().nullable(),
        entry_id: Id.nullable(),
        words: z.string(),
      }),
    ),
  })
  .openapi('Verification');

const AgendaItem = z.object({ reference: z.string(), title: z.string(), at: Instant, words: z.string() });
export const Agenda = z
  .object({
    since: Instant,
    as_of: Instant,
    sections: z.array(z.object({ name: z.string(), items: z.array(AgendaItem) })),
  })
  .openapi('Agenda');

export const LoopReview = z
  .object({
    id: Id,
    since: Instant,
    held_at: Instant,
    held_by: z.string(),
    agenda: Agenda,
    minutes: z.string(),
    version: Version,
  })
  .openapi('LoopReview');
export const LoopReviewList = z.object({ items: z.array(LoopReview) }).openapi('LoopReviewList');
export const HoldLoopReview = z
  .object({ minutes: z.string().trim().max(50_000).default('') })
  .openapi('HoldLoopReview');
export const ChangeMinutes = z.object({ minutes: z.string().trim().max(50_000) }).openapi('ChangeMinutes');
