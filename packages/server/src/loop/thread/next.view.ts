import { nextStepOfProblem, type ProblemState } from '@hearback/domain/triage';
import { sql } from 'kysely';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { ThreadKind } from '@hearback/domain/loop';
import type { ThreadRow } from './rows.view.ts';

type Next = { what: string; who: string | null; by: string | null };
type Rows = ReadonlyMap<ThreadKind, readonly ThreadRow[]>;

function say(what: string, who: string | null | undefined, by: Date | null | undefined): Next {
  return { what, who: who ?? null, by: by?.toISOString() ?? null };
}

/** A problem's own rule says what comes next; its owner and due time are read here. */
async function nextOfProblem(tables: WorkspaceTables, problem: ThreadRow): Promise<Next | null> {
  const { rows } = await sql<{
    due_at: Date | null;
    assignee: string | null;
    merged: number | null;
    closes_at: Date | null;
  }>`
    SELECT t.due_at, p.name AS assignee, m.number AS merged,
           (SELECT max(q.closes_at) FROM triage.questions q
             WHERE q.workspace_id = t.workspace_id AND q.subject_id = t.id AND q.ended_by IS NULL) AS closes_at
      FROM triage.problems t
      LEFT JOIN charter.people p ON p.workspace_id = t.workspace_id AND p.id = t.assignee_id
      LEFT JOIN triage.problems m ON m.workspace_id = t.workspace_id AND m.id = t.merged_into_id
     WHERE t.workspace_id = platform.current_workspace() AND t.id = ${problem.id}`.execute(tables);
  const row = rows[0];
  const next = nextStepOfProblem({
    state: problem.state as ProblemState,
    ownerTeamName: problem.who ?? '',
    assigneeName: row?.assignee ?? undefined,
    mergedInto: row?.merged ? `P-${row.merged}` : undefined,
    decideBy: row?.due_at ?? undefined,
    questionClosesAt: row?.closes_at ?? undefined,
  });
  return next ? say(next.what, next.who, next.by) : null;
}

/** What a record waits for that no problem speaks of: its state says it. */
const awaited: Readonly<Record<string, string>> = {
  'signal received': 'Say that it was heard, and whose it is',
  'signal waiting': 'Answer the question',
  'proposal draft': 'Open it for assessment',
  'proposal open': 'Decide on it',
  'decision draft': 'Take the next step of its lane',
  'decision commenting': 'Comment until the period ends, then decide',
  'work_item planned': 'Start on it',
  'work_item in_progress': 'Complete it',
  'work_item blocked': 'Clear what blocks it',
  'change planned': 'Start the release',
  'change releasing': 'Finish the rollout',
  'rollout running': 'Look at its gate, then move it on',
  'rollout held': 'Resume it or roll it back',
  'outcome pending': 'Judge it when its window has passed',
  'outcome cant_tell': 'Bring more data',
  'retrospective draft': 'Complete what drafted itself',
  'retrospective in_review': 'Read it and publish it',
  'lesson draft': 'Have it reviewed',
};

/** The Next line: what happens next on this thread, whose move it is, and by when; null when nobody owes anything. */
export async function nextOf(tables: WorkspaceTables, own: ThreadRow, rows: Rows): Promise<Next | null> {
  const [problem] = rows.get('problem') ?? [];
  if (problem && (own.kind === 'problem' || own.kind === 'signal'))
    return nextOfProblem(tables, own.kind === 'problem' ? own : problem);
  const what = awaited[`${own.kind} ${own.state}`];
  if (what) return say(what, own.kind === 'signal' ? null : own.who, null);
  // A record that is done itself is part of a thread that may go on.
  return problem ? nextOfProblem(tables, problem) : null;
}
