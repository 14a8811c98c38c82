import { IdParams, operation, z } from '../operation/index.ts';
import {
  AddPerson,
  AddTeam,
  ChangeMe,
  ChangePerson,
  ChangeTeam,
  Handover,
  Leave,
  Left,
  Person,
  PersonFilter,
  PersonPage,
  Team,
  TeamList,
} from './people.schemas.ts';
import { Me } from './schemas.ts';

const stage = 'charter' as const;

export const changeMe = operation({
  id: 'changeMe',
  stage,
  method: 'patch',
  path: '/me',
  summary: 'Say of oneself: name, region, experience, domain; null takes it back',
  access: 'member',
  effect: 'change',
  body: ChangeMe,
  status: 200,
  result: Me,
  errors: ['stale_version'],
  example: { region: 'Europe', experience: '5 to 10 years', domain: 'Payments' },
});

export const listPeople = operation({
  id: 'listPeople',
  stage,
  method: 'get',
  path: '/people',
  summary: 'People by name, filtered by role or team',
  access: 'loop.see',
  effect: 'read',
  query: PersonFilter,
  status: 200,
  result: PersonPage,
  errors: ['invalid_cursor'],
});

export const getPerson = operation({
  id: 'getPerson',
  stage,
  method: 'get',
  path: '/people/{id}',
  summary: 'One person',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: Person,
  errors: ['not_found'],
});

export const addPerson = operation({
  id: 'addPerson',
  stage,
  method: 'post',
  path: '/people',
  summary: 'Add a person or a service account',
  access: 'charter.people',
  effect: 'create',
  body: AddPerson,
  status: 201,
  result: Person,
  errors: ['already_exists', 'functions_without_role'],
  example: {
    name: 'Sunniva Aas',
    email: 'sunniva@tideline.example',
    handle: 'sunniva',
    roles: ['assessor'],
    functions: ['security'],
  },
});

export const changePerson = operation({
  id: 'changePerson',
  stage,
  method: 'patch',
  path: '/people/{id}',
  summary: 'Change somebody’s roles, functions, name or address',
  access: 'charter.people',
  effect: 'change',
  params: IdParams,
  body: ChangePerson,
  status: 200,
  result: Person,
  errors: [
    'not_found',
    'stale_version',
    'already_exists',
    'functions_without_role',
    'last_of_role',
    'holds_decision_rights',
    'person_left',
  ],
  example: { roles: ['triager', 'maintainer'] },
});

export const getHandover = operation({
  id: 'getHandover',
  stage,
  method: 'get',
  path: '/people/{id}/handover',
  summary: 'What is in somebody’s hands and would have to be handed over',
  access: 'charter.people',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: Handover,
  errors: ['not_found'],
});

export const leavePerson = operation({
  id: 'leavePerson',
  stage,
  method: 'post',
  path: '/people/{id}/leave',
  summary: 'Somebody leaves: sessions and tokens end at once, and what is to be handed over is listed',
  access: 'charter.people',
  effect: 'change',
  params: IdParams,
  body: Leave,
  status: 200,
  result: Left,
  errors: ['not_found', 'stale_version', 'last_of_role', 'person_left'],
  example: { reason: 'Moves to another company at the end of the month.' },
});

export const listTeams = operation({
  id: 'listTeams',
  stage,
  method: 'get',
  path: '/teams',
  summary: 'Teams with their members, calendars, channels and meetings',
  access: 'loop.see',
  effect: 'read',
  query: z.object({ retired: z.stringbool().default(false) }),
  status: 200,
  result: TeamList,
  errors: [],
});

export const getTeam = operation({
  id: 'getTeam',
  stage,
  method: 'get',
  path: '/teams/{id}',
  summary: 'One team',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: Team,
  errors: ['not_found'],
});

export const addTeam = operation({
  id: 'addTeam',
  stage,
  method: 'post',
  path: '/teams',
  summary: 'Add a team with its working hours',
  access: 'charter.people',
  effect: 'create',
  body: AddTeam,
  status: 201,
  result: Team,
  errors: ['already_exists', 'calendar_invalid'],
  example: {
    key: 'build',
    name: 'Build',
    mission: 'Fast builds that say the same twice.',
    calendar: {
      zone: 'Europe/Zurich',
      working_days: [1, 2, 3, 4, 5],
      opens_at: '09:00',
      closes_at: '17:00',
      holidays: ['2026-12-25'],
    },
    channels: [{ kind: 'chat', name: '#build' }],
  },
});

export const changeTeam = operation({
  id: 'changeTeam',
  stage,
  method: 'patch',
  path: '/teams/{id}',
  summary: 'Change a team, its working hours or who is in it, or retire it',
  access: 'charter.people',
  effect: 'change',
  params: IdParams,
  body: ChangeTeam,
  status: 200,
  result: Team,
  errors: ['not_found', 'stale_version', 'unknown_reference', 'calendar_invalid', 'stewards_stay'],
  example: { name: 'Build and caches' },
});

export const peopleOperations = [
  changeMe,
  listPeople,
  getPerson,
  addPerson,
  changePerson,
  getHandover,
  leavePerson,
  listTeams,
  getTeam,
  addTeam,
  changeTeam,
] as const;
