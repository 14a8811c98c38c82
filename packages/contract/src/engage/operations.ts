import { IdParams, operation, pageQuery, z } from '../operation/index.ts';
import {
  ChangeChoices,
  Choices,
  Follow,
  FollowList,
  FollowRecord,
  LoopHealth,
  NotificationPage,
  ReadNotifications,
  ReadResult,
} from './schemas.ts';

const stage = 'engage' as const;
const anyRecord = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';

export const listNotifications = operation({
  id: 'listNotifications',
  stage,
  method: 'get',
  path: '/notifications',
  summary: 'What I was told, newest first',
  access: 'engage.follow',
  effect: 'read',
  query: z.object({ ...pageQuery, unread: z.stringbool().default(false) }),
  status: 200,
  result: NotificationPage,
  errors: ['invalid_cursor'],
});

export const readNotifications = operation({
  id: 'readNotifications',
  stage,
  method: 'post',
  path: '/notifications/read',
  summary: 'I have read these, or all',
  access: 'engage.follow',
  effect: 'create',
  body: ReadNotifications,
  status: 200,
  result: ReadResult,
  errors: [],
  example: {},
});

export const listFollows = operation({
  id: 'listFollows',
  stage,
  method: 'get',
  path: '/follows',
  summary: 'What I follow or muted',
  access: 'engage.follow',
  effect: 'read',
  status: 200,
  result: FollowList,
  errors: [],
});

export const followRecord = operation({
  id: 'followRecord',
  stage,
  method: 'post',
  path: '/follows',
  summary: 'Follow a record, or mute it',
  access: 'engage.follow',
  effect: 'create',
  body: FollowRecord,
  status: 201,
  result: Follow,
  errors: ['not_found'],
  example: { record_kind: 'problem', record_id: anyRecord },
});

export const unfollowRecord = operation({
  id: 'unfollowRecord',
  stage,
  method: 'delete',
  path: '/follows/{id}',
  summary: 'Neither follow nor mute it any more',
  access: 'engage.follow',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: Follow,
  errors: ['not_found'],
});

export const getChoices = operation({
  id: 'getChoices',
  stage,
  method: 'get',
  path: '/notification-choices',
  summary: 'How I hear',
  access: 'engage.follow',
  effect: 'read',
  status: 200,
  result: Choices,
  errors: [],
});

export const changeChoices = operation({
  id: 'changeChoices',
  stage,
  method: 'patch',
  path: '/notification-choices',
  summary: 'Choose how I hear',
  access: 'engage.follow',
  effect: 'change',
  body: ChangeChoices,
  status: 200,
  result: Choices,
  errors: ['stale_version'],
  example: { weekly_cap: 3 },
});

export const getLoopHealth = operation({
  id: 'getLoopHealth',
  stage,
  method: 'get',
  path: '/loop-health',
  summary: 'How well the loop closes: acknowledged, decided, shipped, verified, and the time to hear back',
  access: 'loop.see',
  effect: 'read',
  query: z.object({ days: z.coerce.number().int().min(7).max(3650).default(365) }),
  status: 200,
  result: LoopHealth,
  errors: [],
});
