import { type Expression, type SqlBool, sql } from 'kysely';
import type { GroupsToTeams, KnownPerson, SignInPeople } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { type Journal, type Requester, systemActor } from '../../platform/journal/index.ts';

const houseItself = (workspaceId: string): Requester => ({
  viewpoint: { workspaceId, audienceIds: [] },
  actor: systemActor,
});

async function findPerson(tables: WorkspaceTables, which: Expression<SqlBool>): Promise<KnownPerson | null> {
  const row = await tables
    .selectFrom('charter.people')
    .select(['id', 'service', 'claimed', 'left_at'])
    .where(which)
    .executeTakeFirst();
  if (!row) return null;
  const standing = row.left_at ? 'left' : row.service ? 'service' : row.claimed ? 'here' : 'unclaimed';
  return { personId: row.id, standing };
}

/** The people of a workspace, as the door asks for them. */
export function createSignInPeople(journal: Journal): SignInPeople {
  const look = (workspaceId: string, which: Expression<SqlBool>): Promise<KnownPerson | null> =>
    journal.read({ workspaceId, audienceIds: [] }, ({ tables }) => findPerson(tables, which));
  return {
    find: (workspaceId, personId) => look(workspaceId, sql<boolean>`id = ${personId}`),
    findByEmail: (workspaceId, email) => look(workspaceId, sql<boolean>`lower(email) = lower(${email})`),
    claim: (workspaceId, personId) =>
      journal.write(houseItself(workspaceId), async ({ tables, record }) => {
        await tables
          .updateTable('charter.people')
          .set((eb) => ({
            claimed: true,
            roles: sql<string[]>`CASE WHEN roles = '{}' THEN '{reporter}'::text[] ELSE roles END`,
            version: eb('version', '+', 1),
          }))
          .where('id', '=', personId)
          .execute();
        record({ type: 'charter.person_changed', subject: { kind: 'person', id: personId }, data: { claimed: true } });
      }),
    add: (workspaceId, person) =>
      journal.write(houseItself(workspaceId), async ({ tables, newId, record }) => {
        const id = newId();
        const roles = ['reporter'];
        await tables
          .insertInto('charter.people')
          .values({ id, name: person.name, email: person.email, roles })
          .execute();
        record({ type: 'charter.person_added', subject: { kind: 'person', id }, data: { roles, signed_in: true } });
        return id;
      }),
    personas: (workspaceId) =>
      journal.read({ workspaceId, audienceIds: [] }, async ({ tables }) => {
        const rows = await tables
          .selectFrom('charter.people')
          .select(['id', 'name', 'roles'])
          .where('left_at', 'is', null)
          .where('claimed', '=', true)
          .where('service', '=', false)
          .orderBy('id')
          .limit(50)
          .execute();
        return rows.map(({ id, name, roles }) => ({ personId: id, name, roles }));
      }),
  };
}

type TeamName = { readonly id: string; readonly key: string; readonly name: string };

function isCalled(team: TeamName, groups: readonly string[]): boolean {
  return groups.includes(team.key) || groups.includes(team.name);
}

/** The provider's groups as places in teams: only teams in use, and only places that a group gave are taken away again. */
export function createGroupsToTeams(journal: Journal): GroupsToTeams {
  return (workspaceId, personId, { before, now }) =>
    journal.write(houseItself(workspaceId), async ({ tables, record }) => {
      const teams = await tables
        .selectFrom('charter.teams')
        .select(['id', 'key', 'name'])
        .where('retired_at', 'is', null)
        .execute();
      const memberships = await tables
        .selectFrom('charter.team_members')
        .select('team_id')
        .where('person_id', '=', personId)
        .execute();
      const isMember = new Set(memberships.map((row) => row.team_id));
      const joined = teams.filter((team) => isCalled(team, now) && !isMember.has(team.id));
      const left = teams.filter((team) => isCalled(team, before) && !isCalled(team, now) && isMember.has(team.id));
      const ignored = now.filter((group) => !teams.some((team) => isCalled(team, [group])));
      for (const { id } of joined)
        await tables
          .insertInto('charter.team_members')
          .values({ team_id: id, person_id: personId, part: 'member' })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      for (const { id } of left)
        await tables
          .deleteFrom('charter.team_members')
          .where('team_id', '=', id)
          .where('person_id', '=', personId)
          .execute();
      if (joined.length + left.length > 0)
        record({
          type: 'charter.person_changed',
          subject: { kind: 'person', id: personId },
          refs: [...joined, ...left].map(({ id }) => ({ kind: 'team', id, tie: 'member' })),
          data: {
            teams_joined: joined.map(({ key }) => key),
            teams_left: left.map(({ key }) => key),
            groups_ignored: ignored.slice(0, 50),
          },
        });
      return { joined: joined.map(({ key }) => key), left: left.map(({ key }) => key), ignored };
    });
}
