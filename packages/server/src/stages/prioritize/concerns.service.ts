import type { Concern, RaiseConcern } from '@hearback/contract/prioritize';
import { type DecisionKind, mayDecide } from '@hearback/domain/charter';
import { type ConcernState, concernTransition } from '@hearback/domain/prioritize';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { assertVersion, decodeCursor, pageFrom } from '../../platform/http/index.ts';
import type { Journal, Tie } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import {
  type ConcernRow,
  findConcern,
  insertConcern,
  listConcernRows,
  lockConcern,
  updateConcern,
} from './concerns.store.ts';
import { findDecision, lockDecision, problemIdsOfDecisions } from './decisions.store.ts';
import { lockProposal, problemIdsOf } from './proposals.store.ts';
import { rightFor, subjectOf } from './subject.ts';

type ConcernOut = z.input<typeof Concern>;

function concernOf(row: ConcernRow): ConcernOut {
  return {
    id: row.id,
    proposal_id: row.proposal_id,
    decision_id: row.decision_id,
    state: row.state,
    text: row.text,
    raiser_id: row.raiser_id,
    raised_at: row.raised_at.toISOString(),
    answer: row.answer,
    answered_by: row.answered_by,
    answered_at: row.answered_at?.toISOString() ?? null,
    settled_by: row.settled_by,
    settled_at: row.settled_at?.toISOString() ?? null,
    settled_reason: row.settled_reason,
    version: row.version,
  };
}

function tieOf(row: Pick<ConcernRow, 'proposal_id' | 'decision_id'>): Tie[] {
  return [
    ...(row.proposal_id ? [{ kind: 'proposal', id: row.proposal_id, tie: 'objects_to' }] : []),
    ...(row.decision_id ? [{ kind: 'decision', id: row.decision_id, tie: 'objects_to' }] : []),
  ];
}

/**
 * What a concern can be raised about, while there is something left to decide. It is locked: a decision that is being made
 * either sees the concern or is made before it.
 */
async function objectOf(
  tables: WorkspaceTables,
  input: { proposal_id?: string | undefined; decision_id?: string | undefined },
) {
  const field = input.proposal_id === undefined ? '/decision_id' : '/proposal_id';
  const found =
    input.proposal_id === undefined
      ? await lockDecision(tables, input.decision_id ?? '')
      : await lockProposal(tables, input.proposal_id);
  if (!found)
    throw new Refusal('unknown_reference', 'There is no such proposal or decision here.', {
      field,
      remedy: 'Name one that is still to be decided.',
    });
  if (!['draft', 'open', 'commenting'].includes(found.state))
    throw new Refusal('illegal_transition', `It is “${found.state}”: what was decided is no longer objected to.`, {
      field,
      remedy: 'Tell us as a signal, or draft a proposal for a new decision.',
      facts: { state: found.state },
    });
  return found;
}

/** Whether decision rights make the caller the approver of what the concern is about. */
async function isApprover(caller: Caller, tables: WorkspaceTables, row: ConcernRow): Promise<boolean> {
  const decision = row.decision_id ? await findDecision(tables, row.decision_id) : undefined;
  const problemIds = row.proposal_id
    ? await problemIdsOf(tables, row.proposal_id)
    : ((await problemIdsOfDecisions(tables, row.decision_id ? [row.decision_id] : [])).get(row.decision_id ?? '') ??
      []);
  const kind = (decision?.kind ?? 'accept') as DecisionKind;
  const right = await rightFor(tables, kind, await subjectOf(tables, problemIds));
  return caller.may('prioritize.override', { hasDecisionRight: mayDecide(right, caller.personId) });
}

export function createConcerns(journal: Journal) {
  const list = (
    caller: Caller,
    ask: {
      state?: string | undefined;
      proposal_id?: string | undefined;
      decision_id?: string | undefined;
      cursor?: string | undefined;
      limit: number;
    },
  ) =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const [before] = decodeCursor(ask.cursor, ['id']) ?? [];
      const rows = await listConcernRows(tables, {
        state: ask.state,
        proposalId: ask.proposal_id,
        decisionId: ask.decision_id,
        before,
        limit: ask.limit,
      });
      return pageFrom(rows, ask.limit, (row) => [row.id], concernOf);
    });

  const get = (caller: Caller, id: string): Promise<ConcernOut> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const row = await findConcern(tables, id);
      if (!row) throw notFound('concern');
      return concernOf(row);
    });

  const raise = (caller: Caller, input: z.output<typeof RaiseConcern>): Promise<ConcernOut> =>
    journal.write(caller, async ({ tables, now, newId, record }) => {
      const [own] = caller.standing.assessorFunctions;
      caller.require('prioritize.object', own ? { function: own } : {});
      const object = await objectOf(tables, input);
      const row = await insertConcern(tables, {
        id: newId(),
        proposal_id: input.proposal_id ?? null,
        decision_id: input.decision_id ?? null,
        state: 'open',
        text: input.text,
        raiser_id: caller.personId,
        raised_at: now,
        audience_id: object.audience_id,
      });
      record({
        type: 'prioritize.concern_raised',
        subject: { kind: 'concern', id: row.id },
        refs: tieOf(row),
        audienceId: row.audience_id,
      });
      return concernOf(row);
    });

  const move = (
    caller: Caller,
    id: string,
    version: number,
    to: ConcernState,
    words: { answer?: string; reason?: string } = {},
  ): Promise<ConcernOut> =>
    journal.write(caller, async ({ tables, now, record }) => {
      const row = await lockConcern(tables, id);
      if (!row) throw notFound('concern');
      assertVersion(row.version, version);
      const mover = {
        isRaiser: row.raiser_id === caller.personId,
        isApprover: to === 'overridden' && (await isApprover(caller, tables, row)),
      };
      concernTransition(row.state as ConcernState, to, mover, words.reason);
      const isSettled = to !== 'answered' && to !== 'open';
      const moved = await updateConcern(tables, id, {
        state: to,
        ...(to === 'answered' ? { answer: words.answer ?? null, answered_by: caller.personId, answered_at: now } : {}),
        ...(isSettled ? { settled_by: caller.personId, settled_at: now, settled_reason: words.reason ?? null } : {}),
      });
      record({
        type: 'prioritize.concern_moved',
        subject: { kind: 'concern', id },
        refs: tieOf(row),
        data: { from: row.state, to },
        audienceId: row.audience_id,
      });
      return concernOf(moved);
    });

  return { list, get, raise, move };
}
