// What the replay came to, in figures. Pure: the same answers give the same figures, interval included.
import {
  atThreshold,
  firstRelevantRank,
  meanReciprocalRank,
  type PairedGain,
  pairedBootstrap,
  recallAt,
  type ThresholdResult,
} from '@hearback/domain/text';
import type { LabelledReports } from './labelled-reports.ts';
import type { Found } from './replay.ts';

/** How high the right report stood. `mrr` counts an answer below the tenth as none. */
type Ranking = {
  readonly recall_at_1: number;
  readonly recall_at_5: number;
  readonly recall_at_10: number;
  readonly mrr: number;
};

type Gain = {
  readonly gain: number;
  /** 95 %, paired by query, whole clusters resampled. A gain is one when this excludes 0. */
  readonly low: number;
  readonly high: number;
  readonly won: number;
  readonly lost: number;
};

export type DuplicatesFigures = Ranking & {
  /** Queries: reports that duplicate an earlier one. */
  readonly n: number;
  readonly bm25: Ranking;
  readonly gain: { readonly [Measure in keyof Ranking]: Gain };
  /** Of suggestions marked as probably the same for these queries, how many were; null when none was. */
  readonly precision: number | null;
  /** Of these queries, how many were shown the right report marked so. */
  readonly coverage: number;
  /** Reports asked about that nobody linked to an earlier one: a sample, evenly spread. */
  readonly n_without_duplicate: number;
  /** How many of those were shown one marked as probably the same. */
  readonly false_suggestion_rate: number | null;
  readonly p50_ms: number;
  readonly p99_ms: number;
};

export type DuplicatesReport = DuplicatesFigures & {
  readonly reports: number;
  /** Queries that no earlier report could answer. */
  readonly left_out: number;
  readonly sources: Readonly<Record<string, DuplicatesFigures>>;
};

const seed = 20_261_122;

type Query = { readonly cluster: string; readonly rank: number | undefined; readonly baseline: number | undefined };

const measures: { readonly [Measure in keyof Ranking]: (rank: number | undefined) => number } = {
  recall_at_1: (rank) => Number(rank !== undefined && rank <= 1),
  recall_at_5: (rank) => Number(rank !== undefined && rank <= 5),
  recall_at_10: (rank) => Number(rank !== undefined && rank <= 10),
  mrr: (rank) => (rank === undefined ? 0 : 1 / rank),
};

function ranking(ranks: readonly (number | undefined)[]): Ranking {
  return {
    recall_at_1: recallAt(ranks, 1),
    recall_at_5: recallAt(ranks, 5),
    recall_at_10: recallAt(ranks, 10),
    mrr: meanReciprocalRank(ranks),
  };
}

function gainIn(measure: keyof Ranking, queries: readonly Query[]): Gain {
  const value = measures[measure];
  const { gain, interval, won, lost }: PairedGain = pairedBootstrap(
    queries.map(({ cluster, rank, baseline }) => ({ cluster, ours: value(rank), baseline: value(baseline) })),
    seed,
  );
  return { gain, low: interval.low, high: interval.high, won, lost };
}

/** The time that a share of the answers did not exceed (nearest rank). */
function quantile(elapsedMs: readonly number[], share: number): number {
  const sorted = [...elapsedMs].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** What people see: the best suggestion, where it is marked as probably the same. */
function shown(found: readonly Found[], labelled: LabelledReports): ThresholdResult {
  const suggestions = found.map((one) => {
    const duplicate = labelled.duplicates.get(one.report);
    return {
      score: Number(one.isShown),
      right: duplicate?.earlier.has(one.ranked[0] ?? '') ?? false,
      answerable: duplicate !== undefined,
    };
  });
  return atThreshold(suggestions, 1);
}

function figuresOf(found: readonly Found[], labelled: LabelledReports): DuplicatesFigures {
  const queries = found.flatMap((one): Query[] => {
    const duplicate = labelled.duplicates.get(one.report);
    if (!duplicate) return [];
    const rank = (ranked: readonly string[]) => firstRelevantRank(ranked, duplicate.earlier);
    return [{ cluster: duplicate.cluster, rank: rank(one.ranked), baseline: rank(one.baseline ?? []) }];
  });
  const all = shown(found, labelled);
  const ofQueries = shown(
    found.filter(({ report }) => labelled.duplicates.has(report)),
    labelled,
  );
  const elapsed = found.map(({ elapsedMs }) => elapsedMs);
  const others = found.length - queries.length;
  return {
    n: queries.length,
    ...ranking(queries.map(({ rank }) => rank)),
    bm25: ranking(queries.map(({ baseline }) => baseline)),
    gain: {
      recall_at_1: gainIn('recall_at_1', queries),
      recall_at_5: gainIn('recall_at_5', queries),
      recall_at_10: gainIn('recall_at_10', queries),
      mrr: gainIn('mrr', queries),
    },
    precision: ofQueries.precision ?? null,
    coverage: all.coverage,
    n_without_duplicate: others,
    false_suggestion_rate: others === 0 ? null : all.falseSuggestionRate,
    p50_ms: quantile(elapsed, 0.5),
    p99_ms: quantile(elapsed, 0.99),
  };
}

/** The figures of `hearback eval duplicates`, over everything and for each source apart. */
export function duplicatesReport(found: readonly Found[], labelled: LabelledReports): DuplicatesReport {
  return {
    ...figuresOf(found, labelled),
    reports: [...labelled.sources.values()].reduce((sum, reports) => sum + reports.length, 0),
    left_out: labelled.leftOut.length,
    sources: Object.fromEntries(
      [...labelled.sources.keys()].map((source) => [
        source,
        figuresOf(
          found.filter((one) => one.source === source),
          labelled,
        ),
      ]),
    ),
  };
}
