import type {
  ChangeProposal,
  DraftProposal,
  OpenProposal,
  Proposal,
  ProposalItem,
} from '@hearback/contract/prioritize';
import { addWorkingDays, type AssessorFunction } from '@hearback/domain/charter';
import { type ProposalState, proposalTransitions } from '@hearback/domain/prioritize';
import { reference, Refusal, transition } from '@hearback/domain/record';
import type { z } from 'zod';
import { type Caller, forbidden } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { assertVersion, decodeCursor, pageFrom } from '../../platform/http/index.ts';
import type { Journal, ReferenceNumbers, Tie, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { revealedAt } from './assessments.service.ts';
import type { AlignmentIn, EstimatesIn } from './estimates.ts';
import type { LaneQuestionsIn } from './lane.ts';
import { bringProblem } from './problem-moves.ts';
import { functionsFor, requireAlignments, requireEstimates } from './proposal-checks.ts';
import {
  findProposal,
  insertProposal,
  listProposalRows,
  lockProposal,
  problemIdsOf,
  type ProposalRow,
  stillProposed,
  updateProposal,
} from './proposals.store.ts';
import { type ReachEvidence, reachOf } from './reach.ts';
import { decidingTeam, scopeFor, type Subject, subjectOf } from './subject.ts';

type ProposalOut = z.input<typeof Proposal>;

const about = (problemIds: readonly string[]): Tie[] =>
  problemIds.map((id) => ({ kind: 'problem', id, tie: 'proposes_for' }));

async function proposalOf(tables: WorkspaceTables, row: ProposalRow, now: Date): Promise<ProposalOut> {
  const { problems } = await subjectOf(tables, await problemIdsOf(tables, row.id));
  const evidence = row.reach_evidence as unknown as ReachEvidence;
  return {
    ...itemOf(row),
    summary: row.summary,
    problems: problems.map(({ id, reference: name, title, state }) => ({ id, reference: name, title, state })),
    options: row.options as unknown as ProposalOut['options'],
    estimates: row.estimates as unknown as EstimatesIn,
    alignments: row.alignments as unknown as AlignmentIn[],
    reach_evidence: { ...evidence, signal_ids: [...evidence.signal_ids] },
    lane_questions: row.lane_questions as unknown as LaneQuestionsIn | null,
    withdraw_reason: row.withdraw_reason,
    required_functions: row.required_functions as AssessorFunction[],
    assessments_due_at: row.assessments_due_at?.toISOString() ?? null,
    revealed_at: revealedAt(row, now)?.toISOString() ?? null,
  };
}

function itemOf(row: ProposalRow): z.input<typeof ProposalItem> {
  return {
    id: row.id,
    reference: reference('proposal', row.number),
    state: row.state,
    title: row.title,
    author_id: row.author_id,
    created_at: row.created_at.toISOString(),
    opened_at: row.opened_at?.toISOString() ?? null,
    version: row.version,
  };
}

async function requireProposal(tables: WorkspaceTables, id: string, version: number): Promise<ProposalRow> {
  const row = await lockProposal(tables, id);
  if (!row) throw notFound('proposal');
  assertVersion(row.version, version);
  return row;
}

/** Its author, or whoever may open it. */
function requireAuthorOrMaker(caller: Caller, row: ProposalRow, subject: Subject): void {
  caller.require('prioritize.draft');
  if (row.author_id !== caller.personId && !caller.may('prioritize.open', scopeFor(caller, subject)))
    throw forbidden('prioritize.open');
}

/** Moves a proposal, in whatever write is open. */
export async function moveProposal(
  writing: Writing,
  row: ProposalRow,
  to: ProposalState,
  options: { refs: readonly Tie[]; change?: Parameters<typeof updateProposal>[2] },
): Promise<ProposalRow> {
  const from = row.state as ProposalState;
  transition('proposal', proposalTransitions, from, to);
  const moved = await updateProposal(writing.tables, row.id, { ...options.change, state: to });
  writing.record({
    type: 'prioritize.proposal_moved',
    subject: { kind: 'proposal', id: row.id },
    refs: options.refs,
    data: { from, to },
    audienceId: row.audience_id,
  });
  return moved;
}

export function createProposals(options: { journal: Journal; numbers: ReferenceNumbers }) {
  const { journal, numbers } = options;

  const list = (
    caller: Caller,
    ask: { state?: string | undefined; problem_id?: string | undefined; cursor?: string | undefined; limit: number },
  ) =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const [before] = decodeCursor(ask.cursor, ['id']) ?? [];
      const rows = await listProposalRows(tables, {
        state: ask.state,
        problemId: ask.problem_id,
        before,
        limit: ask.limit,
      });
      return pageFrom(rows, ask.limit, (row) => [row.id], itemOf);
    });

  const get = (caller: Caller, id: string): Promise<ProposalOut> =>
    journal.read(caller.viewpoint, async ({ tables, now }) => {
      const row = await findProposal(tables, id);
      if (!row) throw notFound('proposal');
      return proposalOf(tables, row, now);
    });

  const draft = async (caller: Caller, input: z.output<typeof DraftProposal>): Promise<ProposalOut> => {
    const number = await numbers.next(caller.workspaceId, 'proposal');
    return journal.write(caller, async ({ tables, now, newId, record }) => {
      caller.require('prioritize.draft');
      const subject = await subjectOf(tables, input.problem_ids);
      const problemIds = subject.problems.map((problem) => problem.id);
      const { evidence, reach } = await reachOf(tables, problemIds, subject.audienceId);
      const estimates: EstimatesIn = reach ? { reach_people: reach, ...input.estimates } : input.estimates;
      await requireEstimates(tables, estimates, input.alignments, now);
      const row = await insertProposal(
        tables,
        {
          id: newId(),
          number,
          state: 'draft',
          title: input.title,
          summary: input.summary,
          options: JSON.stringify(input.options),
          estimates: JSON.stringify(estimates),
          alignments: JSON.stringify(input.alignments),
          reach_evidence: JSON.stringify(evidence),
          lane_questions: input.lane_questions ? JSON.stringify(input.lane_questions) : null,
          author_id: caller.personId,
          audience_id: subject.audienceId,
          created_at: now,
        },
        problemIds,
      );
      record({
        type: 'prioritize.proposal_drafted',
        subject: { kind: 'proposal', id: row.id },
        refs: [...about(problemIds), ...evidence.signal_ids.map((id) => ({ kind: 'signal', id, tie: 'reach_from' }))],
        data: { reference: reference('proposal', number), people: evidence.people, respondents: evidence.respondents },
        audienceId: row.audience_id,
      });
      return proposalOf(tables, row, now);
    });
  };

  const change = (
    caller: Caller,
    id: string,
    version: number,
    input: z.output<typeof ChangeProposal>,
  ): Promise<ProposalOut> =>
    journal.write(caller, async ({ tables, now, record }) => {
      const row = await requireProposal(tables, id, version);
      requireAuthorOrMaker(caller, row, await subjectOf(tables, await problemIdsOf(tables, id)));
      if (row.state !== 'draft' && row.state !== 'open')
        throw new Refusal('illegal_transition', `A proposal that is “${row.state}” is not changed any more.`, {
          remedy: 'Draft a new proposal that links to this one.',
          facts: { state: row.state },
        });
      const estimates = input.estimates ?? (row.estimates as unknown as EstimatesIn);
      await requireEstimates(tables, estimates, input.alignments ?? (row.alignments as unknown as AlignmentIn[]), now);
      const changed = await updateProposal(tables, id, {
        ...(input.title === undefined ? {} : { title: input.title }),
        ...(input.summary === undefined ? {} : { summary: input.summary }),
        ...(input.options ? { options: JSON.stringify(input.options) } : {}),
        ...(input.estimates ? { estimates: JSON.stringify(input.estimates) } : {}),
        ...(input.alignments ? { alignments: JSON.stringify(input.alignments) } : {}),
        ...(input.lane_questions ? { lane_questions: JSON.stringify(input.lane_questions) } : {}),
      });
      record({
        type: 'prioritize.proposal_changed',
        subject: { kind: 'proposal', id },
        data: { fields: Object.keys(input) },
        audienceId: row.audience_id,
      });
      return proposalOf(tables, changed, now);
    });

  const open = (
    caller: Caller,
    id: string,
    version: number,
    input: z.output<typeof OpenProposal>,
  ): Promise<ProposalOut> =>
    journal.write(caller, async (writing) => {
      const { tables, now } = writing;
      const row = await requireProposal(tables, id, version);
      const subject = await subjectOf(tables, await problemIdsOf(tables, id));
      caller.require('prioritize.open', scopeFor(caller, subject));
      await requireAlignments(tables, row, now);
      const team = await decidingTeam(tables, subject);
      const opened = await moveProposal(writing, row, 'open', {
        refs: about(subject.problems.map((problem) => problem.id)),
        change: {
          opened_at: now,
          required_functions: await functionsFor(tables, row, subject, input.functions ?? [], now),
          assessments_due_at: addWorkingDays(team.calendar, now, input.assess_within_days),
          revealed_at: null,
        },
      });
      const refs: Tie[] = [{ kind: 'proposal', id, tie: 'proposed_by' }];
      // A problem that is being fixed already stays so: the proposal is about doing more.
      for (const problem of subject.problems.filter((one) => one.state !== 'fixing'))
        await bringProblem(writing, problem, 'proposed', {
          why: `${reference('proposal', row.number)} was opened.`,
          refs,
          throughOpen: true,
        });
      return proposalOf(tables, opened, now);
    });

  const withdraw = (caller: Caller, id: string, version: number, why: string): Promise<ProposalOut> =>
    journal.write(caller, async (writing) => {
      const { tables, now } = writing;
      const row = await requireProposal(tables, id, version);
      const subject = await subjectOf(tables, await problemIdsOf(tables, id));
      requireAuthorOrMaker(caller, row, subject);
      const problemIds = subject.problems.map((problem) => problem.id);
      const withdrawn = await moveProposal(writing, row, 'withdrawn', {
        refs: about(problemIds),
        change: { withdraw_reason: why },
      });
      const others = await stillProposed(tables, problemIds, id);
      const refs: Tie[] = [{ kind: 'proposal', id, tie: 'proposed_by' }];
      for (const problem of subject.problems)
        if (problem.state === 'proposed' && !others.has(problem.id))
          await bringProblem(writing, problem, 'open', {
            why: `${reference('proposal', row.number)} was withdrawn.`,
            refs,
            throughOpen: false,
          });
      return proposalOf(tables, withdrawn, now);
    });

  return { list, get, draft, change, open, withdraw };
}
