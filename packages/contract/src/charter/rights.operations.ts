import { defaultClocks } from '@hearback/domain/charter';
import { IdParams, operation, z } from '../operation/index.ts';
import {
  AddAudience,
  AddDecisionRight,
  Audience,
  AudienceList,
  ChangeAudience,
  ChangeDecisionRight,
  ClocksPolicy,
  DecisionRight,
  DecisionRightList,
  PutClocksPolicy,
} from './rights.schemas.ts';

const stage = 'charter' as const;
const rightErrors = ['unknown_reference', 'term_retired', 'approver_ambiguous', 'not_an_approver'] as const;

export const listDecisionRights = operation({
  id: 'listDecisionRights',
  stage,
  method: 'get',
  path: '/decision-rights',
  summary: 'Who decides what, where, and how',
  access: 'loop.see',
  effect: 'read',
  query: z.object({ retired: z.stringbool().default(false) }),
  status: 200,
  result: DecisionRightList,
  errors: [],
});

export const addDecisionRight = operation({
  id: 'addDecisionRight',
  stage,
  method: 'post',
  path: '/decision-rights',
  summary: 'Add a decision right; refused where two would name an approver for the same decision',
  access: 'charter.steward',
  effect: 'create',
  body: AddDecisionRight,
  status: 201,
  result: DecisionRight,
  errors: rightErrors,
  example: {
    kinds: ['accept', 'decline'],
    scope: { kind: 'layers', layers: ['networking'] },
    approver_role: 'Head of networking',
    approver_id: '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1',
    decide_within_days: 10,
    escalates_to_id: '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1',
  },
});

export const changeDecisionRight = operation({
  id: 'changeDecisionRight',
  stage,
  method: 'patch',
  path: '/decision-rights/{id}',
  summary: 'Change a decision right, name another approver, or retire it',
  access: 'charter.steward',
  effect: 'change',
  params: IdParams,
  body: ChangeDecisionRight,
  status: 200,
  result: DecisionRight,
  errors: ['not_found', 'stale_version', ...rightErrors],
  example: { decide_within_days: 5 },
});

export const getClocksPolicy = operation({
  id: 'getClocksPolicy',
  stage,
  method: 'get',
  path: '/clocks-policy',
  summary: 'Working time per severity and clock, and from when a breach counts',
  access: 'loop.see',
  effect: 'read',
  status: 200,
  result: ClocksPolicy,
  errors: [],
});

export const putClocksPolicy = operation({
  id: 'putClocksPolicy',
  stage,
  method: 'put',
  path: '/clocks-policy',
  summary: 'Set the clocks and from when they count',
  access: 'charter.steward',
  effect: 'change',
  body: PutClocksPolicy,
  status: 200,
  result: ClocksPolicy,
  errors: ['stale_version'],
  example: { clocks: defaultClocks, enforced_from: '2027-01-04T08:00:00.000Z' },
});

export const listAudiences = operation({
  id: 'listAudiences',
  stage,
  method: 'get',
  path: '/audiences',
  summary: 'Whom a restricted record can be for',
  access: 'loop.see',
  effect: 'read',
  status: 200,
  result: AudienceList,
  errors: [],
});

export const addAudience = operation({
  id: 'addAudience',
  stage,
  method: 'post',
  path: '/audiences',
  summary: 'Name an audience of people and roles',
  access: 'charter.steward',
  effect: 'create',
  body: AddAudience,
  status: 201,
  result: Audience,
  errors: ['already_exists', 'unknown_reference', 'audience_empty'],
  example: { name: 'Security', roles: ['steward'] },
});

export const changeAudience = operation({
  id: 'changeAudience',
  stage,
  method: 'patch',
  path: '/audiences/{id}',
  summary: 'Change who belongs to an audience; only somebody who belongs to it may',
  access: 'charter.steward',
  effect: 'change',
  params: IdParams,
  body: ChangeAudience,
  status: 200,
  result: Audience,
  errors: ['not_found', 'stale_version', 'already_exists', 'unknown_reference', 'audience_empty', 'not_of_audience'],
  example: { name: 'Security response' },
});

export const rightsOperations = [
  listDecisionRights,
  addDecisionRight,
  changeDecisionRight,
  getClocksPolicy,
  putClocksPolicy,
  listAudiences,
  addAudience,
  changeAudience,
] as const;
