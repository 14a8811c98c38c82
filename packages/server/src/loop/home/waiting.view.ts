import { sql } from 'kysely';
import type { Stage } from '@hearback/domain/loop';
import type { WorkspaceTables } from '../../platform/database/index.ts';

/** Whose home it is. */
export type HomeReader = { readonly personId: string; readonly teamIds: readonly string[] };

export type Waiting = {
  readonly stage: Stage;
  readonly unit: string;
  readonly waiting: number;
  readonly oldest_at: Date | null;
  readonly late: number;
  readonly mine: number;
};

/**
 * What waits in each stage: a set of (since, due, mine) rows. “Mine” is what a person is assignee or approver of, or what
 * their team owns. $1 is now, $2 the person, $3 their teams.
 */
const sources: readonly { stage: Stage; unit: string; rows: string }[] = [
  {
    stage: 'charter',
    unit: 'reviews',
    rows: `SELECT c.published_at AS since, c.review_due::timestamptz AS due, c.published_by = $2 AS mine
             FROM charter.charters c
            WHERE c.number = (SELECT max(number) FROM charter.charters) AND c.review_due <= $1::date + 14`,
  },
  {
    stage: 'listen',
    unit: 'signals',
    rows: `SELECT q.received_at AS since, q.next_due_at AS due, q.assignee_id = $2 OR q.owner_team_id = ANY ($3) AS mine
             FROM triage.queued_signals q WHERE q.untriaged AND q.live`,
  },
  {
    stage: 'triage',
    unit: 'problems',
    rows: `SELECT p.opened_at AS since, p.due_at AS due, p.assignee_id = $2 OR p.owner_team_id = ANY ($3) AS mine
             FROM triage.problems p WHERE p.state IN ('open', 'waiting') AND p.merged_into_id IS NULL AND p.live`,
  },
  {
    stage: 'prioritize',
    unit: 'proposals',
    rows: `SELECT p.opened_at AS since, d.due_at AS due, coalesce(d.approver_id = $2, p.author_id = $2) AS mine
             FROM prioritize.proposals p
             LEFT JOIN prioritize.decisions d ON d.workspace_id = p.workspace_id AND d.proposal_id = p.id AND d.state IN ('draft', 'commenting')
            WHERE p.state = 'open'`,
  },
  {
    stage: 'plan',
    unit: 'work items',
    rows: `SELECT w.opened_at AS since, w.due_on::timestamptz AS due, w.assignee_id = $2 AS mine
             FROM plan.work_items w WHERE w.state IN ('planned', 'in_progress', 'blocked')`,
  },
  {
    stage: 'deliver',
    unit: 'changes',
    rows: `SELECT c.opened_at AS since, NULL::timestamptz AS due, c.owner_team_id = ANY ($3) AS mine
             FROM deliver.changes c WHERE c.state IN ('planned', 'releasing')`,
  },
  {
    stage: 'verify',
    unit: 'outcomes',
    rows: `SELECT o.released_at AS since, o.window_ends_at AS due, d.owner_team_id = ANY ($3) AS mine
             FROM verify.outcomes o JOIN prioritize.decisions d ON d.workspace_id = o.workspace_id AND d.id = o.decision_id
            WHERE o.state IN ('pending', 'cant_tell')`,
  },
  {
    stage: 'learn',
    unit: 'drafts',
    rows: `SELECT r.drafted_at AS since, NULL::timestamptz AS due, r.owner_team_id = ANY ($3) AS mine
             FROM learn.retrospectives r WHERE r.state IN ('draft', 'in_review')
           UNION ALL
           SELECT l.written_at, NULL, l.written_by = $2 FROM learn.lessons l WHERE l.state IN ('draft', 'in_review')`,
  },
  {
    stage: 'engage',
    unit: 'answers',
    rows: `SELECT h.asked_at AS since, NULL::timestamptz AS due, h.person_id = $2 AS mine
             FROM verify.help_questions h WHERE h.helped IS NULL`,
  },
  {
    stage: 'govern',
    unit: 'reviews',
    rows: `SELECT last.held_at AS since, last.held_at + interval '14 days' AS due, true AS mine
             FROM (SELECT coalesce(max(held_at), (SELECT created_at FROM platform.workspaces WHERE id = platform.current_workspace())) AS held_at
                     FROM govern.loop_reviews) last
            WHERE last.held_at + interval '7 days' < $1`,
  },
];

/** One row per stage, in loop order. */
export async function readWaiting(tables: WorkspaceTables, now: Date, reader: HomeReader): Promise<Waiting[]> {
  const stages: Waiting[] = [];
  for (const { stage, unit, rows } of sources) {
    const parts = rows.split(/(\$[123])/);
    const source = sql.join(
      parts.map((part) => {
        if (part === '$1') return sql`${now}::timestamptz`;
        if (part === '$2') return sql`${reader.personId}::uuid`;
        if (part === '$3') return sql`${[...reader.teamIds]}::uuid[]`;
        return sql.raw(part);
      }),
      sql.raw(''),
    );
    const result = await sql<Omit<Waiting, 'stage' | 'unit'>>`
      SELECT count(*)::int AS waiting, min(since) AS oldest_at,
             (count(*) FILTER (WHERE due < ${now}))::int AS late, (count(*) FILTER (WHERE mine))::int AS mine
        FROM (${source}) AS w`.execute(tables);
    const [row] = result.rows;
    stages.push({
      stage,
      unit,
      waiting: row?.waiting ?? 0,
      oldest_at: row?.oldest_at ?? null,
      late: row?.late ?? 0,
      mine: row?.mine ?? 0,
    });
  }
  return stages;
}
