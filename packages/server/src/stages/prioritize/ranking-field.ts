import {
  addRankCounts,
  countRanks,
  estimatesFor,
  type Formula,
  prepareField,
  type RankCounts,
  type RankedProposal,
  rankingFrom,
  type RankingRow,
} from '@hearback/domain/prioritize';
import { reference } from '@hearback/domain/record';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { revealedAt } from './assessments.service.ts';
import { type AlignmentIn, type EstimatesIn, givenEstimates } from './estimates.ts';
import { listAssessmentRows, listOpenProposals, type ProposalRow } from './proposals.store.ts';

/** A proposal as people name it. */
export type ProposalLink = { readonly id: string; readonly reference: string; readonly title: string };

export function linkOf(row: ProposalRow): ProposalLink {
  return { id: row.id, reference: reference('proposal', row.number), title: row.title };
}

/**
 * The open proposals with every view of them that may be seen: the author's, and the assessments that are revealed. A view
 * without a number of this formula is no view.
 */
export async function openProposals(
  tables: WorkspaceTables,
  formula: Formula,
  now: Date,
  audience?: { id: string | null },
): Promise<{ proposals: RankedProposal[]; links: Map<string, ProposalLink> }> {
  const rows = await listOpenProposals(tables, audience);
  const revealed = rows.filter((row) => revealedAt(row, now) !== null).map((row) => row.id);
  const assessments = await listAssessmentRows(tables, revealed);
  const proposals = rows.map((row) => {
    const author = givenEstimates(row.estimates as unknown as EstimatesIn, row.alignments as unknown as AlignmentIn[]);
    const views = [
      { assessor: 'author', estimates: estimatesFor(formula, author) },
      ...assessments
        .filter((one) => one.proposal_id === row.id)
        .map((one) => ({
          assessor: `${one.function}:${one.assessor_id}`,
          estimates: estimatesFor(formula, givenEstimates(one.estimates as unknown as EstimatesIn)),
        })),
    ];
    return { id: row.id, assessments: views.filter((view) => Object.keys(view.estimates).length > 0) };
  });
  return { proposals, links: new Map(rows.map((row) => [row.id, linkOf(row)])) };
}

/** Scores drawn before others get their turn. */
const scoresAtOnce = 100_000;

/** `rankProposals`, in pieces, so that a large ranking holds no other request up. The pieces change no number. */
export async function rank(ask: {
  formula: Formula;
  proposals: readonly RankedProposal[];
  seed: number;
  draws: number;
  ks: readonly number[];
}): Promise<readonly RankingRow[]> {
  const field = prepareField(ask.formula, ask.proposals, ask.seed);
  const step = Math.max(64, Math.floor(scoresAtOnce / Math.max(1, ask.proposals.length)));
  let counted: RankCounts = countRanks(field, 0, Math.min(step, ask.draws));
  for (let from = step; from < ask.draws; from += step) {
    await new Promise((resolve) => setImmediate(resolve));
    counted = addRankCounts(counted, countRanks(field, from, Math.min(from + step, ask.draws)));
  }
  return rankingFrom(field, counted, ask.ks);
}

/** Places that P(rank ≤ k) is told for: by custom first and third, and the one that was asked for. */
export function placesAsked(k: number): number[] {
  return [...new Set([1, 3, k])].sort((a, b) => a - b);
}
