import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { OwnersGroup } from './owners-file.ts';

type Lead = OwnersGroup['leads'][number];
type Component = OwnersGroup['components'][number];

/** What a group of the file would change, compared with what is stored. */
export type GroupPlan = {
  readonly group: OwnersGroup;
  /** Undefined: a new team. */
  readonly teamId: string | undefined;
  readonly teamChanges: boolean;
  readonly newPeople: readonly Lead[];
  readonly knownPeople: ReadonlyMap<string, string>;
  readonly newMembers: readonly Lead[];
  readonly movedMembers: readonly Lead[];
  readonly newComponents: readonly Component[];
  readonly changedComponents: readonly { readonly id: string; readonly component: Component }[];
};

/** Whether carrying the plan out would write anything. */
export function changesAnything(plan: GroupPlan): boolean {
  return (
    plan.teamId === undefined ||
    plan.teamChanges ||
    plan.newMembers.length + plan.movedMembers.length > 0 ||
    plan.newComponents.length + plan.changedComponents.length > 0
  );
}

async function peopleByHandle(tables: WorkspaceTables, leads: readonly Lead[]): Promise<Map<string, string>> {
  if (leads.length === 0) return new Map();
  const handles = leads.map((lead) => lead.handle.toLowerCase());
  const rows = await tables
    .selectFrom('charter.people')
    .select(['id', sql<string>`lower(handle)`.as('handle')])
    .where(sql<string>`lower(handle)`, 'in', handles)
    .execute();
  return new Map(rows.map((row) => [row.handle, row.id]));
}

async function partsIn(tables: WorkspaceTables, teamId: string | undefined): Promise<Map<string, string>> {
  if (!teamId) return new Map();
  const rows = await tables
    .selectFrom('charter.team_members')
    .select(['person_id', 'part'])
    .where('team_id', '=', teamId)
    .execute();
  return new Map(rows.map((row) => [row.person_id, row.part]));
}

/** Compares a group with what is stored. What the file does not say (hours, layers, maintainers) is never looked at. */
export async function planGroup(tables: WorkspaceTables, group: OwnersGroup): Promise<GroupPlan> {
  const team = await tables.selectFrom('charter.teams').selectAll().where('key', '=', group.key).executeTakeFirst();
  const knownPeople = await peopleByHandle(tables, group.leads);
  const parts = await partsIn(tables, team?.id);
  const partOf = (lead: Lead): string | undefined => {
    const personId = knownPeople.get(lead.handle.toLowerCase());
    return personId === undefined ? undefined : parts.get(personId);
  };
  const keys = group.components.map((component) => component.key);
  const stored = keys.length
    ? await tables.selectFrom('charter.components').selectAll().where('key', 'in', keys).execute()
    : [];
  const byKey = new Map(stored.map((row) => [row.key, row]));
  return {
    group,
    teamId: team?.id,
    teamChanges:
      team !== undefined &&
      !isDeepStrictEqual(
        [team.name, team.mission, team.channels, team.meetings],
        [group.name, group.mission, group.channels, group.meetings],
      ),
    newPeople: group.leads.filter((lead) => !knownPeople.has(lead.handle.toLowerCase())),
    knownPeople,
    newMembers: group.leads.filter((lead) => partOf(lead) === undefined),
    movedMembers: group.leads.filter((lead) => partOf(lead) !== undefined && partOf(lead) !== lead.part),
    newComponents: group.components.filter((component) => !byKey.has(component.key)),
    changedComponents: group.components.flatMap((component) => {
      const row = byKey.get(component.key);
      if (!row) return [];
      const same =
        row.owner_team_id === team?.id &&
        isDeepStrictEqual(
          [row.name, row.sources, component.description === '' || row.description === component.description],
          [component.name, component.sources, true],
        );
      return same ? [] : [{ id: row.id, component }];
    }),
  };
}
