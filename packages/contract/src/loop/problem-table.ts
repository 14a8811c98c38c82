import { charterProblems } from '../charter/problems.ts';
import { deliverProblems } from '../deliver/problems.ts';
import { engageProblems } from '../engage/problems.ts';
import { governProblems } from '../govern/problems.ts';
import { learnProblems } from '../learn/problems.ts';
import { listenProblems } from '../listen/problems.ts';
import { planProblems } from '../plan/problems.ts';
import { prioritizeProblems } from '../prioritize/problems.ts';
import { commonProblems, type ProblemTable } from '../problem/index.ts';
import { triageProblems } from '../triage/problems.ts';
import { verifyProblems } from '../verify/problems.ts';

/** Every problem code, its HTTP status and its title. A code that is thrown and not here fails a test. */
export const problemTable: ProblemTable = {
  ...commonProblems,
  ...charterProblems,
  ...listenProblems,
  ...triageProblems,
  ...prioritizeProblems,
  ...planProblems,
  ...deliverProblems,
  ...verifyProblems,
  ...learnProblems,
  ...engageProblems,
  ...governProblems,
};
