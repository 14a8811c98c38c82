import type { Beat } from '../beats.ts';
import { changes, finds, makes } from '../beats.ts';
import { at } from '../story-time.ts';
import { cast, founder } from './cast.ts';

/** The morning on which Tideline began to listen. */
const first = (time: string) => at(-52, time);
const oslo = {
  zone: 'Europe/Oslo',
  working_days: [1, 2, 3, 4, 5],
  opens_at: '09:00',
  closes_at: '17:00',
  holidays: [],
};

const teams: readonly { key: string; name: string; mission: string }[] = [
  {
    key: 'delivery',
    name: 'Delivery',
    mission: 'From a commit to something running, without waiting and without surprise.',
  },
  { key: 'network', name: 'Network', mission: 'Everything finds everything else, also while nodes come and go.' },
  { key: 'runtime', name: 'Runtime', mission: 'Nodes, scheduling, volumes and the logs of what runs on them.' },
  { key: 'access', name: 'Access', mission: 'The right people and programs get in, and secrets stay secret.' },
  { key: 'leads', name: 'Platform leads', mission: 'Direction, money, and the last word where one is needed.' },
  { key: 'ledger', name: 'Ledger', mission: 'Money in, money out, and the books agree.' },
  { key: 'checkout', name: 'Checkout', mission: 'From a full basket to a paid order.' },
  { key: 'search', name: 'Search', mission: 'People find what they came for.' },
  { key: 'mobile', name: 'Mobile', mission: 'Tideline in a pocket.' },
];

const people: readonly Beat[] = cast.map(({ handle, name, roles, functions, service }) =>
  makes(first('07:40'), 'aoife', handle, '/people', {
    name,
    handle,
    roles,
    email: service ? null : `${handle}@tideline.example`,
    functions: functions ?? [],
    service: service ?? false,
  }),
);

const founded: readonly Beat[] = teams.map(({ key, name, mission }) =>
  makes(first('07:45'), 'aoife', key, '/teams', { key, name, mission, calendar: oslo }),
);

const everybody = [...cast, { handle: founder.handle, team: 'stewards', lead: true as const }];
const joined: readonly Beat[] = [...teams.map(({ key }) => key), 'stewards'].map((team) =>
  changes(first('07:50'), 'aoife', team, {
    members: everybody
      .filter((person) => person.team === team && !('service' in person))
      .map(({ handle, lead }) => ({ person_id: `@${handle}`, part: lead ? 'lead' : 'member' })),
  }),
);

const component = (
  name: string,
  key: string,
  title: string,
  layer: string,
  team: string | null,
  maintainers: readonly string[],
  description: string,
): Beat =>
  makes(first('08:10'), 'aoife', name, '/components', {
    key,
    name: title,
    description,
    layer,
    owner_team_id: team === null ? null : `@${team}`,
    maintainer_ids: maintainers.map((handle) => `@${handle}`),
  });

const components: readonly Beat[] = [
  component(
    'runners',
    'build/runners',
    'Runners',
    'build_and_delivery',
    'delivery',
    ['ingrid', 'yusuf'],
    'Machines that run build jobs.',
  ),
  component(
    'cache',
    'build/cache',
    'Build cache',
    'build_and_delivery',
    'delivery',
    ['yusuf'],
    'What builds need not do twice.',
  ),
  component(
    'deploys',
    'build/deploys',
    'Deploys',
    'build_and_delivery',
    'delivery',
    ['ingrid', 'yusuf'],
    'From a green build to running.',
  ),
  component(
    'previews',
    'environments/previews',
    'Previews',
    'environments',
    'delivery',
    ['yusuf'],
    'An environment for each pull request.',
  ),
  component(
    'resolver',
    'network/resolver',
    'Resolver',
    'networking',
    'network',
    ['leila', 'bram'],
    'Names to addresses, inside the clusters.',
  ),
  component('ingress', 'network/ingress', 'Ingress', 'networking', 'network', ['bram'], 'What comes in from outside.'),
  component(
    'nodes',
    'runtime/nodes',
    'Node pools',
    'container_runtime',
    'runtime',
    ['jonas', 'sofia'],
    'The machines that containers run on.',
  ),
  component(
    'scheduler',
    'runtime/scheduler',
    'Scheduler',
    'scheduling',
    'runtime',
    ['jonas'],
    'What runs where, and quotas.',
  ),
  component('volumes', 'runtime/volumes', 'Volumes', 'storage', 'runtime', ['sofia'], 'Disks that outlive a pod.'),
  component(
    'logs',
    'runtime/logs',
    'Log search',
    'observability',
    'runtime',
    ['sofia', 'jonas'],
    'Everything that was logged, for two weeks.',
  ),
  component(
    'secrets',
    'access/secrets',
    'Secrets sync',
    'identity_and_secrets',
    'access',
    ['sunniva'],
    'Brings secrets to where they are used.',
  ),
  component(
    'registry',
    'access/registry',
    'Registry',
    'identity_and_secrets',
    'access',
    ['sunniva'],
    'Images, and the tokens to push and pull them.',
  ),
  component(
    'portal',
    'portal',
    'Developer portal',
    'developer_portal',
    null,
    [],
    'The catalogue. The team that built it was dissolved.',
  ),
];

/** Who is here, and what they look after. */
export const platform: readonly Beat[] = [
  ...people,
  finds(first('07:42'), 'aoife', 'stewards', '/teams'),
  ...founded,
  ...joined,
  ...components,
];
