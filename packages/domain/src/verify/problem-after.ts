import { judgeHelped, type HelpedAnswers } from './reporters-helped.ts';
import type { OutcomeState } from './outcome-states.ts';

/** Where the problem goes once outcomes and answers are in: nowhere is `undefined`. */
export type ProblemAfter = 'helped' | 'open' | undefined;

/**
 * What outcomes and answers mean for a problem whose fix was shipped.
 *
 * Reporters have the last word on "no": when most of the problem's reporters who answered say that it did not help, it opens
 * again, whatever was measured. It is `helped` when none of its decision's outcomes is not met, none is pending, and at least
 * one is met; the reporters' own verdict counts as one more outcome, so a decision without that criterion, or with none, can
 * still end well. A metric that was not met keeps the problem `shipped`: it calls for a retrospective, and its owner has the
 * next move.
 * @param outcomes states of the outcomes of all success criteria of the decision
 * @param answers of the reporters of this very problem
 */
export function problemAfter(outcomes: readonly OutcomeState[], answers: HelpedAnswers): ProblemAfter {
  const reporters = judgeHelped(answers);
  if (reporters.reopensProblem) return 'open';
  if (outcomes.some((state) => state === 'not_met' || state === 'pending')) return undefined;
  return reporters.result === 'met' || outcomes.includes('met') ? 'helped' : undefined;
}
