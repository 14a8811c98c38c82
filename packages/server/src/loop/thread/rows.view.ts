import { sql } from 'kysely';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { ThreadKind } from '@hearback/domain/loop';

/** What a thread shows of any record, whatever its kind. */
export type ThreadRow = {
  readonly id: string;
  readonly kind: ThreadKind;
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly at: Date;
  readonly until: Date | null;
  readonly who: string | null;
  /** What its words are, where the thread quotes or explains it. */
  readonly text: string | null;
  /** Through which channel it came; a signal's alone. */
  readonly via?: string;
};

/**
 * How each kind's table answers the same columns. One statement per kind; a view may read all schemas. `who` names a person
 * or a team; names of people are charter's.
 */
const sources: Readonly<Record<ThreadKind, { table: string; columns: string }>> = {
  signal: {
    table: `listen.signals t
              JOIN listen.channels c ON c.workspace_id = t.workspace_id AND c.id = t.channel_id
              LEFT JOIN charter.people p ON p.workspace_id = t.workspace_id AND p.id = t.reporter_id`,
    columns: `t.title, t.state, coalesce(t.said_on::timestamptz, t.received_at) AS at, NULL::timestamptz AS until,
              p.name AS who, coalesce(nullif(t.description, ''), t.title) AS text, c.name AS via`,
  },
  problem: {
    table: 'triage.problems t JOIN charter.teams o ON o.workspace_id = t.workspace_id AND o.id = t.owner_team_id',
    columns: `t.title, t.state, t.opened_at AS at, NULL::timestamptz AS until, o.name AS who, t.statement AS text`,
  },
  proposal: {
    table:
      'prioritize.proposals t LEFT JOIN charter.people p ON p.workspace_id = t.workspace_id AND p.id = t.author_id',
    columns: `t.title, t.state, coalesce(t.opened_at, t.created_at) AS at, NULL::timestamptz AS until, p.name AS who, t.summary AS text`,
  },
  decision: {
    // CASE, since COALESCE counts as a leak: under row-level security it would read every person.
    table: `prioritize.decisions t LEFT JOIN charter.people p ON p.workspace_id = t.workspace_id
              AND p.id = CASE WHEN t.made_by IS NULL THEN t.approver_id ELSE t.made_by END`,
    columns: `t.title, t.state, coalesce(t.made_at, t.created_at) AS at, NULL::timestamptz AS until, p.name AS who, t.rationale AS text`,
  },
  work_item: {
    table: 'plan.work_items t LEFT JOIN charter.people p ON p.workspace_id = t.workspace_id AND p.id = t.assignee_id',
    columns: `t.title, t.state, t.opened_at AS at, t.completed_at AS until, p.name AS who, t.description AS text`,
  },
  change: {
    table: 'deliver.changes t LEFT JOIN charter.teams o ON o.workspace_id = t.workspace_id AND o.id = t.owner_team_id',
    columns: `t.title, t.state, t.opened_at AS at, t.released_at AS until, o.name AS who, t.users_notice AS text`,
  },
  rollout: {
    table: 'deliver.rollouts t JOIN deliver.changes c ON c.workspace_id = t.workspace_id AND c.id = t.change_id',
    columns: `c.title, t.state, coalesce(t.started_at, t.opened_at) AS at, t.ended_at AS until, NULL::text AS who, NULL::text AS text`,
  },
  outcome: {
    table: `verify.outcomes t JOIN prioritize.success_criteria c
              ON c.workspace_id = t.workspace_id AND c.id = t.criterion_id`,
    columns: `c.metric AS title, t.state, t.released_at AS at, t.judged_at AS until, NULL::text AS who,
              CASE WHEN t.state <> 'pending' THEN replace(t.reason, '_', ' ') END AS text`,
  },
  retrospective: {
    table: 'learn.retrospectives t',
    columns: `t.title, t.state, t.drafted_at AS at, t.published_at AS until, NULL::text AS who, NULL::text AS text`,
  },
  lesson: {
    table: 'learn.lessons t',
    columns: `t.title, t.state, t.written_at AS at, t.published_at AS until, NULL::text AS who, t.text AS text`,
  },
};

/** The rows of one kind, oldest first. Ids that these eyes may not see are simply not among them. */
export async function rowsOf(tables: WorkspaceTables, kind: ThreadKind, ids: readonly string[]): Promise<ThreadRow[]> {
  if (ids.length === 0) return [];
  const { table, columns } = sources[kind];
  const { rows } = await sql<Omit<ThreadRow, 'kind'>>`
    SELECT t.id, t.number, ${sql.raw(columns)} FROM ${sql.raw(table)}
     WHERE t.workspace_id = platform.current_workspace() AND t.id = ANY (${[...ids]}::uuid[])
     ORDER BY at, t.id`.execute(tables);
  return rows.map((row) => ({ ...row, kind }));
}
