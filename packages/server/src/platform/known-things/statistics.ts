import type { CorpusStatistics } from '@hearback/domain/text';
import { sql } from 'kysely';
import type { WorkspaceTables } from '../database/index.ts';

type Counted = { readonly of: 'term' | 'all' | 'own'; readonly term: string | null; readonly documents: number };

/**
 * What this transaction's eyes know of the corpus: the kept counts of open things, and on top the restricted things it may
 * see, counted as they are. In one statement, because it is asked while somebody types.
 * @param terms the terms whose document frequency is wanted; those of no document are left out
 * @param ownId the thing that asks: whether it is indexed, and so among those counted
 */
export async function statisticsFor(
  tables: WorkspaceTables,
  terms: readonly string[],
  ownId?: string,
): Promise<CorpusStatistics> {
  const { rows } = await sql<Counted>`
    SELECT 'term' AS of, term, sum(documents)::int AS documents FROM (
      SELECT term, documents FROM platform.term_statistics
       WHERE workspace_id = platform.current_workspace() AND term = ANY (${terms}::text[])
      UNION ALL
      SELECT term, count(*)::int FROM platform.postings
       WHERE workspace_id = platform.current_workspace() AND term = ANY (${terms}::text[]) AND audience_id IS NOT NULL
       GROUP BY term) AS counted
     GROUP BY term
    UNION ALL
    SELECT 'all', NULL, coalesce((SELECT documents FROM platform.text_statistics
                                   WHERE workspace_id = platform.current_workspace()), 0)
         + (SELECT count(*)::int FROM platform.known_things
             WHERE workspace_id = platform.current_workspace() AND audience_id IS NOT NULL)
    UNION ALL
    SELECT 'own', NULL, 1 FROM platform.known_things
     WHERE workspace_id = platform.current_workspace() AND id = ${ownId ?? null}::uuid`.execute(tables);
  return {
    documents: rows.find((row) => row.of === 'all')?.documents ?? 0,
    documentFrequency: new Map(rows.flatMap((row) => (row.term === null ? [] : [[row.term, row.documents] as const]))),
    includesQuery: rows.some((row) => row.of === 'own'),
  };
}

/** How the kept counts change: by how many documents, and by how many for each term. */
export type CountChange = { documents: number; readonly terms: Map<string, number> };

/** Applies changes to the kept counts, in the order of the terms. The caller holds the index lock. */
export async function changeCounts(tables: WorkspaceTables, change: CountChange): Promise<void> {
  if (change.documents !== 0)
    await tables
      .insertInto('platform.text_statistics')
      .values({ documents: change.documents })
      .onConflict((conflict) =>
        conflict
          .column('workspace_id')
          .doUpdateSet({ documents: sql`platform.text_statistics.documents + excluded.documents` }),
      )
      .execute();
  const changed = [...change.terms].filter(([, by]) => by !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
  if (changed.length === 0) return;
  const terms = changed.map(([term]) => term);
  await sql`
    INSERT INTO platform.term_statistics AS kept (term, documents)
    SELECT term, documents FROM unnest(${terms}::text[], ${changed.map(([, by]) => by)}::int[]) AS given (term, documents)
    ON CONFLICT (workspace_id, term) DO UPDATE SET documents = kept.documents + excluded.documents`.execute(tables);
  const fewer = changed.filter(([, by]) => by < 0).map(([term]) => term);
  if (fewer.length > 0)
    await sql`
      DELETE FROM platform.term_statistics
       WHERE workspace_id = platform.current_workspace() AND term = ANY (${fewer}::text[]) AND documents <= 0`.execute(
      tables,
    );
}
