import type { Assessment, AssessmentList, ChangeAssessment, GiveAssessment } from '@hearback/contract/prioritize';
import type { AssessorFunction } from '@hearback/domain/charter';
import { checkEstimates, divergenceOf } from '@hearback/domain/prioritize';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import { type Caller, forbidden } from '../../platform/auth/index.ts';
import { assertVersion } from '../../platform/http/index.ts';
import type { Journal, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { type EstimatesIn, givenEstimates } from './estimates.ts';
import { allFormulas } from './frameworks.service.ts';
import { raiseForFlag } from './lane-changes.ts';
import {
  type AssessmentRow,
  findAssessment,
  findProposal,
  insertAssessment,
  listAssessmentRows,
  lockAssessment,
  lockProposal,
  type ProposalRow,
  updateAssessment,
  updateProposal,
} from './proposals.store.ts';

type AssessmentOut = z.input<typeof Assessment>;

/** Since when everybody sees the assessments: when all asked functions were in, or the time was up. */
export function revealedAt(row: ProposalRow, now: Date): Date | null {
  if (row.revealed_at) return row.revealed_at;
  return row.assessments_due_at && now >= row.assessments_due_at ? row.assessments_due_at : null;
}

/**
 * Reveals a proposal's assessments when it is time, and lets the flags in them raise the lane: never before, or the lane
 * would tell what nobody may see yet.
 */
export async function settleReveal(writing: Writing, row: ProposalRow): Promise<ProposalRow> {
  const { tables, now, record } = writing;
  const given = await listAssessmentRows(tables, [row.id]);
  const isLate = row.revealed_at !== null;
  let revealed = row;
  if (!isLate) {
    const all = given.length > 0 && row.required_functions.every((name) => given.some((one) => one.function === name));
    const at = all ? now : revealedAt(row, now);
    if (!at) return row;
    revealed = await updateProposal(tables, row.id, { revealed_at: at });
    record({
      type: 'prioritize.assessments_revealed',
      subject: { kind: 'proposal', id: row.id },
      refs: given.map((one) => ({ kind: 'assessment', id: one.id, tie: 'reveals' })),
      data: { functions: [...new Set(given.map((one) => one.function))], all_in: all },
      audienceId: row.audience_id,
    });
  }
  if (given.some((one) => one.is_flagged)) await raiseForFlag(writing, row.id);
  return revealed;
}

function assessmentOf(row: AssessmentRow): AssessmentOut {
  return {
    id: row.id,
    proposal_id: row.proposal_id,
    function: row.function as AssessorFunction,
    assessor_id: row.assessor_id,
    verdict: row.verdict as AssessmentOut['verdict'],
    note: row.note,
    estimates: row.estimates as unknown as EstimatesIn,
    is_flagged: row.is_flagged,
    given_at: row.given_at.toISOString(),
    version: row.version,
  };
}

function divergence(rows: readonly AssessmentRow[]): z.input<typeof AssessmentList>['divergence'] {
  const given = rows.map((row) => givenEstimates(row.estimates as unknown as EstimatesIn).shared);
  return divergenceOf(given).map((one) => ({
    input: one.input,
    lowest_likely: one.lowestLikely,
    highest_likely: one.highestLikely,
    is_apart: one.isApart,
  }));
}

export function createAssessments(journal: Journal) {
  const list = (caller: Caller, proposalId: string): Promise<z.input<typeof AssessmentList>> =>
    journal.read(caller.viewpoint, async ({ tables, now }) => {
      const proposal = await findProposal(tables, proposalId);
      if (!proposal) throw notFound('proposal');
      const rows = await listAssessmentRows(tables, [proposalId]);
      const revealed = revealedAt(proposal, now);
      const seen = revealed ? rows : rows.filter((row) => row.assessor_id === caller.personId);
      return {
        required_functions: proposal.required_functions as AssessorFunction[],
        in_functions: [...new Set(rows.map((row) => row.function as AssessorFunction))],
        due_at: proposal.assessments_due_at?.toISOString() ?? null,
        revealed_at: revealed?.toISOString() ?? null,
        items: seen.map(assessmentOf),
        divergence: revealed ? divergence(rows) : null,
      };
    });

  const give = (caller: Caller, proposalId: string, input: z.output<typeof GiveAssessment>): Promise<AssessmentOut> =>
    journal.write(caller, async (writing) => {
      const { tables, now, newId, record } = writing;
      const proposal = await lockProposal(tables, proposalId);
      if (!proposal) throw notFound('proposal');
      caller.require('prioritize.assess', { function: input.function });
      if (proposal.state !== 'open')
        throw new Refusal('illegal_transition', `A proposal that is “${proposal.state}” is not assessed.`, {
          remedy: 'Open proposals are assessed.',
          facts: { state: proposal.state },
        });
      // The time may have been up before this one came: then what was in is revealed first.
      const settled = revealedAt(proposal, now) ? await settleReveal(writing, proposal) : proposal;
      checkEstimates(givenEstimates(input.estimates), await allFormulas(tables));
      const row = await insertAssessment(tables, {
        id: newId(),
        proposal_id: proposalId,
        function: input.function,
        assessor_id: caller.personId,
        verdict: input.verdict,
        note: input.note,
        estimates: JSON.stringify(input.estimates),
        is_flagged: input.is_flagged,
        given_at: now,
        audience_id: proposal.audience_id,
      });
      // The entry says that a function has answered, not what: it would be read before the reveal.
      record({
        type: 'prioritize.assessment_given',
        subject: { kind: 'assessment', id: row.id },
        refs: [{ kind: 'proposal', id: proposalId, tie: 'assesses' }],
        data: { function: row.function },
        audienceId: row.audience_id,
      });
      await settleReveal(writing, settled);
      return assessmentOf(row);
    });

  const change = (
    caller: Caller,
    id: string,
    version: number,
    input: z.output<typeof ChangeAssessment>,
  ): Promise<AssessmentOut> =>
    journal.write(caller, async ({ tables, now, record }) => {
      const row = await lockAssessment(tables, id);
      const proposal = row && (await findProposal(tables, row.proposal_id));
      const isSeen = proposal !== undefined && revealedAt(proposal, now) !== null;
      if (!row || (row.assessor_id !== caller.personId && !isSeen)) throw notFound('assessment');
      if (row.assessor_id !== caller.personId) throw forbidden('prioritize.assess');
      caller.require('prioritize.assess', { function: row.function as AssessorFunction });
      assertVersion(row.version, version);
      if (isSeen)
        throw new Refusal('assessment_revealed', 'The assessments are revealed; from here on they stay as they are.', {
          remedy: 'Raise a concern, or comment on the proposal.',
        });
      if (input.estimates) checkEstimates(givenEstimates(input.estimates), await allFormulas(tables));
      const changed = await updateAssessment(tables, id, {
        ...(input.verdict ? { verdict: input.verdict } : {}),
        ...(input.note ? { note: input.note } : {}),
        ...(input.estimates ? { estimates: JSON.stringify(input.estimates) } : {}),
        ...(input.is_flagged ? { is_flagged: true } : {}),
      });
      record({
        type: 'prioritize.assessment_changed',
        subject: { kind: 'assessment', id },
        refs: [{ kind: 'proposal', id: row.proposal_id, tie: 'assesses' }],
        data: { function: row.function },
        audienceId: row.audience_id,
      });
      return assessmentOf(changed);
    });

  const get = (caller: Caller, id: string): Promise<AssessmentOut> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const row = await findAssessment(tables, id);
      if (!row || row.assessor_id !== caller.personId) throw notFound('assessment');
      return assessmentOf(row);
    });

  return { list, give, change, get };
}
