import { addWorkingMs, assumedSeverity, type ClockKind, type Severity } from '@hearback/domain/charter';
import {
  type Clock,
  type ClockEvent,
  type ClockReading,
  clocksFor,
  readClock,
  warnAtShare,
} from '@hearback/domain/triage';
import type { Selectable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';
import type { Writing } from '../../platform/journal/index.ts';
import { clocksPolicy } from '../charter/index.ts';
import { type Calendars, calendarsOf } from './calendars.ts';

export type ClockRow = Selectable<DB['triage.clocks']>;

/** What a clock is of: as restricted as its subject. */
export type ClockSubject = {
  readonly kind: 'signal' | 'problem';
  readonly id: string;
  readonly audienceId: string | null;
};

/** A reading with when its clock began. */
export type StartedReading = ClockReading & { readonly startedAt: Date };

const clockOf = (row: ClockRow): Clock => ({
  kind: row.kind as ClockKind,
  startedAt: row.started_at,
  allowedMs: row.allowed_ms,
});

/** Starts the clocks that a subject does not have yet, by its severity (assumed while nobody said one) and its owner. */
export async function startClocks(
  writing: Writing,
  subject: ClockSubject,
  start: { kinds: readonly ClockKind[]; severity: string | null; teamId: string; startedAt: Date },
): Promise<Date | null> {
  const { tables, newId } = writing;
  const allowed = await allowedTimes(tables, start.severity, start.teamId);
  await tables
    .insertInto('triage.clocks')
    .values(
      start.kinds.map((kind) => ({
        id: newId(),
        subject_kind: subject.kind,
        subject_id: subject.id,
        kind,
        team_id: start.teamId,
        started_at: start.startedAt,
        allowed_ms: allowed[kind],
        audience_id: subject.audienceId,
      })),
    )
    .onConflict((conflict) => conflict.columns(['workspace_id', 'subject_id', 'kind']).doNothing())
    .execute();
  return refreshClocks(writing, subject);
}

/** Another severity or owner: the clocks that still run get that time, from the start they had. */
export async function retimeClocks(
  writing: Writing,
  subject: ClockSubject,
  change: { severity: string | null; teamId: string },
): Promise<Date | null> {
  const allowed = await allowedTimes(writing.tables, change.severity, change.teamId);
  for (const row of await clockRows(writing.tables, [subject.id])) {
    if (row.ended_at) continue;
    await writing.tables
      .updateTable('triage.clocks')
      .set({ team_id: change.teamId, allowed_ms: allowed[row.kind as ClockKind] })
      .where('id', '=', row.id)
      .execute();
  }
  return refreshClocks(writing, subject);
}

/**
 * When a problem's decision is due: as its clock says while that runs. One that was opened again after it had ended keeps
 * its first clock, which never starts anew, and so has as much time again from then.
 */
export async function decisionDue(
  tables: WorkspaceTables,
  problem: { live: boolean; state: string; reopenedAt: Date | null; severity: string | null; teamId: string },
  byClock: Date | null,
): Promise<Date | null> {
  const { live, state, reopenedAt, severity, teamId } = problem;
  if (byClock || !live || !reopenedAt || !['open', 'proposed'].includes(state)) return byClock;
  const allowed = await allowedTimes(tables, severity, teamId);
  return addWorkingMs((await calendarsOf(tables, [teamId]))(teamId), reopenedAt, allowed.decide);
}

/** Something happened that clocks care about. Returns when the soonest of the subject's running clocks is due. */
export async function clockEvent(
  writing: Writing,
  subject: ClockSubject,
  ...types: readonly ClockEvent['type'][]
): Promise<Date | null> {
  if (types.length > 0)
    await writing.tables
      .insertInto('triage.clock_events')
      .values(
        types.map((type) => ({
          id: writing.newId(),
          subject_id: subject.id,
          type,
          at: writing.now,
          audience_id: subject.audienceId,
        })),
      )
      .execute();
  return refreshClocks(writing, subject);
}

/** Whether this clock of the subject still runs. */
export async function isRunning(tables: WorkspaceTables, subjectId: string, kind: ClockKind): Promise<boolean> {
  const row = await tables
    .selectFrom('triage.clocks')
    .select('id')
    .where('subject_id', '=', subjectId)
    .where('kind', '=', kind)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Readings of the subjects' clocks at `now`, by subject, in the order they end. Ended ones are included. */
export async function readClocks(
  tables: WorkspaceTables,
  subjectIds: readonly string[],
  now: Date,
): Promise<Map<string, readonly StartedReading[]>> {
  const rows = await clockRows(tables, subjectIds);
  const events = await clockEvents(tables, subjectIds);
  const calendars = await calendarsOf(
    tables,
    rows.map((row) => row.team_id),
  );
  const readings = rows.map((row) => ({
    subjectId: row.subject_id,
    reading: {
      ...readClock(clockOf(row), events.get(row.subject_id) ?? [], calendars(row.team_id), now),
      startedAt: row.started_at,
    },
  }));
  return new Map(
    [...Map.groupBy(readings, ({ subjectId }) => subjectId)].map(([id, all]) => [
      id,
      all.map(({ reading }) => reading),
    ]),
  );
}

async function allowedTimes(
  tables: WorkspaceTables,
  severity: string | null,
  teamId: string,
): Promise<Record<ClockKind, number>> {
  const { policy } = await clocksPolicy(tables);
  const calendars = await calendarsOf(tables, [teamId]);
  const known = severity !== null && severity in policy ? (severity as Severity) : assumedSeverity;
  const clocks = clocksFor(known, policy, calendars(teamId), new Date(0));
  return Object.fromEntries(clocks.map((clock) => [clock.kind, clock.allowedMs])) as Record<ClockKind, number>;
}

async function clockRows(tables: WorkspaceTables, subjectIds: readonly string[]): Promise<ClockRow[]> {
  if (subjectIds.length === 0) return [];
  return tables
    .selectFrom('triage.clocks')
    .selectAll()
    .where('subject_id', 'in', [...subjectIds])
    .orderBy('subject_id')
    .orderBy('kind')
    .execute();
}

async function clockEvents(tables: WorkspaceTables, subjectIds: readonly string[]): Promise<Map<string, ClockEvent[]>> {
  if (subjectIds.length === 0) return new Map();
  const rows = await tables
    .selectFrom('triage.clock_events')
    .select(['subject_id', 'type', 'at'])
    .where('subject_id', 'in', [...subjectIds])
    .orderBy('at')
    .orderBy('id')
    .execute();
  return Map.groupBy(
    rows.map((row) => ({ subjectId: row.subject_id, type: row.type as ClockEvent['type'], at: row.at })),
    ({ subjectId }) => subjectId,
  );
}

/** Writes what the rule now says of each clock of a subject: when it warns, is due, and ended. */
async function refreshClocks(writing: Writing, subject: ClockSubject): Promise<Date | null> {
  const { tables, now } = writing;
  const rows = await clockRows(tables, [subject.id]);
  if (rows.length === 0) return null;
  const events = (await clockEvents(tables, [subject.id])).get(subject.id) ?? [];
  const calendars: Calendars = await calendarsOf(
    tables,
    rows.map((row) => row.team_id),
  );
  let next: Date | null = null;
  for (const row of rows) {
    const clock = clockOf(row);
    const calendar = calendars(row.team_id);
    const reading = readClock(clock, events, calendar, now);
    const early: Clock = { ...clock, allowedMs: Math.max(1, Math.floor(clock.allowedMs * warnAtShare)) };
    const dueAt = reading.dueAt ?? null;
    const endedAt = reading.endedAt ?? null;
    const warnAt = readClock(early, events, calendar, now).dueAt ?? null;
    await tables
      .updateTable('triage.clocks')
      .set({ due_at: dueAt, warn_at: warnAt, ended_at: endedAt })
      .where('id', '=', row.id)
      .execute();
    if (!endedAt && dueAt && (!next || dueAt < next)) next = dueAt;
  }
  return next;
}
