import { operation } from '../operation/index.ts';
import { Home, Mine, Thread, ThreadParams } from './schemas.ts';

export const getHome = operation({
  id: 'getHome',
  stage: 'loop',
  method: 'get',
  path: '/home',
  summary: 'The loop at a glance: what waits in each stage, what is mine, what was said and done',
  access: 'loop.see',
  effect: 'read',
  status: 200,
  result: Home,
  errors: [],
});

export const getMine = operation({
  id: 'getMine',
  stage: 'loop',
  method: 'get',
  path: '/mine',
  summary: 'What I told, newest first, at most 100: what it became part of, and what was asked back',
  access: 'loop.see',
  effect: 'read',
  status: 200,
  result: Mine,
  errors: [],
});

export const getThread = operation({
  id: 'getThread',
  stage: 'loop',
  method: 'get',
  path: '/threads/{kind}/{id}',
  summary: 'Everything connected to a record, in order, from what was said to what was learned',
  access: 'loop.see',
  effect: 'read',
  params: ThreadParams,
  status: 200,
  result: Thread,
  errors: ['not_found'],
});

export const loopOperations = [getHome, getMine, getThread] as const;
