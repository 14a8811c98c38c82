import type { ClockReading as ClockReadingSchema, OpenQuestion, SignalTriage } from '@hearback/contract/triage';
import type { Severity } from '@hearback/domain/charter';
import type { z } from 'zod';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { clocksPolicy, personNames } from '../charter/index.ts';
import { findSignals } from '../listen/index.ts';
import { lastAct } from './acts.store.ts';
import { teamNames } from './calendars.ts';
import { readClocks, type StartedReading } from './clocks.ts';
import { attachedProblemOf } from './moves.ts';
import { openQuestions, type QuestionRow } from './questions.store.ts';
import { ownerOf } from './routing.ts';

type ClockOut = z.input<typeof ClockReadingSchema>;

/** Clock readings in the shape of the contract. */
export function clocksOut(readings: readonly StartedReading[], enforcedFrom: Date, now: Date): ClockOut[] {
  return readings.map((reading) => ({
    kind: reading.kind,
    state: reading.state,
    started_at: reading.startedAt.toISOString(),
    due_at: reading.dueAt?.toISOString() ?? null,
    used_share: reading.usedShare,
    warning: reading.isWarning,
    ended_at: reading.endedAt?.toISOString() ?? null,
    enforced: now >= enforcedFrom,
  }));
}

/** Somebody by name; who is not here any more is shown without one. */
export function named(id: string | null, names: ReadonlyMap<string, string>): { id: string; name: string } | null {
  return id === null ? null : { id, name: names.get(id) ?? '' };
}

export function questionOut(
  row: QuestionRow | undefined,
  names: ReadonlyMap<string, string>,
): z.input<typeof OpenQuestion> | null {
  if (!row) return null;
  return {
    id: row.id,
    question: row.question,
    asked_by: { id: row.asked_by, name: names.get(row.asked_by) ?? '' },
    asked_at: row.asked_at.toISOString(),
    closes_at: row.closes_at.toISOString(),
  };
}

/** Where a signal stands in triage. @throws Refusal `not_found` */
export async function signalTriageOf(
  tables: WorkspaceTables,
  id: string,
  now: Date,
): Promise<z.input<typeof SignalTriage>> {
  const [signal] = await findSignals(tables, [id]);
  if (!signal) throw notFound('signal');
  const owner = await ownerOf(tables, signal);
  const problem = await attachedProblemOf(tables, id);
  const question = (await openQuestions(tables, [id])).get(id);
  const people = await personNames(
    tables,
    [owner.assigneeId, question?.asked_by ?? null].filter((each) => each !== null),
  );
  const teams = await teamNames(tables, [owner.teamId]);
  const { enforcedFrom } = await clocksPolicy(tables);
  const answered = signal.state === 'answered' ? await lastAct(tables, id, ['answered']) : undefined;
  const ended =
    signal.state === 'rejected' || signal.state === 'closed'
      ? await lastAct(tables, id, ['rejected', 'closed'])
      : undefined;
  return {
    id,
    reference: signal.reference,
    title: signal.title,
    state: signal.state,
    live: signal.live,
    severity: signal.severity as Severity | null,
    owner: { id: owner.teamId, name: teams.get(owner.teamId) ?? '' },
    routed_by: owner.by,
    routed_reason: owner.reason,
    assignee: named(owner.assigneeId, people),
    problem: problem ? { id: problem.id, reference: problem.reference, title: problem.title } : null,
    question: questionOut(question, people),
    answer: answered?.words ?? null,
    reason: ended?.words ?? null,
    clocks: clocksOut((await readClocks(tables, [id], now)).get(id) ?? [], enforcedFrom, now),
    version: signal.version,
  };
}
