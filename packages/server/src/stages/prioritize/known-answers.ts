import type { Pool } from 'pg';
import { inTransaction } from '../../platform/database/index.ts';
import { type Consumer, entriesById, type Journal } from '../../platform/journal/index.ts';
import { forget, indexMany } from '../../platform/known-things/index.ts';
import { allAudienceIds } from '../charter/index.ts';
import { findDecisions } from './exported.ts';

/**
 * Keeps answers among the known things, as they hold now: the next one who asks finds what was answered before, until another
 * decision supersedes it. Running twice changes nothing.
 */
export function knownAnswers(options: { pool: Pool; journal: Journal }): Consumer {
  const { pool, journal } = options;
  return {
    name: 'prioritize.known_answers',
    wants: (type) => type === 'prioritize.decision_moved',
    handle: async ({ workspaceId, entryIds }) => {
      const viewpoint = { workspaceId, audienceIds: await allAudienceIds(journal, workspaceId) };
      await inTransaction(pool, viewpoint, 'write', async ({ tables }) => {
        const entries = await entriesById(tables, entryIds);
        const decisions = await findDecisions(
          tables,
          entries.map((entry) => entry.subject.id),
        );
        const answers = decisions.filter((decision) => decision.kind === 'answer');
        await indexMany(
          tables,
          answers
            .filter((decision) => decision.state === 'made')
            .map((decision) => ({
              id: decision.id,
              kind: 'answer',
              reference: decision.reference,
              state: decision.state,
              title: decision.title,
              body: decision.answer ?? decision.rationale,
              audienceId: decision.audienceId,
              at: decision.madeAt ?? decision.createdAt,
            })),
        );
        for (const decision of answers) if (decision.state === 'superseded') await forget(tables, decision.id);
      });
    },
  };
}
