import { moments } from '@hearback/domain/engage';
import { Id, Instant, pageOf, Version, z } from '../operation/index.ts';

const Moment = z.enum(moments as [string, ...string[]]).openapi('Moment');

export const Notification = z
  .object({
    id: Id,
    at: Instant,
    moment: Moment.nullable().openapi({
      description: 'One of the four moments; null for a turn that waits for the digest.',
    }),
    how: z.enum(['at_once', 'digest']),
    record_kind: z.string(),
    record_id: Id,
    words: z.string(),
    read_at: Instant.nullable(),
  })
  .openapi('Notification');
export const NotificationPage = pageOf('NotificationPage', Notification);

export const ReadNotifications = z
  .object({ ids: z.array(Id).min(1).max(200).optional().openapi({ description: 'Left out: all of mine.' }) })
  .openapi('ReadNotifications');
export const ReadResult = z.object({ read: z.int().min(0) }).openapi('ReadResult');

export const Follow = z
  .object({ id: Id, record_kind: z.string(), record_id: Id, muted: z.boolean(), since: Instant })
  .openapi('Follow');
export const FollowList = z.object({ items: z.array(Follow) }).openapi('FollowList');
export const FollowRecord = z
  .object({
    record_kind: z.enum(['signal', 'problem', 'proposal', 'decision', 'work_item', 'change', 'lesson']),
    record_id: Id,
    muted: z.boolean().default(false).openapi({ description: 'True to hear nothing more of it.' }),
  })
  .openapi('FollowRecord');

export const Choices = z
  .object({
    mail: z.boolean(),
    weekly_cap: z
      .int()
      .min(0)
      .max(1000)
      .openapi({ description: 'How often a week I am told at once; the rest is in the digest.' }),
    muted: z.boolean().openapi({ description: 'Hear nothing at all.' }),
    version: Version,
  })
  .openapi('Choices');
export const ChangeChoices = z
  .object({
    mail: z.boolean().optional(),
    weekly_cap: z.int().min(0).max(1000).optional(),
    muted: z.boolean().optional(),
  })
  .openapi('ChangeChoices');

const Share = z
  .object({
    count: z.int(),
    of: z.int(),
    share: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
  })
  .openapi('HealthShare', { description: 'A share with what it is of, and its 95 % Wilson interval.' });
export const LoopHealth = z
  .object({
    as_of: Instant,
    acknowledged: Share,
    decided: Share,
    shipped: Share,
    verified: Share,
    heard_back: z.object({
      p50_days: z.number().nullable().openapi({ description: 'Null is beyond watched_days.' }),
      p85_days: z.number().nullable(),
      watched_days: z.number(),
      n: z.int(),
      waiting: z.int(),
    }),
  })
  .openapi('LoopHealth');
