import type { AddComment, Comment, CommentQuery } from '@hearback/contract/listen';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { Viewpoint, WorkspaceTables } from '../../platform/database/index.ts';
import { pageFrom } from '../../platform/http/index.ts';
import type { Journal, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { allAudienceIds, personNames } from '../charter/index.ts';
import { type CommentRow, findComment, insertComment, listCommentRows } from './comments.store.ts';
import { moveSignal } from './move-signal.ts';
import type { CommentableRecord, RecordLookup, RecordLookups, SignalOwner } from './ports.ts';
import { findSignals } from './signal-brief.ts';
import { placeIn } from './signals.service.ts';
import { findSignalRow } from './signals.store.ts';
import { viewpointOnSignal } from './viewpoint.ts';
import { createMasking } from './words.ts';

type CommentOut = z.input<typeof Comment>;
type CommentInput = z.infer<typeof AddComment>;

function commentOf(row: CommentRow, names: ReadonlyMap<string, string>): CommentOut {
  return {
    id: row.id,
    record_kind: row.record_kind,
    record_id: row.record_id,
    reach: row.reach as CommentOut['reach'],
    body: row.body,
    masked: row.masked as CommentOut['masked'],
    author_id: row.author_id,
    author: names.get(row.author_id) ?? '',
    at: row.at.toISOString(),
  };
}

function signalLookup(ownerOf: SignalOwner): RecordLookup {
  return async (tables, id) => {
    const [signal] = await findSignals(tables, [id]);
    if (!signal) return undefined;
    const { audienceId, componentIds } = signal;
    return { audienceId, componentIds, ownerTeamId: await ownerOf(tables, signal) };
  };
}

function noteScope(record: CommentableRecord) {
  return {
    componentIds: record.componentIds,
    ...(record.ownerTeamId === null ? {} : { ownerTeamId: record.ownerTeamId }),
  };
}

export function createComments(options: { journal: Journal; lookups: RecordLookups; ownerOf: SignalOwner }) {
  const { journal } = options;
  const lookups: RecordLookups = { ...options.lookups, signal: signalLookup(options.ownerOf) };

  /** Without a kind every kind is asked: ids are unique. @throws Refusal `not_found`, for an unknown kind too. */
  const seen = async (tables: WorkspaceTables, kind: string | undefined, id: string): Promise<CommentableRecord> => {
    const asked = Object.entries(lookups).filter(([one]) => kind === undefined || one === kind);
    for (const [, lookup] of asked) {
      const record = await lookup(tables, id);
      if (record) return record;
    }
    throw notFound('record');
  };

  const eyesOn = (caller: Caller, kind: string | undefined, id: string): Promise<Viewpoint> =>
    kind === undefined || kind === 'signal'
      ? viewpointOnSignal(journal, caller, id)
      : Promise.resolve(caller.viewpoint);

  /** The reporter's word is what a waiting signal waits for. */
  const resume = async (writing: Writing, caller: Caller, input: CommentInput): Promise<void> => {
    if (input.record_kind !== 'signal' || input.reach !== 'public_reply') return;
    const signal = await findSignalRow(writing.tables, input.record_id);
    if (signal?.state === 'waiting' && signal.reporter_id === caller.personId)
      await moveSignal(writing, signal.id, 'received');
  };

  const add = async (caller: Caller, input: CommentInput): Promise<CommentOut> => {
    caller.require('listen.comment');
    const masking = createMasking();
    const body = masking.text('body', input.body);
    const viewpoint = await eyesOn(caller, input.record_kind, input.record_id);
    const requester = { viewpoint, actor: caller.actor, idempotent: caller.idempotent };
    return journal.write(requester, async (writing) => {
      const { tables, now, newId, record } = writing;
      const target = await seen(tables, input.record_kind, input.record_id);
      if (input.reach === 'team_note') caller.require('listen.note', noteScope(target));
      const row = await insertComment(tables, {
        id: newId(),
        record_kind: input.record_kind,
        record_id: input.record_id,
        reach: input.reach,
        body,
        masked: JSON.stringify(masking.notes()),
        author_id: caller.personId,
        audience_id: target.audienceId,
        at: now,
      });
      record({
        type: 'listen.comment_added',
        subject: { kind: 'comment', id: row.id },
        refs: [{ kind: input.record_kind, id: input.record_id, tie: 'about' }],
        data: { reach: input.reach },
        audienceId: target.audienceId,
      });
      await resume(writing, caller, input);
      return commentOf(row, await personNames(tables, [row.author_id]));
    });
  };

  const list = async (caller: Caller, query: z.infer<typeof CommentQuery>) => {
    const { record_kind: kind, record_id: id, limit } = query;
    const afterId = placeIn(query.cursor);
    const viewpoint = await eyesOn(caller, kind, id);
    return journal.read(viewpoint, async ({ tables }) => {
      const target = await seen(tables, kind, id);
      const notes = caller.may('listen.note', noteScope(target));
      const rows = await listCommentRows(tables, { recordId: id, notes, afterId, limit: limit + 1 });
      const names = await personNames(
        tables,
        rows.map((row) => row.author_id),
      );
      return pageFrom(
        rows,
        limit,
        (row) => [row.id],
        (row) => commentOf(row, names),
      );
    });
  };

  /** One's own comment again, for a repeated Idempotency-Key. It may be on a signal that was restricted to others since. */
  const get = async (caller: Caller, id: string): Promise<CommentOut> => {
    const audienceIds = await allAudienceIds(journal, caller.workspaceId);
    return journal.read({ workspaceId: caller.workspaceId, audienceIds }, async ({ tables }) => {
      const row = await findComment(tables, id);
      if (row?.author_id !== caller.personId) throw notFound('comment');
      return commentOf(row, await personNames(tables, [row.author_id]));
    });
  };

  return { add, list, get };
}
