import { Refusal } from '@hearback/domain/record';
import { sql } from 'kysely';
import type { Pool } from 'pg';
import type { Clock } from '../clock/index.ts';
import { inTransaction, type Viewpoint, type WorkspaceTables } from '../database/index.ts';
import { newId } from '../identifiers/index.ts';
import type { Actor, NewEntry, RecordRef } from './entry.ts';

/** A POST that carried an Idempotency-Key. */
export type IdempotentRequest = {
  readonly credential: string;
  readonly operation: string;
  readonly key: string;
  readonly bodyHash: Buffer;
};

/** Who asks, through which eyes. Every write has one. */
export type Requester = {
  readonly viewpoint: Viewpoint;
  readonly actor: Actor;
  readonly idempotent?: IdempotentRequest | undefined;
};

/** Inside a write: the tables of one workspace, and the journal to say what happened. */
export type Writing = {
  readonly tables: WorkspaceTables;
  readonly now: Date;
  readonly actor: Actor;
  readonly workspaceId: string;
  readonly newId: () => string;
  /** Appends to the journal when the transaction commits, in the order said. */
  readonly record: (entry: NewEntry) => void;
};

/** Inside a read. */
export type Reading = { readonly tables: WorkspaceTables; readonly now: Date };

/** Thrown when an Idempotency-Key was used before with the same body: the effect stands, answer from `subjectId`. */
export class AlreadyDone extends Error {
  readonly subjectId: string | null;
  constructor(subjectId: string | null) {
    super('This request was already carried out.');
    this.name = 'AlreadyDone';
    this.subjectId = subjectId;
  }
}

export type Journal = {
  /** Every change of state goes through here: rows and entries in one transaction, then the relay is woken. */
  write<Result>(requester: Requester, work: (writing: Writing) => Promise<Result>): Promise<Result>;
  read<Result>(viewpoint: Viewpoint, work: (reading: Reading) => Promise<Result>): Promise<Result>;
  readonly clock: Clock;
};

const dayMs = 86_400_000;

async function claimKey(tables: WorkspaceTables, request: IdempotentRequest, now: Date): Promise<void> {
  const lockName = `${request.credential}\n${request.operation}\n${request.key}`;
  const lock = await sql<{ free: boolean }>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${lockName} || current_setting('hearback.workspace'), 20)) AS free`.execute(
    tables,
  );
  if (!lock.rows[0]?.free)
    throw new Refusal('idempotency_in_flight', 'The same request is still being carried out.', {
      remedy: 'Wait a moment and send it again with the same Idempotency-Key.',
    });
  const known = await tables
    .selectFrom('platform.idempotency_keys')
    .select(['body_hash', 'subject_id', 'created_at'])
    .where('credential', '=', request.credential)
    .where('operation', '=', request.operation)
    .where('key', '=', request.key)
    .executeTakeFirst();
  if (!known) return;
  if (now.getTime() - known.created_at.getTime() > dayMs) {
    await tables
      .deleteFrom('platform.idempotency_keys')
      .where('credential', '=', request.credential)
      .where('operation', '=', request.operation)
      .where('key', '=', request.key)
      .execute();
    return;
  }
  if (!known.body_hash.equals(request.bodyHash))
    throw new Refusal('idempotency_key_reused', 'This Idempotency-Key was used before with another body.', {
      remedy: 'Use a new key for a new request.',
    });
  throw new AlreadyDone(known.subject_id);
}

async function store(
  tables: WorkspaceTables,
  entries: readonly (NewEntry & { id: string })[],
  requester: Requester,
  now: Date,
): Promise<void> {
  await tables
    .insertInto('platform.journal')
    .values(
      entries.map((entry) => ({
        id: entry.id,
        at: now,
        type: entry.type,
        subject_kind: entry.subject.kind,
        subject_id: entry.subject.id,
        refs: JSON.stringify(entry.refs ?? []),
        actor_kind: requester.actor.kind,
        actor_id: requester.actor.id,
        data: JSON.stringify(entry.data ?? {}),
        audience_id: entry.audienceId ?? null,
      })),
    )
    .execute();
  const ties = entries.flatMap((entry) => distinctRefs(entry).map((ref) => ({ entry, ref })));
  if (ties.length > 0)
    await tables
      .insertInto('platform.journal_ties')
      .values(
        ties.map(({ entry, ref }) => ({
          record_id: ref.id,
          record_kind: ref.kind,
          entry_id: entry.id,
          audience_id: entry.audienceId ?? null,
        })),
      )
      .execute();
}

function distinctRefs(entry: NewEntry): RecordRef[] {
  return [...new Map((entry.refs ?? []).map((ref) => [ref.id, ref])).values()];
}

export function createJournal(options: {
  pool: Pool;
  clock: Clock;
  /** Called after a commit that appended entries. */
  onCommitted: () => void;
}): Journal {
  const { pool, clock, onCommitted } = options;
  return {
    clock,
    read: (viewpoint, work) => {
      const now = clock.now();
      return inTransaction(pool, viewpoint, 'read', ({ tables }) => work({ tables, now }));
    },
    write: async (requester, work) => {
      const now = clock.now();
      const entries: (NewEntry & { id: string })[] = [];
      const result = await inTransaction(pool, requester.viewpoint, 'write', async ({ tables, activity }) => {
        if (requester.idempotent) await claimKey(tables, requester.idempotent, now);
        const done = await work({
          tables,
          now,
          actor: requester.actor,
          workspaceId: requester.viewpoint.workspaceId,
          newId: () => newId(now),
          record: (entry) => entries.push({ ...entry, id: newId(now) }),
        });
        if (activity.wrote && entries.length === 0)
          throw new Error('Rows were written without a journal entry: a service forgot to record what happened.');
        if (entries.length > 0) await store(tables, entries, requester, now);
        if (requester.idempotent) {
          const { credential, operation, key, bodyHash } = requester.idempotent;
          await tables
            .insertInto('platform.idempotency_keys')
            .values({
              credential,
              operation,
              key,
              body_hash: bodyHash,
              subject_id: entries[0]?.subject.id ?? null,
              created_at: now,
            })
            .execute();
        }
        return done;
      });
      if (entries.length > 0) onCommitted();
      return result;
    },
  };
}
