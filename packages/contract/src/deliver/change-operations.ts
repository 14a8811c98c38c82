import { IdParams, operation } from '../operation/index.ts';
import {
  ChangeDetail,
  ChangePage,
  ChangeQuery,
  EditChange,
  GiveNotice,
  MoveChange,
  OpenChange,
  RehearseRollback,
  ReleasedElsewhere,
  WaiveNotice,
} from './schemas.ts';

const stage = 'deliver' as const;
const someId = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';
const base = { stage, params: IdParams, status: 200, result: ChangeDetail } as const;

export const listChanges = operation({
  id: 'listChanges',
  stage,
  method: 'get',
  path: '/changes',
  summary: 'Changes, the newest first',
  access: 'loop.see',
  effect: 'read',
  query: ChangeQuery,
  status: 200,
  result: ChangePage,
  errors: ['invalid_cursor'],
});

export const getChange = operation({
  ...base,
  id: 'getChange',
  method: 'get',
  path: '/changes/{id}',
  summary: 'A change, what it still lacks, its rollouts and history',
  access: 'loop.see',
  effect: 'read',
  errors: ['not_found'],
});

export const openChange = operation({
  id: 'openChange',
  stage,
  method: 'post',
  path: '/changes',
  summary: 'Write what gets released',
  access: 'deliver.change',
  effect: 'create',
  body: OpenChange,
  status: 201,
  result: ChangeDetail,
  errors: ['nothing_to_release', 'decision_not_workable', 'unknown_reference', 'audiences_differ'],
  example: {
    title: 'Warm runners for every team',
    users_notice: 'Builds start within a minute.',
    work_item_ids: [someId],
    could_hurt_users: true,
  },
});

export const editChange = operation({
  ...base,
  id: 'editChange',
  method: 'patch',
  path: '/changes/{id}',
  summary: 'Change its words or its rollback plan',
  description: 'New words of a rollback plan need a new rehearsal.',
  access: 'deliver.change',
  effect: 'change',
  body: EditChange,
  errors: ['not_found', 'stale_version', 'change_underway', 'unknown_reference'],
  example: {
    rollback_plan: { how: 'Point the queue back.', trigger: 'The queue’s P90 doubles.', responsible_id: someId },
  },
});

export const moveChange = operation({
  ...base,
  id: 'moveChange',
  method: 'post',
  path: '/changes/{id}/move',
  summary: 'Start, release, roll back, plan again or abandon',
  description: 'Starting asks for what the lane asks for. Released moves its problems to shipped.',
  access: 'deliver.roll_out',
  effect: 'change',
  body: MoveChange,
  errors: ['not_found', 'stale_version', 'illegal_transition', 'lane_steps_missing', 'reason_missing', 'rollout_live'],
  example: { to: 'releasing' },
});

export const giveNotice = operation({
  ...base,
  id: 'giveNotice',
  method: 'post',
  path: '/changes/{id}/notice',
  summary: 'Tell those affected, with a lead time in business days of the owner’s calendar',
  access: 'deliver.change',
  effect: 'change',
  body: GiveNotice,
  errors: ['not_found', 'stale_version', 'notice_too_short', 'change_underway', 'unknown_reference'],
  example: { text: 'The old runner labels stop working.', lead_business_days: 5, team_ids: [] },
});

export const waiveNotice = operation({
  ...base,
  id: 'waiveNotice',
  method: 'post',
  path: '/changes/{id}/waive-notice',
  summary: 'Do without the notice; only whoever decides may',
  access: 'deliver.waive',
  effect: 'change',
  body: WaiveNotice,
  errors: ['not_found', 'stale_version', 'change_underway'],
  example: { reason: 'The certificate ends tonight.' },
});

export const rehearseRollback = operation({
  ...base,
  id: 'rehearseRollback',
  method: 'post',
  path: '/changes/{id}/rehearse',
  summary: 'Record that the rollback was rehearsed, now, as it stands',
  access: 'deliver.change',
  effect: 'change',
  body: RehearseRollback,
  errors: ['not_found', 'stale_version', 'rollback_plan_missing', 'change_underway'],
  example: { note: 'On staging, four minutes.' },
});

export const releasedElsewhere = operation({
  ...base,
  id: 'releasedElsewhere',
  method: 'post',
  path: '/changes/{id}/released-elsewhere',
  summary: 'Another tool started, moved, finished or rolled back the release',
  description: 'Say “started” before the first user gets it: it is refused while the lane still asks for something.',
  access: 'deliver.roll_out',
  effect: 'create',
  body: ReleasedElsewhere,
  errors: ['not_found', 'illegal_transition', 'lane_steps_missing', 'rollout_live'],
  example: { event: 'started', tool: 'Argo Rollouts' },
});

export const changeOperations = [
  listChanges,
  getChange,
  openChange,
  editChange,
  moveChange,
  giveNotice,
  waiveNotice,
  rehearseRollback,
  releasedElsewhere,
] as const;
