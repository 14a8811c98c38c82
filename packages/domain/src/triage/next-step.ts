import type { NextStep } from '../record/index.ts';
import type { ProblemState } from './problem-states.ts';

/** What the rule needs to know of a problem. */
export type ProblemStanding = {
  readonly state: ProblemState;
  readonly ownerTeamName: string;
  readonly assigneeName: string | undefined;
  /** The reference of the problem it goes on as. */
  readonly mergedInto: string | undefined;
  /** When its decision is due. */
  readonly decideBy: Date | undefined;
  /** When the question to its reporters closes it. */
  readonly questionClosesAt: Date | undefined;
};

/** What happens next with a problem; undefined when it has ended and nobody owes a move. */
export function nextStepOfProblem(problem: ProblemStanding): NextStep | undefined {
  const owner = problem.assigneeName ?? problem.ownerTeamName;
  if (problem.mergedInto !== undefined)
    return { what: `It goes on as ${problem.mergedInto}`, who: undefined, by: undefined };
  switch (problem.state) {
    case 'open':
      return { what: 'Decide what to do about it', who: owner, by: problem.decideBy };
    case 'waiting':
      return { what: 'Answer the question', who: 'the people who reported it', by: problem.questionClosesAt };
    case 'proposed':
      return { what: 'Decide on its proposals', who: owner, by: problem.decideBy };
    case 'fixing':
      return { what: 'Ship what was decided', who: owner, by: undefined };
    case 'shipped':
      return { what: 'Say whether it helped', who: 'the people who reported it', by: undefined };
    case 'helped':
    case 'answered':
    case 'deferred':
    case 'declined':
    case 'closed':
      return undefined;
  }
}
