import type { Ranking, RankingComparison, WhatWouldMove } from '@hearback/contract/prioritize';
import { prepareField, type RankingRow, tieBelow, whatWouldMove, whyAbove } from '@hearback/domain/prioritize';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { requireFormula } from './frameworks.service.ts';
import { findProposal } from './proposals.store.ts';
import { openProposals, placesAsked, type ProposalLink, rank } from './ranking-field.ts';

type Ask = { readonly framework: string; readonly draws: number; readonly seed: number };

function requireLink(links: ReadonlyMap<string, ProposalLink>, id: string): ProposalLink {
  const link = links.get(id);
  if (link) return link;
  throw new Refusal('not_in_ranking', `Proposal ${id} is not in this ranking.`, {
    remedy: 'Open proposals are ranked; ask about one of them.',
  });
}

/** A row of the ranking as the contract says it. */
function rowOf(
  row: RankingRow,
  rows: readonly RankingRow[],
  links: ReadonlyMap<string, ProposalLink>,
): z.input<typeof Ranking>['items'][number] {
  return {
    position: row.position,
    proposal: requireLink(links, row.id),
    median_rank: row.medianRank,
    commonest_rank: row.commonestRank,
    rank_low: row.rankLow,
    rank_high: row.rankHigh,
    top: row.top.map((one) => ({ ...one })),
    tie_group: row.tieGroup,
    ties_with: rows
      .filter((other) => other.tieGroup === row.tieGroup && other.id !== row.id)
      .map((other) => requireLink(links, other.id).reference),
    leader_above: row.leaderAbove,
    score: row.score,
    contributions: row.contributions.map((one) => ({ ...one })),
    missing: [...row.missing],
  };
}

function inWords(above: ProposalLink, below: ProposalLink, why: ReturnType<typeof whyAbove>): string {
  const share = `${Math.round(why.probability * 100)} %`;
  const [first] = why.parts;
  const mostly =
    !first || first.difference === 0
      ? 'They score the same on every criterion.'
      : first.difference > 0
        ? `What speaks for it most is ${first.label}.`
        : `What speaks against it most is ${first.label}.`;
  return `${above.reference} comes above ${below.reference} in ${share} of the draws. ${mostly}`;
}

export function createRanking(journal: Journal) {
  const read = (caller: Caller, framework: string) =>
    journal.read(caller.viewpoint, async ({ tables, now }) => {
      const formula = await requireFormula(tables, framework);
      return { formula, ...(await openProposals(tables, formula, now)) };
    });

  const ranking = async (caller: Caller, ask: Ask & { k: number }): Promise<z.input<typeof Ranking>> => {
    const { formula, proposals, links } = await read(caller, ask.framework);
    const rows = await rank({ formula, proposals, seed: ask.seed, draws: ask.draws, ks: placesAsked(ask.k) });
    return {
      framework: formula.id,
      formula_version: formula.version,
      seed: ask.seed,
      draws: ask.draws,
      items: rows.map((row) => rowOf(row, rows, links)),
    };
  };

  const compare = async (
    caller: Caller,
    ask: Ask & { above: string; below: string },
  ): Promise<z.input<typeof RankingComparison>> => {
    const { formula, proposals, links } = await read(caller, ask.framework);
    const above = requireLink(links, ask.above);
    const below = requireLink(links, ask.below);
    const why = whyAbove(prepareField(formula, proposals, ask.seed), ask.above, ask.below, ask.draws);
    return {
      framework: formula.id,
      formula_version: formula.version,
      above,
      below,
      probability: why.probability,
      is_tie: Math.max(why.probability, 1 - why.probability) < tieBelow,
      difference: why.difference,
      parts: why.parts.map((part) => ({ ...part })),
      words: inWords(above, below, why),
    };
  };

  const whatMoves = async (
    caller: Caller,
    id: string,
    ask: Ask & { to?: number | undefined },
  ): Promise<z.input<typeof WhatWouldMove>> => {
    const exists = await journal.read(caller.viewpoint, ({ tables }) => findProposal(tables, id));
    if (!exists) throw notFound('proposal');
    const { formula, proposals, links } = await read(caller, ask.framework);
    requireLink(links, id);
    const rows = await rank({ formula, proposals, seed: ask.seed, draws: ask.draws, ks: [1] });
    const position = rows.find((row) => row.id === id)?.position ?? 0;
    const target = rows[(ask.to ?? position - 1) - 1];
    const base = { framework: formula.id, formula_version: formula.version, position };
    if (!target || target.position >= position) return { ...base, target: null, moves: [] };
    return {
      ...base,
      target: { ...requireLink(links, target.id), position: target.position },
      moves: whatWouldMove(prepareField(formula, proposals, ask.seed), id, target.id).map((move) => ({ ...move })),
    };
  };

  return { ranking, compare, whatMoves };
}
