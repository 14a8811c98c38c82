import { type RecordKind, reference } from '@hearback/domain/record';
import { sql } from 'kysely';
import type { HeldRecords } from '../stages/charter/index.ts';

type Row = { kind: RecordKind; id: string; number: number; title: string };

const here = sql`platform.current_workspace()`;

/**
 * What waits for one person's move and so has to be handed over when they leave: signals and problems assigned to them,
 * decisions that they are to make, unfinished work items. The oldest come first.
 */
export const readHeldRecords: HeldRecords = async (tables, personId) => {
  const { rows } = await sql<Row>`
    SELECT 'signal' AS kind, s.id, s.number, s.title
      FROM triage.queued_signals q JOIN listen.signals s ON s.workspace_id = q.workspace_id AND s.id = q.signal_id
     WHERE q.workspace_id = ${here} AND q.assignee_id = ${personId} AND q.untriaged
    UNION ALL
    SELECT 'problem', p.id, p.number, p.title
      FROM triage.problems p
     WHERE p.workspace_id = ${here} AND p.assignee_id = ${personId} AND p.merged_into_id IS NULL
       AND p.state IN ('open', 'waiting', 'proposed', 'fixing', 'shipped')
    UNION ALL
    SELECT 'decision', d.id, d.number, d.title
      FROM prioritize.decisions d
     WHERE d.workspace_id = ${here} AND d.approver_id = ${personId} AND d.state IN ('draft', 'commenting')
    UNION ALL
    SELECT 'work_item', w.id, w.number, w.title
      FROM plan.work_items w
     WHERE w.workspace_id = ${here} AND w.assignee_id = ${personId} AND w.state IN ('planned', 'in_progress', 'blocked')
     ORDER BY id`.execute(tables);
  return rows.map(({ kind, id, number, title }) => ({ kind, id, reference: reference(kind, number), title }));
};
