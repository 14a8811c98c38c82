import { createHash } from 'node:crypto';
import {
  appendLeaf,
  canonicalJson,
  emptyFrontier,
  type Frontier,
  frontierRoot,
  type JsonValue,
  leafHash,
  type Sha256,
} from '@hearback/domain/govern';
import { sql } from 'kysely';
import type { Pool } from 'pg';
import type { Clock } from '../../platform/clock/index.ts';
import { inTransaction } from '../../platform/database/index.ts';
import { entriesById, type Journal, type JournalEntry } from '../../platform/journal/index.ts';
import { allAudienceIds } from '../charter/index.ts';
import type { Head, HeadLog } from './heads.ts';
import { alreadySealed, insertSealed, latestCheckpoint } from './sealed.store.ts';
import type { SigningKey } from './signing-key.ts';

export const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest();

/** The bytes of a leaf: every field of the entry that says what happened, in one canonical form (RFC 8785). */
export function leafBytes(entry: JournalEntry): Buffer {
  const fields: JsonValue = {
    id: entry.id,
    workspace: entry.workspaceId,
    at: entry.at.toISOString(),
    type: entry.type,
    subject: { ...entry.subject },
    refs: entry.refs.map((ref) => ({ ...ref })),
    actor: { ...entry.actor },
    data: entry.data as JsonValue,
    audience: entry.audienceId,
  };
  return Buffer.from(canonicalJson(fields), 'utf8');
}

/** What a checkpoint's signature covers. */
export function headBytes(head: Pick<Head, 'workspace' | 'size' | 'root' | 'sealed_at'>): Buffer {
  return Buffer.from(
    `hearback checkpoint v1\n${head.workspace}\n${head.size}\n${head.root}\n${head.sealed_at}\n`,
    'utf8',
  );
}

/**
 * Gives new entries their positions and signs a new root, as a job behind the relay. Sealing writes no journal entry of its
 * own, or it would never end. A lock per workspace keeps positions without gaps; entries sealed before are passed over, so
 * the job may run twice.
 */
export function createSealer(options: { pool: Pool; journal: Journal; clock: Clock; key: SigningKey; heads: HeadLog }) {
  const { pool, journal, clock, key, heads } = options;
  return async ({ workspaceId, entryIds }: { workspaceId: string; entryIds: readonly string[] }): Promise<void> => {
    const viewpoint = { workspaceId, audienceIds: await allAudienceIds(journal, workspaceId) };
    const head = await inTransaction(pool, viewpoint, 'write', async ({ tables }) => {
      await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`seal ${workspaceId}`}, 21))`.execute(tables);
      const done = await alreadySealed(tables, entryIds);
      const entries = (await entriesById(tables, entryIds)).filter((entry) => !done.has(entry.id));
      if (entries.length === 0) return undefined;
      const last = await latestCheckpoint(tables);
      let frontier: Frontier = last ? { size: last.size, subtrees: last.subtrees } : emptyFrontier;
      const sealed = entries.map((entry) => {
        const position = frontier.size;
        const leaf = leafHash(sha256, leafBytes(entry));
        frontier = appendLeaf(sha256, frontier, leaf);
        return { position, entry_id: entry.id, leaf_hash: Buffer.from(leaf) };
      });
      await insertSealed(tables, sealed);
      const unsigned = {
        workspace: workspaceId,
        size: frontier.size,
        root: Buffer.from(frontierRoot(sha256, frontier)).toString('hex'),
        sealed_at: clock.now().toISOString(),
      };
      const signature = key.sign(headBytes(unsigned));
      await tables
        .insertInto('govern.checkpoints')
        .values({
          size: unsigned.size,
          root: Buffer.from(unsigned.root, 'hex'),
          subtrees: frontier.subtrees.map((subtree) => Buffer.from(subtree)),
          sealed_at: unsigned.sealed_at,
          key_id: key.id,
          signature,
        })
        .execute();
      return { ...unsigned, key_id: key.id, signature: signature.toString('hex') };
    });
    // Outside and after the commit: a head that was not stored must not be claimed; one that is missing here only leaves the
    // end of the journal less well guarded until the next.
    if (head) heads.append(head);
  };
}
