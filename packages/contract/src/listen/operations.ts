import { operation } from '../operation/index.ts';
import {
  AddComment,
  Comment,
  CommentPage,
  CommentQuery,
  CorrectSignal,
  RestrictSignal,
  SignalDetail,
  SignalPage,
  SignalParams,
  SignalQuery,
  SignalReceipt,
  SubmitSignal,
} from './schemas.ts';

const stage = 'listen' as const;

/** Somebody reading an example must be able to send it. */
const nobodysId = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';

export const submitSignal = operation({
  id: 'submitSignal',
  stage,
  method: 'post',
  path: '/signals',
  summary: 'Tell us',
  description:
    'Secrets and personal data are masked in memory before anything is stored; the receipt shows what. The same channel and source id, or the same Idempotency-Key, is the same signal. Limited per credential: see the RateLimit headers.',
  access: 'listen.tell',
  effect: 'create',
  body: SubmitSignal,
  status: 201,
  result: SignalReceipt,
  errors: ['unknown_reference', 'term_retired', 'channel_retired', 'already_exists', 'rate_limited'],
  example: {
    title: 'Builds wait eight minutes for a runner',
    description: 'Since Tuesday every pull request of ours waits for a runner before anything happens.',
    kind: 'friction',
    severity: 'minor',
    impact: { people: 12, hours_per_week: 9 },
    environment: 'shared runners, large',
  },
});

export const listSignals = operation({
  id: 'listSignals',
  stage,
  method: 'get',
  path: '/signals',
  summary: 'Signals, newest first',
  access: 'loop.see',
  effect: 'read',
  query: SignalQuery,
  status: 200,
  result: SignalPage,
  errors: ['invalid_cursor'],
});

export const getSignal = operation({
  id: 'getSignal',
  stage,
  method: 'get',
  path: '/signals/{id}',
  summary: 'One signal with its corrections, by id or reference',
  access: 'loop.see',
  effect: 'read',
  params: SignalParams,
  status: 200,
  result: SignalDetail,
  errors: ['not_found'],
});

export const correctSignal = operation({
  id: 'correctSignal',
  stage,
  method: 'post',
  path: '/signals/{id}/correct',
  summary: 'Correct what is said about a signal; its words stay as they were said',
  access: 'listen.tell',
  effect: 'change',
  params: SignalParams,
  body: CorrectSignal,
  status: 200,
  result: SignalDetail,
  errors: ['not_found', 'stale_version', 'unknown_reference', 'term_retired', 'nothing_to_correct'],
  example: { severity: 'major', reason: 'Three more teams are blocked by it since this morning.' },
});

export const restrictSignal = operation({
  id: 'restrictSignal',
  stage,
  method: 'post',
  path: '/signals/{id}/restrict',
  summary: 'Restrict a signal and its comments to an audience, or open it again',
  access: 'listen.tell',
  effect: 'change',
  params: SignalParams,
  body: RestrictSignal,
  status: 200,
  result: SignalDetail,
  errors: ['not_found', 'stale_version', 'unknown_reference'],
  example: { audience_id: nobodysId, reason: 'It describes a way into the cluster that is still open.' },
});

export const addComment = operation({
  id: 'addComment',
  stage,
  method: 'post',
  path: '/comments',
  summary: 'Comment on a record',
  description:
    'A public reply is for everybody who sees the record; a team note is for those who may read and write notes on it. A reply of the reporter to a question brings a waiting signal back.',
  access: 'listen.comment',
  effect: 'create',
  body: AddComment,
  status: 201,
  result: Comment,
  errors: ['not_found'],
  example: { record_kind: 'signal', record_id: nobodysId, body: 'It also happens on the small runners.' },
});

export const listComments = operation({
  id: 'listComments',
  stage,
  method: 'get',
  path: '/comments',
  summary: 'Comments on a record, oldest first',
  access: 'loop.see',
  effect: 'read',
  query: CommentQuery,
  status: 200,
  result: CommentPage,
  errors: ['not_found', 'invalid_cursor'],
});
