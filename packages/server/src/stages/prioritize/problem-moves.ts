import { allows, transition } from '@hearback/domain/record';
import { type ProblemState, problemTransitions } from '@hearback/domain/triage';
import type { Tie, Writing } from '../../platform/journal/index.ts';
import { moveProblem, type ProblemBrief } from '../triage/index.ts';

/**
 * Brings a problem to a state because of a proposal or a decision; nothing happens when it is there. Where the table has no
 * direct step and `throughOpen` says so, it is opened again first: something new is decided about what was settled.
 * @throws Refusal `illegal_transition`
 */
export async function bringProblem(
  writing: Writing,
  problem: ProblemBrief,
  to: ProblemState,
  options: { why: string; refs: readonly Tie[]; throughOpen: boolean },
): Promise<void> {
  const from = problem.state as ProblemState;
  if (from === to) return;
  const { why, refs } = options;
  const detour =
    !allows(problemTransitions, from, to) && options.throughOpen && allows(problemTransitions, from, 'open');
  if (detour) await moveProblem(writing, problem.id, 'open', { why, refs });
  transition('problem', problemTransitions, detour ? 'open' : from, to);
  await moveProblem(writing, problem.id, to, { why, refs });
}
