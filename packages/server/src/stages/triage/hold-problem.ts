import type { Caller } from '../../platform/auth/index.ts';
import { assertVersion } from '../../platform/http/index.ts';
import type { Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { findSignals } from '../listen/index.ts';
import { clockEvent, startClocks } from './clocks.ts';
import { signalsOf } from './moves.ts';
import { lockProblem, type ProblemRow } from './problems.store.ts';

export const problemScope = (row: ProblemRow) => ({ componentIds: row.component_ids, ownerTeamId: row.owner_team_id });
export const problemSubject = (row: ProblemRow) =>
  ({ kind: 'problem', id: row.id, audienceId: row.audience_id }) as const;

/** Takes a problem in hand for a person who may triage it and who saw this version. */
export async function holdProblem(writing: Writing, caller: Caller, id: string, version: number): Promise<ProblemRow> {
  const row = await lockProblem(writing.tables, id);
  if (!row) throw notFound('problem');
  caller.require('triage.triage', problemScope(row));
  assertVersion(row.version, version);
  return row;
}

type Started = Pick<ProblemRow, 'id' | 'state' | 'severity' | 'owner_team_id' | 'audience_id'>;

/** A problem becomes live: its decide clock starts, unless it is decided already; while its reporters are asked it stands. */
export async function startDecide(writing: Writing, problem: Started): Promise<void> {
  const isUndecided = ['open', 'proposed', 'waiting'].includes(problem.state);
  await writing.tables
    .updateTable('triage.problems')
    .set({ live: true, due_at: isUndecided ? await startClock(writing, problem) : null })
    .where('id', '=', problem.id)
    .execute();
}

async function startClock(writing: Writing, problem: Started): Promise<Date | null> {
  const subject = { kind: 'problem', id: problem.id, audienceId: problem.audience_id } as const;
  await startClocks(writing, subject, {
    kinds: ['decide'],
    severity: problem.severity,
    teamId: problem.owner_team_id,
    startedAt: writing.now,
  });
  return clockEvent(writing, subject, ...(problem.state === 'waiting' ? (['asked'] as const) : []));
}

/** Whether one of the problem's signals is the caller's own. */
export async function speaksIn(writing: Writing, caller: Caller, problemId: string): Promise<boolean> {
  const attached = await signalsOf(writing.tables, [problemId]);
  const signals = await findSignals(
    writing.tables,
    attached.map(({ signalId }) => signalId),
  );
  return signals.some((signal) => signal.reporterId === caller.personId);
}
