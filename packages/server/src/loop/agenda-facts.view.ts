import type { AgendaFact } from '@hearback/domain/govern';
import { type RecordKind, reference } from '@hearback/domain/record';
import { sql } from 'kysely';
import type { WorkspaceTables } from '../platform/database/index.ts';
import type { AgendaFacts } from '../stages/govern/index.ts';

type Fact<Type extends AgendaFact['type']> = Extract<AgendaFact, { type: Type }>;

/** An agenda of more than this is no agenda. */
const most = 200;
const here = sql`platform.current_workspace()`;

type Deadline = {
  kind: RecordKind | null;
  number: number | null;
  title: string;
  of: Fact<'deadline'>['of'];
  due_at: Date;
};

/** Running clocks, the charter's review, principles that expire, and actions of retrospectives that nothing was done about. */
async function deadlines(tables: WorkspaceTables, until: Date): Promise<AgendaFact[]> {
  const { rows } = await sql<Deadline>`
    SELECT c.subject_kind AS kind, coalesce(s.number, p.number) AS number, coalesce(s.title, p.title) AS title, 'clock' AS of, c.due_at
      FROM triage.clocks c
      LEFT JOIN listen.signals s ON s.workspace_id = c.workspace_id AND s.id = c.subject_id
      LEFT JOIN triage.problems p ON p.workspace_id = c.workspace_id AND p.id = c.subject_id
     WHERE c.workspace_id = ${here} AND c.ended_at IS NULL AND c.due_at < ${until} AND coalesce(s.id, p.id) IS NOT NULL
    UNION ALL
    SELECT NULL, t.number, 'The charter wants to be looked at again', 'charter', t.review_due::timestamptz
      FROM charter.charters t
     WHERE t.workspace_id = ${here} AND t.review_due < ${until}::date
       AND t.number = (SELECT max(n.number) FROM charter.charters n WHERE n.workspace_id = ${here})
    UNION ALL
    SELECT NULL, NULL, r.direction, 'principle', r.expires_on::timestamptz
      FROM charter.principles r
     WHERE r.workspace_id = ${here} AND r.retired_at IS NULL AND r.expires_on < ${until}::date
    UNION ALL
    SELECT 'retrospective', r.number, a.text, 'action', a.due_on::timestamptz
      FROM learn.actions a JOIN learn.retrospectives r ON r.workspace_id = a.workspace_id AND r.id = a.retrospective_id
     WHERE a.workspace_id = ${here} AND a.linked_id IS NULL AND a.due_on < ${until}::date
     ORDER BY due_at LIMIT ${most}`.execute(tables);
  return rows.map((row) => ({
    type: 'deadline',
    of: row.of,
    reference: row.kind && row.number ? reference(row.kind, row.number) : row.of,
    title: row.title,
    dueAt: row.due_at,
  }));
}

type Open = { kind: RecordKind; number: number; title: string; since: Date };

async function openConcerns(tables: WorkspaceTables): Promise<AgendaFact[]> {
  const { rows } = await sql<Open>`
    SELECT CASE WHEN d.id IS NULL THEN 'proposal' ELSE 'decision' END AS kind, coalesce(d.number, p.number) AS number,
           left(c.text, 120) AS title, c.raised_at AS since
      FROM prioritize.concerns c
      LEFT JOIN prioritize.decisions d ON d.workspace_id = c.workspace_id AND d.id = c.decision_id
      LEFT JOIN prioritize.proposals p ON p.workspace_id = c.workspace_id AND p.id = c.proposal_id
     WHERE c.workspace_id = ${here} AND c.state IN ('open', 'answered')
     ORDER BY c.raised_at LIMIT ${most}`.execute(tables);
  return rows.map((row) => ({
    type: 'open',
    of: 'concern',
    reference: reference(row.kind, row.number),
    title: row.title,
    since: row.since,
  }));
}

type Settled = { number: number; title: string; state: Fact<'outcome'>['state']; judged_at: Date };

async function settledOutcomes(tables: WorkspaceTables, since: Date): Promise<AgendaFact[]> {
  const { rows } = await sql<Settled>`
    SELECT o.number, c.metric AS title, o.state, o.judged_at
      FROM verify.outcomes o
      JOIN prioritize.success_criteria c ON c.workspace_id = o.workspace_id AND c.id = o.criterion_id
     WHERE o.workspace_id = ${here} AND o.state <> 'pending' AND o.judged_at > ${since}
     ORDER BY o.judged_at DESC LIMIT ${most}`.execute(tables);
  return rows.map((row) => ({
    type: 'outcome',
    reference: reference('outcome', row.number),
    title: row.title,
    state: row.state,
    settledAt: row.judged_at,
  }));
}

type Moved = { number: number; title: string; from_state: string; to_state: string; at: Date };

async function roadmapMoves(tables: WorkspaceTables, since: Date): Promise<AgendaFact[]> {
  const { rows } = await sql<Moved>`
    SELECT w.number, w.title, m.from_state, m.to_state, m.at
      FROM plan.work_item_moves m
      JOIN plan.work_items w ON w.workspace_id = m.workspace_id AND w.id = m.work_item_id
     WHERE m.workspace_id = ${here} AND m.at > ${since}
     ORDER BY m.at DESC LIMIT ${most}`.execute(tables);
  return rows.map((row) => ({
    type: 'moved',
    reference: reference('work_item', row.number),
    title: row.title,
    from: row.from_state.replaceAll('_', ' '),
    to: row.to_state.replaceAll('_', ' '),
    at: row.at,
  }));
}

/** What a loop review may have to speak about, over all stages; the rule in domain/govern makes the agenda of it. */
export function createAgendaFacts(): AgendaFacts {
  return async (tables, { since, until }) => [
    ...(await deadlines(tables, until)),
    ...(await openConcerns(tables)),
    ...(await settledOutcomes(tables, since)),
    ...(await roadmapMoves(tables, since)),
  ];
}
