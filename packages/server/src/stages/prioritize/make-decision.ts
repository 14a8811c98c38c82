import type { DecisionKind } from '@hearback/domain/charter';
import {
  decideTransition,
  type DecisionState,
  holdsDecision,
  type ConcernState,
  type Lane,
  lanesWithoutComment,
  mayApproveOwn,
  requireSteps,
} from '@hearback/domain/prioritize';
import { reference, Refusal } from '@hearback/domain/record';
import type { ProblemState } from '@hearback/domain/triage';
import { type Caller, forbidden } from '../../platform/auth/index.ts';
import type { Tie, Writing } from '../../platform/journal/index.ts';
import { settleReveal } from './assessments.service.ts';
import { concernsAbout } from './concerns.store.ts';
import { factsOf, isNo } from './decision-facts.ts';
import {
  type CriterionIn,
  type DecisionRow,
  insertCriteria,
  insertRationale,
  lockDecision,
  problemIdsOfDecisions,
  updateDecision,
} from './decisions.store.ts';
import { mayMake } from './draft-decision.ts';
import { recordMoved, requireUndecided } from './hold-decision.ts';
import { lockProblems } from '../triage/index.ts';
import { bringProblem } from './problem-moves.ts';
import { moveProposal } from './proposals.service.ts';
import { lockProposal, type ProposalRow, stillProposed } from './proposals.store.ts';
import { type RankingAsk, writeRationale } from './rationale-content.ts';
import { decidingTeam, rightIfAny, rightFor, type Subject, subjectOf } from './subject.ts';

/** Where a decision brings its problems and its proposal. */
const problemAfter: Readonly<Record<DecisionKind, ProblemState>> = {
  answer: 'answered',
  fix: 'fixing',
  accept: 'fixing',
  defer: 'deferred',
  decline: 'declined',
};
const proposalAfter = {
  answer: 'declined',
  fix: 'accepted',
  accept: 'accepted',
  defer: 'deferred',
  decline: 'declined',
} as const;

/** What a small or urgent fix is measured by when nobody says otherwise: the people who reported it. */
const reportersSayItHelped: CriterionIn = {
  kind: 'reporters',
  metric: 'Reporters say it helped',
  unit: 'share of answers',
  baseline: null,
  direction: 'up',
  target: 2 / 3,
  smallest_effect: 0,
  window_days: 14,
  source: 'What the reporters answer when asked “did this help?”',
};

/**
 * Makes a decision in whatever write is open. Everything is checked first, in the order in which somebody would ask: may this
 * person, is anything held against it, does the lane have its steps. Then rows, problems, proposal and rationale move in one
 * transaction.
 */
export async function makeIn(
  writing: Writing,
  caller: Caller,
  draft: DecisionRow,
  ranking: RankingAsk,
): Promise<DecisionRow> {
  const { tables, now } = writing;
  const locked = draft.proposal_id ? await lockProposal(tables, draft.proposal_id) : undefined;
  const proposal = locked ? await settleReveal(writing, locked) : undefined;
  // The reveal may have raised the lane.
  const row = (await lockDecision(tables, draft.id)) ?? draft;
  const problemIds = (await problemIdsOfDecisions(tables, [row.id])).get(row.id) ?? [];
  // Decisions before problems, everywhere: whoever writes work for the one that is superseded goes the same way.
  if (row.supersedes_id) await lockDecision(tables, row.supersedes_id);
  await lockProblems(tables, problemIds);
  const subject = await subjectOf(tables, problemIds);
  await requireMaker(writing, caller, row, subject, proposal);
  requireUndecided(row);
  requireReason(row);
  requireUnsettled(row, subject);
  await requireSettledConcerns(writing, row);
  const lane = row.lane as Lane;
  const isQuick = row.kind === 'fix' || lanesWithoutComment.includes(lane);
  const criteria = row.criteria as unknown as CriterionIn[];
  const final =
    criteria.length === 0 && isQuick && (row.kind === 'fix' || row.kind === 'accept')
      ? [reportersSayItHelped]
      : criteria;
  const facts = await factsOf(tables, { ...row, criteria: final }, now, true);
  requireSteps(lane, facts, 'decision');
  if (lane === 'urgent') requireSteps(lane, facts, 'rollout');
  decideTransition(row.state as DecisionState, 'made', lane);

  const made = await updateDecision(tables, row.id, {
    state: 'made',
    made_at: now,
    made_by: caller.personId,
    approver_id: caller.personId,
    criteria: JSON.stringify(final),
  });
  await insertCriteria(tables, made, final, writing.newId);
  await recordMoved(writing, made, row.state);
  const content = await writeRationale(writing, made, subject, proposal, ranking);
  await insertRationale(tables, { decisionId: row.id, content, audienceId: row.audience_id, at: now });
  await supersede(writing, made);
  await moveWhatItDecides(writing, made, subject, proposal);
  return made;
}

async function requireMaker(
  writing: Writing,
  caller: Caller,
  row: DecisionRow,
  subject: Subject,
  proposal: ProposalRow | undefined,
): Promise<void> {
  const { tables } = writing;
  const kind = row.kind as DecisionKind;
  const right =
    kind === 'answer' || kind === 'fix'
      ? await rightIfAny(tables, kind, subject)
      : await rightFor(tables, kind, subject);
  const touched = { ...subject, componentIds: [...subject.componentIds, ...row.component_ids] };
  if (!mayMake(caller, row, touched, right)) throw forbidden(kind === 'fix' ? 'prioritize.fix' : 'prioritize.decide');
  const { size } = await decidingTeam(tables, subject);
  if (proposal?.author_id !== caller.personId || mayApproveOwn(row.lane as Lane, size)) return;
  if (isNo(kind)) return;
  throw new Refusal('own_approval', `In the ${row.lane} lane nobody approves a proposal of their own.`, {
    remedy: 'Ask the deputy, or whoever the decision right escalates to.',
    facts: { lane: row.lane },
  });
}

function requireReason(row: DecisionRow): void {
  if (!isNo(row.kind) || row.what_would_change !== null) return;
  throw new Refusal('reason_missing', 'A “no” or a “later” says what would change our mind.', {
    field: '/what_would_change',
    remedy: 'Add what_would_change: what new fact or event would make us decide otherwise?',
  });
}

/**
 * What holds already is not decided a second time beside it. Harm now does not wait for that question, and a proposal is
 * decided whatever else is done about its problems.
 */
function requireUnsettled(row: DecisionRow, subject: Subject): void {
  if (row.proposal_id !== null || row.supersedes_id !== null || row.lane === 'urgent') return;
  const after = problemAfter[row.kind as DecisionKind];
  const settled = subject.problems.find((problem) => problem.state === after);
  if (!settled) return;
  throw new Refusal('illegal_transition', `${settled.reference} is “${after}” by a decision that holds.`, {
    remedy: 'Add to that decision’s work, or name it in supersedes_id if this one replaces it.',
    facts: { problem_id: settled.id, from: settled.state, to: after },
  });
}

async function requireSettledConcerns(writing: Writing, row: DecisionRow): Promise<void> {
  const unsettled = (await concernsAbout(writing.tables, row)).filter((concern) =>
    holdsDecision(concern.state as ConcernState),
  );
  if (unsettled.length === 0) return;
  throw new Refusal(
    'concerns_unsettled',
    `${unsettled.length === 1 ? 'A concern is' : `${unsettled.length} concerns are`} not settled.`,
    {
      remedy: 'Answer it and ask its raiser to resolve it, or override it with a reason.',
      facts: { concern_ids: unsettled.map((concern) => concern.id) },
    },
  );
}

async function supersede(writing: Writing, row: DecisionRow): Promise<void> {
  if (!row.supersedes_id) return;
  const old = await lockDecision(writing.tables, row.supersedes_id);
  if (!old) return;
  decideTransition(old.state as DecisionState, 'superseded', old.lane as Lane);
  const moved = await updateDecision(writing.tables, old.id, { state: 'superseded', superseded_by_id: row.id });
  writing.record({
    type: 'prioritize.decision_moved',
    subject: { kind: 'decision', id: old.id },
    refs: [{ kind: 'decision', id: row.id, tie: 'superseded_by' }],
    data: { from: 'made', to: 'superseded', kind: moved.kind, lane: moved.lane },
    audienceId: moved.audience_id,
  });
}

async function moveWhatItDecides(
  writing: Writing,
  row: DecisionRow,
  subject: Subject,
  proposal: ProposalRow | undefined,
): Promise<void> {
  const kind = row.kind as DecisionKind;
  const name = reference('decision', row.number);
  const refs: Tie[] = [{ kind: 'decision', id: row.id, tie: 'decided_by' }];
  const problemIds = subject.problems.map((problem) => problem.id);
  if (proposal) await moveProposal(writing, proposal, proposalAfter[kind], { refs });
  // What another open proposal still wants to do about a problem is not decided by a “no” to this one.
  const kept =
    proposal && isNo(kind) ? await stillProposed(writing.tables, problemIds, proposal.id) : new Set<string>();
  for (const problem of subject.problems) {
    if (kept.has(problem.id)) continue;
    // Deciding anew opens what was settled; otherwise only what waits for its reporter or for this very decision.
    const throughOpen = row.supersedes_id !== null || problem.state === 'waiting' || problem.state === 'proposed';
    await bringProblem(writing, problem, problemAfter[kind], { why: `${name} was made.`, refs, throughOpen });
  }
}
