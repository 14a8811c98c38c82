import { allows } from '@hearback/domain/record';
import { problemTransitions } from '@hearback/domain/triage';
import { judge, problemAfter } from '@hearback/domain/verify';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { Writing } from '../../platform/journal/index.ts';
import { type DecisionBrief, decisionsFor, findDecisions } from '../prioritize/index.ts';
import { canonicalProblems, findProblems, lockProblems, moveProblem, type ProblemBrief } from '../triage/index.ts';
import { answersFor } from './help.store.ts';
import { inputsFor, judgeLocked, moveOutcome } from './judging.ts';
import { lockOutcome, outcomesOfDecisions, stateOf } from './outcomes.store.ts';

const why = {
  helped: 'What was promised came true, and those who reported it do not object.',
  open: 'Most of those who reported it and answered say that it did not help.',
} as const;

/**
 * What outcomes and answers mean for the decision's problems, inside the write that changed them: see `problemAfter`. They are
 * locked before anything is counted, so that of two who answer at once the second counts the first. A problem that moved on
 * meanwhile, to be fixed again or by a later decision, stays where it is.
 */
export async function settleProblems(writing: Writing, decisionId: string): Promise<void> {
  const { tables } = writing;
  const [decision] = await findDecisions(tables, [decisionId]);
  if (!decision) return;
  await lockProblems(tables, decision.problemIds);
  const states = (await outcomesOfDecisions(tables, [decisionId])).map(stateOf);
  for (const problem of await findProblems(tables, decision.problemIds.toSorted())) {
    const [current] = await canonicalProblems(tables, [problem.id]);
    if (!current || !isAfterShipping(current) || !(await isLatest(tables, decision, [problem.id, current.id])))
      continue;
    const answers = await answersFor(tables, { decisionId, problemId: problem.id, audienceId: problem.audienceId });
    const to = problemAfter(states, answers);
    if (to !== undefined && allows(problemTransitions, current.state, to))
      await moveProblem(writing, current.id, to, {
        why: why[to],
        refs: [{ kind: 'decision', id: decisionId, tie: 'verified' }],
      });
  }
}

/** Only what was shipped is judged: a "no" that comes late does not open a problem that is being fixed again. */
function isAfterShipping(problem: ProblemBrief): boolean {
  return problem.state === 'shipped' || problem.state === 'helped';
}

/** Whether it is this decision that shipped last: what is said of an earlier try speaks of that one alone. */
async function isLatest(
  tables: WorkspaceTables,
  decision: DecisionBrief,
  problemIds: readonly string[],
): Promise<boolean> {
  const made = (await decisionsFor(tables, problemIds)).filter(
    (one) => one.madeAt !== null && (one.kind === 'fix' || one.kind === 'accept'),
  );
  return !made.some((one) => (one.madeAt ?? 0) > (decision.madeAt ?? 0));
}

/** Counts answers again for the decision's "reporters say it helped", after one of them changed. */
export async function recountReporters(writing: Writing, decisionId: string): Promise<void> {
  const { tables, now } = writing;
  const outcomes = await outcomesOfDecisions(tables, [decisionId]);
  for (const { id } of outcomes.filter((row) => row.kind === 'reporters')) {
    const row = await lockOutcome(tables, id);
    if (!row || row.state === 'met' || row.state === 'not_met') continue;
    const inputs = await inputsFor(tables, row, now);
    if (row.state === 'pending') await judgeLocked(writing, row, inputs);
    else if (judge(inputs)?.result !== 'cant_tell')
      await judgeLocked(writing, await moveOutcome(writing, row, 'pending', 'more_answers'), inputs);
  }
}
