import type { Inbox } from '@hearback/contract/triage';
import type { Severity } from '@hearback/domain/charter';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { decodeCursor, encodeCursor } from '../../platform/http/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { clocksPolicy, personNames } from '../charter/index.ts';
import { findSignals } from '../listen/index.ts';
import { teamNames } from './calendars.ts';
import { readClocks } from './clocks.ts';
import { evidenceOfMany, findProblems } from './moves.ts';
import { findQueued } from './queue.store.ts';
import { clocksOut, named } from './signal-view.ts';

type InboxOut = z.input<typeof Inbox>;
type Item = InboxOut['items'][number];
type Reason = Item['reasons'][number];

export type InboxQuery = {
  readonly queue: 'live' | 'historical';
  readonly kind?: 'signal' | 'problem' | undefined;
  readonly owner_team_id?: string | undefined;
  readonly assignee_id?: string | undefined;
  readonly severity?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

type Waiting = { kind: 'signal' | 'problem'; id: string; due_at: Date | null; reasons: Reason[] };
type Place = { readonly dueAt: string | null; readonly id: string };

function placeIn(cursor: string | undefined): Place | undefined {
  const place = decodeCursor(cursor, ['instant_or_null', 'id']);
  return place && { dueAt: place[0], id: place[1] };
}

const ownWorkspace = sql`workspace_id = platform.current_workspace()`;

/** The conditions that a filter sets on both kinds; their columns have the same names. */
function conditions(query: InboxQuery, live: boolean) {
  const { owner_team_id: owner, assignee_id: assignee, severity } = query;
  return sql`${ownWorkspace} AND live = ${live}
    ${owner === undefined ? sql`` : sql`AND owner_team_id = ${owner}`}
    ${assignee === undefined ? sql`` : sql`AND assignee_id = ${assignee}`}
    ${severity === undefined ? sql`` : sql`AND severity = ${severity}`}`;
}

const untriagedSignals = sql`untriaged`;

const decisionDue = sql`EXISTS (
  SELECT 1 FROM triage.clocks
   WHERE clocks.workspace_id = problems.workspace_id AND clocks.subject_id = problems.id
     AND clocks.ended_at IS NULL AND clocks.warned_at IS NOT NULL)`;

/** Nobody has decided yet and something about it is left to triage: how bad it is, that it came back, that time runs out. */
const untriagedProblems = sql`state = 'open' AND merged_into_id IS NULL
  AND (severity IS NULL OR reopened_at IS NOT NULL OR ${decisionDue})`;

async function waitingPage(tables: WorkspaceTables, query: InboxQuery, place: Place | undefined): Promise<Waiting[]> {
  const where = conditions(query, query.queue === 'live');
  const after = (due: ReturnType<typeof sql>, id: ReturnType<typeof sql>) => {
    if (!place) return sql``;
    if (place.dueAt === null) return sql`AND ${due} IS NULL AND ${id} > ${place.id}::uuid`;
    return sql`AND (${due} IS NULL OR (${due}, ${id}) > (${place.dueAt}::timestamptz, ${place.id}::uuid))`;
  };
  const take = sql`LIMIT ${query.limit + 1}`;
  const problemDue = sql`coalesce(promised_at, due_at)`;
  const { rows } = await sql<Waiting>`
    SELECT * FROM (
      (SELECT 'signal' AS kind, signal_id AS id, next_due_at AS due_at, '{}'::text[] AS reasons
         FROM triage.queued_signals
        WHERE ${where} AND ${untriagedSignals} AND ${query.kind !== 'problem'}
          ${after(sql`next_due_at`, sql`signal_id`)}
        ORDER BY next_due_at, signal_id ${take})
      UNION ALL
      (SELECT 'problem', id, ${problemDue},
              array_remove(ARRAY[CASE WHEN severity IS NULL THEN 'no_severity' END,
                                 CASE WHEN reopened_at IS NOT NULL THEN 'reopened' END,
                                 CASE WHEN ${decisionDue} THEN 'decision_due' END], NULL)
         FROM triage.problems
        WHERE ${where} AND ${untriagedProblems} AND ${query.kind !== 'signal'}
          ${after(problemDue, sql`id`)}
        ORDER BY ${problemDue}, id ${take})) AS waiting
    ORDER BY due_at, id ${take}`.execute(tables);
  return rows;
}

async function countsFor(tables: WorkspaceTables, query: InboxQuery, now: Date): Promise<InboxOut['counts']> {
  const here = conditions(query, query.queue === 'live');
  const historical = conditions(query, false);
  const { rows } = await sql<{ signals: number; problems: number; overdue: number; historical: number }>`
    SELECT (SELECT count(*)::int FROM triage.queued_signals WHERE ${here} AND ${untriagedSignals}) AS signals,
           (SELECT count(*)::int FROM triage.problems WHERE ${here} AND ${untriagedProblems}) AS problems,
           (SELECT count(*)::int FROM triage.queued_signals
             WHERE ${here} AND ${untriagedSignals} AND next_due_at < ${now})
         + (SELECT count(*)::int FROM triage.problems
             WHERE ${here} AND ${untriagedProblems} AND coalesce(promised_at, due_at) < ${now}) AS overdue,
           (SELECT count(*)::int FROM triage.queued_signals WHERE ${historical} AND ${untriagedSignals}) AS historical`.execute(
    tables,
  );
  const waiting = await sql<{ waiting: number }>`
    SELECT count(*)::int AS waiting FROM triage.queued_signals
     WHERE ${here} AND ${untriagedSignals} AND EXISTS (
       SELECT 1 FROM triage.questions
        WHERE questions.workspace_id = queued_signals.workspace_id AND questions.subject_id = queued_signals.signal_id
          AND questions.ended_at IS NULL)`.execute(tables);
  const [counts] = rows;
  return {
    signals: counts?.signals ?? 0,
    problems: counts?.problems ?? 0,
    overdue: counts?.overdue ?? 0,
    historical: counts?.historical ?? 0,
    waiting: waiting.rows[0]?.waiting ?? 0,
  };
}

/** What waits to be triaged, the soonest clock first; what has no clock comes last, the oldest first. */
export function createInbox(journal: Journal) {
  return (caller: Caller, query: InboxQuery): Promise<InboxOut> => {
    const place = placeIn(query.cursor);
    return journal.read(caller.viewpoint, async ({ tables, now }) => {
      const rows = await waitingPage(tables, query, place);
      const page = rows.slice(0, query.limit);
      const last = page.at(-1);
      return {
        items: await itemsOf(tables, page, now),
        next_cursor:
          rows.length > query.limit && last ? encodeCursor([last.due_at?.toISOString() ?? null, last.id]) : null,
        counts: await countsFor(tables, query, now),
      };
    });
  };
}

async function itemsOf(tables: WorkspaceTables, page: readonly Waiting[], now: Date): Promise<Item[]> {
  const signalIds = page.filter((row) => row.kind === 'signal').map((row) => row.id);
  const problemIds = page.filter((row) => row.kind === 'problem').map((row) => row.id);
  const signals = new Map((await findSignals(tables, signalIds)).map((signal) => [signal.id, signal]));
  const queued = await findQueued(tables, signalIds);
  const problems = new Map((await findProblems(tables, problemIds)).map((problem) => [problem.id, problem]));
  const evidence = await evidenceOfMany(tables, problemIds);
  const clocks = await readClocks(tables, [...signalIds, ...problemIds], now);
  const { enforcedFrom } = await clocksPolicy(tables);
  const owners = [...queued.values()].map((row) => row.owner_team_id);
  const teams = await teamNames(tables, [...owners, ...[...problems.values()].map((problem) => problem.ownerTeamId)]);
  const assignees = [...queued.values()].map((row) => row.assignee_id);
  const people = await personNames(
    tables,
    [...assignees, ...[...problems.values()].map((problem) => problem.assigneeId)].filter((id) => id !== null),
  );
  const common = (row: Waiting, since: Date, ownerTeamId: string, assigneeId: string | null) => ({
    kind: row.kind,
    id: row.id,
    owner: { id: ownerTeamId, name: teams.get(ownerTeamId) ?? '' },
    assignee: named(assigneeId, people),
    since: since.toISOString(),
    age_ms: Math.max(0, now.getTime() - since.getTime()),
    due_at: row.due_at?.toISOString() ?? null,
    clocks: clocksOut(clocks.get(row.id) ?? [], enforcedFrom, now),
  });
  return page.flatMap((row): Item[] => {
    const signal = signals.get(row.id);
    const place = queued.get(row.id);
    if (signal && place)
      return [
        {
          ...common(row, signal.receivedAt, place.owner_team_id, place.assignee_id),
          reference: signal.reference,
          title: signal.title,
          state: signal.state,
          term_kind: signal.kind,
          severity: signal.severity,
          layer: signal.layerKey,
          component_ids: [...signal.componentIds],
          people: signal.reporterId || signal.respondentId || signal.onBehalfOf ? 1 : 0,
          reasons: [signal.state === 'waiting' ? 'asked' : 'new'],
          version: signal.version,
        },
      ];
    const problem = problems.get(row.id);
    if (!problem) return [];
    return [
      {
        ...common(row, problem.openedAt, problem.ownerTeamId, problem.assigneeId),
        reference: problem.reference,
        title: problem.title,
        state: problem.state,
        term_kind: problem.kind,
        severity: problem.severity as Severity | null,
        layer: problem.layerKey,
        component_ids: [...problem.componentIds],
        people: evidence.get(problem.id)?.people ?? 0,
        reasons: row.reasons,
        version: problem.version,
      },
    ];
  });
}
