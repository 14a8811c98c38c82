import type { ChangeChoices, Choices, Follow, FollowRecord } from '@hearback/contract/engage';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import { assertVersion, decodeCursor, pageFrom } from '../../platform/http/index.ts';
import type { Journal, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { findChanges } from '../deliver/index.ts';
import { findSignals } from '../listen/index.ts';
import { findDecisions } from '../prioritize/index.ts';
import { findProblems } from '../triage/index.ts';
import { type FollowRow, listNotificationRows, markRead, type NotificationRow } from './notifications.store.ts';

type FollowOut = z.input<typeof Follow>;
type ChoicesOut = z.input<typeof Choices>;
type RecordName = z.infer<typeof FollowRecord>['record_kind'];

function followOf(row: FollowRow): FollowOut {
  return {
    id: row.id,
    record_kind: row.record_kind,
    record_id: row.record_id,
    muted: row.muted,
    since: row.since.toISOString(),
  };
}

function notificationOf(row: NotificationRow) {
  return {
    id: row.id,
    at: row.at.toISOString(),
    moment: row.moment,
    how: row.how as 'at_once' | 'digest',
    record_kind: row.record_kind,
    record_id: row.record_id,
    words: row.words,
    read_at: row.read_at?.toISOString() ?? null,
  };
}

type Seen = { readonly audienceId: string | null };

/** What its stage can be asked for; of the others the journal says whether these eyes may know of it. */
const finders: Partial<
  Record<RecordName, (tables: Writing['tables'], ids: readonly string[]) => Promise<readonly Seen[]>>
> = {
  signal: findSignals,
  problem: findProblems,
  decision: findDecisions,
  change: findChanges,
};

/** The record, if it is there for these eyes: following must not tell that a restricted one exists. */
async function seenRecord(tables: Writing['tables'], kind: RecordName, id: string): Promise<Seen | undefined> {
  const find = finders[kind];
  if (find) return (await find(tables, [id]))[0];
  return tables
    .selectFrom('platform.journal')
    .select('audience_id as audienceId')
    .where('subject_id', '=', id)
    .where('subject_kind', '=', kind)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export function createFollows(journal: Journal) {
  const follow = (caller: Caller, input: z.infer<typeof FollowRecord>): Promise<FollowOut> =>
    journal.write(caller, async ({ tables, now, newId, record }) => {
      caller.require('engage.follow');
      const seen = await seenRecord(tables, input.record_kind, input.record_id);
      if (!seen) throw notFound(input.record_kind.replace('_', ' '));
      const row = await tables
        .insertInto('engage.follows')
        .values({
          id: newId(),
          person_id: caller.personId,
          record_kind: input.record_kind,
          record_id: input.record_id,
          muted: input.muted,
          since: now,
        })
        .onConflict((conflict) =>
          conflict.columns(['workspace_id', 'person_id', 'record_id']).doUpdateSet({ muted: input.muted, since: now }),
        )
        .returningAll()
        .executeTakeFirstOrThrow();
      record({
        type: input.muted ? 'engage.muted' : 'engage.followed',
        subject: { kind: 'follow', id: row.id },
        data: { record_kind: input.record_kind },
        audienceId: seen.audienceId,
      });
      return followOf(row);
    });

  const unfollow = (caller: Caller, id: string): Promise<FollowOut> =>
    journal.write(caller, async ({ tables, record }) => {
      const row = await tables
        .deleteFrom('engage.follows')
        .where('id', '=', id)
        .where('person_id', '=', caller.personId)
        .returningAll()
        .executeTakeFirst();
      if (!row) throw notFound('follow');
      record({ type: 'engage.unfollowed', subject: { kind: 'follow', id } });
      return followOf(row);
    });

  const get = (caller: Caller, id: string): Promise<FollowOut> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const row = await tables
        .selectFrom('engage.follows')
        .selectAll()
        .where('id', '=', id)
        .where('person_id', '=', caller.personId)
        .executeTakeFirst();
      if (!row) throw notFound('follow');
      return followOf(row);
    });

  const list = (caller: Caller): Promise<{ items: FollowOut[] }> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const rows = await tables
        .selectFrom('engage.follows')
        .selectAll()
        .where('person_id', '=', caller.personId)
        .orderBy('since', 'desc')
        .limit(500)
        .execute();
      return { items: rows.map(followOf) };
    });

  return { follow, unfollow, get, list };
}

export function createNotifications(journal: Journal) {
  const list = (caller: Caller, query: { cursor?: string | undefined; limit: number; unread: boolean }) => {
    const place = decodeCursor(query.cursor, ['id']);
    return journal.read(caller.viewpoint, async ({ tables }) => {
      const rows = await listNotificationRows(tables, {
        personId: caller.personId,
        before: place?.[0],
        unread: query.unread,
        limit: query.limit + 1,
      });
      return pageFrom(rows, query.limit, (row) => [row.id], notificationOf);
    });
  };

  const read = (caller: Caller, ids: readonly string[] | undefined): Promise<{ read: number }> =>
    journal.write(caller, async ({ tables, now, record }) => {
      const count = await markRead(tables, caller.personId, ids, now);
      record({
        type: 'engage.notifications_read',
        subject: { kind: 'person', id: caller.personId },
        data: { count },
      });
      return { read: count };
    });

  return { list, read };
}

const defaults = { mail: true, weekly_cap: 10, muted: false, version: 1 } as const;

export function createChoices(journal: Journal) {
  const find = (tables: Writing['tables'], personId: string) =>
    tables.selectFrom('engage.choices').selectAll().where('person_id', '=', personId).executeTakeFirst();
  const choicesOut = (row: Awaited<ReturnType<typeof find>>): ChoicesOut =>
    row ? { mail: row.mail, weekly_cap: row.weekly_cap, muted: row.muted, version: row.version } : { ...defaults };

  const get = (caller: Caller): Promise<ChoicesOut> =>
    journal.read(caller.viewpoint, async ({ tables }) => choicesOut(await find(tables, caller.personId)));

  const change = (caller: Caller, version: number, input: z.infer<typeof ChangeChoices>): Promise<ChoicesOut> =>
    journal.write(caller, async ({ tables, record }) => {
      const before = choicesOut(await find(tables, caller.personId));
      assertVersion(before.version, version);
      const after = {
        mail: input.mail ?? before.mail,
        weekly_cap: input.weekly_cap ?? before.weekly_cap,
        muted: input.muted ?? before.muted,
        version: before.version + 1,
      };
      await tables
        .insertInto('engage.choices')
        .values({ person_id: caller.personId, ...after })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'person_id']).doUpdateSet(after))
        .execute();
      record({ type: 'engage.choices_changed', subject: { kind: 'person', id: caller.personId } });
      return after;
    });

  return { get, change };
}
