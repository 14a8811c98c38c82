// What the world may ask of prioritize: proposals, assessments, concerns, frameworks and rankings, lanes, decisions and their
// rationale. What happens because of a decision is a later stage's.
import { concernOperations } from './concern-operations.ts';
import { decisionOperations } from './decision-operations.ts';
import { proposalOperations } from './proposal-operations.ts';
import { rankingOperations } from './ranking-operations.ts';

export {
  answerConcern,
  getConcern,
  listConcerns,
  overrideConcern,
  raiseConcern,
  reopenConcern,
  resolveConcern,
  withdrawConcern,
} from './concern-operations.ts';
export {
  askLane,
  cancelDecision,
  changeDecision,
  draftDecision,
  extendComment,
  getDecision,
  getRationale,
  getRationaleText,
  listDecisions,
  lowerLane,
  makeDecision,
  openForComment,
  raiseLane,
  replayDecision,
} from './decision-operations.ts';
export {
  changeAssessment,
  changeProposal,
  draftProposal,
  getProposal,
  giveAssessment,
  listAssessments,
  listProposals,
  openProposal,
  withdrawProposal,
} from './proposal-operations.ts';
export {
  compareInRanking,
  getFeedbackReport,
  getRanking,
  getWhatWouldMove,
  listFrameworks,
  publishFramework,
} from './ranking-operations.ts';
export {
  type AskLane,
  type ChangeDecision,
  type ChangeLane,
  type Concern,
  Decision,
  type DecisionItem,
  type DraftDecision,
  type FeedbackReport,
  Lane,
  type LanePreview,
  type MakeDecision,
  type RaiseConcern,
  type Rationale,
  type Replay,
  RollbackWords,
  SuccessCriterion,
} from './decision-schemas.ts';
export {
  type Alignment,
  type Assessment,
  type AssessmentList,
  type ChangeAssessment,
  type ChangeProposal,
  type DraftProposal,
  Estimates,
  type GiveAssessment,
  LaneQuestions,
  type OpenProposal,
  type Proposal,
  type ProposalItem,
} from './proposal-schemas.ts';
export type { Framework, PublishFramework, Ranking, RankingComparison, WhatWouldMove } from './ranking-schemas.ts';

export const prioritizeOperations = [
  ...proposalOperations,
  ...concernOperations,
  ...rankingOperations,
  ...decisionOperations,
] as const;
