import { IdParams, operation, z } from '../operation/index.ts';
import { AddRoutingRule, ChangeRoutingRule, RoutingRule, RoutingRuleList } from './schemas.ts';

const stage = 'triage' as const;

export const listRoutingRules = operation({
  id: 'listRoutingRules',
  stage,
  method: 'get',
  path: '/routing-rules',
  summary: 'Which team gets what, when no component says so; in the order they are tried',
  access: 'loop.see',
  effect: 'read',
  query: z.object({ retired: z.stringbool().default(false) }),
  status: 200,
  result: RoutingRuleList,
  errors: [],
});

export const addRoutingRule = operation({
  id: 'addRoutingRule',
  stage,
  method: 'post',
  path: '/routing-rules',
  summary: 'Add a routing rule; without a condition it takes all that is left',
  access: 'charter.steward',
  effect: 'create',
  body: AddRoutingRule,
  status: 201,
  result: RoutingRule,
  errors: ['unknown_reference', 'term_retired'],
  example: { position: 10, term: 'registry', team_id: '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1' },
});

export const changeRoutingRule = operation({
  id: 'changeRoutingRule',
  stage,
  method: 'patch',
  path: '/routing-rules/{id}',
  summary: 'Change or retire a routing rule',
  access: 'charter.steward',
  effect: 'change',
  params: IdParams,
  body: ChangeRoutingRule,
  status: 200,
  result: RoutingRule,
  errors: ['not_found', 'stale_version', 'unknown_reference', 'term_retired'],
  example: { position: 20 },
});
