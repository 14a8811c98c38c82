import {
  type Formula,
  type Lane,
  type LaneReason,
  type RankedProposal,
  type RankingRow,
} from '@hearback/domain/prioritize';
import { reference } from '@hearback/domain/record';
import { hashText } from '@hearback/domain/statistics';
import type { Writing } from '../../platform/journal/index.ts';
import { principlesInForce } from '../charter/index.ts';
import { concernsAbout } from './concerns.store.ts';
import { notNeeded } from './decision-facts.ts';
import type { CriterionIn, DecisionRow } from './decisions.store.ts';
import type { AlignmentIn, EstimatesIn } from './estimates.ts';
import { requireFormula } from './frameworks.service.ts';
import { type LaneChange, laneChangesOf, laneReasonsOf } from './lane-changes.ts';
import { listAssessmentRows, type ProposalRow } from './proposals.store.ts';
import { linkOf, openProposals, placesAsked, type ProposalLink, rank } from './ranking-field.ts';
import { reachOf } from './reach.ts';
import type { Subject } from './subject.ts';

/** Which ranking a decision keeps. */
export type RankingAsk = { readonly framework: string; readonly k: number };

/** A ranking with everything that computes it again. */
export type StoredRanking = {
  readonly formula: Formula;
  readonly seed: number;
  readonly draws: number;
  readonly ks: readonly number[];
  readonly inputs: readonly RankedProposal[];
  readonly links: readonly ProposalLink[];
  readonly rows: readonly RankingRow[];
};

export type StoredOption = {
  readonly title: string;
  readonly good: readonly string[];
  readonly bad: readonly string[];
  readonly preferred: boolean;
};

/**
 * What is kept for ever when a decision is made. People are ids and quotes are signals' ids: their names and words are read
 * when the page is, so that an erasure reaches them.
 */
export type RationaleContent = {
  readonly content_version: 1;
  readonly reference: string;
  readonly kind: string;
  readonly lane: string;
  readonly lane_reasons: readonly LaneReason[];
  readonly lane_changes: readonly LaneChange[];
  readonly not_needed: readonly LaneReason[];
  readonly title: string;
  readonly rationale: string;
  readonly answer: string | null;
  readonly what_would_change: string | null;
  readonly problems: readonly {
    readonly id: string;
    readonly reference: string;
    readonly title: string;
    readonly people: number;
    readonly teams: number;
  }[];
  readonly signal_ids: readonly string[];
  readonly proposal:
    | (ProposalLink & {
        readonly author_id: string;
        readonly summary: string;
        readonly options: readonly StoredOption[];
        readonly estimates: EstimatesIn;
      })
    | null;
  readonly alignments: readonly { readonly direction: string; readonly points: number; readonly note: string | null }[];
  readonly assessments: readonly {
    readonly function: string;
    readonly assessor_id: string;
    readonly verdict: string;
    readonly note: string;
    readonly estimates: EstimatesIn;
    readonly is_flagged: boolean;
  }[];
  readonly concerns: readonly {
    readonly raiser_id: string;
    readonly text: string;
    readonly state: string;
    readonly answer: string | null;
    readonly answered_by: string | null;
    readonly settled_by: string | null;
    readonly settled_reason: string | null;
  }[];
  readonly criteria: readonly CriterionIn[];
  readonly rollback_plan: unknown;
  readonly comment_period: { readonly opened_at: string; readonly days: number; readonly closed_at: string } | null;
  readonly drafted_by: string;
  readonly made_by: string;
  readonly decision_right_id: string | null;
  readonly made_at: string;
  readonly supersedes_id: string | null;
  readonly ranking: StoredRanking | null;
};

/** Proposals up to which a decision is drawn ten thousand times; beyond, two thousand, which is stored with it. */
const fullDrawsUpTo = 200;

async function rankingFor(writing: Writing, row: DecisionRow, ask: RankingAsk): Promise<StoredRanking> {
  const { tables, now } = writing;
  const formula = await requireFormula(tables, ask.framework);
  // Only what everybody who may read this rationale may see of the others.
  const { proposals: inputs, links } = await openProposals(tables, formula, now, { id: row.audience_id });
  const seed = hashText(row.id) | 0;
  const draws = inputs.length <= fullDrawsUpTo ? 10_000 : 2_000;
  const ks = placesAsked(ask.k);
  const rows = await rank({ formula, proposals: inputs, seed, draws, ks });
  return { formula, seed, draws, ks, inputs, links: [...links.values()], rows };
}

async function alignmentsOf(
  writing: Writing,
  proposal: ProposalRow | undefined,
): Promise<RationaleContent['alignments']> {
  if (!proposal) return [];
  const principles = await principlesInForce(writing.tables, writing.now);
  return (proposal.alignments as unknown as AlignmentIn[]).flatMap((one) => {
    const principle = principles.find((candidate) => candidate.id === one.principle_id);
    return principle ? [{ direction: principle.direction, points: one.points, note: one.note ?? null }] : [];
  });
}

/** Gathers the rationale of a decision that is being made; its proposal is still open, so the ranking holds it. */
export async function writeRationale(
  writing: Writing,
  row: DecisionRow,
  subject: Subject,
  proposal: ProposalRow | undefined,
  ask: RankingAsk,
): Promise<RationaleContent> {
  const { tables, now } = writing;
  const problems = [];
  const signalIds = new Set<string>();
  for (const { id, reference: name, title } of subject.problems) {
    const { evidence } = await reachOf(tables, [id], row.audience_id);
    for (const signalId of evidence.signal_ids) signalIds.add(signalId);
    problems.push({ id, reference: name, title, people: evidence.people, teams: evidence.teams });
  }
  const assessments = proposal ? await listAssessmentRows(tables, [proposal.id]) : [];
  const concerns = await concernsAbout(tables, row);
  return {
    content_version: 1,
    reference: reference('decision', row.number),
    kind: row.kind,
    lane: row.lane,
    lane_reasons: laneReasonsOf(row),
    lane_changes: laneChangesOf(row),
    not_needed: notNeeded(row.lane as Lane, row.kind),
    title: row.title,
    rationale: row.rationale,
    answer: row.answer,
    what_would_change: row.what_would_change,
    problems,
    signal_ids: [...signalIds],
    proposal: proposal
      ? {
          ...linkOf(proposal),
          author_id: proposal.author_id,
          summary: proposal.summary,
          options: proposal.options as unknown as StoredOption[],
          estimates: proposal.estimates as unknown as EstimatesIn,
        }
      : null,
    alignments: await alignmentsOf(writing, proposal),
    assessments: assessments.map((one) => ({
      function: one.function,
      assessor_id: one.assessor_id,
      verdict: one.verdict,
      note: one.note,
      estimates: one.estimates as unknown as EstimatesIn,
      is_flagged: one.is_flagged,
    })),
    concerns: concerns.map(({ raiser_id, text, state, answer, answered_by, settled_by, settled_reason }) => ({
      raiser_id,
      text,
      state,
      answer,
      answered_by,
      settled_by,
      settled_reason,
    })),
    criteria: row.criteria as unknown as CriterionIn[],
    rollback_plan: row.rollback_plan,
    comment_period:
      row.comment_opened_at && row.comment_closes_at
        ? {
            opened_at: row.comment_opened_at.toISOString(),
            days: row.comment_days ?? 0,
            closed_at: row.comment_closes_at.toISOString(),
          }
        : null,
    drafted_by: row.drafted_by,
    made_by: row.made_by ?? row.approver_id,
    decision_right_id: row.decision_right_id,
    made_at: now.toISOString(),
    supersedes_id: row.supersedes_id,
    ranking: proposal?.state === 'open' ? await rankingFor(writing, row, ask) : null,
  };
}
