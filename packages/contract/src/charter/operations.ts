import { IdParams, operation, z } from '../operation/index.ts';
import {
  AddTerm,
  ChangeTerm,
  MadeToken,
  MakeToken,
  Me,
  Term,
  TermKind,
  TermList,
  Token,
  TokenList,
} from './schemas.ts';

const stage = 'charter' as const;

export const getMe = operation({
  id: 'getMe',
  stage,
  method: 'get',
  path: '/me',
  summary: 'Who I am here and what I may do',
  access: 'member',
  effect: 'read',
  status: 200,
  result: Me,
  errors: [],
});

export const listTerms = operation({
  id: 'listTerms',
  stage,
  method: 'get',
  path: '/terms',
  summary: 'The vocabulary, retired words included on request',
  access: 'loop.see',
  effect: 'read',
  query: z.object({ kind: TermKind.optional(), retired: z.stringbool().default(false) }),
  status: 200,
  result: TermList,
  errors: [],
});

export const addTerm = operation({
  id: 'addTerm',
  stage,
  method: 'post',
  path: '/terms',
  summary: 'Add a word to the vocabulary',
  access: 'charter.steward',
  effect: 'create',
  body: AddTerm,
  status: 201,
  result: Term,
  errors: ['already_exists', 'words_fixed'],
  example: {
    kind: 'layer',
    key: 'edge',
    name: 'Edge',
    definition: 'What answers before a request reaches a cluster.',
    example: 'The CDN serves an old certificate.',
  },
});

export const changeTerm = operation({
  id: 'changeTerm',
  stage,
  method: 'patch',
  path: '/terms/{id}',
  summary: 'Rename a word, sharpen its definition, or retire it with a successor',
  access: 'charter.steward',
  effect: 'change',
  params: IdParams,
  body: ChangeTerm,
  status: 200,
  result: Term,
  errors: ['not_found', 'stale_version', 'unknown_reference', 'words_fixed'],
  example: { name: 'Networking and edge' },
});

export const listTokens = operation({
  id: 'listTokens',
  stage,
  method: 'get',
  path: '/tokens',
  summary: 'My tokens; for an admin those of everybody',
  access: 'govern.hold_token',
  effect: 'read',
  status: 200,
  result: TokenList,
  errors: [],
});

export const makeToken = operation({
  id: 'makeToken',
  stage,
  method: 'post',
  path: '/tokens',
  summary: 'Make a token for oneself, or as an admin for a service account',
  description: 'The secret is in this answer only; a repeated Idempotency-Key does not show it again.',
  access: 'govern.hold_token',
  effect: 'create',
  body: MakeToken,
  status: 201,
  result: MadeToken,
  errors: ['forbidden', 'unknown_reference', 'scope_not_yours'],
  example: { name: 'laptop', scopes: ['listen.tell', 'loop.see'], days: 30 },
});

export const endToken = operation({
  id: 'endToken',
  stage,
  method: 'delete',
  path: '/tokens/{id}',
  summary: 'End a token',
  access: 'govern.hold_token',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: Token,
  errors: ['not_found'],
});
