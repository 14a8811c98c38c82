import type { Writing } from '../../platform/journal/index.ts';
import { calendarColumns } from './calendar-columns.ts';
import type { GroupPlan } from './owners-plan.ts';
import { stewardsCalendar, updateTeam } from './teams.store.ts';
import { updateComponent } from './components.store.ts';

type Step = { readonly writing: Writing; readonly plan: GroupPlan; readonly source: string };

async function writeTeam({ writing, plan, source }: Step): Promise<string> {
  const { tables, newId, record } = writing;
  const { key, name, mission, channels, meetings } = plan.group;
  const says = { name, mission, channels: JSON.stringify(channels), meetings: JSON.stringify(meetings) };
  if (plan.teamId === undefined) {
    const id = newId();
    const calendar = calendarColumns(await stewardsCalendar(tables));
    await tables
      .insertInto('charter.teams')
      .values({ id, key, ...says, ...calendar, import_source: source })
      .execute();
    record({ type: 'charter.team_added', subject: { kind: 'team', id }, data: { key, name, source } });
    return id;
  }
  if (plan.teamChanges) {
    await updateTeam(tables, plan.teamId, says);
    record({ type: 'charter.team_changed', subject: { kind: 'team', id: plan.teamId }, data: { key, name, source } });
  }
  return plan.teamId;
}

/** Somebody the file names is a person who has not come: no role beyond reporter, no mail, until they sign in. */
async function writePeople({ writing, plan, source }: Step): Promise<Map<string, string>> {
  const { tables, newId, record } = writing;
  const ids = new Map(plan.knownPeople);
  const rows = plan.newPeople.map(({ handle }) => ({
    id: newId(),
    name: handle,
    handle,
    roles: ['reporter'],
    claimed: false,
  }));
  if (rows.length === 0) return ids;
  await tables.insertInto('charter.people').values(rows).execute();
  for (const { id, handle } of rows) {
    ids.set(handle.toLowerCase(), id);
    record({ type: 'charter.person_added', subject: { kind: 'person', id }, data: { claimed: false, source } });
  }
  return ids;
}

async function writeMembers(
  { writing, plan, source }: Step,
  teamId: string,
  people: Map<string, string>,
): Promise<void> {
  const { tables, record } = writing;
  const placed = [...plan.newMembers, ...plan.movedMembers].map(({ handle, part }) => {
    const personId = people.get(handle.toLowerCase());
    if (personId === undefined) throw new Error('A lead has no person.');
    return { team_id: teamId, person_id: personId, part, import_source: source };
  });
  if (placed.length === 0) return;
  await tables
    .insertInto('charter.team_members')
    .values(placed)
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'team_id', 'person_id'])
        .doUpdateSet((eb) => ({ part: eb.ref('excluded.part'), import_source: source })),
    )
    .execute();
  record({
    type: 'charter.team_changed',
    subject: { kind: 'team', id: teamId },
    data: { members: placed.map(({ person_id, part }) => ({ person_id, part })), source },
  });
}

async function writeComponents({ writing, plan, source }: Step, teamId: string): Promise<void> {
  const { tables, newId, record } = writing;
  const refs = [{ kind: 'team', id: teamId, tie: 'owner' }];
  const rows = plan.newComponents.map(({ key, name, description, sources }) => ({
    id: newId(),
    key,
    name,
    description,
    sources: [...sources],
    owner_team_id: teamId,
    import_source: source,
  }));
  if (rows.length > 0) await tables.insertInto('charter.components').values(rows).execute();
  for (const { id, key } of rows)
    record({ type: 'charter.component_added', subject: { kind: 'component', id }, refs, data: { key, source } });
  for (const { id, component } of plan.changedComponents) {
    const { key, name, description, sources } = component;
    await updateComponent(tables, id, {
      name,
      sources: [...sources],
      owner_team_id: teamId,
      ...(description === '' ? {} : { description }),
    });
    record({ type: 'charter.component_changed', subject: { kind: 'component', id }, refs, data: { key, source } });
  }
}

/** Carries a plan out: the team, its people, its components, and an entry for each that changed. */
export async function writeGroup(writing: Writing, plan: GroupPlan, source: string): Promise<void> {
  const step = { writing, plan, source };
  const teamId = await writeTeam(step);
  const people = await writePeople(step);
  await writeMembers(step, teamId, people);
  await writeComponents(step, teamId);
}
