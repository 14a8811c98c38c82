import { randomInteger, randomKey } from '../statistics/index.ts';
import type { Formula } from './formula.ts';
import { makeDrawer } from './ranking-draws.ts';
import { prepareField, type Field } from './ranking-field.ts';
import { missingInputs, scoreProposal, type Contribution, type RankedProposal } from './score.ts';

/** How often each proposal had each rank: `counts[proposal · n + rank]`, proposals in the field's order, rank 0 is first. */
export type RankCounts = { readonly draws: number; readonly counts: Uint32Array };

/** Draws taken at once: enough to amortize the walk, small enough to stay in cache. */
const block = 64;

/**
 * Draws `fromDraw` (included) to `toDraw` (excluded). Split the draws over threads and add the results with `addRankCounts`:
 * they are those of one thread.
 */
export function countRanks(field: Field, fromDraw: number, toDraw: number): RankCounts {
  const n = field.proposals.length;
  const counts = new Uint32Array(n * n);
  if (n === 0) return { draws: toDraw - fromDraw, counts };
  const draw = makeDrawer(field, block);
  const drawn = new Float64Array(block);
  const scores = new Float32Array(n * block);
  const rotation = randomKey(field.seed, ':ties');
  const sortKeys = new Float64Array(n);
  for (let from = fromDraw; from < toDraw; from += block) {
    const count = Math.min(block, toDraw - from);
    for (let proposal = 0; proposal < n; proposal += 1) {
      draw(proposal, from, count, drawn);
      for (let i = 0; i < count; i += 1) scores[i * n + proposal] = drawn[i] ?? 0;
    }
    for (let i = 0; i < count; i += 1) {
      const turn = randomInteger(rotation, from + i) % n;
      countOneDraw(field, scores.subarray(i * n, (i + 1) * n), turn, sortKeys, counts);
    }
  }
  return { draws: toDraw - fromDraw, counts };
}

/** Places of proposals fit below this. */
const placeRoom = 1_048_576;

function turned(place: number, turn: number, n: number): number {
  const sum = place + turn;
  return sum >= n ? sum - n : sum;
}

function countOneDraw(
  field: Field,
  scores: Float32Array,
  turn: number,
  sortKeys: Float64Array,
  counts: Uint32Array,
): void {
  const n = scores.length;
  const bits = new Uint32Array(scores.buffer, scores.byteOffset, n);
  for (let proposal = 0; proposal < n; proposal += 1) {
    const raw = bits[proposal] ?? 0;
    const rising = raw >>> 31 === 0 ? (raw | 0x80000000) >>> 0 : ~raw >>> 0;
    // Score and place in one exact integer below 2⁵³: one native sort of numbers, no comparator.
    sortKeys[proposal] = rising * placeRoom + turned(field.tieOrder[proposal] ?? 0, turn, n);
  }
  sortKeys.sort();
  for (let place = 0; place < n; place += 1) {
    const key = sortKeys[place] ?? 0;
    // The remainder operator is slow on numbers beyond 32 bits.
    const tie = key - Math.floor(key / placeRoom) * placeRoom;
    const cell = (field.byTieOrder[turned(tie, n - turn, n)] ?? 0) * n + (n - 1 - place);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
}

/** Adds what two threads counted. */
export function addRankCounts(a: RankCounts, b: RankCounts): RankCounts {
  return { draws: a.draws + b.draws, counts: a.counts.map((count, cell) => count + (b.counts[cell] ?? 0)) };
}

/**
 * Compares one proposal with others, draw by draw. Both are places in the field's order.
 * @returns how often the first scores above the second, 0 … 1; equal scores count half
 */
export function makeComparison(field: Field, draws: number): (first: number, second: number) => number {
  const draw = makeDrawer(field, draws);
  const kept = { proposal: -1, scores: new Float64Array(draws) };
  const others = new Float64Array(draws);
  return (first, second) => {
    if (kept.proposal !== first) draw(first, 0, draws, kept.scores);
    kept.proposal = first;
    draw(second, 0, draws, others);
    let above = 0;
    for (let i = 0; i < draws; i += 1) {
      const difference = (kept.scores[i] ?? 0) - (others[i] ?? 0);
      if (difference > 0) above += 1;
      else if (difference === 0) above += 0.5;
    }
    return draws === 0 ? 0.5 : above / draws;
  };
}

export type RankingRow = {
  readonly id: string;
  /** Place in the list, from 1. Within a tie it means nothing. */
  readonly position: number;
  readonly medianRank: number;
  /** The rank it had most often, and the middle 90 % of its ranks. */
  readonly commonestRank: number;
  readonly rankLow: number;
  readonly rankHigh: number;
  /** P(rank ≤ k), for each k asked. */
  readonly top: readonly { readonly k: number; readonly probability: number }[];
  /** Number of its tie group, from 1; a group of one is no tie. */
  readonly tieGroup: number;
  /** P(the group's leader is above it); 0.5 for the leader itself. */
  readonly leaderAbove: number;
  readonly score: number;
  readonly contributions: readonly Contribution[];
  readonly missing: readonly string[];
};

/** Two proposals tie when the leader is above in fewer draws than this. */
export const tieBelow = 0.8;

/**
 * The ranking from counted draws: by median rank, then by mean rank. Groups are made from the top: whoever the group's leader
 * does not clearly beat ties with it; the first that it does beat leads the next group.
 * @param ks places asked for; by custom 1, 3 and the next train's capacity
 */
export function rankingFrom(field: Field, counted: RankCounts, ks: readonly number[]): readonly RankingRow[] {
  const wanted = [...new Set(ks)].sort((a, b) => a - b);
  const summaries = field.proposals.map((_, index) => summarize(field, counted, index));
  const order = [...summaries].sort(
    (a, b) => a.medianRank - b.medianRank || a.meanRank - b.meanRank || a.index - b.index,
  );
  const shareAbove = makeComparison(field, counted.draws);
  let leader = order[0];
  let tieGroup = 1;
  return order.map((summary, place) => {
    const proposal = field.proposals[summary.index] ?? { id: '', assessments: [] };
    let leaderAbove = 0.5;
    if (leader !== undefined && leader !== summary)
      // Middles that do not touch leave the leader above in nine of ten draws or more: no need to draw them again.
      leaderAbove = summary.rankLow > leader.rankHigh ? 1 : shareAbove(leader.index, summary.index);
    if (leaderAbove >= tieBelow) {
      leader = summary;
      leaderAbove = 0.5;
      tieGroup += 1;
    }
    return {
      id: proposal.id,
      position: place + 1,
      medianRank: summary.medianRank,
      commonestRank: summary.commonestRank,
      rankLow: summary.rankLow,
      rankHigh: summary.rankHigh,
      top: wanted.map((k) => ({ k, probability: summary.within(k) })),
      tieGroup,
      leaderAbove,
      ...scoreProposal(field.formula, proposal),
      missing: missingInputs(field.formula, proposal),
    };
  });
}

type Summary = Pick<RankingRow, 'medianRank' | 'commonestRank' | 'rankLow' | 'rankHigh'> & {
  readonly index: number;
  readonly meanRank: number;
  readonly within: (k: number) => number;
};

function summarize(field: Field, { counts, draws }: RankCounts, index: number): Summary {
  const n = field.proposals.length;
  const own = counts.subarray(index * n, (index + 1) * n);
  const reaches = (share: number): number => {
    let seen = 0;
    for (let rank = 0; rank < n; rank += 1) {
      seen += own[rank] ?? 0;
      if (seen >= share * draws) return rank + 1;
    }
    return n;
  };
  let commonest = 0;
  let sum = 0;
  own.forEach((count, rank) => {
    sum += count * (rank + 1);
    if (count > (own[commonest] ?? 0)) commonest = rank;
  });
  return {
    index,
    meanRank: sum / Math.max(1, draws),
    medianRank: reaches(0.5),
    commonestRank: commonest + 1,
    rankLow: reaches(0.05),
    rankHigh: reaches(0.95),
    within: (k) => own.subarray(0, Math.max(0, k)).reduce((all, count) => all + count, 0) / Math.max(1, draws),
  };
}

/** A whole ranking on this thread. */
export function rankProposals(ask: {
  readonly formula: Formula;
  readonly proposals: readonly RankedProposal[];
  readonly seed: number;
  /** 10,000 for a decision, 2,000 for a preview. */
  readonly draws: number;
  /** Places asked for in P(rank ≤ k). */
  readonly ks: readonly number[];
}): readonly RankingRow[] {
  const field = prepareField(ask.formula, ask.proposals, ask.seed);
  return rankingFrom(field, countRanks(field, 0, ask.draws), ask.ks);
}
