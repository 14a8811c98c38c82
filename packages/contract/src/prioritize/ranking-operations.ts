import { Id, IdParams, operation, z } from '../operation/index.ts';
import {
  Framework,
  FrameworkList,
  PublishFramework,
  Ranking,
  RankingComparison,
  rankingQuery,
  WhatWouldMove,
} from './ranking-schemas.ts';
import { FeedbackReport } from './decision-schemas.ts';

const stage = 'prioritize' as const;

export const listFrameworks = operation({
  id: 'listFrameworks',
  stage,
  method: 'get',
  path: '/frameworks',
  summary: 'How proposals can be scored: the newest version of each framework, or all of them',
  access: 'loop.see',
  effect: 'read',
  query: z.object({ all_versions: z.stringbool().default(false) }),
  status: 200,
  result: FrameworkList,
  errors: [],
});

export const publishFramework = operation({
  id: 'publishFramework',
  stage,
  method: 'post',
  path: '/frameworks',
  summary: 'Publish weighted criteria with weights of one’s own, as the next version of their key',
  access: 'charter.steward',
  effect: 'create',
  body: PublishFramework,
  status: 201,
  result: Framework,
  errors: ['invalid_formula'],
  example: {
    key: 'our-weights',
    label: 'Our weights',
    weights: { value: 0.5, risk: 0.2, effort: 0.2, alignment: 0.1 },
  },
});

export const getRanking = operation({
  id: 'getRanking',
  stage,
  method: 'get',
  path: '/ranking',
  summary: 'Open proposals ranked by seeded draws: P(rank ≤ k), ties, and what each criterion adds',
  access: 'loop.see',
  effect: 'read',
  query: z.object({ ...rankingQuery, k: z.coerce.number().int().min(1).max(100).default(3) }),
  status: 200,
  result: Ranking,
  errors: ['unknown_reference', 'too_many_proposals'],
});

export const compareInRanking = operation({
  id: 'compareInRanking',
  stage,
  method: 'get',
  path: '/ranking/compare',
  summary: 'Why is this above that?',
  access: 'loop.see',
  effect: 'read',
  query: z.object({ ...rankingQuery, above: Id, below: Id }),
  status: 200,
  result: RankingComparison,
  errors: ['unknown_reference', 'not_in_ranking'],
});

export const getWhatWouldMove = operation({
  id: 'getWhatWouldMove',
  stage,
  method: 'get',
  path: '/proposals/{id}/what-would-move',
  summary: 'What one change would bring a proposal level with the one above it, or with the one at `to`',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  query: z.object({ ...rankingQuery, to: z.coerce.number().int().min(1).max(4_000).optional() }),
  status: 200,
  result: WhatWouldMove,
  errors: ['not_found', 'unknown_reference', 'not_in_ranking'],
});

export const getFeedbackReport = operation({
  id: 'getFeedbackReport',
  stage,
  method: 'get',
  path: '/feedback-report',
  summary: 'Live problems by component and severity, with counts of people and quotes',
  access: 'loop.see',
  effect: 'read',
  query: z.object({ component_id: Id.optional() }),
  status: 200,
  result: FeedbackReport,
  errors: [],
});

export const rankingOperations = [
  listFrameworks,
  publishFramework,
  getRanking,
  compareInRanking,
  getWhatWouldMove,
  getFeedbackReport,
] as const;
