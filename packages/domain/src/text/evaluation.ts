import { randomInteger, randomKey, type Interval } from '../statistics/index.ts';

/** Rank (1 is first) of the first relevant id, or undefined when none is in `ranked`. */
export function firstRelevantRank(ranked: readonly string[], relevant: ReadonlySet<string>): number | undefined {
  const index = ranked.findIndex((id) => relevant.has(id));
  return index < 0 ? undefined : index + 1;
}

/** Share of queries whose first relevant answer is among the first `k`. `ranks` as from `firstRelevantRank`; 0 for none. */
export function recallAt(ranks: readonly (number | undefined)[], k: number): number {
  if (ranks.length === 0) return 0;
  return ranks.filter((rank) => rank !== undefined && rank <= k).length / ranks.length;
}

/** Mean of 1/rank, an unanswered query counting 0. */
export function meanReciprocalRank(ranks: readonly (number | undefined)[]): number {
  if (ranks.length === 0) return 0;
  return ranks.reduce<number>((sum, rank) => sum + (rank === undefined ? 0 : 1 / rank), 0) / ranks.length;
}

/** One query's result with our method and with the baseline, in the same measure (hit 0/1, reciprocal rank, …). */
export type Pair = {
  /** Queries of one cluster are resampled together: duplicates of one bug are not independent. */
  readonly cluster: string;
  readonly ours: number;
  readonly baseline: number;
};

export type PairedGain = {
  /** Mean of ours − baseline. */
  readonly gain: number;
  /** 95 % percentile interval. Claim a gain only when it excludes 0. */
  readonly interval: Interval;
  readonly won: number;
  readonly lost: number;
  readonly tied: number;
};

/**
 * Paired bootstrap of a gain, resampling whole clusters (Efron & Tibshirani 1993, percentile interval). The same seed gives
 * the same interval; the order of `pairs` does not matter. No pairs: a gain of 0 with the interval [0, 0].
 * @param draws resamples, 10,000 by custom
 */
export function pairedBootstrap(pairs: readonly Pair[], seed: number, draws = 10_000): PairedGain {
  const won = pairs.filter((pair) => pair.ours > pair.baseline).length;
  const lost = pairs.filter((pair) => pair.ours < pair.baseline).length;
  const tied = pairs.length - won - lost;
  const clusters = clusterTotals(pairs);
  if (clusters.length === 0) return { gain: 0, interval: { low: 0, high: 0 }, won, lost, tied };
  const gains = new Float64Array(draws);
  const key = randomKey(seed, 'paired-bootstrap');
  for (let draw = 0; draw < draws; draw += 1) gains[draw] = resampledGain(clusters, draw, key);
  gains.sort();
  const at = (share: number): number => gains[Math.min(draws - 1, Math.floor(share * draws))] ?? 0;
  const gain = pairs.reduce((sum, pair) => sum + pair.ours - pair.baseline, 0) / pairs.length;
  return { gain, interval: { low: at(0.025), high: at(0.975) }, won, lost, tied };
}

type ClusterTotal = { readonly difference: number; readonly count: number };

function clusterTotals(pairs: readonly Pair[]): readonly ClusterTotal[] {
  const totals = new Map<string, { differences: number[]; count: number }>();
  for (const pair of pairs) {
    const total = totals.get(pair.cluster) ?? { differences: [], count: 0 };
    total.differences.push(pair.ours - pair.baseline);
    total.count += 1;
    totals.set(pair.cluster, total);
  }
  return [...totals]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, total]) => ({
      // Sorted, because floating-point sums depend on their order.
      difference: total.differences.sort((a, b) => a - b).reduce((sum, value) => sum + value, 0),
      count: total.count,
    }));
}

function resampledGain(
  clusters: readonly ClusterTotal[],
  draw: number,
  key: { readonly first: number; readonly second: number },
): number {
  let difference = 0;
  let count = 0;
  for (let i = 0; i < clusters.length; i += 1) {
    const picked = clusters[randomInteger(key, draw * clusters.length + i) % clusters.length];
    difference += picked?.difference ?? 0;
    count += picked?.count ?? 0;
  }
  return difference / count;
}

/** The best suggestion for one text: its score, whether it was right, and whether the text has any right answer. */
export type Suggestion = { readonly score: number; readonly right: boolean; readonly answerable: boolean };

export type ThresholdResult = {
  /** Share of shown suggestions that were right; undefined when none was shown. */
  readonly precision: number | undefined;
  /** Share of answerable texts that were shown a suggestion that was right. */
  readonly coverage: number;
  /** Share of texts without an answer that were shown one all the same. */
  readonly falseSuggestionRate: number;
  readonly shown: number;
};

/** What people see when suggestions scoring at least `threshold` are shown. */
export function atThreshold(suggestions: readonly Suggestion[], threshold: number): ThresholdResult {
  let shown = 0;
  let right = 0;
  let answerable = 0;
  let falseShown = 0;
  for (const suggestion of suggestions) {
    const isShown = suggestion.score >= threshold;
    if (suggestion.answerable) answerable += 1;
    if (!isShown) continue;
    shown += 1;
    if (suggestion.right) right += 1;
    if (!suggestion.answerable) falseShown += 1;
  }
  const unanswerable = suggestions.length - answerable;
  return {
    precision: shown === 0 ? undefined : right / shown,
    coverage: answerable === 0 ? 0 : right / answerable,
    falseSuggestionRate: unanswerable === 0 ? 0 : falseShown / unanswerable,
    shown,
  };
}
