import { Id, IdParams, operation, pageQuery, z } from '../operation/index.ts';
import { AnswerConcern, Concern, ConcernPage, ConcernState, RaiseConcern, WithReason } from './decision-schemas.ts';

const stage = 'prioritize' as const;
const errors = ['not_found', 'stale_version', 'illegal_transition'] as const;

export const listConcerns = operation({
  id: 'listConcerns',
  stage,
  method: 'get',
  path: '/concerns',
  summary: 'Concerns, newest first',
  access: 'loop.see',
  effect: 'read',
  query: z.object({
    ...pageQuery,
    state: ConcernState.optional(),
    proposal_id: Id.optional(),
    decision_id: Id.optional(),
  }),
  status: 200,
  result: ConcernPage,
  errors: ['invalid_cursor'],
});

export const getConcern = operation({
  id: 'getConcern',
  stage,
  method: 'get',
  path: '/concerns/{id}',
  summary: 'One concern',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: Concern,
  errors: ['not_found'],
});

export const raiseConcern = operation({
  id: 'raiseConcern',
  stage,
  method: 'post',
  path: '/concerns',
  summary: 'Raise a concern by name; no decision is made while it is unsettled',
  access: 'prioritize.object',
  effect: 'create',
  body: RaiseConcern,
  status: 201,
  result: Concern,
  errors: ['unknown_reference', 'illegal_transition'],
  example: {
    proposal_id: '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1',
    text: 'A cold cache on Monday would hold every team up.',
  },
});

export const answerConcern = operation({
  id: 'answerConcern',
  stage,
  method: 'post',
  path: '/concerns/{id}/answer',
  summary: 'Answer a concern; only its raiser says whether that settles it',
  access: 'listen.comment',
  effect: 'change',
  params: IdParams,
  body: AnswerConcern,
  status: 200,
  result: Concern,
  errors,
  example: { answer: 'The cache is warmed from the last good build before the switch.' },
});

export const reopenConcern = operation({
  id: 'reopenConcern',
  stage,
  method: 'post',
  path: '/concerns/{id}/reopen',
  summary: 'The raiser: the answer does not settle it',
  access: 'prioritize.object',
  effect: 'change',
  params: IdParams,
  body: WithReason,
  status: 200,
  result: Concern,
  errors: [...errors, 'only_the_raiser'],
  example: { reason: 'That does not cover branches.' },
});

export const resolveConcern = operation({
  id: 'resolveConcern',
  stage,
  method: 'post',
  path: '/concerns/{id}/resolve',
  summary: 'The raiser: the answer settles it',
  access: 'prioritize.object',
  effect: 'change',
  params: IdParams,
  status: 200,
  result: Concern,
  errors: [...errors, 'only_the_raiser'],
});

export const withdrawConcern = operation({
  id: 'withdrawConcern',
  stage,
  method: 'post',
  path: '/concerns/{id}/withdraw',
  summary: 'The raiser: it no longer matters',
  access: 'prioritize.object',
  effect: 'change',
  params: IdParams,
  body: WithReason,
  status: 200,
  result: Concern,
  errors: [...errors, 'only_the_raiser'],
  example: { reason: 'I had misread the plan.' },
});

export const overrideConcern = operation({
  id: 'overrideConcern',
  stage,
  method: 'post',
  path: '/concerns/{id}/override',
  summary: 'The approver: go on in spite of it, with a reason that stays',
  access: 'prioritize.override',
  effect: 'change',
  params: IdParams,
  body: WithReason,
  status: 200,
  result: Concern,
  errors: [...errors, 'only_the_approver', 'reason_missing', 'approver_missing', 'approver_ambiguous'],
  example: { reason: 'We accept one slow Monday.' },
});

export const concernOperations = [
  listConcerns,
  getConcern,
  raiseConcern,
  answerConcern,
  reopenConcern,
  resolveConcern,
  withdrawConcern,
  overrideConcern,
] as const;
