import { IdParams, operation } from '../operation/index.ts';
import {
  AnswerHelpQuestion,
  HelpQuestion,
  HelpQuestionPage,
  HelpQuestionQuery,
  MeasurementPage,
  MeasurementQuery,
  OpenOutcomes,
  Outcome,
  OutcomeList,
  OutcomePage,
  OutcomeQuery,
  OutcomeReplay,
  RecordedMeasurements,
  RecordMeasurements,
} from './schemas.ts';

const stage = 'verify' as const;
const exampleId = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';

export const recordMeasurements = operation({
  id: 'recordMeasurements',
  stage,
  method: 'post',
  path: '/measurements',
  summary: 'Record values of success criteria, up to 1,000 at once',
  description:
    'A value is known by its criterion, time and source: sending it again changes nothing, and another value for the same is rejected, because outcomes replay from what was recorded.',
  access: 'verify.measure',
  effect: 'create',
  body: RecordMeasurements,
  status: 200,
  result: RecordedMeasurements,
  errors: ['forbidden'],
  example: { measurements: [{ criterion_id: exampleId, at: '2026-11-16T08:00:00.000Z', value: 11.8 }] },
});

export const listMeasurements = operation({
  id: 'listMeasurements',
  stage,
  method: 'get',
  path: '/measurements',
  summary: 'The values of one success criterion, oldest first',
  access: 'loop.see',
  effect: 'read',
  query: MeasurementQuery,
  status: 200,
  result: MeasurementPage,
  errors: ['invalid_cursor', 'not_found'],
});

export const listOutcomes = operation({
  id: 'listOutcomes',
  stage,
  method: 'get',
  path: '/outcomes',
  summary: 'Outcomes, newest first',
  access: 'loop.see',
  effect: 'read',
  query: OutcomeQuery,
  status: 200,
  result: OutcomePage,
  errors: ['invalid_cursor'],
});

export const getOutcome = operation({
  id: 'getOutcome',
  stage,
  method: 'get',
  path: '/outcomes/{id}',
  summary: 'One outcome with its evidence and the numbers for a chart',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: Outcome,
  errors: ['not_found'],
});

export const openOutcomes = operation({
  id: 'openOutcomes',
  stage,
  method: 'post',
  path: '/decisions/{id}/outcomes',
  summary: 'Say that a decision’s change reached people elsewhere: opens its outcomes and asks its reporters',
  access: 'verify.measure',
  effect: 'create',
  params: IdParams,
  body: OpenOutcomes,
  status: 201,
  result: OutcomeList,
  errors: ['not_found', 'forbidden', 'decision_not_made', 'already_exists', 'invalid_input'],
  example: { reason: 'Released with the node image of Monday.' },
});

export const judgeOutcomeNow = operation({
  id: 'judgeOutcome',
  stage,
  method: 'post',
  path: '/outcomes/{id}/judge',
  summary: 'Judge an outcome whose window is over, from what was measured or answered',
  access: 'verify.measure',
  effect: 'change',
  params: IdParams,
  status: 200,
  result: Outcome,
  errors: ['not_found', 'forbidden', 'stale_version', 'illegal_transition', 'window_open'],
});

export const replayOutcome = operation({
  id: 'replayOutcome',
  stage,
  method: 'get',
  path: '/outcomes/{id}/replay',
  summary: 'Judge again from the stored inputs, and say whether the verdict is the same',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: OutcomeReplay,
  errors: ['not_found'],
});

export const listHelpQuestions = operation({
  id: 'listHelpQuestions',
  stage,
  method: 'get',
  path: '/help-questions',
  summary: '“Did this help?”: who was asked, and what they say; newest first',
  access: 'loop.see',
  effect: 'read',
  query: HelpQuestionQuery,
  status: 200,
  result: HelpQuestionPage,
  errors: ['invalid_cursor'],
});

export const answerHelpQuestion = operation({
  id: 'answerHelpQuestion',
  stage,
  method: 'post',
  path: '/help-questions/{id}/answer',
  summary: 'Say whether it helped; a later answer replaces the earlier',
  access: 'verify.answer',
  effect: 'change',
  params: IdParams,
  body: AnswerHelpQuestion,
  status: 200,
  result: HelpQuestion,
  errors: ['not_found', 'stale_version', 'only_the_asked'],
  example: { helped: 'yes', words: 'I stopped making coffee during builds.' },
});

export const verifyOperations = [
  recordMeasurements,
  listMeasurements,
  listOutcomes,
  getOutcome,
  openOutcomes,
  judgeOutcomeNow,
  replayOutcome,
  listHelpQuestions,
  answerHelpQuestion,
] as const;
