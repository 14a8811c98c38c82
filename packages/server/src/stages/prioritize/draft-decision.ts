import type { DraftDecision } from '@hearback/contract/prioritize';
import { addWorkingDays, type DecisionKind, type DecisionRight } from '@hearback/domain/charter';
import { type Lane, urgentDecisionDueAt } from '@hearback/domain/prioritize';
import { reference, Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import { type Caller, forbidden } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { Tie, Writing } from '../../platform/journal/index.ts';
import { requirePeople } from '../charter/index.ts';
import { settleReveal } from './assessments.service.ts';
import { type DecisionRow, findDecision, insertDecision } from './decisions.store.ts';
import type { EstimatesIn } from './estimates.ts';
import { laneFor, type LaneQuestionsIn } from './lane.ts';
import { listAssessmentRows, lockProposal, problemIdsOf, type ProposalRow } from './proposals.store.ts';
import { decidingTeam, rightFor, rightIfAny, scopeFor, type Subject, subjectOf } from './subject.ts';

export type DraftIn = z.output<typeof DraftDecision>;

/** Kinds that somebody decides in the course of their own work, without a decision right. */
function isEveryday(kind: string, lane: string): boolean {
  return kind === 'answer' || (kind === 'fix' && (lane === 'fix' || lane === 'urgent'));
}

/**
 * Whether the caller may make a decision of this kind in this lane: an answer by whoever triages, a small or urgent fix by
 * whoever looks after the component, everything else by the approver that decision rights name, or a deputy.
 */
export function mayMake(
  caller: Caller,
  row: { kind: string; lane: string },
  subject: Subject,
  right: DecisionRight | undefined,
): boolean {
  const named =
    right !== undefined && (right.approverId === caller.personId || right.deputyIds.includes(caller.personId));
  if (caller.may('prioritize.decide', { hasDecisionRight: named })) return true;
  if (!isEveryday(row.kind, row.lane)) return false;
  return caller.may(row.kind === 'answer' ? 'triage.triage' : 'prioritize.fix', scopeFor(caller, subject));
}

/** Somebody with a part in it: who triages it, who makes it, or who decides it. */
function requirePart(caller: Caller, kind: DecisionKind, subject: Subject, right: DecisionRight | undefined): void {
  const scope = scopeFor(caller, subject);
  const may =
    mayMake(caller, { kind, lane: kind }, subject, right) ||
    caller.may('triage.triage', scope) ||
    caller.may('prioritize.open', scope);
  if (!may) throw forbidden('prioritize.decide');
}

async function proposalFor(writing: Writing, id: string): Promise<ProposalRow> {
  const proposal = await lockProposal(writing.tables, id);
  if (proposal && ['draft', 'open', 'deferred'].includes(proposal.state)) return settleReveal(writing, proposal);
  throw new Refusal(
    'unknown_reference',
    proposal ? `The proposal is “${proposal.state}” already.` : 'There is no such proposal here.',
    {
      field: '/proposal_id',
      remedy: 'Name a proposal that is still to be decided.',
    },
  );
}

async function requireSuperseded(writing: Writing, id: string): Promise<void> {
  const old = await findDecision(writing.tables, id);
  if (old?.state === 'made') return;
  throw new Refusal('unknown_reference', 'A decision supersedes one that was made and still holds.', {
    field: '/supersedes_id',
    remedy: 'Name the decision that holds now.',
  });
}

/** @throws Refusal `unknown_reference` unless whoever rolls back is here */
export function requireResponsible(tables: WorkspaceTables, plan: { readonly responsible_id: string }): Promise<void> {
  return requirePeople(tables, [plan.responsible_id], '/rollback_plan/responsible_id');
}

export function tiesOf(row: DecisionRow, problemIds: readonly string[]): Tie[] {
  return [
    ...problemIds.map((id) => ({ kind: 'problem', id, tie: 'decides' })),
    ...(row.proposal_id ? [{ kind: 'proposal', id: row.proposal_id, tie: 'decides' }] : []),
    ...(row.supersedes_id ? [{ kind: 'decision', id: row.supersedes_id, tie: 'supersedes' }] : []),
  ];
}

/**
 * Drafts a decision in whatever write is open: its lane with reasons, whose move it is, and until when.
 * @param touches the components that will be worked on, where they are not all those of the problems
 */
export async function draftIn(
  writing: Writing,
  caller: Caller,
  number: number,
  input: DraftIn,
  touches?: readonly string[],
): Promise<DecisionRow> {
  const { tables, now, newId, record } = writing;
  const kind = input.kind as DecisionKind;
  const proposal = input.proposal_id ? await proposalFor(writing, input.proposal_id) : undefined;
  if (!proposal && !input.problem_ids)
    throw new Refusal('invalid_input', 'A decision rests on a proposal or directly on problems.', {
      field: '/problem_ids',
      remedy: 'Name a proposal, or at least one problem.',
    });
  if (input.supersedes_id) await requireSuperseded(writing, input.supersedes_id);
  if (input.rollback_plan) await requireResponsible(tables, input.rollback_plan);
  const about = await subjectOf(tables, proposal ? await problemIdsOf(tables, proposal.id) : (input.problem_ids ?? []));
  const subject: Subject = { ...about, componentIds: touches ?? about.componentIds };
  const isEverydayKind = kind === 'answer' || kind === 'fix';
  const right = isEverydayKind ? await rightIfAny(tables, kind, subject) : await rightFor(tables, kind, subject);
  requirePart(caller, kind, subject, right);

  const questions =
    input.lane_questions ?? (proposal?.lane_questions as unknown as LaneQuestionsIn | null | undefined) ?? null;
  const effort = (proposal?.estimates as unknown as EstimatesIn | undefined)?.effort_person_days?.likely;
  const likelyPersonDays = input.likely_person_days ?? effort ?? null;
  const flags = proposal?.revealed_at ? await listAssessmentRows(tables, [proposal.id]) : [];
  const isFlagged = flags.some((one) => one.is_flagged);
  const { lane, reasons } = await laneFor(tables, { kind, subject, questions, likelyPersonDays, isFlagged, now });
  const { calendar } = await decidingTeam(tables, subject);
  const approverId =
    right && !(isEveryday(kind, lane) && mayMake(caller, { kind, lane }, subject, right))
      ? right.approverId
      : caller.personId;

  const row = await insertDecision(
    tables,
    {
      id: newId(),
      number,
      kind,
      state: 'draft',
      lane,
      lane_reasons: JSON.stringify(reasons),
      lane_questions: questions ? JSON.stringify(questions) : null,
      title: input.title,
      rationale: input.rationale,
      answer: input.answer ?? null,
      what_would_change: input.what_would_change ?? null,
      proposal_id: proposal?.id ?? null,
      likely_person_days: likelyPersonDays,
      criteria: JSON.stringify(input.success_criteria ?? []),
      rollback_plan: input.rollback_plan ? JSON.stringify(input.rollback_plan) : null,
      component_ids: [...subject.componentIds],
      owner_team_id: subject.ownerTeamId,
      approver_id: approverId,
      decision_right_id: right?.id ?? null,
      drafted_by: caller.personId,
      due_at: dueAt(lane, calendar, now, right),
      supersedes_id: input.supersedes_id ?? null,
      audience_id: proposal?.audience_id ?? subject.audienceId,
      created_at: now,
    },
    subject.problems.map((problem) => problem.id),
  );
  record({
    type: 'prioritize.decision_drafted',
    subject: { kind: 'decision', id: row.id },
    refs: tiesOf(
      row,
      subject.problems.map((problem) => problem.id),
    ),
    data: { reference: reference('decision', number), kind, lane, reasons: reasons.map((reason) => reason.code) },
    audienceId: row.audience_id,
  });
  return row;
}

function dueAt(
  lane: Lane,
  calendar: Parameters<typeof urgentDecisionDueAt>[0],
  now: Date,
  right: DecisionRight | undefined,
): Date | null {
  if (lane === 'urgent') return urgentDecisionDueAt(calendar, now);
  return right ? addWorkingDays(calendar, now, right.decideWithinDays) : null;
}
