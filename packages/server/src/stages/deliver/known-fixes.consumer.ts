import type { Pool } from 'pg';
import { inTransaction } from '../../platform/database/index.ts';
import { type Consumer, entriesById, type Journal } from '../../platform/journal/index.ts';
import { indexMany } from '../../platform/known-things/index.ts';
import { allAudienceIds } from '../charter/index.ts';
import { findChanges } from './reads.store.ts';

/**
 * Keeps what was released among the known things: who types what is fixed already finds the fix. Released is an end, so
 * nothing is ever taken out again. Running twice changes nothing.
 */
export function knownFixes(options: { pool: Pool; journal: Journal }): Consumer {
  const { pool, journal } = options;
  return {
    name: 'deliver.known_fixes',
    wants: (type) => type === 'deliver.change_moved',
    handle: async ({ workspaceId, entryIds }) => {
      const viewpoint = { workspaceId, audienceIds: await allAudienceIds(journal, workspaceId) };
      await inTransaction(pool, viewpoint, 'write', async ({ tables }) => {
        const entries = await entriesById(tables, entryIds);
        const changes = await findChanges(
          tables,
          entries.map((entry) => entry.subject.id),
        );
        await indexMany(
          tables,
          changes.flatMap((change) =>
            change.releasedAt === null
              ? []
              : {
                  id: change.id,
                  kind: 'change',
                  reference: change.reference,
                  state: change.state,
                  title: change.title,
                  body: change.usersNotice,
                  audienceId: change.audienceId,
                  at: change.releasedAt,
                },
          ),
        );
      });
    },
  };
}
