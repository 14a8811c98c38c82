import { type AssessorFunction, assessorFunctions } from '@hearback/domain/charter';
import { checkEstimates } from '@hearback/domain/prioritize';
import { Refusal } from '@hearback/domain/record';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { principlesInForce } from '../charter/index.ts';
import { type AlignmentIn, type EstimatesIn, givenEstimates } from './estimates.ts';
import { allFormulas } from './frameworks.service.ts';
import { laneFor, type LaneQuestionsIn } from './lane.ts';
import type { ProposalRow } from './proposals.store.ts';
import { rightIfAny, type Subject } from './subject.ts';

/** Estimates that hold together, and alignments to principles in force. */
export async function requireEstimates(
  tables: WorkspaceTables,
  estimates: EstimatesIn,
  alignments: readonly AlignmentIn[],
  now: Date,
): Promise<void> {
  checkEstimates(givenEstimates(estimates, alignments), await allFormulas(tables));
  const principles = await principlesInForce(tables, now);
  const index = alignments.findIndex((one) => !principles.some((principle) => principle.id === one.principle_id));
  if (index >= 0)
    throw new Refusal('unknown_reference', 'An alignment names a principle that is not in force.', {
      field: `/alignments/${index}/principle_id`,
      remedy: 'Align to the principles in force.',
    });
}

/** @throws Refusal `alignment_missing` unless it says how it stands to every principle in force */
export async function requireAlignments(tables: WorkspaceTables, row: ProposalRow, now: Date): Promise<void> {
  const given = (row.alignments as unknown as AlignmentIn[]).map((one) => one.principle_id);
  const missing = (await principlesInForce(tables, now)).filter((principle) => !given.includes(principle.id));
  if (missing.length === 0) return;
  throw new Refusal(
    'alignment_missing',
    `The proposal does not say how it stands to: ${missing.map((one) => one.direction).join('; ')}.`,
    {
      field: '/alignments',
      remedy: 'Add an alignment from −3 to 3 for each principle in force.',
      facts: { principle_ids: missing.map((one) => one.id) },
    },
  );
}

/** Who has to assess: whom its author or maintainer asks, whom the decision right names, and all four when it is significant. */
export async function functionsFor(
  tables: WorkspaceTables,
  row: ProposalRow,
  subject: Subject,
  asked: readonly AssessorFunction[],
  now: Date,
): Promise<AssessorFunction[]> {
  const right = await rightIfAny(tables, 'accept', subject);
  const { effort_person_days: effort } = row.estimates as unknown as EstimatesIn;
  const questions = row.lane_questions as unknown as LaneQuestionsIn | null;
  const { lane } = await laneFor(tables, {
    kind: 'accept',
    subject,
    questions,
    likelyPersonDays: effort?.likely ?? null,
    isFlagged: false,
    now,
  });
  return assessorFunctions.filter(
    (name) => lane === 'significant' || asked.includes(name) || right?.functions.includes(name),
  );
}
