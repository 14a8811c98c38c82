import { reference } from '@hearback/domain/record';
import type { Pool } from 'pg';
import { inTransaction } from '../../platform/database/index.ts';
import { type Consumer, entriesById, type Journal } from '../../platform/journal/index.ts';
import { indexMany } from '../../platform/known-things/index.ts';
import { allAudienceIds } from '../charter/index.ts';
import { findSignalRows } from './signals.store.ts';

const telling = new Set(['listen.signal_received', 'listen.signal_moved', 'listen.signal_restricted']);

/** Keeps signals among the known things: indexes them as they are now, so running twice changes nothing. */
export function knownSignals(options: { pool: Pool; journal: Journal }): Consumer {
  const { pool, journal } = options;
  return {
    name: 'listen.known_signals',
    wants: (type) => telling.has(type),
    handle: async ({ workspaceId, entryIds }) => {
      const viewpoint = { workspaceId, audienceIds: await allAudienceIds(journal, workspaceId) };
      await inTransaction(pool, viewpoint, 'write', async ({ tables }) => {
        const entries = await entriesById(tables, entryIds);
        const rows = await findSignalRows(
          tables,
          entries.map((entry) => entry.subject.id),
        );
        await indexMany(
          tables,
          rows.map((row) => ({
            id: row.id,
            kind: 'signal',
            reference: reference('signal', row.number),
            state: row.state,
            title: row.title,
            body: row.description,
            audienceId: row.audience_id,
            at: row.received_at,
          })),
        );
      });
    },
  };
}
