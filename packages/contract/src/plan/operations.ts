import { Id, IdParams, operation, z } from '../operation/index.ts';
import {
  AddCriterion,
  AddMilestone,
  AddTrain,
  Backlog,
  BacklogQuery,
  ChangeMilestone,
  ChangeTrain,
  ChangeWorkItem,
  CheckCriterion,
  Fix,
  Milestone,
  MilestoneList,
  MoveWorkItem,
  OpenFix,
  OpenWorkItem,
  Train,
  TrainList,
  WorkItemDetail,
} from './schemas.ts';

const stage = 'plan' as const;
const someId = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';
const criterion = {
  text: 'A build gets a runner within a minute, nine times of ten.',
  quote: { signal_id: someId, words: 'waits forty minutes for a runner' },
  test: { environment: 'production', method: 'Compare the queue’s P90 over a week.' },
};

export const readBacklog = operation({
  id: 'readBacklog',
  stage,
  method: 'get',
  path: '/backlog',
  summary: 'What is worked on, what comes next, what later: for everybody',
  access: 'loop.see',
  effect: 'read',
  query: BacklogQuery,
  status: 200,
  result: Backlog,
  errors: ['invalid_cursor'],
});

export const getWorkItem = operation({
  id: 'getWorkItem',
  stage,
  method: 'get',
  path: '/work-items/{id}',
  summary: 'A work item with its criteria and history',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: WorkItemDetail,
  errors: ['not_found'],
});

export const openWorkItem = operation({
  id: 'openWorkItem',
  stage,
  method: 'post',
  path: '/work-items',
  summary: 'Write what somebody will do because of a decision',
  description: 'Each acceptance criterion quotes a signal that is evidence for the decision.',
  access: 'plan.work',
  effect: 'create',
  body: OpenWorkItem,
  status: 201,
  result: WorkItemDetail,
  errors: ['decision_not_workable', 'quote_not_found', 'quote_off_thread', 'quote_would_leak', 'milestone_cut_off'],
  example: {
    decision_id: someId,
    title: 'Keep a warm runner per team',
    component_ids: [someId],
    estimate: { low: 2, likely: 4, high: 9 },
    criteria: [criterion],
  },
});

export const changeWorkItem = operation({
  id: 'changeWorkItem',
  stage,
  method: 'patch',
  path: '/work-items/{id}',
  summary: 'Change a work item; a larger estimate may raise it',
  access: 'plan.work',
  effect: 'change',
  params: IdParams,
  body: ChangeWorkItem,
  status: 200,
  result: WorkItemDetail,
  errors: ['not_found', 'stale_version', 'milestone_cut_off', 'work_item_closed'],
  example: { estimate: { low: 3, likely: 6, high: 12 } },
});

export const moveWorkItem = operation({
  id: 'moveWorkItem',
  stage,
  method: 'post',
  path: '/work-items/{id}/move',
  summary: 'Start, block, complete or cancel work',
  description: 'When nothing else works on its problems, cancelling opens them again.',
  access: 'plan.work',
  effect: 'change',
  params: IdParams,
  body: MoveWorkItem,
  status: 200,
  result: WorkItemDetail,
  errors: [
    'not_found',
    'stale_version',
    'illegal_transition',
    'blocker_missing',
    'reason_missing',
    'criteria_unchecked',
  ],
  example: { to: 'in_progress' },
});

export const confirmWorkItem = operation({
  id: 'confirmWorkItem',
  stage,
  method: 'post',
  path: '/work-items/{id}/confirm',
  summary: 'Say that it still goes on',
  access: 'plan.work',
  effect: 'change',
  params: IdParams,
  status: 200,
  result: WorkItemDetail,
  errors: ['not_found', 'stale_version', 'work_item_closed'],
});

export const addCriterion = operation({
  id: 'addCriterion',
  stage,
  method: 'post',
  path: '/work-items/{id}/criteria',
  summary: 'Add an acceptance criterion that quotes a signal',
  access: 'plan.work',
  effect: 'change',
  params: IdParams,
  body: AddCriterion,
  status: 200,
  result: WorkItemDetail,
  errors: ['not_found', 'stale_version', 'quote_not_found', 'quote_off_thread', 'quote_would_leak', 'work_item_closed'],
  example: criterion,
});

export const checkCriterion = operation({
  id: 'checkCriterion',
  stage,
  method: 'post',
  path: '/work-items/{id}/check-criterion',
  summary: 'Write down what a criterion’s test showed',
  access: 'plan.work',
  effect: 'change',
  params: IdParams,
  body: CheckCriterion,
  status: 200,
  result: WorkItemDetail,
  errors: ['not_found', 'stale_version', 'work_item_closed'],
  example: { criterion_id: someId, result: 'passed', note: 'P90 is 41 seconds.' },
});

export const openFix = operation({
  id: 'openFix',
  stage,
  method: 'post',
  path: '/problems/{id}/fix',
  summary: 'The one dialog of the fix lane: what, when, why',
  description: 'Writes decision and work item together and moves the problem to fixing. Refused when it is no fix.',
  access: 'prioritize.fix',
  effect: 'create',
  params: IdParams,
  body: OpenFix,
  status: 201,
  result: Fix,
  errors: [
    'not_found',
    'not_a_fix',
    'illegal_transition',
    'merged_elsewhere',
    'quote_not_found',
    'quote_off_thread',
    'quote_would_leak',
    'milestone_cut_off',
  ],
  example: {
    what: 'Raise the runner pool’s floor to four',
    why: 'The queue is empty of runners every morning.',
    when: { due_on: '2026-11-20' },
    questions: {},
    likely_person_days: 1,
  },
});

export const listTrains = operation({
  id: 'listTrains',
  stage,
  method: 'get',
  path: '/trains',
  summary: 'Release trains and sprints',
  access: 'loop.see',
  effect: 'read',
  status: 200,
  result: TrainList,
  errors: [],
});

export const addTrain = operation({
  id: 'addTrain',
  stage,
  method: 'post',
  path: '/trains',
  summary: 'Add a train with its first milestones',
  access: 'plan.schedule',
  effect: 'create',
  body: AddTrain,
  status: 201,
  result: Train,
  errors: ['already_exists', 'milestone_invalid'],
  example: { name: 'Fortnight', cadence_days: 14, cut_off_days: 2, first_start: '2026-11-16T00:00:00.000Z' },
});

export const changeTrain = operation({
  id: 'changeTrain',
  stage,
  method: 'patch',
  path: '/trains/{id}',
  summary: 'Rename or retire a train',
  access: 'plan.schedule',
  effect: 'change',
  params: IdParams,
  body: ChangeTrain,
  status: 200,
  result: Train,
  errors: ['not_found', 'stale_version'],
  example: { retired: true },
});

export const listMilestones = operation({
  id: 'listMilestones',
  stage,
  method: 'get',
  path: '/milestones',
  summary: 'Milestones, the soonest end first',
  access: 'loop.see',
  effect: 'read',
  query: z.object({ train_id: Id.optional(), closed: z.stringbool().default(false) }),
  status: 200,
  result: MilestoneList,
  errors: [],
});

export const addMilestone = operation({
  id: 'addMilestone',
  stage,
  method: 'post',
  path: '/milestones',
  summary: 'Add a milestone, alone or on a train',
  access: 'plan.schedule',
  effect: 'create',
  body: AddMilestone,
  status: 201,
  result: Milestone,
  errors: ['milestone_invalid', 'unknown_reference', 'already_exists'],
  example: {
    name: 'Before the freeze',
    starts_at: '2026-11-16T00:00:00.000Z',
    cut_off_at: '2026-11-27T00:00:00.000Z',
    ends_at: '2026-11-30T00:00:00.000Z',
  },
});

export const changeMilestone = operation({
  id: 'changeMilestone',
  stage,
  method: 'patch',
  path: '/milestones/{id}',
  summary: 'Rename or shift a milestone',
  access: 'plan.schedule',
  effect: 'change',
  params: IdParams,
  body: ChangeMilestone,
  status: 200,
  result: Milestone,
  errors: ['not_found', 'stale_version', 'milestone_invalid'],
  example: { name: 'Before the winter freeze' },
});
