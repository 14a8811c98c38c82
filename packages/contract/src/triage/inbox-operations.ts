import { Severity } from '../charter/index.ts';
import { Id, IdParams, operation, pageQuery, z } from '../operation/index.ts';
import {
  AnswerSignal,
  AskReporter,
  AssignSignal,
  FindSimilar,
  Inbox,
  RouteSignal,
  SignalTriage,
  SimilarThings,
  WithReason,
} from './schemas.ts';

const stage = 'triage' as const;
const id = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';
const changeErrors = ['not_found', 'stale_version', 'illegal_transition'];

export const getInbox = operation({
  id: 'getInbox',
  stage,
  method: 'get',
  path: '/inbox',
  summary: 'What waits to be triaged, the soonest clock first',
  description: 'Imports are in a queue of their own (queue=historical), with an owner and without clocks.',
  access: 'loop.see',
  effect: 'read',
  query: z.object({
    ...pageQuery,
    queue: z.enum(['live', 'historical']).default('live'),
    kind: z.enum(['signal', 'problem']).optional(),
    owner_team_id: Id.optional(),
    assignee_id: Id.optional(),
    severity: Severity.optional(),
  }),
  status: 200,
  result: Inbox,
  errors: ['invalid_cursor'],
});

export const getSimilar = operation({
  id: 'getSimilar',
  stage,
  method: 'get',
  path: '/similar',
  summary: 'What is known that sounds like a few words',
  access: 'loop.see',
  effect: 'read',
  query: z.object({
    q: z.string().trim().max(500),
    kind: z.string().max(40).optional(),
    limit: z.coerce.number().int().min(1).max(50).default(8),
  }),
  status: 200,
  result: SimilarThings,
  errors: [],
});

export const findSimilar = operation({
  id: 'findSimilar',
  stage,
  method: 'post',
  path: '/similar',
  summary: 'What is known that sounds like this, while somebody writes it',
  description:
    'Problems, known answers, shipped fixes, lessons and signals, each with the words it shares. Nothing is stored.',
  access: 'loop.see',
  effect: 'read',
  body: FindSimilar,
  status: 200,
  result: SimilarThings,
  errors: [],
  example: { title: 'Deploys hang at the last step', body: 'Since Monday every third deploy stays at 95 %.' },
});

export const getSignalSimilar = operation({
  id: 'getSignalSimilar',
  stage,
  method: 'get',
  path: '/signals/{id}/similar',
  summary: 'What is known that sounds like a signal',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  query: z.object({ kind: z.string().max(40).optional(), limit: z.coerce.number().int().min(1).max(50).default(8) }),
  status: 200,
  result: SimilarThings,
  errors: ['not_found'],
});

export const getSignalTriage = operation({
  id: 'getSignalTriage',
  stage,
  method: 'get',
  path: '/signals/{id}/triage',
  summary: 'Whose a signal is, its clocks, its problem, and what was asked or answered',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: SignalTriage,
  errors: ['not_found'],
});

export const askSignal = operation({
  id: 'askSignal',
  stage,
  method: 'post',
  path: '/signals/{id}/ask',
  summary: 'Ask the reporter and wait; the clocks stop meanwhile',
  access: 'triage.triage',
  effect: 'change',
  params: IdParams,
  body: AskReporter,
  status: 200,
  result: SignalTriage,
  errors: [...changeErrors, 'nobody_to_ask'],
  example: { question: 'Does it also happen on the second try?' },
});

export const answerSignal = operation({
  id: 'answerSignal',
  stage,
  method: 'post',
  path: '/signals/{id}/answer',
  summary: 'Answer a signal directly (answer lane)',
  access: 'triage.triage',
  effect: 'change',
  params: IdParams,
  body: AnswerSignal,
  status: 200,
  result: SignalTriage,
  errors: changeErrors,
  example: { answer: 'Push with “--retry 3”; the registry is patched on Thursday.', known_answer: true },
});

export const rejectSignal = operation({
  id: 'rejectSignal',
  stage,
  method: 'post',
  path: '/signals/{id}/reject',
  summary: 'Say that a signal leads nowhere, and why',
  access: 'triage.triage',
  effect: 'change',
  params: IdParams,
  body: WithReason,
  status: 200,
  result: SignalTriage,
  errors: changeErrors,
  example: { reason: 'This is about another company’s product.' },
});

export const reopenSignal = operation({
  id: 'reopenSignal',
  stage,
  method: 'post',
  path: '/signals/{id}/reopen',
  summary: 'Bring an answered, rejected, closed or waiting signal back; its reporter may too',
  access: 'loop.see',
  effect: 'change',
  params: IdParams,
  body: WithReason,
  status: 200,
  result: SignalTriage,
  errors: changeErrors,
  example: { reason: 'It still happens with the flag set.' },
});

export const routeSignal = operation({
  id: 'routeSignal',
  stage,
  method: 'post',
  path: '/signals/{id}/route',
  summary: 'Give a signal to another team',
  access: 'triage.triage',
  effect: 'change',
  params: IdParams,
  body: RouteSignal,
  status: 200,
  result: SignalTriage,
  errors: [...changeErrors, 'unknown_reference'],
  example: { owner_team_id: id, reason: 'The registry is theirs.' },
});

export const assignSignal = operation({
  id: 'assignSignal',
  stage,
  method: 'post',
  path: '/signals/{id}/assign',
  summary: 'Say whose move a signal is',
  access: 'triage.triage',
  effect: 'change',
  params: IdParams,
  body: AssignSignal,
  status: 200,
  result: SignalTriage,
  errors: [...changeErrors, 'unknown_reference'],
  example: { person_id: id },
});
