import { IdParams, operation } from '../operation/index.ts';
import {
  AddFlag,
  ChangeFlag,
  Flag,
  FlagList,
  MadeFlagToken,
  MadeReleaseHook,
  MakeFlagToken,
  MakeReleaseHook,
  ReleaseHook,
  ReleaseHookList,
} from './flag-schemas.ts';

const stage = 'deliver' as const;
const someId = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';

export const listFlags = operation({
  id: 'listFlags',
  stage,
  method: 'get',
  path: '/flags',
  summary: 'Feature flags with what is served of them',
  access: 'loop.see',
  effect: 'read',
  status: 200,
  result: FlagList,
  errors: [],
});

export const getFlag = operation({
  id: 'getFlag',
  stage,
  method: 'get',
  path: '/flags/{id}',
  summary: 'A feature flag',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: Flag,
  errors: ['not_found'],
});

export const addFlag = operation({
  id: 'addFlag',
  stage,
  method: 'post',
  path: '/flags',
  summary: 'Add a flag, a flagd definition',
  description: 'Served over OFREP at /ofrep/v1, so every OpenFeature SDK reads it.',
  access: 'deliver.change',
  effect: 'create',
  body: AddFlag,
  status: 201,
  result: Flag,
  errors: ['already_exists', 'flag_invalid', 'unknown_reference'],
  example: { key: 'warm-runners', variants: { on: true, off: false }, default_variant: 'off', owner_team_id: someId },
});

export const changeFlag = operation({
  id: 'changeFlag',
  stage,
  method: 'patch',
  path: '/flags/{id}',
  summary: 'Change a flag',
  description: 'While a rollout ramps it, only its description and its state: rules would take people out again.',
  access: 'deliver.change',
  effect: 'change',
  params: IdParams,
  body: ChangeFlag,
  status: 200,
  result: Flag,
  errors: ['not_found', 'stale_version', 'flag_invalid', 'flag_ramping'],
  example: { state: 'DISABLED' },
});

export const makeFlagToken = operation({
  id: 'makeFlagToken',
  stage,
  method: 'post',
  path: '/flag-tokens',
  summary: 'Make a token that evaluates flags and does nothing else',
  description: 'Ends like every token. A repeated Idempotency-Key does not show the secret again.',
  access: 'govern.hold_token',
  effect: 'create',
  body: MakeFlagToken,
  status: 201,
  result: MadeFlagToken,
  errors: [],
  example: { name: 'checkout service' },
});

export const listReleaseHooks = operation({
  id: 'listReleaseHooks',
  stage,
  method: 'get',
  path: '/release-hooks',
  summary: 'Where other tools say what they release: one’s own, and for an admin all',
  access: 'govern.hold_token',
  effect: 'read',
  status: 200,
  result: ReleaseHookList,
  errors: [],
});

export const makeReleaseHook = operation({
  id: 'makeReleaseHook',
  stage,
  method: 'post',
  path: '/release-hooks',
  summary: 'Let another tool say what it releases, by Standard Webhooks',
  description:
    'It may roll out what the person it acts as may, and nothing else. Make a second one to rotate, then end the first.',
  access: 'govern.hold_token',
  effect: 'create',
  body: MakeReleaseHook,
  status: 201,
  result: MadeReleaseHook,
  errors: ['forbidden', 'not_found'],
  example: { name: 'Argo Rollouts' },
});

export const endReleaseHook = operation({
  id: 'endReleaseHook',
  stage,
  method: 'delete',
  path: '/release-hooks/{id}',
  summary: 'End a hook at once',
  access: 'govern.hold_token',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: ReleaseHook,
  errors: ['not_found'],
});

export const flagOperations = [
  listFlags,
  getFlag,
  addFlag,
  changeFlag,
  makeFlagToken,
  listReleaseHooks,
  makeReleaseHook,
  endReleaseHook,
] as const;
