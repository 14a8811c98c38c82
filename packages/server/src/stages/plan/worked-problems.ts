import { allows, reference } from '@hearback/domain/record';
import { problemTransitions } from '@hearback/domain/triage';
import type { Writing } from '../../platform/journal/index.ts';
import { type DecisionBrief, decisionsFor, findDecisions } from '../prioritize/index.ts';
import { lockProblems, moveProblem } from '../triage/index.ts';
import { decisionsWithWork, type WorkItemRow } from './work-items.store.ts';

/** A decision that was made to do something, and for which work is still to be written or is not all cancelled. */
async function isStillDone({ tables }: Writing, decisions: readonly DecisionBrief[]): Promise<boolean> {
  const work = await decisionsWithWork(
    tables,
    decisions.map(({ id }) => id),
  );
  return decisions.some((decision) => {
    const known = work.get(decision.id);
    if (known) return known.live > 0;
    return decision.state === 'made' && (decision.kind === 'fix' || decision.kind === 'accept');
  });
}

/**
 * Problems that nothing works on any more are open again. They are locked before the count: of two people who cancel the
 * last two items at once, the second sees what the first did.
 */
export async function reopenUnworked(writing: Writing, row: WorkItemRow, why: string): Promise<void> {
  const { tables } = writing;
  const [decision] = await findDecisions(tables, [row.decision_id]);
  if (!decision) return;
  for (const problem of await lockProblems(tables, decision.problemIds)) {
    if (problem.state !== 'fixing') continue;
    const others = await decisionsFor(tables, [problem.id]);
    if (await isStillDone(writing, [decision, ...others])) continue;
    await moveProblem(writing, problem.id, 'open', {
      why: `${reference('work_item', row.number)} was cancelled, and nothing else works on it: ${why}`,
      refs: [{ kind: 'work_item', id: row.id, tie: 'cancelled' }],
    });
  }
}

/** Work on what was opened again brings it back to fixing. Before its decision is made, the problem stays where it is. */
export async function fixProblems(writing: Writing, decision: DecisionBrief, workItemId: string): Promise<void> {
  if (decision.state !== 'made') return;
  for (const problem of await lockProblems(writing.tables, decision.problemIds))
    if (problem.state !== 'fixing' && allows(problemTransitions, problem.state, 'fixing'))
      await moveProblem(writing, problem.id, 'fixing', {
        refs: [{ kind: 'work_item', id: workItemId, tie: 'works_on' }],
      });
}
