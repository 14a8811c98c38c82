import type { BusinessCalendar } from '@hearback/domain/charter';
import { Refusal } from '@hearback/domain/record';
import type { Insertable, Selectable, Updateable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type TeamRow = Selectable<DB['charter.teams']>;

/** The key of the team that every workspace has: where everything goes that nobody else owns. */
export const stewardsKey = 'stewards';

/** A team as later stages see it. */
export type TeamBrief = {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly calendar: BusinessCalendar;
  readonly memberIds: readonly string[];
};

function calendarOf(row: TeamRow): BusinessCalendar {
  return {
    zone: row.zone,
    workingDays: row.working_days,
    opensAt: row.opens_at,
    closesAt: row.closes_at,
    holidays: row.holidays,
  };
}

/** The team, retired or not, with the people in it who have not left. */
export async function findTeam(tables: WorkspaceTables, id: string): Promise<TeamBrief | undefined> {
  const row = await tables.selectFrom('charter.teams').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return undefined;
  const members = await tables
    .selectFrom('charter.team_members as m')
    .innerJoin('charter.people as p', 'p.id', 'm.person_id')
    .select('m.person_id')
    .where('m.team_id', '=', id)
    .where('p.left_at', 'is', null)
    .execute();
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    calendar: calendarOf(row),
    memberIds: members.map((member) => member.person_id),
  };
}

/** The last-resort owner; every workspace is made with one. */
export async function stewardsTeamId(tables: WorkspaceTables): Promise<string> {
  const row = await tables
    .selectFrom('charter.teams')
    .select('id')
    .where('key', '=', stewardsKey)
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The teams of these people, by person; somebody in no team is left out. */
export async function teamsOfPeople(
  tables: WorkspaceTables,
  personIds: readonly string[],
): Promise<Map<string, readonly string[]>> {
  if (personIds.length === 0) return new Map();
  const rows = await tables
    .selectFrom('charter.team_members')
    .select(['person_id', 'team_id'])
    .where('person_id', 'in', [...new Set(personIds)])
    .orderBy('team_id')
    .execute();
  const byPerson = Map.groupBy(rows, (row) => row.person_id);
  return new Map([...byPerson].map(([personId, members]) => [personId, members.map((member) => member.team_id)]));
}

/** The stewards' working hours, which a team has until it says its own. */
export async function stewardsCalendar(tables: WorkspaceTables): Promise<BusinessCalendar> {
  const row = await tables
    .selectFrom('charter.teams')
    .selectAll()
    .where('key', '=', stewardsKey)
    .executeTakeFirstOrThrow();
  return calendarOf(row);
}

/** Teams that are no more: what they own is an orphan. */
export async function retiredTeamIds(tables: WorkspaceTables): Promise<Set<string>> {
  const rows = await tables.selectFrom('charter.teams').select('id').where('retired_at', 'is not', null).execute();
  return new Set(rows.map((row) => row.id));
}

/** @throws Refusal `unknown_reference` unless the team is here and in use; `field` is the JSON pointer that named it. */
export async function requireTeam(tables: WorkspaceTables, id: string, field: string): Promise<void> {
  const row = await findTeamRow(tables, id);
  if (row && row.retired_at === null) return;
  throw new Refusal('unknown_reference', row ? `The team “${row.name}” is retired.` : 'There is no such team here.', {
    field,
    remedy: 'Name a team that is in use (GET /teams).',
  });
}

export function findTeamRow(tables: WorkspaceTables, id: string, use?: 'to change'): Promise<TeamRow | undefined> {
  return tables
    .selectFrom('charter.teams')
    .selectAll()
    .where('id', '=', id)
    .$if(use !== undefined, (query) => query.forUpdate())
    .executeTakeFirst();
}

export function listTeamRows(tables: WorkspaceTables, retired: boolean): Promise<TeamRow[]> {
  return tables
    .selectFrom('charter.teams')
    .selectAll()
    .$if(!retired, (query) => query.where('retired_at', 'is', null))
    .orderBy('key')
    .execute();
}

export type MemberRow = { team_id: string; person_id: string; part: string; name: string; claimed: boolean };

/** Who is in these teams and has not left. */
export async function listMemberRows(tables: WorkspaceTables, teamIds: readonly string[]): Promise<MemberRow[]> {
  if (teamIds.length === 0) return [];
  return tables
    .selectFrom('charter.team_members as m')
    .innerJoin('charter.people as p', 'p.id', 'm.person_id')
    .select(['m.team_id', 'm.person_id', 'm.part', 'p.name', 'p.claimed'])
    .where('m.team_id', 'in', [...teamIds])
    .where('p.left_at', 'is', null)
    .orderBy('p.name')
    .execute();
}

export function insertTeam(tables: WorkspaceTables, row: Insertable<DB['charter.teams']>): Promise<TeamRow> {
  return tables.insertInto('charter.teams').values(row).returningAll().executeTakeFirstOrThrow();
}

export function updateTeam(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['charter.teams']>,
): Promise<TeamRow> {
  return tables
    .updateTable('charter.teams')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Makes these people the team's, and nobody else. Who stays in the same part keeps their row. */
export async function setMembers(
  tables: WorkspaceTables,
  teamId: string,
  members: ReadonlyMap<string, 'member' | 'lead' | 'chair'>,
): Promise<void> {
  const ids = [...members.keys()];
  await tables
    .deleteFrom('charter.team_members')
    .where('team_id', '=', teamId)
    .$if(ids.length > 0, (query) => query.where('person_id', 'not in', ids))
    .execute();
  if (ids.length === 0) return;
  await tables
    .insertInto('charter.team_members')
    .values([...members].map(([person_id, part]) => ({ team_id: teamId, person_id, part })))
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'team_id', 'person_id'])
        .doUpdateSet((eb) => ({ part: eb.ref('excluded.part') })),
    )
    .execute();
}
