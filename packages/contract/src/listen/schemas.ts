import { channelKinds, longestText, signalStates } from '@hearback/domain/listen';
import { Severity } from '../charter/index.ts';
import {
  CalendarDate,
  Id,
  Instant,
  Line,
  pageOf,
  pageQuery,
  Prose,
  Reason,
  Reference,
  Version,
  z,
} from '../operation/index.ts';

const SignalState = z.enum(signalStates as [string, ...string[]]).openapi('SignalState');
const ChannelKind = z.enum(channelKinds as [string, ...string[]]).openapi('ChannelKind');

const Key = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,62}$/, 'is lower case letters, digits, dashes and underscores, starting with a letter');

export const Channel = z
  .object({
    id: Id,
    key: z.string(),
    name: z.string(),
    kind: ChannelKind,
    purpose: z.string().openapi({ description: 'What the channel is for, in words.' }),
    retired_at: Instant.nullable(),
    version: Version,
  })
  .openapi('Channel');
export const ChannelList = z.object({ items: z.array(Channel) }).openapi('ChannelList');
export const ChannelQuery = z.object({ retired: z.stringbool().default(false) });
export const AddChannel = z
  .object({ key: Key, name: Line, kind: ChannelKind, purpose: z.string().trim().min(1).max(500) })
  .openapi('AddChannel');
export const ChangeChannel = z
  .object({
    name: Line.optional(),
    purpose: z.string().trim().min(1).max(500).optional(),
    retired: z.boolean().optional().openapi({ description: 'A retired channel takes nothing in; its signals stay.' }),
  })
  .openapi('ChangeChannel');

const count = z.int().min(0);
const ConservationDay = z
  .object({
    day: CalendarDate,
    received: count,
    accepted: count,
    deduplicated: count,
    rejected: count,
    rate_limited: count,
    quarantined: count,
    unaccounted: z
      .int()
      .openapi({ description: 'Received less all that became of it: 0 when nothing was lost or invented.' }),
  })
  .openapi('ConservationDay');
export const ConservationQuery = z.object({ days: z.coerce.number().int().min(1).max(92).default(14) });
export const ConservationList = z
  .object({ channel: Channel, items: z.array(ConservationDay).openapi({ description: 'Newest first; days are UTC.' }) })
  .openapi('ConservationList');

export const Masked = z
  .object({ field: z.string(), kind: z.string().openapi({ example: 'access token' }), count: z.int().min(1) })
  .openapi('Masked', { description: 'What was masked before anything was stored.' });

export const Impact = z
  .strictObject({
    people: z.int().min(0).max(1_000_000).optional(),
    hours_per_week: z.number().min(0).max(1_000_000).optional(),
    blocked: z.boolean().optional(),
  })
  .openapi('Impact', {
    description: 'People affected, hours lost per week over all of them, and whether they are blocked.',
  });

const WebAddress = z.url({ protocol: /^https?$/ }).max(2_000);
const ContextKey = z.string().regex(/^[a-z][a-z0-9_]{0,40}$/);
const ContextValue = z.union([z.string().max(2_000), z.number(), z.boolean()]);

export const SubmitSignal = z
  .object({
    title: Line,
    description: z.string().trim().max(longestText).default(''),
    kind: z
      .string()
      .max(41)
      .optional()
      .openapi({ description: 'A key of the vocabulary: bug, friction, request, question, praise.' }),
    severity: Severity.optional(),
    impact: Impact.default({}),
    component_ids: z.array(Id).max(20).default([]),
    layer: z.string().max(41).optional(),
    workaround: z.string().trim().max(5_000).optional(),
    reproduction: z.string().trim().max(10_000).optional(),
    environment: z.string().trim().max(5_000).optional(),
    test_coverage: z.string().trim().max(5_000).optional(),
    evidence: z
      .array(z.strictObject({ url: WebAddress, label: Line.optional() }))
      .max(20)
      .default([]),
    incident_url: WebAddress.optional(),
    context: z
      .record(ContextKey, ContextValue)
      .refine((context) => Object.keys(context).length <= 30, 'holds more than 30 facts')
      .default({})
      .openapi({ description: 'What a tool knows: repository, commit, versions, the command that failed.' }),
    on_behalf_of: Line.optional(),
    channel: z.string().max(63).optional().openapi({ description: 'The channel’s key; left out: api.' }),
    source_id: z
      .string()
      .trim()
      .min(1)
      .max(300)
      .optional()
      .openapi({ description: 'The same channel and source id is the same signal.' }),
    audience_id: Id.optional().openapi({ description: 'Restricts the signal to an audience.' }),
  })
  .openapi('SubmitSignal');

const Reporter = z
  .object({ kind: z.enum(['person', 'respondent', 'detector']), id: Id.nullable(), name: z.string().nullable() })
  .openapi('Reporter', {
    description: 'A respondent answered in an import and is no person here; a detector is a tool.',
  });

/** Fields of a signal as it is read, alone or in a list. */
const signalFields = {
  id: Id,
  reference: Reference,
  state: SignalState,
  live: z.boolean().openapi({ description: 'False for imports: they have an owner but no clock.' }),
  channel: z.string(),
  source_id: z.string().nullable(),
  title: z.string(),
  description: z.string(),
  kind: z.string().nullable(),
  severity: Severity.nullable(),
  impact: Impact,
  component_ids: z.array(Id),
  layer: z.string().nullable(),
  workaround: z.string().nullable(),
  reproduction: z.string().nullable(),
  environment: z.string().nullable(),
  test_coverage: z.string().nullable(),
  // An address with a masked part is no address any more.
  evidence: z.array(z.object({ url: z.string(), label: z.string().optional() })),
  incident_url: z.string().nullable(),
  context: z.record(z.string(), ContextValue),
  masked: z.array(Masked),
  reporter: Reporter,
  on_behalf_of: z.string().nullable(),
  audience_id: Id.nullable(),
  said_on: CalendarDate.nullable().openapi({
    description: 'The day it was said, where an import knows; null is unknown.',
  }),
  received_at: Instant,
  version: Version,
};

export const Signal = z.object(signalFields).openapi('Signal');

const Correction = z
  .object({
    field: z.string(),
    before: z.unknown(),
    after: z.unknown(),
    reason: z.string(),
    by_id: Id.nullable(),
    by: z.string().nullable(),
    at: Instant,
  })
  .openapi('Correction');

export const SignalDetail = z
  .object({ ...signalFields, corrections: z.array(Correction).openapi({ description: 'Oldest first.' }) })
  .openapi('SignalDetail');

export const SignalParams = z.object({
  id: z
    .string()
    .regex(
      /^(?:[sS]-[1-9][0-9]{0,9}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$/,
      'is an id or a reference such as S-12',
    )
    .openapi({ example: 'S-12' }),
});

export const SignalQuery = z.object({
  ...pageQuery,
  state: SignalState.optional(),
  live: z.stringbool().optional(),
  channel: z.string().max(63).optional(),
  kind: z.string().max(41).optional(),
  severity: Severity.optional(),
  component: Id.optional(),
  reporter: z.literal('me').optional(),
  q: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .openapi({ description: 'Words in the title or description, or a reference.' }),
});

export const SignalReceipt = z
  .object({
    signal: Signal,
    follow_url: z.string(),
    next: z.string().openapi({ description: 'What happens next.' }),
    by: Instant.nullable().openapi({ description: 'By when, or null while no clock runs.' }),
    masked: z.array(Masked),
    ask: z
      .object({ field: z.string(), question: z.string() })
      .nullable()
      .openapi({ description: 'The one most useful missing thing; nothing waits for it.' }),
    completeness: z.number().min(0).max(1),
    repeated: z.boolean().openapi({ description: 'The same submission was here already; this is that signal.' }),
  })
  .openapi('SignalReceipt');

export const SignalPage = pageOf('SignalPage', Signal);

export const CorrectSignal = z
  .object({
    kind: z.string().max(41).optional(),
    severity: Severity.optional(),
    layer: z.string().max(41).optional(),
    component_ids: z.array(Id).max(20).optional(),
    impact: Impact.optional(),
    reason: Reason,
  })
  .openapi('CorrectSignal');

export const RestrictSignal = z
  .object({
    audience_id: Id.nullable().openapi({
      description: 'Who may see it from now on; null opens it to the workspace again.',
    }),
    reason: Reason,
  })
  .openapi('RestrictSignal');

const CommentReach = z.enum(['public_reply', 'team_note']).openapi('CommentReach');
export const Comment = z
  .object({
    id: Id,
    record_kind: z.string(),
    record_id: Id,
    reach: CommentReach,
    body: z.string(),
    masked: z.array(Masked),
    author_id: Id,
    author: z.string(),
    at: Instant,
  })
  .openapi('Comment');
export const AddComment = z
  .object({ record_kind: z.string().max(40), record_id: Id, reach: CommentReach.default('public_reply'), body: Prose })
  .openapi('AddComment');
export const CommentQuery = z.object({ ...pageQuery, record_kind: z.string().max(40).optional(), record_id: Id });
export const CommentPage = pageOf('CommentPage', Comment);

export const ImportFeedback = z
  .object({
    rows: z.array(z.unknown()).min(1).max(500).openapi({
      description:
        'Rows as they are in the file: objects with id and text; survey, question, row, submitted where known.',
    }),
    dry_run: z
      .boolean()
      .default(false)
      .openapi({ description: 'Says what would become of each row, and stores nothing.' }),
  })
  .openapi('ImportFeedback');
const ImportFate = z.enum(['taken', 'already_there', 'rejected']).openapi('ImportFate');
export const ImportReport = z
  .object({
    read: count,
    taken: count,
    already_there: count,
    rejected: count,
    dry_run: z.boolean(),
    rows: z.array(
      z.object({
        row: z.int().min(1).openapi({ description: 'Its place in this call, from 1.' }),
        source_id: z.string().nullable(),
        fate: ImportFate,
        reason: z.string().optional(),
        reference: Reference.optional(),
      }),
    ),
  })
  .openapi('ImportReport', { description: 'read = taken + already_there + rejected.' });
