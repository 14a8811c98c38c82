import { documentNorm } from '@hearback/domain/text';
import { sql } from 'kysely';
import type { WorkspaceTables } from '../database/index.ts';
import { statisticsFor } from './statistics.ts';

/** Below this many documents every new one shifts the weights, so lengths are computed as they are asked for. */
const fewDocuments = 200;
/** At least so many of the oldest lengths are made again with every write, so that growth never has to be caught up at once. */
const leastRenewed = 20;

/** A kept length serves until the corpus has grown by half. */
const mostGrowth = 1.5;

/** Whether a length that was kept at so many documents still serves. */
export function isFresh(normDocuments: number, documents: number): boolean {
  return documents >= fewDocuments && normDocuments >= fewDocuments && documents <= mostGrowth * normDocuments;
}

/** Computes the lengths of the open things just written, and of as many of the stalest others twice over. */
export async function renewNorms(tables: WorkspaceTables, writtenIds: readonly string[]): Promise<void> {
  const { documents } = await statisticsFor(tables, []);
  if (documents < fewDocuments) return;
  const { rows } = await sql<{ id: string; terms: Record<string, number> }>`
    SELECT id, terms FROM platform.known_things
     WHERE workspace_id = platform.current_workspace() AND audience_id IS NULL AND id = ANY (${writtenIds}::uuid[])
    UNION ALL
    (SELECT id, terms FROM platform.known_things
      WHERE workspace_id = platform.current_workspace() AND audience_id IS NULL AND norm_documents < ${Math.ceil(documents / mostGrowth)}
        AND NOT id = ANY (${writtenIds}::uuid[])
      ORDER BY norm_documents LIMIT ${Math.max(leastRenewed, 2 * writtenIds.length)})`.execute(tables);
  const things = rows.map((row) => ({ id: row.id, terms: new Map(Object.entries(row.terms)) }));
  const statistics = await statisticsFor(tables, [...new Set(things.flatMap(({ terms }) => [...terms.keys()]))]);
  const norms = things.map(({ terms }) => documentNorm(terms, statistics));
  await sql`
    UPDATE platform.known_things AS thing SET norm = nullif(given.norm, 0), norm_documents = ${documents}
      FROM unnest(${things.map(({ id }) => id)}::uuid[], ${norms}::real[]) AS given (id, norm)
     WHERE thing.workspace_id = platform.current_workspace() AND thing.id = given.id`.execute(tables);
}
