import { operation } from '../operation/index.ts';
import { ImportOwners, OwnersImport } from './import.schemas.ts';

export const importOwners = operation({
  id: 'importOwners',
  stage: 'charter',
  method: 'post',
  path: '/imports/owners',
  summary: 'Bring in teams, components and the people who lead them from a file of owners',
  description:
    'A group becomes a team, a subproject a component of it, a handle a person who has not come yet. The same file twice changes nothing, so sending it again is always safe.',
  access: 'charter.import',
  effect: 'create',
  body: ImportOwners,
  status: 200,
  result: OwnersImport,
  errors: [],
  example: {
    source: 'platform owners',
    owners: [
      {
        dir: 'team-build',
        name: 'Build',
        mission: 'Fast builds that say the same twice.',
        chairs: ['sunniva'],
        tech_leads: [],
        slack: 'build',
        meetings: [],
        subprojects: [{ name: 'cache', owners: ['https://git.example/build/cache/OWNERS'] }],
      },
    ],
    dry_run: true,
  },
});
