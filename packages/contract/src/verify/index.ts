// What the world may ask of verify: measurements, outcomes with their evidence and replay, and "did this help?". What a
// criterion promises is prioritize's.
export {
  answerHelpQuestion,
  getOutcome,
  judgeOutcomeNow,
  listHelpQuestions,
  listMeasurements,
  listOutcomes,
  openOutcomes,
  recordMeasurements,
  replayOutcome,
  verifyOperations,
} from './operations.ts';
export {
  type AnswerHelpQuestion,
  type HelpQuestion,
  type HelpQuestionQuery,
  type Measurement,
  type MeasurementQuery,
  type OpenOutcomes,
  type Outcome,
  type OutcomeItem,
  type OutcomeQuery,
  type OutcomeReplay,
  type RecordedMeasurements,
  type RecordMeasurements,
} from './schemas.ts';
