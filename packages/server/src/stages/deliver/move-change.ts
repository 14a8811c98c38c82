import { type ChangeState, changeTransitions } from '@hearback/domain/deliver';
import { allows, reference, transition } from '@hearback/domain/record';
import { problemTransitions } from '@hearback/domain/triage';
import type { Updateable } from 'kysely';
import type { DB } from '../../platform/database/index.ts';
import type { Tie, Writing } from '../../platform/journal/index.ts';
import { findDecisions } from '../prioritize/index.ts';
import { findProblems, moveProblem } from '../triage/index.ts';
import { type ChangeRow, type ChangeTies, insertChangeMove, tiesOfChange, updateChange } from './changes.store.ts';

/** The problems that these decisions are about, each once and in an order that everybody locks them in. */
async function problemIdsOf(writing: Writing, decisionIds: readonly string[]): Promise<string[]> {
  const decisions = await findDecisions(writing.tables, decisionIds);
  return [...new Set(decisions.flatMap((decision) => [...decision.problemIds]))].sort();
}

/** What an entry about a change ties, so that a thread closes over decision, work and problem. */
export function tiesTo(ties: Pick<ChangeTies, 'decisionIds' | 'workItemIds'>, problemIds: readonly string[]): Tie[] {
  return [
    ...ties.decisionIds.map((id) => ({ kind: 'decision', id, tie: 'releases' })),
    ...ties.workItemIds.map((id) => ({ kind: 'work_item', id, tie: 'releases' })),
    ...problemIds.map((id) => ({ kind: 'problem', id, tie: 'about' })),
  ];
}

function stampsOf(to: ChangeState, now: Date): Updateable<DB['deliver.changes']> {
  switch (to) {
    case 'releasing':
      return { started_at: now };
    case 'released':
      return { released_at: now };
    case 'planned':
      // Tried again: this time it may be another tool, or none.
      return { started_at: null, elsewhere_tool: null, elsewhere_url: null, elsewhere_share: null };
    case 'rolled_back':
    case 'abandoned':
      return {};
  }
}

/** What is being fixed has shipped. Problems that were settled, opened again or merged meanwhile go their own way. */
async function shipProblems(writing: Writing, row: ChangeRow, problemIds: readonly string[]): Promise<void> {
  for (const problem of await findProblems(writing.tables, problemIds)) {
    if (problem.mergedIntoId !== null || !allows(problemTransitions, problem.state, 'shipped')) continue;
    const isTellable = row.audience_id === null || row.audience_id === problem.audienceId;
    await moveProblem(
      writing,
      problem.id,
      'shipped',
      isTellable
        ? {
            why: `${reference('change', row.number)} was released.`,
            refs: [{ kind: 'change', id: row.id, tie: 'shipped_by' }],
          }
        : {},
    );
  }
}

/**
 * Moves a locked change by its table, in whatever write is open: the row, its history, one journal entry, and its problems
 * when it is released. Whether it may is asked before.
 * @throws Refusal `illegal_transition`
 */
export async function moveChangeTo(
  writing: Writing,
  row: ChangeRow,
  to: ChangeState,
  options: { readonly reason?: string | undefined; readonly more?: Updateable<DB['deliver.changes']> } = {},
): Promise<ChangeRow> {
  const { tables, now, newId, record, actor } = writing;
  const from = row.state as ChangeState;
  transition('change', changeTransitions, from, to);
  const moved = await updateChange(tables, row.id, { state: to, ...stampsOf(to, now), ...options.more });
  await insertChangeMove(tables, {
    id: newId(),
    change_id: row.id,
    from_state: from,
    to_state: to,
    reason: options.reason ?? null,
    by_id: actor.id,
    at: now,
    audience_id: row.audience_id,
  });
  const ties = await tiesOfChange(tables, row.id);
  const problemIds = await problemIdsOf(writing, ties.decisionIds);
  record({
    type: 'deliver.change_moved',
    subject: { kind: 'change', id: row.id },
    refs: tiesTo(ties, problemIds),
    data: { from, to },
    audienceId: row.audience_id,
  });
  if (to === 'released') await shipProblems(writing, moved, problemIds);
  return moved;
}
