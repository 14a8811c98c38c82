import { Id, IdParams, operation, pageQuery, z } from '../operation/index.ts';
import {
  AskLane,
  ChangeDecision,
  ChangeLane,
  Decision,
  DecisionPage,
  DecisionState,
  DraftDecision,
  ExtendComment,
  LanePreview,
  MakeDecision,
  OpenForComment,
  Rationale,
  RationaleText,
  Replay,
  WithReason,
} from './decision-schemas.ts';

const stage = 'prioritize' as const;
const exampleId = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';

export const askLane = operation({
  id: 'askLane',
  stage,
  method: 'post',
  path: '/lane',
  summary: 'Which lane the answers lead to, why, and what it asks for; nothing is stored',
  access: 'loop.see',
  effect: 'read',
  body: AskLane,
  status: 200,
  result: LanePreview,
  errors: ['unknown_reference'],
  example: { questions: { undo: 'one_step' }, problem_ids: [], likely_person_days: 2 },
});

export const listDecisions = operation({
  id: 'listDecisions',
  stage,
  method: 'get',
  path: '/decisions',
  summary: 'Decisions, newest first',
  access: 'loop.see',
  effect: 'read',
  query: z.object({
    ...pageQuery,
    state: DecisionState.optional(),
    proposal_id: Id.optional(),
    problem_id: Id.optional(),
  }),
  status: 200,
  result: DecisionPage,
  errors: ['invalid_cursor'],
});

export const getDecision = operation({
  id: 'getDecision',
  stage,
  method: 'get',
  path: '/decisions/{id}',
  summary: 'One decision, with what its lane still asks for',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: Decision,
  errors: ['not_found'],
});

export const draftDecision = operation({
  id: 'draftDecision',
  stage,
  method: 'post',
  path: '/decisions',
  summary: 'Draft a decision on a proposal or directly on problems; its lane is computed with reasons',
  access: 'prioritize.draft',
  effect: 'create',
  body: DraftDecision,
  status: 201,
  result: Decision,
  errors: [
    'unknown_reference',
    'approver_missing',
    'approver_ambiguous',
    'reason_missing',
    'audiences_differ',
    'illegal_transition',
  ],
  example: {
    kind: 'decline',
    title: 'No Windows build agents',
    rationale: 'Two people asked and both have moved to containers since.',
    what_would_change: 'A team that ships for Windows.',
    problem_ids: [exampleId],
  },
});

export const changeDecision = operation({
  id: 'changeDecision',
  stage,
  method: 'patch',
  path: '/decisions/{id}',
  summary: 'Change a decision that is not made yet',
  access: 'prioritize.draft',
  effect: 'change',
  params: IdParams,
  body: ChangeDecision,
  status: 200,
  result: Decision,
  errors: ['not_found', 'stale_version', 'illegal_transition', 'unknown_reference'],
  example: { title: 'No Windows build agents this year' },
});

export const openForComment = operation({
  id: 'openForComment',
  stage,
  method: 'post',
  path: '/decisions/{id}/comment-period',
  summary: 'Open a decision for comment',
  access: 'prioritize.draft',
  effect: 'change',
  params: IdParams,
  body: OpenForComment,
  status: 200,
  result: Decision,
  errors: ['not_found', 'stale_version', 'illegal_transition', 'comment_period_invalid'],
  example: {},
});

export const extendComment = operation({
  id: 'extendComment',
  stage,
  method: 'post',
  path: '/decisions/{id}/extend-comment-period',
  summary: 'Extend a significant comment period, once',
  access: 'prioritize.draft',
  effect: 'change',
  params: IdParams,
  body: ExtendComment,
  status: 200,
  result: Decision,
  errors: ['not_found', 'stale_version', 'illegal_transition', 'comment_period_invalid'],
  example: { days: 3, reason: 'Two teams are at the conference.' },
});

export const makeDecision = operation({
  id: 'makeDecision',
  stage,
  method: 'post',
  path: '/decisions/{id}/make',
  summary: 'Make a decision: its lane’s steps are checked, its rationale is kept, problems and proposal move',
  access: 'loop.see',
  effect: 'change',
  params: IdParams,
  body: MakeDecision,
  status: 200,
  result: Decision,
  errors: [
    'not_found',
    'stale_version',
    'illegal_transition',
    'lane_steps_missing',
    'concerns_unsettled',
    'merged_elsewhere',
    'own_approval',
    'reason_missing',
    'approver_missing',
    'approver_ambiguous',
  ],
  example: {},
});

export const cancelDecision = operation({
  id: 'cancelDecision',
  stage,
  method: 'post',
  path: '/decisions/{id}/cancel',
  summary: 'Cancel a decision that is not made yet',
  access: 'prioritize.draft',
  effect: 'change',
  params: IdParams,
  body: WithReason,
  status: 200,
  result: Decision,
  errors: ['not_found', 'stale_version', 'illegal_transition'],
  example: { reason: 'The proposal was withdrawn.' },
});

export const raiseLane = operation({
  id: 'raiseLane',
  stage,
  method: 'post',
  path: '/decisions/{id}/raise-lane',
  summary: 'Ask for more ceremony, with a reason',
  access: 'prioritize.raise_lane',
  effect: 'change',
  params: IdParams,
  body: ChangeLane,
  status: 200,
  result: Decision,
  errors: ['not_found', 'stale_version', 'illegal_transition', 'lane_not_higher'],
  example: { lane: 'significant', reason: 'Every team has to move its pipelines.' },
});

export const lowerLane = operation({
  id: 'lowerLane',
  stage,
  method: 'post',
  path: '/decisions/{id}/lower-lane',
  summary: 'Ask for less ceremony, with a reason; the approver only',
  access: 'prioritize.lower_lane',
  effect: 'change',
  params: IdParams,
  body: ChangeLane,
  status: 200,
  result: Decision,
  errors: ['not_found', 'stale_version', 'illegal_transition', 'lane_not_lower', 'only_the_approver'],
  example: { lane: 'standard', reason: 'The second component is only renamed.' },
});

export const getRationale = operation({
  id: 'getRationale',
  stage,
  method: 'get',
  path: '/decisions/{id}/rationale',
  summary: 'Why it was decided so: the permanent page, with everything that a replay needs',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: Rationale,
  errors: ['not_found'],
});

export const getRationaleText = operation({
  id: 'getRationaleText',
  stage,
  method: 'get',
  path: '/decisions/{id}/rationale.md',
  summary: 'The rationale as a MADR file',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: RationaleText,
  errors: ['not_found'],
});

export const replayDecision = operation({
  id: 'replayDecision',
  stage,
  method: 'get',
  path: '/decisions/{id}/replay',
  summary: 'Compute the ranking again from what the rationale stored, and say whether it is the same',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: Replay,
  errors: ['not_found'],
});

export const decisionOperations = [
  askLane,
  listDecisions,
  getDecision,
  draftDecision,
  changeDecision,
  openForComment,
  extendComment,
  makeDecision,
  cancelDecision,
  raiseLane,
  lowerLane,
  getRationale,
  getRationaleText,
  replayDecision,
] as const;
