import { IdParams, operation } from '../operation/index.ts';
import {
  AddChannel,
  ChangeChannel,
  Channel,
  ChannelList,
  ChannelQuery,
  ConservationList,
  ConservationQuery,
  ImportFeedback,
  ImportReport,
} from './schemas.ts';

const stage = 'listen' as const;

export const listChannels = operation({
  id: 'listChannels',
  stage,
  method: 'get',
  path: '/channels',
  summary: 'The channels, and what each is for',
  access: 'loop.see',
  effect: 'read',
  query: ChannelQuery,
  status: 200,
  result: ChannelList,
  errors: [],
});

export const addChannel = operation({
  id: 'addChannel',
  stage,
  method: 'post',
  path: '/channels',
  summary: 'Open a channel',
  access: 'charter.steward',
  effect: 'create',
  body: AddChannel,
  status: 201,
  result: Channel,
  errors: ['already_exists'],
  example: {
    key: 'support-desk',
    name: 'Support desk',
    kind: 'chat',
    purpose: 'For what people ask the platform team in its support room.',
  },
});

export const changeChannel = operation({
  id: 'changeChannel',
  stage,
  method: 'patch',
  path: '/channels/{id}',
  summary: 'Rename a channel, say better what it is for, retire it or open it again',
  access: 'charter.steward',
  effect: 'change',
  params: IdParams,
  body: ChangeChannel,
  status: 200,
  result: Channel,
  errors: ['not_found', 'stale_version'],
  example: { purpose: 'For what people ask the platform team in its support room, weekdays.' },
});

export const getConservation = operation({
  id: 'getConservation',
  stage,
  method: 'get',
  path: '/channels/{id}/conservation',
  summary: 'What became of everything a channel received, by day',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  query: ConservationQuery,
  status: 200,
  result: ConservationList,
  errors: ['not_found'],
});

export const importFeedback = operation({
  id: 'importFeedback',
  stage,
  method: 'post',
  path: '/imports/feedback',
  summary: 'Take in feedback gathered elsewhere, at most 500 rows a call',
  description:
    'Each row is taken, already there (by its id, never by its words), or rejected with a reason; a broken row never stops the rest. What is taken joins the historical queue: an owner, no clock. Sending the same rows again takes nothing new.',
  access: 'listen.import',
  effect: 'create',
  body: ImportFeedback,
  status: 200,
  result: ImportReport,
  errors: [],
  example: {
    rows: [
      {
        id: 'pulse-3:1',
        survey: 'pulse-3',
        question: 'What slows you down?',
        row: 1,
        text: 'Waiting for a runner, every single morning.',
        submitted: '2024/05/02 7:25:09 AM AST',
      },
    ],
    dry_run: true,
  },
});
