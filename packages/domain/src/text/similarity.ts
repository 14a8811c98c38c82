import type { Terms } from './terms.ts';

/** What the index knows of a corpus. */
export type CorpusStatistics = {
  /** Number of indexed documents. */
  readonly documents: number;
  /** Indexed documents that contain a term. A term left out counts as 0. */
  readonly documentFrequency: ReadonlyMap<string, number>;
  /** Whether the text that asks is itself one of the indexed documents (then its own use of a term is in the counts). */
  readonly includesQuery: boolean;
};

/** A document that may be similar. */
export type Candidate = {
  readonly id: string;
  /** Stored `tf` by term. All of its terms, or at least those it shares with the query when `norm` is given. */
  readonly terms: ReadonlyMap<string, number>;
  /**
   * Length of its weight vector, from `documentNorm`, when the index keeps it (then a query reads only the postings of its own
   * terms). Make it again as the corpus grows: norms never made again cost a quarter of the tracker duplicates' MRR (.61).
   * Absent: computed from `terms`, which must then be all of them, with statistics that count them all.
   */
  readonly norm?: number;
};

/** A term that query and candidate have in common: the reason shown for a suggestion. */
export type SharedTerm = {
  readonly term: string;
  /** Its part of the score; the parts of all shared terms add up to it. */
  readonly contribution: number;
  /** The query's word as it was written. */
  readonly surface: string;
};

export type ScoredCandidate = {
  readonly id: string;
  /** Cosine, 0 … 1. Not a probability. */
  readonly score: number;
  /** Greatest contribution first. */
  readonly sharedTerms: readonly SharedTerm[];
};

/** `1 + ln tf`: the tenth mention says less than the second. */
export function termWeight(tf: number): number {
  return tf <= 0 ? 0 : 1 + Math.log(tf);
}

/**
 * Smoothed inverse document frequency, `ln((1+N)/(1+df)) + 1`. 0 for a term of fewer than two documents: it can link nothing,
 * and counting it in the norm would punish a text for being detailed.
 */
export function inverseDocumentFrequency(documentFrequency: number, documents: number): number {
  return documentFrequency < 2 ? 0 : Math.log((1 + documents) / (1 + documentFrequency)) + 1;
}

/**
 * From this cosine on a suggestion is shown as probably the same. Of the tracker duplicates so shown, more than four in five
 * were right, and more than half of all duplicates were shown so; but so was one in four reports that nobody linked to an
 * earlier one. So it marks and never decides.
 */
const likelyScore = 0.43;

/** Whether something found is so alike that people are told it is probably the same. */
export function isLikelySame(score: number): boolean {
  return score >= likelyScore;
}

/** Length of a document's weight vector. `terms` are all of its stored `tf`. */
export function documentNorm(terms: ReadonlyMap<string, number>, statistics: CorpusStatistics): number {
  let sum = 0;
  for (const [term, tf] of terms) {
    const weight =
      termWeight(tf) * inverseDocumentFrequency(statistics.documentFrequency.get(term) ?? 0, statistics.documents);
    sum += weight * weight;
  }
  return Math.sqrt(sum);
}

/** idf of each query term, with the query counted as a document whether it is indexed or not. */
function queryWeights(query: Terms, statistics: CorpusStatistics): Map<string, number> {
  const extra = statistics.includesQuery ? 0 : 1;
  const idf = new Map<string, number>();
  for (const term of query.keys()) {
    const documentFrequency = (statistics.documentFrequency.get(term) ?? 0) + extra;
    idf.set(term, inverseDocumentFrequency(documentFrequency, statistics.documents + extra));
  }
  return idf;
}

function lengthOf(query: Terms, idf: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [term, use] of query) sum += (termWeight(use.tf) * (idf.get(term) ?? 0)) ** 2;
  return Math.sqrt(sum);
}

/** A candidate's length as the query sees it: shared terms carry the query's idf, so that equal texts score exactly 1. */
function lengthBesideQuery(
  candidate: Candidate,
  idf: ReadonlyMap<string, number>,
  statistics: CorpusStatistics,
): number {
  if (candidate.norm !== undefined) return candidate.norm;
  let sum = 0;
  for (const [term, tf] of candidate.terms) {
    const termIdf =
      idf.get(term) ?? inverseDocumentFrequency(statistics.documentFrequency.get(term) ?? 0, statistics.documents);
    sum += (termWeight(tf) * termIdf) ** 2;
  }
  return Math.sqrt(sum);
}

/**
 * TF-IDF cosine between a query and its candidates, best first, candidates that share nothing left out; equal scores by id.
 * Method and figures: docs of the duplicates evaluation (Salton & Buckley 1988, "ltc" weights).
 */
export function scoreCandidates(
  query: Terms,
  candidates: readonly Candidate[],
  statistics: CorpusStatistics,
): readonly ScoredCandidate[] {
  const idf = queryWeights(query, statistics);
  const queryLength = lengthOf(query, idf);
  if (queryLength === 0) return [];
  const scored: ScoredCandidate[] = [];
  for (const candidate of candidates) {
    const length = lengthBesideQuery(candidate, idf, statistics) * queryLength;
    if (length === 0) continue;
    const sharedTerms: SharedTerm[] = [];
    let total = 0;
    for (const [term, use] of query) {
      const tf = candidate.terms.get(term);
      const termIdf = tf === undefined ? 0 : (idf.get(term) ?? 0);
      if (tf === undefined || termIdf === 0) continue;
      const contribution = (termWeight(use.tf) * termWeight(tf) * termIdf * termIdf) / length;
      total += contribution;
      sharedTerms.push({ term, contribution, surface: use.surface });
    }
    if (total === 0) continue;
    sharedTerms.sort((a, b) => b.contribution - a.contribution);
    // A kept norm lags behind the corpus a little and may carry the cosine just over 1.
    scored.push({ id: candidate.id, score: Math.min(1, total), sharedTerms });
  }
  return scored.sort(bestFirst);
}

function bestFirst(a: { id: string; score: number }, b: { id: string; score: number }): number {
  return b.score - a.score || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/**
 * The terms to look candidates up by: those that weigh most in the query among those that some *other* document has, at most
 * `count`. Rare words weigh most, and words of the title more than words of the body. Eight chosen so find what all terms find;
 * eight chosen by rarity alone miss one duplicate in seven (recall at five .79 instead of .92 on the tracker duplicates).
 */
export function rarestTerms(terms: Terms, statistics: CorpusStatistics, count = 8): readonly string[] {
  const own = statistics.includesQuery ? 1 : 0;
  const idf = queryWeights(terms, statistics);
  const weighed: { term: string; weight: number }[] = [];
  for (const [term, use] of terms) {
    if ((statistics.documentFrequency.get(term) ?? 0) <= own) continue;
    weighed.push({ term, weight: termWeight(use.tf) * (idf.get(term) ?? 0) });
  }
  weighed.sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1));
  return weighed.slice(0, count).map((entry) => entry.term);
}

/** A candidate for `bm25`: its stored `tf` of the query's terms, and the sum of `tf` over all of its terms. */
export type LengthedCandidate = {
  readonly id: string;
  readonly terms: ReadonlyMap<string, number>;
  readonly length: number;
};

/**
 * Okapi BM25 (Robertson & Zaragoza 2009) with k1 = 1.2 and b = 0.75 on the same terms: the bar that our own method is measured
 * against, never what people are shown. Scores are ≥ 0 without an upper end; best first, what shares nothing left out.
 */
export function bm25(
  query: Terms,
  candidates: readonly LengthedCandidate[],
  statistics: CorpusStatistics & { readonly averageLength: number },
): readonly { readonly id: string; readonly score: number }[] {
  const k1 = 1.2;
  const b = 0.75;
  const scored: { id: string; score: number }[] = [];
  for (const candidate of candidates) {
    const norm = k1 * (1 - b + (b * candidate.length) / statistics.averageLength);
    let score = 0;
    for (const [term, use] of query) {
      const tf = candidate.terms.get(term);
      if (tf === undefined) continue;
      const df = statistics.documentFrequency.get(term) ?? 0;
      const idf = Math.log(1 + (statistics.documents - df + 0.5) / (df + 0.5));
      score += use.tf * idf * ((tf * (k1 + 1)) / (tf + norm));
    }
    if (score > 0) scored.push({ id: candidate.id, score });
  }
  return scored.sort(bestFirst);
}
