import type { Role, AssessorFunction } from '@hearback/domain/charter';

type Character = {
  readonly handle: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly functions?: readonly AssessorFunction[];
  readonly team: string;
  readonly lead?: true;
  readonly region: string;
  readonly service?: true;
};

/** The first admin, who was here before the others. */
export const founder = { handle: 'aoife', name: 'Aoife Brennan', zone: 'Europe/Oslo' } as const;

/** Whom a visitor may be, in this order: who reports, who maintains and triages, who decides, who keeps the loop going. */
export const personas: readonly string[] = ['Daniel Okafor', 'Ingrid Solheim', 'Kwame Boateng', 'Aoife Brennan'];

const north = 'Northern Europe';

/** Everybody of Tideline, in the order in which they came. */
export const cast: readonly Character[] = [
  { handle: 'kwame', name: 'Kwame Boateng', roles: ['approver'], team: 'leads', region: 'West Africa' },
  {
    handle: 'efe',
    name: 'Efe Kaya',
    roles: ['approver', 'assessor'],
    functions: ['engineering'],
    team: 'leads',
    region: north,
  },
  {
    handle: 'priya',
    name: 'Priya Nair',
    roles: ['assessor'],
    functions: ['product'],
    team: 'leads',
    region: 'South Asia',
  },
  {
    handle: 'rasmus',
    name: 'Rasmus Lund',
    roles: ['assessor'],
    functions: ['reliability'],
    team: 'runtime',
    region: north,
  },
  {
    handle: 'sunniva',
    name: 'Sunniva Aas',
    roles: ['maintainer', 'assessor'],
    functions: ['security'],
    team: 'access',
    lead: true,
    region: north,
  },
  { handle: 'yuki', name: 'Yuki Tanaka', roles: ['triager'], team: 'stewards', region: 'East Asia' },
  {
    handle: 'ingrid',
    name: 'Ingrid Solheim',
    roles: ['triager', 'maintainer'],
    team: 'delivery',
    lead: true,
    region: north,
  },
  { handle: 'yusuf', name: 'Yusuf Demir', roles: ['maintainer'], team: 'delivery', region: 'Western Asia' },
  { handle: 'leila', name: 'Leila Haddad', roles: ['maintainer'], team: 'network', lead: true, region: north },
  { handle: 'bram', name: 'Bram de Wit', roles: ['maintainer'], team: 'network', region: 'Western Europe' },
  {
    handle: 'jonas',
    name: 'Jonas Weber',
    roles: ['maintainer'],
    team: 'runtime',
    lead: true,
    region: 'Western Europe',
  },
  { handle: 'sofia', name: 'Sofia Lindgren', roles: ['maintainer'], team: 'runtime', region: north },
  { handle: 'daniel', name: 'Daniel Okafor', roles: ['reporter'], team: 'ledger', lead: true, region: 'West Africa' },
  { handle: 'oskar', name: 'Oskar Nyman', roles: ['reporter'], team: 'ledger', region: north },
  { handle: 'mei-ling', name: 'Mei-Ling Zhao', roles: ['reporter'], team: 'checkout', lead: true, region: 'East Asia' },
  { handle: 'marek', name: 'Marek Nowak', roles: ['reporter'], team: 'checkout', region: 'Western Europe' },
  {
    handle: 'tomas',
    name: 'Tomás Ferreira',
    roles: ['reporter'],
    team: 'search',
    lead: true,
    region: 'Western Europe',
  },
  { handle: 'nadia', name: 'Nadia Rahimi', roles: ['reporter'], team: 'search', region: 'Western Asia' },
  { handle: 'hanna', name: 'Hanna Virtanen', roles: ['reporter'], team: 'mobile', lead: true, region: north },
  { handle: 'luis', name: 'Luis Ortega', roles: ['reporter'], team: 'mobile', region: 'Western Europe' },
  { handle: 'pipeline', name: 'Pipeline watch', roles: ['reporter'], team: 'delivery', region: '', service: true },
];
