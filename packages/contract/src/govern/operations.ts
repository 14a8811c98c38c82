import { Id, IdParams, Instant, operation, pageQuery, z } from '../operation/index.ts';
import {
  Agenda,
  ChangeMinutes,
  CheckpointList,
  HoldLoopReview,
  JournalPage,
  LoopReview,
  LoopReviewList,
  Verification,
} from './schemas.ts';

const stage = 'govern' as const;

export const listJournal = operation({
  id: 'listJournal',
  stage,
  method: 'get',
  path: '/journal',
  summary: 'The journal, newest first: who did what, when',
  access: 'govern.audit',
  effect: 'read',
  query: z.object({
    ...pageQuery,
    type: z.string().max(100).optional().openapi({ description: 'A whole type, or a stage: triage.' }),
    subject_id: Id.optional(),
    actor_id: Id.optional(),
    since: Instant.optional(),
    until: Instant.optional(),
  }),
  status: 200,
  result: JournalPage,
  errors: ['invalid_cursor'],
});

export const verifyJournal = operation({
  id: 'verifyJournal',
  stage,
  method: 'get',
  path: '/journal/verification',
  summary: 'Hold the journal against its sealed checkpoints: finds an edit, a deletion, a truncation',
  access: 'govern.audit',
  effect: 'read',
  status: 200,
  result: Verification,
  errors: [],
});

export const listCheckpoints = operation({
  id: 'listCheckpoints',
  stage,
  method: 'get',
  path: '/checkpoints',
  summary: 'The newest signed checkpoints',
  access: 'govern.audit',
  effect: 'read',
  status: 200,
  result: CheckpointList,
  errors: [],
});

export const getAgenda = operation({
  id: 'getAgenda',
  stage,
  method: 'get',
  path: '/loop-reviews/agenda',
  summary: 'The agenda of the next loop review, computed from what is due, breached, open and moved',
  access: 'loop.see',
  effect: 'read',
  status: 200,
  result: Agenda,
  errors: [],
});

export const holdLoopReview = operation({
  id: 'holdLoopReview',
  stage,
  method: 'post',
  path: '/loop-reviews',
  summary: 'Hold a loop review: keeps the agenda as it is now, with minutes',
  access: 'govern.review',
  effect: 'create',
  body: HoldLoopReview,
  status: 201,
  result: LoopReview,
  errors: [],
  example: { minutes: 'Two breaches, both for want of a deputy. Aoife stands in for Runners from Monday.' },
});

export const listLoopReviews = operation({
  id: 'listLoopReviews',
  stage,
  method: 'get',
  path: '/loop-reviews',
  summary: 'Loop reviews held, newest first',
  access: 'loop.see',
  effect: 'read',
  status: 200,
  result: LoopReviewList,
  errors: [],
});

export const changeMinutes = operation({
  id: 'changeMinutes',
  stage,
  method: 'patch',
  path: '/loop-reviews/{id}',
  summary: 'Complete the minutes of a loop review',
  access: 'govern.review',
  effect: 'change',
  params: IdParams,
  body: ChangeMinutes,
  status: 200,
  result: LoopReview,
  errors: ['not_found', 'stale_version'],
  example: { minutes: 'Corrected: the deputy starts on Tuesday.' },
});
