import { type RecordKind, reference } from '@hearback/domain/record';
import type { Stage } from '@hearback/domain/loop';
import { sql } from 'kysely';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { HomeReader } from './waiting.view.ts';

export type Move = {
  readonly kind: RecordKind;
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly stage: Stage;
  readonly move: string;
  readonly due_at: Date | null;
  readonly started_at: Date;
  readonly people: number;
  readonly teams: number;
};

type Row = Omit<Move, 'reference'> & { readonly number: number };

const most = 20;

/** What is this person's to move, soonest first; what has no due time comes last, oldest first. */
export async function readMoves(tables: WorkspaceTables, reader: HomeReader): Promise<Move[]> {
  const person = sql`${reader.personId}::uuid`;
  const teams = sql`${[...reader.teamIds]}::uuid[]`;
  const here = sql`platform.current_workspace()`;
  const { rows } = await sql<Row>`
    WITH moves AS (
      SELECT 'signal' AS kind, s.id, s.number, s.title, 'listen' AS stage,
             CASE WHEN k.kind = 'acknowledge' THEN 'acknowledge it' ELSE 'triage it' END AS move,
             q.next_due_at AS due_at, q.received_at AS started_at
        FROM triage.queued_signals q
        JOIN listen.signals s ON s.workspace_id = q.workspace_id AND s.id = q.signal_id
        LEFT JOIN LATERAL (SELECT c.kind FROM triage.clocks c
                            WHERE c.workspace_id = q.workspace_id AND c.subject_id = q.signal_id AND c.ended_at IS NULL
                            ORDER BY c.due_at LIMIT 1) k ON true
       WHERE q.workspace_id = ${here} AND q.untriaged AND q.live AND s.state = 'received'
         AND (q.assignee_id = ${person} OR q.owner_team_id = ANY (${teams}))
      UNION ALL
      SELECT 'problem', p.id, p.number, p.title, 'triage', 'decide what to do', p.due_at, p.opened_at
        FROM triage.problems p
       WHERE p.workspace_id = ${here} AND p.state = 'open' AND p.merged_into_id IS NULL AND p.live
         AND (p.assignee_id = ${person} OR (p.assignee_id IS NULL AND p.owner_team_id = ANY (${teams})))
      UNION ALL
      SELECT 'decision', d.id, d.number, d.title, 'prioritize',
             CASE d.state WHEN 'commenting' THEN 'decide after the comments' ELSE 'decide' END,
             coalesce(d.comment_closes_at, d.due_at), d.created_at
        FROM prioritize.decisions d
       WHERE d.workspace_id = ${here} AND d.state IN ('draft', 'commenting') AND d.approver_id = ${person}
      UNION ALL
      SELECT 'work_item', w.id, w.number, w.title, 'plan',
             CASE WHEN w.stale_since IS NOT NULL THEN 'say whether it still goes on'
                  WHEN w.state = 'planned' THEN 'start it'
                  WHEN w.state = 'blocked' THEN 'unblock it'
                  ELSE 'complete it' END,
             w.due_on::timestamptz, w.opened_at
        FROM plan.work_items w
       WHERE w.workspace_id = ${here} AND w.state IN ('planned', 'in_progress', 'blocked') AND w.assignee_id = ${person}
      UNION ALL
      SELECT 'outcome', o.id, o.number, c.metric, 'verify', 'measure it', o.window_ends_at, o.released_at
        FROM verify.outcomes o
        JOIN prioritize.success_criteria c ON c.workspace_id = o.workspace_id AND c.id = o.criterion_id
        JOIN prioritize.decisions d ON d.workspace_id = o.workspace_id AND d.id = o.decision_id
       WHERE o.workspace_id = ${here} AND o.state = 'pending' AND o.kind = 'metric' AND d.owner_team_id = ANY (${teams})
      UNION ALL
      SELECT 'retrospective', r.id, r.number, r.title, 'learn', 'complete the draft', NULL, r.drafted_at
        FROM learn.retrospectives r
       WHERE r.workspace_id = ${here} AND r.state = 'draft' AND r.owner_team_id = ANY (${teams})
      UNION ALL
      SELECT q.subject_kind, q.subject_id, coalesce(s.number, p.number), coalesce(s.title, p.title), 'triage',
             'answer what was asked', q.closes_at, q.asked_at
        FROM triage.questions q
        LEFT JOIN listen.signals s ON s.workspace_id = q.workspace_id AND s.id = q.subject_id
        LEFT JOIN triage.problems p ON p.workspace_id = q.workspace_id AND p.id = q.subject_id
       WHERE q.workspace_id = ${here} AND q.ended_at IS NULL AND ${person} = ANY (q.asked_of)
         AND coalesce(s.id, p.id) IS NOT NULL
      UNION ALL
      SELECT 'decision', d.id, d.number, d.title, 'engage', 'say whether it helped', NULL, h.asked_at
        FROM verify.help_questions h
        JOIN prioritize.decisions d ON d.workspace_id = h.workspace_id AND d.id = h.decision_id
       WHERE h.workspace_id = ${here} AND h.person_id = ${person} AND h.helped IS NULL
    ), shown AS (
      SELECT * FROM moves ORDER BY due_at NULLS LAST, started_at, id LIMIT ${most}
    )
    SELECT m.*, e.people, e.teams
      FROM shown m
      LEFT JOIN LATERAL (
        SELECT count(DISTINCT coalesce(s.reporter_id, s.respondent_id))::int AS people, count(DISTINCT t.team_id)::int AS teams
          FROM (SELECT m.id WHERE m.kind = 'signal'
                UNION ALL
                SELECT a.signal_id FROM triage.attachments a
                 WHERE a.workspace_id = ${here} AND a.problem_id = m.id AND a.detached_at IS NULL) said
          JOIN listen.signals s ON s.workspace_id = ${here} AND s.id = said.id
          LEFT JOIN charter.team_members t ON t.workspace_id = s.workspace_id AND t.person_id = s.reporter_id
      ) e ON true
     ORDER BY m.due_at NULLS LAST, m.started_at, m.id`.execute(tables);
  return rows.map(({ number, ...row }) => ({ ...row, reference: reference(row.kind, number) }));
}
