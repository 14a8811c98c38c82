import type { AddTeam, Calendar, ChangeTeam, Team } from '@hearback/contract/charter';
import { type BusinessCalendar, checkedCalendar } from '@hearback/domain/charter';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { assertVersion } from '../../platform/http/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { calendarColumns } from './calendar-columns.ts';
import { present, retirement } from './change.ts';
import { requirePeople } from './people.store.ts';
import {
  findTeamRow,
  insertTeam,
  listMemberRows,
  listTeamRows,
  setMembers,
  stewardsCalendar,
  stewardsKey,
  type TeamRow,
  updateTeam,
} from './teams.store.ts';

type TeamOut = z.input<typeof Team>;
type CalendarIn = z.infer<typeof Calendar>;

async function teamsOf(tables: WorkspaceTables, rows: readonly TeamRow[]): Promise<TeamOut[]> {
  const members = await listMemberRows(
    tables,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({
    id: row.id,
    key: row.key,
    name: row.name,
    mission: row.mission,
    calendar: {
      zone: row.zone,
      working_days: row.working_days,
      opens_at: row.opens_at,
      closes_at: row.closes_at,
      holidays: row.holidays,
    },
    channels: row.channels as unknown as TeamOut['channels'],
    meetings: row.meetings as unknown as TeamOut['meetings'],
    members: members
      .filter((member) => member.team_id === row.id)
      .map(({ person_id, name, part, claimed }) => ({
        person_id,
        name,
        part: part as TeamOut['members'][number]['part'],
        claimed,
      })),
    retired_at: row.retired_at?.toISOString() ?? null,
    version: row.version,
  }));
}

async function teamOf(tables: WorkspaceTables, row: TeamRow): Promise<TeamOut> {
  const [team] = await teamsOf(tables, [row]);
  if (!team) throw notFound('team');
  return team;
}

function checked(calendar: CalendarIn): BusinessCalendar {
  try {
    return checkedCalendar({
      zone: calendar.zone,
      workingDays: calendar.working_days,
      opensAt: calendar.opens_at,
      closesAt: calendar.closes_at,
      holidays: calendar.holidays,
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const field = `/calendar${(error.field ?? '').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
    throw new Refusal(error.code, error.message, { field, remedy: error.remedy });
  }
}

export function createTeams(journal: Journal, onStandingChanged: () => void) {
  const list = (caller: Caller, filter: { retired: boolean }): Promise<{ items: TeamOut[] }> =>
    journal.read(caller.viewpoint, async ({ tables }) => ({
      items: await teamsOf(tables, await listTeamRows(tables, filter.retired)),
    }));

  const get = (caller: Caller, id: string): Promise<TeamOut> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const row = await findTeamRow(tables, id);
      if (!row) throw notFound('team');
      return teamOf(tables, row);
    });

  const add = (caller: Caller, input: z.infer<typeof AddTeam>): Promise<TeamOut> =>
    journal.write(caller, async ({ tables, newId, record }) => {
      caller.require('charter.people');
      const calendar = input.calendar ? checked(input.calendar) : await stewardsCalendar(tables);
      const row = await insertTeam(tables, {
        id: newId(),
        key: input.key,
        name: input.name,
        mission: input.mission,
        ...calendarColumns(calendar),
        channels: JSON.stringify(input.channels),
        meetings: JSON.stringify(input.meetings),
      });
      record({
        type: 'charter.team_added',
        subject: { kind: 'team', id: row.id },
        data: { key: row.key, name: row.name, zone: row.zone },
      });
      return teamOf(tables, row);
    });

  const change = async (
    caller: Caller,
    id: string,
    version: number,
    input: z.infer<typeof ChangeTeam>,
  ): Promise<TeamOut> => {
    const changed = await journal.write(caller, async ({ tables, now, record }) => {
      caller.require('charter.people');
      const before = await findTeamRow(tables, id, 'to change');
      if (!before) throw notFound('team');
      assertVersion(before.version, version);
      if (input.retired && before.key === stewardsKey)
        throw new Refusal('stewards_stay', 'The stewards’ team cannot be retired: it owns what nobody else does.', {
          field: '/retired',
          remedy: 'Change who is in it instead.',
        });
      const { calendar, channels, meetings, members, retired, ...fields } = input;
      if (members) {
        const known = new Set((await listMemberRows(tables, [id])).map((member) => member.person_id));
        const ids = members.map((member) => member.person_id);
        await requirePeople(
          tables,
          ids.filter((one) => !known.has(one)),
          '/members',
        );
        await setMembers(tables, id, new Map(members.map((member) => [member.person_id, member.part])));
      }
      const row = await updateTeam(tables, id, {
        ...present(fields),
        ...(calendar ? calendarColumns(checked(calendar)) : {}),
        ...(channels ? { channels: JSON.stringify(channels) } : {}),
        ...(meetings ? { meetings: JSON.stringify(meetings) } : {}),
        ...retirement(retired, now),
      });
      record({
        type: 'charter.team_changed',
        subject: { kind: 'team', id },
        data: {
          before: { name: before.name, zone: before.zone },
          after: { name: row.name, zone: row.zone, retired: row.retired_at !== null },
          ...(members ? { members: members.map(({ person_id, part }) => ({ person_id, part })) } : {}),
        },
      });
      return teamOf(tables, row);
    });
    onStandingChanged();
    return changed;
  };

  return { list, get, add, change };
}
