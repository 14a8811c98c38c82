import type { OwnersImport } from '@hearback/contract/charter';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import type { OwnersGroup } from './owners-file.ts';

type Missing = z.input<typeof OwnersImport>['missing'];

/** The file as far as it could be read. Of a rejected group nothing is missing: it is there, but broken. */
export type FileSays = { readonly groups: readonly OwnersGroup[]; readonly rejectedKeys: ReadonlySet<string> };

/**
 * What an earlier file of this source brought, is in use, and is not in this one. It is reported and never deleted: whether a
 * team is gone or only a line of the file, a person has to say.
 */
export function findMissing(journal: Journal, caller: Caller, source: string, file: FileSays): Promise<Missing> {
  const groups = new Map(file.groups.map((group) => [group.key, group]));
  return journal.read(caller.viewpoint, async ({ tables }) => {
    const teams = await tables
      .selectFrom('charter.teams')
      .select(['key', 'name'])
      .where('import_source', '=', source)
      .where('retired_at', 'is', null)
      .orderBy('key')
      .execute();
    const components = await tables
      .selectFrom('charter.components as c')
      .innerJoin('charter.teams as t', 't.id', 'c.owner_team_id')
      .select(['c.key', 'c.name', 't.key as team'])
      .where('c.import_source', '=', source)
      .where('c.retired_at', 'is', null)
      .orderBy('c.key')
      .execute();
    const members = await tables
      .selectFrom('charter.team_members as m')
      .innerJoin('charter.teams as t', 't.id', 'm.team_id')
      .innerJoin('charter.people as p', 'p.id', 'm.person_id')
      .select(['t.key as team', 'p.name', 'p.handle'])
      .where('m.import_source', '=', source)
      .where('t.retired_at', 'is', null)
      .orderBy('t.key')
      .orderBy('p.name')
      .execute();
    const names = (team: string, says: (group: OwnersGroup) => boolean): boolean => {
      const group = groups.get(team);
      return file.rejectedKeys.has(team) || (group !== undefined && says(group));
    };
    const keys = new Set(file.groups.flatMap((group) => group.components.map((component) => component.key)));
    return [
      ...teams
        .filter((team) => !names(team.key, () => true))
        .map((team) => ({ kind: 'team' as const, team: team.key, name: team.name })),
      ...components
        .filter((component) => !keys.has(component.key) && !file.rejectedKeys.has(component.team))
        .map((component) => ({ kind: 'component' as const, team: component.team, name: component.name })),
      ...members
        .filter(
          (member) =>
            !names(member.team, (group) =>
              group.leads.some((lead) => lead.handle.toLowerCase() === member.handle?.toLowerCase()),
            ),
        )
        .map((member) => ({ kind: 'member' as const, team: member.team, name: member.name })),
    ];
  });
}
