import { reference } from '@hearback/domain/record';
import { sql } from 'kysely';
import type { WorkspaceTables } from '../../platform/database/index.ts';

type OutcomeState = 'met' | 'not_met' | 'cant_tell' | 'pending';

type Row = {
  readonly quote: string;
  readonly id: string;
  readonly number: number;
  readonly kind: string;
  readonly title: string;
  readonly summary: string;
  readonly problem_id: string;
  readonly people: number;
  readonly teams: number;
  readonly at: Date;
  readonly outcome: OutcomeState | null;
  readonly helped_yes: number;
  readonly helped_answered: number;
  readonly helped_asked: number;
};

const most = 6;
const quoteLength = 240;

/** What was said and what became of it, newest decision first: one quote each, the people behind it, and whether it helped. */
export async function readSaidDid(tables: WorkspaceTables) {
  const here = sql`platform.current_workspace()`;
  const { rows } = await sql<Row>`
    SELECT said.quote, d.id, d.number, d.kind, d.title, coalesce(d.answer, d.rationale) AS summary, d.made_at AS at,
           p.problem_id, e.people, e.teams,
           (SELECT o.state FROM verify.outcomes o WHERE o.workspace_id = d.workspace_id AND o.decision_id = d.id
             ORDER BY array_position(ARRAY['not_met', 'pending', 'cant_tell', 'met'], o.state) LIMIT 1) AS outcome,
           (SELECT count(*)::int FROM verify.help_questions h
             WHERE h.workspace_id = d.workspace_id AND h.decision_id = d.id AND h.helped = 'yes') AS helped_yes,
           (SELECT count(h.helped)::int FROM verify.help_questions h
             WHERE h.workspace_id = d.workspace_id AND h.decision_id = d.id) AS helped_answered,
           (SELECT count(*)::int FROM verify.help_questions h
             WHERE h.workspace_id = d.workspace_id AND h.decision_id = d.id) AS helped_asked
      FROM prioritize.decisions d
      JOIN LATERAL (SELECT x.problem_id FROM prioritize.decision_problems x
                     WHERE x.workspace_id = d.workspace_id AND x.decision_id = d.id ORDER BY x.problem_id LIMIT 1) p ON true
      JOIN LATERAL (SELECT left(coalesce(nullif(s.description, ''), s.title), ${quoteLength}) AS quote
                      FROM triage.attachments a
                      JOIN listen.signals s ON s.workspace_id = a.workspace_id AND s.id = a.signal_id
                     WHERE a.workspace_id = d.workspace_id AND a.problem_id = p.problem_id AND a.detached_at IS NULL
                     ORDER BY s.received_at, s.id LIMIT 1) said ON true
      JOIN LATERAL (SELECT count(DISTINCT coalesce(s.reporter_id, s.respondent_id))::int AS people, count(DISTINCT t.team_id)::int AS teams
                      FROM triage.attachments a
                      JOIN listen.signals s ON s.workspace_id = a.workspace_id AND s.id = a.signal_id
                      LEFT JOIN charter.team_members t ON t.workspace_id = s.workspace_id AND t.person_id = s.reporter_id
                     WHERE a.workspace_id = d.workspace_id AND a.problem_id = p.problem_id AND a.detached_at IS NULL) e ON true
     WHERE d.workspace_id = ${here} AND d.state = 'made'
     ORDER BY d.made_at DESC, d.id DESC LIMIT ${most}`.execute(tables);
  return rows.map((row) => ({
    quote: row.quote,
    decision: {
      id: row.id,
      reference: reference('decision', row.number),
      kind: row.kind,
      title: row.title,
      summary: row.summary,
    },
    problem_id: row.problem_id,
    people: row.people,
    teams: row.teams,
    at: row.at.toISOString(),
    outcome: row.outcome,
    helped:
      row.helped_asked > 0 ? { yes: row.helped_yes, answered: row.helped_answered, asked: row.helped_asked } : null,
  }));
}
