import type { ComponentHealth } from '@hearback/contract/charter';
import { careFindings, type Keeper } from '@hearback/domain/charter';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { listComponents } from './components.store.ts';
import { retiredTeamIds } from './teams.store.ts';

type HealthOut = z.input<typeof ComponentHealth>;
type KeeperRow = { of: string; person_id: string; name: string; left_at: Date | null; claimed: boolean };
type NamedKeeper = Keeper & { readonly name: string };

function keepersBy(rows: readonly KeeperRow[]): Map<string, NamedKeeper[]> {
  const by = new Map<string, NamedKeeper[]>();
  for (const row of rows) {
    const standing = row.left_at ? 'left' : row.claimed ? 'active' : 'unclaimed';
    by.set(row.of, [...(by.get(row.of) ?? []), { personId: row.person_id, name: row.name, standing }]);
  }
  return by;
}

async function readKeepers(tables: WorkspaceTables) {
  const maintainers = await tables
    .selectFrom('charter.component_maintainers as m')
    .innerJoin('charter.people as p', 'p.id', 'm.person_id')
    .select(['m.component_id as of', 'm.person_id', 'p.name', 'p.left_at', 'p.claimed'])
    .execute();
  const members = await tables
    .selectFrom('charter.team_members as m')
    .innerJoin('charter.people as p', 'p.id', 'm.person_id')
    .select(['m.team_id as of', 'm.person_id', 'p.name', 'p.left_at', 'p.claimed'])
    .execute();
  return { maintainers: keepersBy(maintainers), members: keepersBy(members) };
}

/** Looks at the care of every component in use: orphans, lapsed maintainers, bus factor one. */
export function createComponentHealth(journal: Journal) {
  return (caller: Caller): Promise<HealthOut> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const components = await listComponents(tables);
      const retired = await retiredTeamIds(tables);
      const { maintainers, members } = await readKeepers(tables);
      const health: HealthOut = { components: components.length, orphans: [], lapsed: [], bus_factor_one: [] };
      for (const { id, key, name, ownerTeamId } of components) {
        const own = maintainers.get(id) ?? [];
        const team = (ownerTeamId && members.get(ownerTeamId)) || [];
        const owned = ownerTeamId !== null && !retired.has(ownerTeamId);
        const findings = careFindings({ owned, maintainers: own, team });
        if (findings.orphan) health.orphans.push({ id, key, name });
        if (findings.lapsed.length > 0)
          health.lapsed.push({
            id,
            key,
            name,
            maintainers: own.flatMap(({ personId, name: person, standing }) =>
              standing === 'active' ? [] : [{ person_id: personId, name: person, why: standing }],
            ),
          });
        const last = (own.length > 0 ? own : team).find((keeper) => keeper.standing === 'active');
        if (findings.busFactorOne && last)
          health.bus_factor_one.push({ id, key, name, person_id: last.personId, person: last.name });
      }
      return health;
    });
}
