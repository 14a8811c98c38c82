// Prioritize decides how much ceremony a decision deserves and what it still lacks: lanes, proposals, concerns, decisions.
// It never makes the decision; a person with the right does, and the rules here only say whether they may yet.
export {
  type ConcernState,
  concernStates,
  concernTransition,
  concernTransitions,
  holdsDecision,
} from './concern-states.ts';
export {
  type DecisionState,
  decideTransition,
  decisionStates,
  decisionTransitions,
  lanesWithoutComment,
} from './decision-states.ts';
export {
  fixLaneMaxPersonDays,
  flag,
  isHeavier,
  type Lane,
  type LaneAnswers,
  laneOf,
  type LaneReason,
  type LaneResult,
  lanes,
  losesFixLane,
  lowerLane,
  raiseLane,
} from './lane.ts';
export {
  type CommentPeriod,
  extendComment,
  type LaneFacts,
  type LaneStep,
  longestCommentDays,
  mayApproveOwn,
  type MissingStep,
  missingSteps,
  openComment,
  requirementsOf,
  requireSteps,
  type StepMoment,
  stepsNotNeeded,
  urgentDecisionDays,
  urgentDecisionDueAt,
} from './lane-steps.ts';
export { type ProposalState, proposalStates, proposalTransitions } from './proposal-states.ts';
export {
  type Criterion,
  type Factor,
  type Formula,
  formulas,
  ice,
  type InputDefinition,
  rice,
  weightedCriteria,
  wsjf,
} from './formula.ts';
export {
  type AssessorEstimates,
  type Contribution,
  missingInputs,
  type RankedProposal,
  type Score,
  scoreProposal,
  termsOfFormula,
} from './score.ts';
export { type Field, prepareField } from './ranking-field.ts';
export {
  addRankCounts,
  countRanks,
  makeComparison,
  type RankCounts,
  rankingFrom,
  type RankingRow,
  rankProposals,
  tieBelow,
} from './ranking.ts';
export { type Move, whatWouldMove, type WhyAbove, whyAbove } from './ranking-answers.ts';
export { rationaleFile, type RationaleFacts } from './rationale.ts';
export {
  alignmentOf,
  checkEstimates,
  type Divergence,
  divergenceOf,
  estimatesFor,
  type GivenEstimates,
  reachFromEvidence,
  withWeights,
} from './estimates.ts';
