import { IdParams, operation, z } from '../operation/index.ts';
import {
  AddCoreQuestion,
  AddPrinciple,
  ChangeCoreQuestion,
  ChangePrinciple,
  Charter,
  CharterList,
  CoreQuestion,
  CoreQuestionList,
  Principle,
  PrincipleList,
  PublishCharter,
  Workspace,
} from './purpose.schemas.ts';

const stage = 'charter' as const;

export const getWorkspace = operation({
  id: 'getWorkspace',
  stage,
  method: 'get',
  path: '/workspace',
  summary: 'This workspace: its charter’s date, its clocks, who owns what nobody else does',
  access: 'loop.see',
  effect: 'read',
  status: 200,
  result: Workspace,
  errors: [],
});

export const listCharters = operation({
  id: 'listCharters',
  stage,
  method: 'get',
  path: '/charters',
  summary: 'Every version of the charter, the newest first',
  access: 'loop.see',
  effect: 'read',
  status: 200,
  result: CharterList,
  errors: [],
});

export const getCurrentCharter = operation({
  id: 'getCurrentCharter',
  stage,
  method: 'get',
  path: '/charters/current',
  summary: 'The charter in force, and whether its review is overdue',
  access: 'loop.see',
  effect: 'read',
  status: 200,
  result: Charter,
  errors: ['not_found'],
});

export const publishCharter = operation({
  id: 'publishCharter',
  stage,
  method: 'post',
  path: '/charters',
  summary: 'Publish a new version of the charter, with what it changes and why',
  access: 'charter.steward',
  effect: 'create',
  body: PublishCharter,
  status: 201,
  result: Charter,
  errors: ['stale_version'],
  example: {
    purpose: 'Everyone who builds on the platform can say what hinders them, and hears what became of it.',
    scope_in: 'Builds, delivery, environments and the developer portal.',
    scope_out: 'Product features and office IT.',
    goals: ['Nobody waits longer than two days to be heard.'],
    participants: [{ who: 'Platform engineers', represents: 'the teams that own components' }],
    cadence: 'A loop review every two weeks.',
    review_due: '2099-06-30',
    change_note: 'The first version.',
    change_reason: 'Until now nobody could tell what the loop is for.',
  },
});

export const listCoreQuestions = operation({
  id: 'listCoreQuestions',
  stage,
  method: 'get',
  path: '/core-questions',
  summary: 'The questions the loop is there to answer, each with the view that answers it',
  access: 'loop.see',
  effect: 'read',
  query: z.object({ retired: z.stringbool().default(false) }),
  status: 200,
  result: CoreQuestionList,
  errors: [],
});

export const addCoreQuestion = operation({
  id: 'addCoreQuestion',
  stage,
  method: 'post',
  path: '/core-questions',
  summary: 'Add a core question with its live view',
  access: 'charter.steward',
  effect: 'create',
  body: AddCoreQuestion,
  status: 201,
  result: CoreQuestion,
  errors: [],
  example: { question: 'Which tools do people work around?', view: '/triage/problems?sort=people' },
});

export const changeCoreQuestion = operation({
  id: 'changeCoreQuestion',
  stage,
  method: 'patch',
  path: '/core-questions/{id}',
  summary: 'Reword a core question, link another view, or retire it',
  access: 'charter.steward',
  effect: 'change',
  params: IdParams,
  body: ChangeCoreQuestion,
  status: 200,
  result: CoreQuestion,
  errors: ['not_found', 'stale_version'],
  example: { retired: true },
});

export const listPrinciples = operation({
  id: 'listPrinciples',
  stage,
  method: 'get',
  path: '/principles',
  summary: 'Principles of architectural direction; those that are over on request',
  access: 'loop.see',
  effect: 'read',
  query: z.object({ all: z.stringbool().default(false) }),
  status: 200,
  result: PrincipleList,
  errors: [],
});

export const addPrinciple = operation({
  id: 'addPrinciple',
  stage,
  method: 'post',
  path: '/principles',
  summary: 'Add a principle that proposals are aligned to',
  access: 'charter.steward',
  effect: 'create',
  body: AddPrinciple,
  status: 201,
  result: Principle,
  errors: [],
  example: {
    direction: 'Prefer what runs on a laptop the same way as in production.',
    reason: 'Most lost hours come from differences between the two.',
    expires_on: '2099-12-31',
  },
});

export const changePrinciple = operation({
  id: 'changePrinciple',
  stage,
  method: 'patch',
  path: '/principles/{id}',
  summary: 'Change a principle, extend it, or retire it',
  access: 'charter.steward',
  effect: 'change',
  params: IdParams,
  body: ChangePrinciple,
  status: 200,
  result: Principle,
  errors: ['not_found', 'stale_version'],
  example: { expires_on: '2099-12-31' },
});

export const purposeOperations = [
  getWorkspace,
  listCharters,
  getCurrentCharter,
  publishCharter,
  listCoreQuestions,
  addCoreQuestion,
  changeCoreQuestion,
  listPrinciples,
  addPrinciple,
  changePrinciple,
] as const;
