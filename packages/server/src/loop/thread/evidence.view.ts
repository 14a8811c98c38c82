import { sql } from 'kysely';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { evidenceOf } from '../../stages/triage/index.ts';

export type ThreadEvidence = {
  readonly people: number;
  readonly teams: number;
  readonly respondents: number;
  readonly by_team: { name: string; people: number }[];
};

/** Distinct people, teams and respondents behind the first problem of a thread, never tickets; the largest teams by name. */
export async function evidenceIn(tables: WorkspaceTables, problemIds: readonly string[]): Promise<ThreadEvidence> {
  const [problemId = ''] = problemIds;
  const evidence = await evidenceOf(tables, problemId);
  const { rows } = await sql<{ name: string; people: number }>`
    SELECT t.name, count(DISTINCT s.reporter_id)::int AS people
      FROM listen.signals s
      JOIN charter.team_members m ON m.workspace_id = s.workspace_id AND m.person_id = s.reporter_id
      JOIN charter.teams t ON t.workspace_id = m.workspace_id AND t.id = m.team_id
     WHERE s.workspace_id = platform.current_workspace() AND s.id = ANY (${[...evidence.signalIds]}::uuid[])
     GROUP BY t.name ORDER BY people DESC, t.name LIMIT 8`.execute(tables);
  return {
    people: evidence.people,
    teams: evidence.teams,
    respondents: evidence.respondents,
    by_team: rows,
  };
}
