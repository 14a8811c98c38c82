import { sql } from 'kysely';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { ThreadKind, ThreadRecord } from '@hearback/domain/loop';

/** A fact beside the thread; `at` when it is a time, which a screen writes in its reader's words. */
export type Fact = { label: string; value: string; at?: string };

type Source = { readonly table: string; readonly facts: readonly (readonly [label: string, column: string])[] };

const person = (column: string): string =>
  `(SELECT p.name FROM charter.people p WHERE p.workspace_id = t.workspace_id AND p.id = ${column})`;
const team = (column: string): string =>
  `(SELECT o.name FROM charter.teams o WHERE o.workspace_id = t.workspace_id AND o.id = ${column})`;
const components = (table: string, column: string): string =>
  `(SELECT string_agg(c.name, ', ' ORDER BY c.name) FROM ${table} x
      JOIN charter.components c ON c.workspace_id = x.workspace_id AND c.id = x.component_id
     WHERE x.workspace_id = t.workspace_id AND x.${column} = t.id)`;

/** What one would ask first about each kind of record. A fact that nobody has said is left out. */
const sources: Readonly<Record<ThreadKind, Source>> = {
  signal: {
    table:
      'listen.signals t LEFT JOIN triage.queued_signals q ON q.workspace_id = t.workspace_id AND q.signal_id = t.id',
    facts: [
      ['Kind', 't.kind'],
      ['Severity', 't.severity'],
      ['Component', components('listen.signal_components', 'signal_id')],
      ['Owner', team('q.owner_team_id')],
      ['Assignee', person('q.assignee_id')],
      ['Workaround', 't.workaround'],
      ['Received', 't.received_at'],
    ],
  },
  problem: {
    table: 'triage.problems t',
    facts: [
      ['Kind', 't.kind'],
      ['Severity', 't.severity'],
      ['Component', components('triage.problem_components', 'problem_id')],
      ['Owner', team('t.owner_team_id')],
      ['Assignee', person('t.assignee_id')],
      ['Opened', 't.opened_at'],
    ],
  },
  proposal: {
    table: 'prioritize.proposals t',
    facts: [
      ['Author', person('t.author_id')],
      ['Opened', 't.opened_at'],
      ['Assessments due', 't.assessments_due_at'],
    ],
  },
  decision: {
    table: 'prioritize.decisions t',
    facts: [
      ['Kind', 't.kind'],
      ['Lane', 't.lane'],
      ['Approver', person('t.approver_id')],
      ['Comments until', `CASE WHEN t.state = 'commenting' THEN t.comment_closes_at END`],
      ['Made', 't.made_at'],
      ['What would change it', 't.what_would_change'],
    ],
  },
  work_item: {
    table: 'plan.work_items t',
    facts: [
      ['Owner', team('t.owner_team_id')],
      ['Assignee', person('t.assignee_id')],
      ['Blocked by', 't.blocked_by'],
      ['Due', 't.due_on::timestamptz'],
      ['Completed', 't.completed_at'],
    ],
  },
  change: {
    table: 'deliver.changes t',
    facts: [
      ['Lane', 't.lane'],
      ['Owner', team('t.owner_team_id')],
      ['Released by', 't.elsewhere_tool'],
      ['Started', 't.started_at'],
      ['Released', 't.released_at'],
      ['Rollback', 't.rollback_how'],
    ],
  },
  rollout: {
    table: 'deliver.rollouts t',
    facts: [
      ['Started', 't.started_at'],
      ['Ended', 't.ended_at'],
    ],
  },
  outcome: {
    table: `verify.outcomes t JOIN prioritize.success_criteria c
              ON c.workspace_id = t.workspace_id AND c.id = t.criterion_id`,
    facts: [
      ['Baseline', `c.baseline || ' ' || c.unit`],
      ['Target', `c.target || ' ' || c.unit`],
      ['Released', 't.released_at'],
      ['Window ends', 't.window_ends_at'],
      ['Judged', 't.judged_at'],
    ],
  },
  retrospective: {
    table: 'learn.retrospectives t',
    facts: [
      ['Owner', team('t.owner_team_id')],
      ['Drafted', 't.drafted_at'],
      ['Published', 't.published_at'],
    ],
  },
  lesson: {
    table: 'learn.lessons t',
    facts: [
      ['Written by', person('t.written_by')],
      ['Published', 't.published_at'],
      ['Last confirmed', 't.last_confirmed_at'],
    ],
  },
};

/** The facts of one record, in the order in which one would ask. */
export async function factsOf(tables: WorkspaceTables, record: ThreadRecord): Promise<Fact[]> {
  const { table, facts } = sources[record.kind];
  const columns = facts.map(([, column], place) => `${column} AS "${place}"`).join(', ');
  const { rows } = await sql<Record<string, string | Date | null>>`
    SELECT ${sql.raw(columns)} FROM ${sql.raw(table)}
     WHERE t.workspace_id = platform.current_workspace() AND t.id = ${record.id}`.execute(tables);
  return facts.flatMap(([label], place): Fact[] => {
    const value = rows[0]?.[String(place)] ?? null;
    if (value === null || value === '') return [];
    if (typeof value === 'string') return [{ label, value }];
    const at = value.toISOString();
    return [{ label, value: at.slice(0, 10), at }];
  });
}
