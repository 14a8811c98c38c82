import { IdParams, operation } from '../operation/index.ts';
import {
  Action,
  ActionPage,
  ActionQuery,
  AddAction,
  ChangeAction,
  ChangeRetrospective,
  DraftRetrospective,
  Retire,
  Retrospective,
  RetrospectivePage,
  RetrospectiveQuery,
  Supersede,
} from './retrospective-schemas.ts';

const stage = 'learn' as const;
const exampleId = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';
const change = { stage, access: 'learn.write', effect: 'change', params: IdParams, status: 200 } as const;
const moveErrors = ['not_found', 'stale_version', 'illegal_transition'] as const;

export const draftRetrospective = operation({
  id: 'draftRetrospective',
  stage,
  method: 'post',
  path: '/retrospectives',
  summary: 'Draft a retrospective from the thread of a record: timeline, decisions, numbers, quotes',
  access: 'learn.write',
  effect: 'create',
  body: DraftRetrospective,
  status: 201,
  result: Retrospective,
  errors: ['unknown_reference'],
  example: { subject: { kind: 'decision', id: exampleId } },
});

export const listRetrospectives = operation({
  id: 'listRetrospectives',
  stage,
  method: 'get',
  path: '/retrospectives',
  summary: 'Retrospectives, newest first',
  access: 'loop.see',
  effect: 'read',
  query: RetrospectiveQuery,
  status: 200,
  result: RetrospectivePage,
  errors: ['invalid_cursor'],
});

export const getRetrospective = operation({
  id: 'getRetrospective',
  stage,
  method: 'get',
  path: '/retrospectives/{id}',
  summary: 'One retrospective with its actions, and hints where its words blame',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: Retrospective,
  errors: ['not_found'],
});

export const changeRetrospective = operation({
  ...change,
  id: 'changeRetrospective',
  method: 'patch',
  path: '/retrospectives/{id}',
  summary: 'Edit a retrospective that is not published yet',
  body: ChangeRetrospective,
  result: Retrospective,
  errors: ['not_found', 'stale_version', 'not_editable'],
  example: { title: 'Why warm images filled the disks' },
});

export const reviewRetrospective = operation({
  ...change,
  id: 'reviewRetrospective',
  method: 'post',
  path: '/retrospectives/{id}/review',
  summary: 'Hand a draft to those who took part',
  result: Retrospective,
  errors: moveErrors,
});

export const publishRetrospective = operation({
  ...change,
  id: 'publishRetrospective',
  method: 'post',
  path: '/retrospectives/{id}/publish',
  summary: 'Publish a reviewed retrospective; its words stay as they are from then on',
  result: Retrospective,
  errors: moveErrors,
});

export const supersedeRetrospective = operation({
  ...change,
  id: 'supersedeRetrospective',
  method: 'post',
  path: '/retrospectives/{id}/supersede',
  summary: 'Say which later retrospective corrects this one',
  body: Supersede,
  result: Retrospective,
  errors: [...moveErrors, 'unknown_reference', 'own_successor'],
  example: { by_id: exampleId, reason: 'The cause turned out to be the registry.' },
});

export const retireRetrospective = operation({
  ...change,
  id: 'retireRetrospective',
  method: 'post',
  path: '/retrospectives/{id}/retire',
  summary: 'Retire a retrospective that helps nobody any more; it stays on its thread',
  body: Retire,
  result: Retrospective,
  errors: moveErrors,
  example: { reason: 'The component is gone.' },
});

export const listActions = operation({
  id: 'listActions',
  stage,
  method: 'get',
  path: '/actions',
  summary: 'What retrospectives asked for, the earliest due first',
  access: 'loop.see',
  effect: 'read',
  query: ActionQuery,
  status: 200,
  result: ActionPage,
  errors: ['invalid_cursor'],
});

export const addAction = operation({
  id: 'addAction',
  stage,
  method: 'post',
  path: '/retrospectives/{id}/actions',
  summary: 'Add an action with one owner, a date and a type',
  access: 'learn.write',
  effect: 'create',
  params: IdParams,
  body: AddAction,
  status: 201,
  result: Action,
  errors: ['not_found', 'unknown_reference'],
  example: {
    text: 'Alarm on disk use of image caches',
    type: 'detect',
    owner_team_id: exampleId,
    due_on: '2026-12-01',
  },
});

export const changeAction = operation({
  ...change,
  id: 'changeAction',
  method: 'patch',
  path: '/actions/{id}',
  summary: 'Change an action, or say which work item or signal it is done as',
  body: ChangeAction,
  result: Action,
  errors: ['not_found', 'stale_version', 'unknown_reference'],
  example: { linked: { kind: 'work_item', id: exampleId } },
});

export const retrospectiveOperations = [
  listRetrospectives,
  draftRetrospective,
  getRetrospective,
  changeRetrospective,
  reviewRetrospective,
  publishRetrospective,
  supersedeRetrospective,
  retireRetrospective,
  listActions,
  addAction,
  changeAction,
] as const;
