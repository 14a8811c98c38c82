import type { RecordKind } from '@hearback/domain/record';
import { sql } from 'kysely';
import type { Pool } from 'pg';
import { inTransaction } from '../database/index.ts';

/** Signals come by the hundred a second; the others by hand. Larger blocks mean larger gaps after a restart. */
const blockSizes: Partial<Record<RecordKind, number>> = { signal: 20 };

export type ReferenceNumbers = {
  /** The next number of this kind. Taken outside the caller's transaction: a rolled back write leaves a gap. */
  next(workspaceId: string, kind: RecordKind): Promise<number>;
};

type Block = { next: number; end: number };

/** Numbers for short references, from blocks that this process reserved in transactions of their own. */
export function createReferenceNumbers(pool: Pool): ReferenceNumbers {
  const blocks = new Map<string, Promise<Block>>();

  const reserve = (workspaceId: string, kind: RecordKind): Promise<Block> => {
    const size = blockSizes[kind] ?? 1;
    return inTransaction(pool, { workspaceId, audienceIds: [] }, 'write', async ({ tables }) => {
      const row = await tables
        .insertInto('platform.reference_numbers')
        .values({ kind, next: size + 1 })
        .onConflict((conflict) =>
          conflict
            .columns(['workspace_id', 'kind'])
            .doUpdateSet({ next: sql`platform.reference_numbers.next + ${size}` }),
        )
        .returning('next')
        .executeTakeFirstOrThrow();
      return { next: row.next - size, end: row.next };
    });
  };

  const next = async (workspaceId: string, kind: RecordKind): Promise<number> => {
    const key = `${workspaceId} ${kind}`;
    for (;;) {
      let pending = blocks.get(key);
      if (!pending) {
        pending = reserve(workspaceId, kind);
        blocks.set(key, pending);
        pending.catch(() => blocks.delete(key));
      }
      const block = await pending;
      if (block.next < block.end) return block.next++;
      if (blocks.get(key) === pending) blocks.delete(key);
    }
  };
  return { next };
}
