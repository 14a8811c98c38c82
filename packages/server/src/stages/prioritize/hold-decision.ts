import type { DecisionKind } from '@hearback/domain/charter';
import type { Lane } from '@hearback/domain/prioritize';
import { Refusal } from '@hearback/domain/record';
import { type Caller, forbidden } from '../../platform/auth/index.ts';
import { assertVersion } from '../../platform/http/index.ts';
import type { Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { notNeeded } from './decision-facts.ts';
import { type DecisionRow, findDecision, lockDecision, problemIdsOfDecisions } from './decisions.store.ts';
import { mayMake, tiesOf } from './draft-decision.ts';
import { lockProposal } from './proposals.store.ts';
import { rightIfAny, type Subject, subjectOf } from './subject.ts';

/**
 * Takes a decision in hand at the version that the caller saw. Its proposal is locked before it, as everywhere: an
 * assessment's flag goes from the proposal to its decisions, and two who came from both sides would wait for each other.
 */
export async function holdDecision({ tables }: Writing, id: string, version: number): Promise<DecisionRow> {
  const seen = await findDecision(tables, id);
  if (seen?.proposal_id) await lockProposal(tables, seen.proposal_id);
  const row = await lockDecision(tables, id);
  if (!row) throw notFound('decision');
  assertVersion(row.version, version);
  return row;
}

export async function subjectFor({ tables }: Writing, row: DecisionRow): Promise<Subject> {
  return subjectOf(tables, (await problemIdsOfDecisions(tables, [row.id])).get(row.id) ?? []);
}

/** Whoever drafted it, or whoever will make it. */
export async function requireDrafter(writing: Writing, caller: Caller, row: DecisionRow): Promise<void> {
  caller.require('prioritize.draft');
  if (row.drafted_by === caller.personId) return;
  const subject = await subjectFor(writing, row);
  const right = await rightIfAny(writing.tables, row.kind as DecisionKind, subject);
  if (!mayMake(caller, row, subject, right)) throw forbidden('prioritize.decide');
}

/** @throws Refusal `illegal_transition` once it is made, superseded or cancelled */
export function requireUndecided(row: DecisionRow): void {
  if (row.state === 'draft' || row.state === 'commenting') return;
  throw new Refusal('illegal_transition', `A decision that is “${row.state}” is not changed any more.`, {
    remedy: 'Draft a new decision that supersedes it.',
    facts: { state: row.state },
  });
}

/** Says where a decision moved; the one that makes it also says what its lane skips, by which rule. */
export async function recordMoved(writing: Writing, row: DecisionRow, from: string): Promise<void> {
  const problemIds = (await problemIdsOfDecisions(writing.tables, [row.id])).get(row.id) ?? [];
  writing.record({
    type: 'prioritize.decision_moved',
    subject: { kind: 'decision', id: row.id },
    refs: tiesOf(row, problemIds),
    data: {
      from,
      to: row.state,
      kind: row.kind,
      lane: row.lane,
      ...(row.state === 'made' ? { not_needed: notNeeded(row.lane as Lane, row.kind).map((step) => step.words) } : {}),
    },
    audienceId: row.audience_id,
  });
}
