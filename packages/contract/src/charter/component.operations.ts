import { IdParams, operation } from '../operation/index.ts';
import {
  AddComponent,
  ChangeComponent,
  Component,
  ComponentFilter,
  ComponentHealth,
  ComponentPage,
} from './component.schemas.ts';

const stage = 'charter' as const;

export const listComponents = operation({
  id: 'listComponents',
  stage,
  method: 'get',
  path: '/components',
  summary: 'Components by key, filtered by layer, team, parent or maintainer; orphans on request',
  access: 'loop.see',
  effect: 'read',
  query: ComponentFilter,
  status: 200,
  result: ComponentPage,
  errors: ['invalid_cursor'],
});

export const getComponentHealth = operation({
  id: 'getComponentHealth',
  stage,
  method: 'get',
  path: '/components/health',
  summary: 'Orphans, maintainers who left or never came, and components that hang on one person',
  access: 'loop.see',
  effect: 'read',
  status: 200,
  result: ComponentHealth,
  errors: [],
});

export const getComponent = operation({
  id: 'getComponent',
  stage,
  method: 'get',
  path: '/components/{id}',
  summary: 'One component',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: Component,
  errors: ['not_found'],
});

export const addComponent = operation({
  id: 'addComponent',
  stage,
  method: 'post',
  path: '/components',
  summary: 'Add a component to the tree',
  access: 'charter.steward',
  effect: 'create',
  body: AddComponent,
  status: 201,
  result: Component,
  errors: ['already_exists', 'unknown_reference', 'term_retired'],
  example: {
    key: 'build/cache',
    name: 'Build cache',
    description: 'Keeps what was built before, by content.',
    layer: 'build_and_delivery',
    sources: ['https://git.example/platform/build-cache/OWNERS'],
  },
});

export const changeComponent = operation({
  id: 'changeComponent',
  stage,
  method: 'patch',
  path: '/components/{id}',
  summary: 'Move a component in the tree, give it to a team, name its maintainers, or retire it',
  access: 'charter.steward',
  effect: 'change',
  params: IdParams,
  body: ChangeComponent,
  status: 200,
  result: Component,
  errors: ['not_found', 'stale_version', 'unknown_reference', 'term_retired', 'component_circle'],
  example: { name: 'Remote build cache' },
});

export const componentOperations = [
  listComponents,
  getComponentHealth,
  getComponent,
  addComponent,
  changeComponent,
] as const;
