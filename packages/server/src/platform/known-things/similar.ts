import {
  type Candidate,
  type CorpusStatistics,
  rarestTerms,
  scoreCandidates,
  type SharedTerm,
  type Terms,
  termsOf,
  termWeight,
  inverseDocumentFrequency,
} from '@hearback/domain/text';
import { sql } from 'kysely';
import type { WorkspaceTables } from '../database/index.ts';
import { isFresh } from './norms.ts';
import { statisticsFor } from './statistics.ts';

/** What is looked for. */
export type Sought = {
  readonly title: string;
  readonly body: string;
  /** Only things of these kinds; left out: of every kind. */
  readonly kinds?: readonly string[];
  readonly excludeIds?: readonly string[];
  /** The thing whose text this is, when it is indexed: it is left out, and does not count as another one with its words. */
  readonly ownId?: string;
  readonly limit: number;
};

/** Something that shares words with what was looked for. */
export type SimilarThing = {
  readonly id: string;
  readonly kind: string;
  readonly reference: string;
  readonly state: string;
  readonly title: string;
  readonly excerpt: string;
  readonly at: Date;
  /** Cosine, 0 to 1; not a probability. */
  readonly score: number;
  /** Why: the shared terms that weigh most, greatest first, at most eight. */
  readonly sharedTerms: readonly SharedTerm[];
};

/** On the tracker duplicates a hundred find what two hundred find, and fifty too: each is a row to read and to compare. */
const mostCandidates = 100;
const mostReasons = 8;

type Row = Omit<SimilarThing, 'score' | 'sharedTerms'> & {
  readonly terms: Record<string, number>;
  readonly norm: number | null;
  readonly norm_documents: number;
};

/** Things like a text that these eyes may see, most alike first. A text without words, or in an empty index, has none. */
export async function similar(tables: WorkspaceTables, sought: Sought): Promise<SimilarThing[]> {
  const query = termsOf(sought);
  if (query.size === 0 || sought.limit < 1) return [];
  const statistics = await statisticsFor(tables, [...query.keys()], sought.ownId);
  const lookedUp = rarestTerms(query, statistics);
  if (lookedUp.length === 0) return [];
  const rows = await candidatesFor(
    tables,
    sought,
    lookedUp,
    lookedUp.map((term) => weightOf(term, query, statistics)),
  );
  const { candidates, all } = await withLengths(tables, rows, query, statistics);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return scoreCandidates(query, candidates, all)
    .slice(0, sought.limit)
    .flatMap(({ id, score, sharedTerms }) => {
      const row = byId.get(id);
      if (!row) return [];
      const { kind, reference, state, title, excerpt, at } = row;
      return [
        { id, kind, reference, state, title, excerpt, at, score, sharedTerms: sharedTerms.slice(0, mostReasons) },
      ];
    });
}

function weightOf(term: string, query: Terms, statistics: CorpusStatistics): number {
  const documents = statistics.documentFrequency.get(term) ?? 0;
  const idf = inverseDocumentFrequency(documents + (statistics.includesQuery ? 0 : 1), statistics.documents + 1);
  return termWeight(query.get(term)?.tf ?? 0) * idf * idf;
}

/**
 * The things that hold one of these terms, those first that promise most. Each is fetched by its key (OFFSET keeps the planner
 * from joining otherwise): for a hundred candidates it would rather read all that is known.
 */
async function candidatesFor(
  tables: WorkspaceTables,
  sought: Sought,
  terms: readonly string[],
  weights: readonly number[],
): Promise<Row[]> {
  const excluded = [...(sought.excludeIds ?? []), ...(sought.ownId ? [sought.ownId] : [])];
  const { rows } = await sql<Row>`
    SELECT thing.id, thing.kind, thing.reference, thing.state, thing.title, thing.excerpt, thing.at, thing.terms,
           thing.norm, thing.norm_documents
      FROM (SELECT posting.doc
              FROM unnest(${terms}::text[], ${weights}::float8[]) AS wanted (term, weight)
              JOIN platform.postings AS posting ON posting.term = wanted.term
             WHERE posting.workspace_id = platform.current_workspace()
               AND (${sought.kinds ?? null}::text[] IS NULL OR posting.kind = ANY (${sought.kinds ?? null}::text[]))
               AND NOT posting.doc = ANY (${excluded}::uuid[])
             GROUP BY posting.doc
             ORDER BY sum(wanted.weight * (1 + ln(posting.tf))) DESC, posting.doc
             LIMIT ${mostCandidates}) AS found
     CROSS JOIN LATERAL (SELECT * FROM platform.known_things AS kept
                          WHERE kept.workspace_id = platform.current_workspace() AND kept.id = found.doc
                         OFFSET 0) AS thing`.execute(tables);
  return rows;
}

/** Candidates with their kept lengths; where one is missing or stale, with the counts it takes to compute it. */
async function withLengths(
  tables: WorkspaceTables,
  rows: readonly Row[],
  query: Terms,
  statistics: CorpusStatistics,
): Promise<{ candidates: Candidate[]; all: CorpusStatistics }> {
  const missing = new Set<string>();
  const candidates = rows.map((row): Candidate => {
    if (row.norm !== null && isFresh(row.norm_documents, statistics.documents))
      return { id: row.id, terms: sharedWith(query, row.terms), norm: row.norm };
    const terms = new Map(Object.entries(row.terms));
    for (const term of terms.keys()) missing.add(term);
    return { id: row.id, terms };
  });
  if (missing.size === 0) return { candidates, all: statistics };
  const more = await statisticsFor(tables, [...missing]);
  return {
    candidates,
    all: { ...statistics, documentFrequency: new Map([...more.documentFrequency, ...statistics.documentFrequency]) },
  };
}

function sharedWith(query: Terms, terms: Readonly<Record<string, number>>): Map<string, number> {
  const shared = new Map<string, number>();
  for (const term of query.keys()) {
    const tf = Object.hasOwn(terms, term) ? terms[term] : undefined;
    if (tf !== undefined) shared.set(term, tf);
  }
  return shared;
}
