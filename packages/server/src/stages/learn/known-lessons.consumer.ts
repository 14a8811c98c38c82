import { reference } from '@hearback/domain/record';
import type { Pool } from 'pg';
import { inTransaction } from '../../platform/database/index.ts';
import { type Consumer, entriesById, type Journal } from '../../platform/journal/index.ts';
import { forget, indexMany } from '../../platform/known-things/index.ts';
import { allAudienceIds } from '../charter/index.ts';
import { lessonRows } from './lessons.store.ts';

const aboutLessons = new Set(['learn.lesson_changed', 'learn.lesson_moved']);

/**
 * Keeps published lessons among the known things, as they are worded now: whoever meets something like it again finds what
 * was learned, until another lesson supersedes it or it is retired. Running twice changes nothing.
 */
export function knownLessons(options: { pool: Pool; journal: Journal }): Consumer {
  const { pool, journal } = options;
  return {
    name: 'learn.known_lessons',
    wants: (type) => aboutLessons.has(type),
    handle: async ({ workspaceId, entryIds }) => {
      const viewpoint = { workspaceId, audienceIds: await allAudienceIds(journal, workspaceId) };
      await inTransaction(pool, viewpoint, 'write', async ({ tables }) => {
        const entries = await entriesById(tables, entryIds);
        const ids = [...new Set(entries.map((entry) => entry.subject.id))];
        const rows = await lessonRows(tables, ids);
        await indexMany(
          tables,
          rows
            .filter((row) => row.state === 'published')
            .map((row) => ({
              id: row.id,
              kind: 'lesson',
              reference: reference('lesson', row.number),
              state: row.state,
              title: row.title,
              body: row.text,
              audienceId: row.audience_id,
              at: row.published_at ?? row.written_at,
            })),
        );
        for (const row of rows) if (row.state !== 'published') await forget(tables, row.id);
      });
    },
  };
}
