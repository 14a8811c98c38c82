import { Severity } from '../charter/index.ts';
import { Id, IdParams, operation, pageQuery, z } from '../operation/index.ts';
import {
  AskReporter,
  AssignTo,
  AttachSignals,
  ChangeProblem,
  CloseProblem,
  DetachSignals,
  MergeProblem,
  OpenProblem,
  ProblemPage,
  ProblemRecord,
  ProblemState,
  RouteProblem,
  SetSeverity,
  WithReason,
} from './schemas.ts';

const stage = 'triage' as const;
const id = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';

/** What all actions on a problem have in common. */
const action = {
  stage,
  method: 'post',
  access: 'triage.triage',
  effect: 'change',
  params: IdParams,
  status: 200,
  result: ProblemRecord,
} as const;
const errors = ['not_found', 'stale_version', 'illegal_transition', 'merged_elsewhere'];

export const openProblem = operation({
  id: 'openProblem',
  stage,
  method: 'post',
  path: '/problems',
  summary: 'Open a problem, with signals as its evidence',
  access: 'triage.triage',
  effect: 'create',
  body: OpenProblem,
  status: 201,
  result: ProblemRecord,
  errors: ['unknown_reference', 'illegal_transition', 'audience_mismatch', 'term_retired'],
  example: {
    signal_ids: [],
    title: 'Image pulls time out in the evening',
    statement: 'Builds wait for the registry.',
    severity: 'major',
  },
});

export const listProblems = operation({
  id: 'listProblems',
  stage,
  method: 'get',
  path: '/problems',
  summary: 'Problems, the newest first, those that are merged left out',
  access: 'loop.see',
  effect: 'read',
  query: z.object({
    ...pageQuery,
    state: ProblemState.optional(),
    owner_team_id: Id.optional(),
    component_id: Id.optional(),
    severity: Severity.optional(),
    layer: z.string().max(41).optional(),
    live: z.stringbool().optional(),
    q: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .optional()
      .openapi({ description: 'Words of its title or statement, or its reference.' }),
    merged: z.stringbool().default(false).openapi({ description: 'True lists merged ones too.' }),
  }),
  status: 200,
  result: ProblemPage,
  errors: ['invalid_cursor'],
});

export const getProblem = operation({
  id: 'getProblem',
  stage,
  method: 'get',
  path: '/problems/{id}',
  summary: 'A problem with its evidence, clocks and what happens next',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: ProblemRecord,
  errors: ['not_found'],
});

export const changeProblem = operation({
  ...action,
  id: 'changeProblem',
  method: 'patch',
  path: '/problems/{id}',
  summary: 'Say the problem better',
  body: ChangeProblem,
  errors: ['not_found', 'stale_version', 'merged_elsewhere', 'unknown_reference', 'term_retired'],
  example: { title: 'Image pulls time out whenever caches are cold' },
});

export const attachSignals = operation({
  ...action,
  id: 'attachSignals',
  path: '/problems/{id}/attach',
  summary: 'Attach signals as evidence',
  body: AttachSignals,
  errors: [...errors, 'unknown_reference', 'audience_mismatch'],
  example: { signal_ids: [id], reason: 'The same registry, the same hour.' },
});

export const detachSignals = operation({
  ...action,
  id: 'detachSignals',
  path: '/problems/{id}/detach',
  summary: 'Undo attaching: the signals are received again',
  body: DetachSignals,
  errors: [...errors, 'unknown_reference', 'not_attached'],
  example: { signal_ids: [id], reason: 'It is about another registry.' },
});

export const mergeProblem = operation({
  ...action,
  id: 'mergeProblem',
  path: '/problems/{id}/merge',
  summary: 'Let this problem go on as another one',
  description:
    'Only a link is written; unmerge is the exact inverse at any later time. Answers with the problem it goes on as.',
  body: MergeProblem,
  errors: [
    'not_found',
    'stale_version',
    'unknown_reference',
    'merge_same',
    'already_merged',
    'merge_cycle',
    'merge_into_historical',
    'merged_elsewhere',
    'audience_mismatch',
  ],
  example: { into_id: id, reason: 'Both are the cold cache.' },
});

export const unmergeProblem = operation({
  ...action,
  id: 'unmergeProblem',
  path: '/problems/{id}/unmerge',
  summary: 'Undo merging this problem',
  body: WithReason,
  errors: ['not_found', 'stale_version', 'not_merged'],
  example: { reason: 'The second one is about uploads.' },
});

export const routeProblem = operation({
  ...action,
  id: 'routeProblem',
  path: '/problems/{id}/route',
  summary: 'Change the owner or the components',
  body: RouteProblem,
  errors: [...errors, 'unknown_reference'],
  example: { owner_team_id: id, reason: 'The cache is theirs.' },
});

export const assignProblem = operation({
  ...action,
  id: 'assignProblem',
  path: '/problems/{id}/assign',
  summary: 'Say whose move it is, and by when',
  body: AssignTo,
  errors: [...errors, 'unknown_reference'],
  example: { person_id: id, due_at: '2026-12-01T16:00:00.000Z' },
});

export const setSeverity = operation({
  ...action,
  id: 'setSeverity',
  path: '/problems/{id}/severity',
  summary: 'Say how bad it is, and why',
  body: SetSeverity,
  errors: [...errors, 'unknown_reference', 'term_retired'],
  example: { severity: 'major', reason: 'Four teams cannot deploy in the evening.' },
});

export const askProblem = operation({
  ...action,
  id: 'askProblem',
  path: '/problems/{id}/ask',
  summary: 'Ask those who reported it and wait',
  body: AskReporter,
  errors: [...errors, 'nobody_to_ask'],
  example: { question: 'Is it better since Tuesday?' },
});

export const closeProblem = operation({
  ...action,
  id: 'closeProblem',
  path: '/problems/{id}/close',
  summary: 'Close a problem whose reporters stay silent, with a notice to them',
  body: CloseProblem,
  errors,
  example: { notice: 'We could not see it again. One click opens it.' },
});

export const reopenProblem = operation({
  ...action,
  id: 'reopenProblem',
  path: '/problems/{id}/reopen',
  summary: 'Open a problem again that has ended; whoever reported it may too',
  access: 'loop.see',
  body: WithReason,
  errors,
  example: { reason: 'It is back since this morning.' },
});
