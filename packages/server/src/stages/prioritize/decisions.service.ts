import type { AskLane, ChangeDecision, ChangeLane, LanePreview, MakeDecision } from '@hearback/contract/prioritize';
import { type DecisionKind, mayDecide } from '@hearback/domain/charter';
import {
  type CommentPeriod,
  decideTransition,
  type DecisionState,
  extendComment,
  isHeavier,
  type Lane,
  lowerLane,
  missingSteps,
  openComment,
  raiseLane,
} from '@hearback/domain/prioritize';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import { decodeCursor, pageFrom } from '../../platform/http/index.ts';
import type { Journal, ReferenceNumbers, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { settleReveal } from './assessments.service.ts';
import { notNeeded } from './decision-facts.ts';
import { decisionOf, type DecisionOut, itemOf } from './decision-views.ts';
import { type DecisionRow, findDecision, listDecisionRows, lockDecision, updateDecision } from './decisions.store.ts';
import { type DraftIn, draftIn, requireResponsible } from './draft-decision.ts';
import { holdDecision, recordMoved, requireDrafter, requireUndecided, subjectFor } from './hold-decision.ts';
import { changeLane } from './lane-changes.ts';
import { laneFor } from './lane.ts';
import { makeIn } from './make-decision.ts';
import { lockProposal } from './proposals.store.ts';
import { decidingTeam, rightFor, subjectOf } from './subject.ts';

function periodOf(row: DecisionRow): CommentPeriod | undefined {
  if (!row.comment_opened_at || !row.comment_closes_at) return undefined;
  return {
    openedAt: row.comment_opened_at,
    days: row.comment_days ?? 0,
    isExtended: row.comment_extended,
    closesAt: row.comment_closes_at,
  };
}

export function createDecisions(options: { journal: Journal; numbers: ReferenceNumbers }) {
  const { journal, numbers } = options;

  const preview = (caller: Caller, input: z.output<typeof AskLane>): Promise<z.input<typeof LanePreview>> =>
    journal.read(caller.viewpoint, async ({ tables, now }) => {
      const subject = input.problem_ids.length > 0 ? await subjectOf(tables, input.problem_ids) : null;
      const { lane, reasons } = await laneFor(tables, {
        kind: null,
        subject,
        questions: input.questions,
        likelyPersonDays: input.likely_person_days,
        isFlagged: false,
        now,
      });
      const couldUsersBeHurt = true;
      return {
        lane,
        reasons: reasons.map((reason) => ({ ...reason })),
        asks_for: missingSteps(lane, { couldUsersBeHurt }).map((step) => ({ ...step })),
        not_needed: notNeeded(lane, 'accept').map((reason) => ({ ...reason })),
      };
    });

  const list = (
    caller: Caller,
    ask: {
      state?: string | undefined;
      proposal_id?: string | undefined;
      problem_id?: string | undefined;
      cursor?: string | undefined;
      limit: number;
    },
  ) =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const [before] = decodeCursor(ask.cursor, ['id']) ?? [];
      const rows = await listDecisionRows(tables, {
        state: ask.state,
        proposalId: ask.proposal_id,
        problemId: ask.problem_id,
        before,
        limit: ask.limit,
      });
      return pageFrom(rows, ask.limit, (row) => [row.id], itemOf);
    });

  const get = (caller: Caller, id: string): Promise<DecisionOut> =>
    journal.read(caller.viewpoint, async ({ tables, now }) => {
      const row = await findDecision(tables, id);
      if (!row) throw notFound('decision');
      return decisionOf(tables, row, now);
    });

  const draft = async (caller: Caller, input: DraftIn): Promise<DecisionOut> => {
    const number = await numbers.next(caller.workspaceId, 'decision');
    return journal.write(caller, async (writing) =>
      decisionOf(writing.tables, await draftIn(writing, caller, number, input), writing.now),
    );
  };

  /** A write on one decision: locks it, checks the version, answers with what became of it. */
  const act = (
    caller: Caller,
    id: string,
    version: number,
    work: (writing: Writing, row: DecisionRow) => Promise<DecisionRow>,
  ): Promise<DecisionOut> =>
    journal.write(caller, async (writing) => {
      const row = await work(writing, await holdDecision(writing, id, version));
      return decisionOf(writing.tables, row, writing.now);
    });

  const change = (caller: Caller, id: string, version: number, input: z.output<typeof ChangeDecision>) =>
    act(caller, id, version, async (writing, row) => {
      await requireDrafter(writing, caller, row);
      requireUndecided(row);
      return changeDraft(writing, row, input);
    });

  const comment = (caller: Caller, id: string, version: number, days: number | undefined) =>
    act(caller, id, version, async (writing, drafted) => {
      const { tables, now } = writing;
      await requireDrafter(writing, caller, drafted);
      const proposal = drafted.proposal_id ? await lockProposal(tables, drafted.proposal_id) : undefined;
      if (proposal) await settleReveal(writing, proposal);
      const row = (await lockDecision(tables, id)) ?? drafted;
      const lane = row.lane as Lane;
      decideTransition(row.state as DecisionState, 'commenting', lane);
      const { calendar } = await decidingTeam(tables, await subjectFor(writing, row));
      const period = openComment(lane, calendar, now, days);
      const opened = await updateDecision(tables, id, {
        state: 'commenting',
        comment_opened_at: period.openedAt,
        comment_days: period.days,
        comment_closes_at: period.closesAt,
      });
      await recordMoved(writing, opened, row.state);
      return opened;
    });

  const extend = (caller: Caller, id: string, version: number, input: { days: number; reason: string }) =>
    act(caller, id, version, async (writing, row) => {
      const { tables, record } = writing;
      await requireDrafter(writing, caller, row);
      const period = periodOf(row);
      if (row.state !== 'commenting' || !period)
        throw new Refusal('illegal_transition', 'This decision is not open for comment.', {
          remedy: 'Open it for comment first.',
          facts: { state: row.state },
        });
      const { calendar } = await decidingTeam(tables, await subjectFor(writing, row));
      const longer = extendComment(row.lane as Lane, period, calendar, input.days);
      const extended = await updateDecision(tables, id, {
        comment_days: longer.days,
        comment_extended: true,
        comment_closes_at: longer.closesAt,
        comment_extend_reason: input.reason,
      });
      record({
        type: 'prioritize.comment_extended',
        subject: { kind: 'decision', id },
        data: { days: longer.days, closes_at: longer.closesAt.toISOString() },
        audienceId: row.audience_id,
      });
      return extended;
    });

  const make = (caller: Caller, id: string, version: number, input: z.output<typeof MakeDecision>) =>
    act(caller, id, version, (writing, row) => makeIn(writing, caller, row, input));

  const cancel = (caller: Caller, id: string, version: number, why: string) =>
    act(caller, id, version, async (writing, row) => {
      await requireDrafter(writing, caller, row);
      decideTransition(row.state as DecisionState, 'cancelled', row.lane as Lane);
      const cancelled = await updateDecision(writing.tables, id, { state: 'cancelled', cancel_reason: why });
      await recordMoved(writing, cancelled, row.state);
      return cancelled;
    });

  const raise = (caller: Caller, id: string, version: number, input: z.output<typeof ChangeLane>) =>
    act(caller, id, version, async (writing, row) => {
      caller.require('prioritize.raise_lane');
      requireUndecided(row);
      const to = raiseLane(row.lane as Lane, input.lane as Lane, input.reason);
      return changeLane(writing, row, to, { code: 'raised', words: input.reason }, caller.personId);
    });

  const lower = (caller: Caller, id: string, version: number, input: z.output<typeof ChangeLane>) =>
    act(caller, id, version, async (writing, row) => {
      requireUndecided(row);
      const right = await rightFor(writing.tables, row.kind as DecisionKind, await subjectFor(writing, row));
      const isApprover = caller.may('prioritize.lower_lane', { hasDecisionRight: mayDecide(right, caller.personId) });
      const to = lowerLane(row.lane as Lane, input.lane as Lane, input.reason, isApprover);
      return changeLane(writing, row, to, { code: 'lowered', words: input.reason }, caller.personId);
    });

  return { preview, list, get, draft, change, comment, extend, make, cancel, raise, lower };
}

/**
 * Changes what is still a draft or open for comment. New answers to the lane's questions compute the lane again, but only
 * upwards: lowering is the approver's, with a reason.
 */
async function changeDraft(
  writing: Writing,
  row: DecisionRow,
  input: z.output<typeof ChangeDecision>,
): Promise<DecisionRow> {
  const { tables, now, record } = writing;
  if (input.rollback_plan) await requireResponsible(tables, input.rollback_plan);
  const changed = await updateDecision(tables, row.id, {
    ...(input.title === undefined ? {} : { title: input.title }),
    ...(input.rationale === undefined ? {} : { rationale: input.rationale }),
    ...(input.answer === undefined ? {} : { answer: input.answer }),
    ...(input.what_would_change === undefined ? {} : { what_would_change: input.what_would_change }),
    ...(input.likely_person_days === undefined ? {} : { likely_person_days: input.likely_person_days }),
    ...(input.lane_questions ? { lane_questions: JSON.stringify(input.lane_questions) } : {}),
    ...(input.success_criteria ? { criteria: JSON.stringify(input.success_criteria) } : {}),
    ...(input.rollback_plan ? { rollback_plan: JSON.stringify(input.rollback_plan) } : {}),
  });
  record({
    type: 'prioritize.decision_changed',
    subject: { kind: 'decision', id: row.id },
    data: { fields: Object.keys(input) },
    audienceId: row.audience_id,
  });
  if (!input.lane_questions && input.likely_person_days === undefined) return changed;
  const computed = await laneFor(tables, {
    kind: row.kind as DecisionKind,
    subject: await subjectFor(writing, row),
    questions: input.lane_questions ?? (row.lane_questions as unknown as Parameters<typeof laneFor>[1]['questions']),
    likelyPersonDays: input.likely_person_days ?? row.likely_person_days,
    isFlagged: false,
    now,
  });
  const [reason] = computed.reasons;
  if (!reason || !isHeavier(row.lane as Lane, computed.lane)) return changed;
  return changeLane(writing, changed, computed.lane, reason, null);
}
