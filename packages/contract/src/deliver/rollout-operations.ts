import { IdParams, operation } from '../operation/index.ts';
import { MoveRollout, OpenRollout, Rollout } from './schemas.ts';

const stage = 'deliver' as const;

export const openRollout = operation({
  id: 'openRollout',
  stage,
  method: 'post',
  path: '/changes/{id}/rollouts',
  summary: 'Plan how a change reaches people, step by step',
  access: 'deliver.roll_out',
  effect: 'create',
  params: IdParams,
  body: OpenRollout,
  status: 201,
  result: Rollout,
  errors: [
    'not_found',
    'rollout_steps_invalid',
    'rollout_live',
    'rollout_elsewhere',
    'change_underway',
    'flag_ramping',
    'unknown_reference',
  ],
  example: {
    steps: [
      { share: 10, least_minutes: 60, guardrails: [{ metric: 'error rate', must_stay: 'below', limit: 0.01 }] },
      { share: 100 },
    ],
    flag: { key: 'warm-runners', variant: 'on' },
  },
});

export const getRollout = operation({
  id: 'getRollout',
  stage,
  method: 'get',
  path: '/rollouts/{id}',
  summary: 'A rollout with the word at each of its gates',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: Rollout,
  errors: ['not_found'],
});

export const moveRollout = operation({
  id: 'moveRollout',
  stage,
  method: 'post',
  path: '/rollouts/{id}/move',
  summary: 'Start, hold, resume, advance, roll back, finish or cancel, by hand and with a reason',
  description: 'Recorded as gate “no data”, overridden where it goes on without one. Finishing releases the change.',
  access: 'deliver.roll_out',
  effect: 'change',
  params: IdParams,
  body: MoveRollout,
  status: 200,
  result: Rollout,
  errors: [
    'not_found',
    'stale_version',
    'illegal_transition',
    'lane_steps_missing',
    'step_too_early',
    'steps_left',
    'no_step_left',
  ],
  example: { act: 'start', reason: 'Everybody is on shift.' },
});

export const rolloutOperations = [openRollout, getRollout, moveRollout] as const;
