// Verify decides whether a success criterion that was fixed at the decision was met, not met, or cannot be told. It never
// chooses the criterion, and never turns too little data into a verdict.
export { type OutcomeState, outcomeStates, outcomeTransitions } from './outcome-states.ts';
export {
  dailyMeans,
  daysNeeded,
  judgeOutcome,
  type JudgedCriterion,
  leastDays,
  type MeasuredPoint,
  type OutcomeEvidence,
  outcomeJudgeVersion,
  type OutcomeVerdict,
  showTypedIn,
} from './outcome-judge.ts';
export { judge, type Judgement, type JudgementInputs } from './judgement.ts';
export {
  type DailyPoint,
  dailyPoints,
  furtherWindowEnd,
  leastDaysBefore,
  type OutcomeWindow,
  outcomeWindow,
} from './outcome-window.ts';
export { problemAfter, type ProblemAfter } from './problem-after.ts';
export {
  type HelpedAnswers,
  type HelpedVerdict,
  helpedWords,
  type HelpedWord,
  judgeHelped,
  outcomeOfAnswers,
  type ReportersOutcome,
  type ReportersReason,
} from './reporters-helped.ts';
