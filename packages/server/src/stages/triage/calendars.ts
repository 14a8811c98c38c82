import type { BusinessCalendar } from '@hearback/domain/charter';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { findTeam } from '../charter/index.ts';

/** The calendar of a team that was asked for. */
export type Calendars = (teamId: string) => BusinessCalendar;

/** Reads the calendars of these teams, each once. */
export async function calendarsOf(tables: WorkspaceTables, teamIds: readonly string[]): Promise<Calendars> {
  const found = new Map<string, BusinessCalendar>();
  for (const id of new Set(teamIds)) {
    const team = await findTeam(tables, id);
    if (team) found.set(id, team.calendar);
  }
  return (teamId) => {
    const calendar = found.get(teamId);
    if (!calendar) throw new Error(`No calendar was read for the team ${teamId}.`);
    return calendar;
  };
}

/** Names of teams, for showing owners; a team that is not there has none. */
export async function teamNames(tables: WorkspaceTables, teamIds: readonly string[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const id of new Set(teamIds)) {
    const team = await findTeam(tables, id);
    if (team) names.set(id, team.name);
  }
  return names;
}
