import type { AssignTo, ChangeProblem, OpenProblem, RouteProblem } from '@hearback/contract/triage';
import { severities, type Severity } from '@hearback/domain/charter';
import { allows, parseReference, Refusal } from '@hearback/domain/record';
import { type ProblemState, problemTransitions } from '@hearback/domain/triage';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import { assertVersion, decodeCursor, pageFrom } from '../../platform/http/index.ts';
import { isUuid } from '../../platform/identifiers/index.ts';
import type { Journal, ReferenceNumbers, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { requireTeam, requireTerm } from '../charter/index.ts';
import { findSignals } from '../listen/index.ts';
import { keepWords } from './acts.store.ts';
import { attach } from './attach.ts';
import { clockEvent, retimeClocks, startClocks } from './clocks.ts';
import { assertCanonical, moveProblem, signalsOf } from './moves.ts';
import {
  insertProblem,
  listProblemRows,
  lockProblem,
  type ProblemFilter,
  type ProblemRow,
  replaceComponents,
  updateProblem,
} from './problems.store.ts';
import { problemRecordOf, type ProblemRecordOut, problemRowsOut } from './problem-view.ts';
import { createRouter, requireComponents, type SignalBrief } from './routing.ts';
import { type HeldSignal, holdSignal, scopeOf } from './signals.ts';
import { requirePerson } from './signals.service.ts';

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

export function createProblems(options: { journal: Journal; numbers: ReferenceNumbers }) {
  const { journal, numbers } = options;

  const act = (
    caller: Caller,
    id: string,
    version: number,
    work: (writing: Writing, row: ProblemRow) => Promise<void>,
  ): Promise<ProblemRecordOut> =>
    journal.write(caller, async (writing) => {
      const row = await holdProblem(writing, caller, id, version);
      assertCanonical(row);
      await work(writing, row);
      return problemRecordOf(writing.tables, id, writing.now);
    });

  const get = (caller: Caller, id: string): Promise<ProblemRecordOut> =>
    journal.read(caller.viewpoint, ({ tables, now }) => problemRecordOf(tables, id, now));

  const open = async (caller: Caller, input: z.infer<typeof OpenProblem>): Promise<ProblemRecordOut> => {
    const number = await numbers.next(caller.workspaceId, 'problem');
    return journal.write(caller, async (writing) => {
      await checkInput(writing, input);
      const ids = [...new Set(input.signal_ids)].sort();
      await requireSignals(writing, ids);
      const row = await newRow(writing, caller, input, number, ids);
      const held: HeldSignal[] = [];
      for (const id of ids) held.push(await holdSignal(writing, id));
      for (const each of held) caller.require('triage.triage', scopeOf(each));
      const subject = { kind: 'problem', id: row.id, audienceId: row.audience_id } as const;
      if (row.live) await startDecide(writing, subject, row);
      for (const each of held) await attach(writing, row, each, undefined);
      return problemRecordOf(writing.tables, row.id, writing.now);
    });
  };

  /** Writes the row and says so first: the journal's first entry names what a repeated request is answered with. */
  const newRow = async (
    writing: Writing,
    caller: Caller,
    input: z.infer<typeof OpenProblem>,
    number: number,
    signalIds: readonly string[],
  ) => {
    const { tables, now, newId, record } = writing;
    const signals = await findSignals(tables, signalIds);
    const componentIds = input.component_ids ?? [...new Set(signals.flatMap((signal) => signal.componentIds))];
    const layerKey = input.layer ?? common(signals.map((signal) => signal.layerKey));
    const kind = input.kind ?? common(signals.map((signal) => signal.kind));
    const route = await createRouter(tables, componentIds);
    const routed = route({ kind, layerKey, componentIds, title: input.title, description: input.statement });
    const row = {
      id: newId(),
      number,
      title: input.title,
      statement: input.statement,
      kind,
      severity: input.severity ?? worstOf(signals),
      state: 'open',
      owner_team_id: input.owner_team_id ?? routed.teamId,
      layer_key: layerKey,
      live: input.live ?? (signals.length === 0 || signals.some((signal) => signal.live)),
      opened_by: caller.personId,
      opened_at: now,
      audience_id: audienceFor(caller, input.audience_id, signals),
    };
    caller.require('triage.triage', { componentIds, ownerTeamId: row.owner_team_id });
    await insertProblem(tables, row, componentIds);
    record({
      type: 'triage.problem_opened',
      subject: { kind: 'problem', id: row.id },
      refs: signalIds.map((id) => ({ kind: 'signal', id, tie: 'evidence' })),
      data: { owner: row.owner_team_id, live: row.live, severity: row.severity },
      audienceId: row.audience_id,
    });
    return row;
  };

  const change = (caller: Caller, id: string, version: number, input: z.infer<typeof ChangeProblem>) =>
    act(caller, id, version, async (writing, row) => {
      await checkInput(writing, input);
      await updateProblem(writing.tables, id, {
        title: input.title ?? row.title,
        statement: input.statement ?? row.statement,
        kind: input.kind ?? row.kind,
        layer_key: input.layer ?? row.layer_key,
      });
      writing.record({
        type: 'triage.problem_changed',
        subject: { kind: 'problem', id },
        data: { fields: Object.keys(input) },
        audienceId: row.audience_id,
      });
    });

  const route = (caller: Caller, id: string, version: number, input: z.infer<typeof RouteProblem>) =>
    act(caller, id, version, async (writing, row) => {
      const { tables } = writing;
      const componentIds = input.component_ids ?? row.component_ids;
      await requireComponents(tables, componentIds);
      const find = await createRouter(tables, componentIds);
      const routed = find({ ...row, layerKey: row.layer_key, componentIds, description: row.statement });
      // Other components alone bring their owner along; where no component has one, the owner it has stays.
      const found = input.component_ids && routed.by === 'component' ? routed.teamId : row.owner_team_id;
      const teamId = input.owner_team_id ?? found;
      await requireTeam(tables, teamId, '/owner_team_id');
      const words = await keepWords(writing, problemSubject(row), 'routed', input.reason);
      if (input.component_ids) await replaceComponents(tables, { id, audienceId: row.audience_id }, componentIds);
      const due = await retimeClocks(writing, problemSubject(row), { severity: row.severity, teamId });
      const sameOwner = teamId === row.owner_team_id;
      await updateProblem(tables, id, {
        owner_team_id: teamId,
        due_at: due,
        ...(sameOwner ? {} : { assignee_id: null }),
      });
      writing.record({
        type: 'triage.problem_routed',
        subject: { kind: 'problem', id },
        data: { from: row.owner_team_id, to: teamId, components: componentIds, words },
        audienceId: row.audience_id,
      });
    });

  const assign = (caller: Caller, id: string, version: number, input: z.infer<typeof AssignTo>) =>
    act(caller, id, version, async (writing, row) => {
      await requirePerson(writing, input.person_id);
      const words = input.reason ? await keepWords(writing, problemSubject(row), 'assigned', input.reason) : undefined;
      await updateProblem(writing.tables, id, {
        assignee_id: input.person_id,
        ...(input.due_at ? { promised_at: input.due_at } : {}),
      });
      writing.record({
        type: 'triage.problem_assigned',
        subject: { kind: 'problem', id },
        data: { from: row.assignee_id, to: input.person_id, due_at: input.due_at ?? null, ...(words ? { words } : {}) },
        audienceId: row.audience_id,
      });
    });

  const setSeverity = (caller: Caller, id: string, version: number, input: { severity: Severity; reason: string }) =>
    act(caller, id, version, async (writing, row) => {
      const words = await keepWords(writing, problemSubject(row), 'severity', input.reason);
      const due = await retimeClocks(writing, problemSubject(row), {
        severity: input.severity,
        teamId: row.owner_team_id,
      });
      await updateProblem(writing.tables, id, { severity: input.severity, due_at: due });
      writing.record({
        type: 'triage.severity_changed',
        subject: { kind: 'problem', id },
        data: { from: row.severity, to: input.severity, words },
        audienceId: row.audience_id,
      });
    });

  const close = (caller: Caller, id: string, version: number, input: { notice: string }) =>
    act(caller, id, version, async (writing) => {
      await moveProblem(writing, id, 'closed', { why: input.notice, endedBy: 'person' });
    });

  /** Whoever triages may, and whoever reported it: people may always say that it still hurts. */
  const reopen = (caller: Caller, id: string, version: number, input: { reason: string }): Promise<ProblemRecordOut> =>
    journal.write(caller, async (writing) => {
      const row = await lockProblem(writing.tables, id);
      if (!row) throw notFound('problem');
      if (!(await speaksIn(writing, caller, id))) caller.require('triage.triage', problemScope(row));
      assertVersion(row.version, version);
      const state = row.state as ProblemState;
      if ((state === 'proposed' || state === 'fixing') && allows(problemTransitions, state, 'open'))
        throw new Refusal('illegal_transition', `A problem that is “${state}” is not over.`, {
          remedy: state === 'proposed' ? 'Withdraw its proposals.' : 'Cancel its work.',
          facts: { from: state, to: 'open', possible: problemTransitions[state] },
        });
      await moveProblem(writing, id, 'open', { why: input.reason, endedBy: 'person' });
      return problemRecordOf(writing.tables, id, writing.now);
    });

  const list = (caller: Caller, query: ListQuery) => {
    const { q, cursor, limit } = query;
    const sought = q === undefined ? undefined : parseReference(q);
    const filter: ProblemFilter = {
      state: query.state,
      ownerTeamId: query.owner_team_id,
      componentId: query.component_id,
      severity: query.severity,
      layer: query.layer,
      live: query.live,
      merged: query.merged || sought?.kind === 'problem',
      ...(sought?.kind === 'problem' ? { number: sought.number } : { words: q }),
      limit,
      beforeId: idIn(cursor),
    };
    return journal.read(caller.viewpoint, async ({ tables }) => {
      const rows = await listProblemRows(tables, filter);
      const shown = new Map((await problemRowsOut(tables, rows.slice(0, limit))).map((row) => [row.id, row]));
      const page = pageFrom(
        rows,
        limit,
        (row) => [row.id],
        (row) => shown.get(row.id),
      );
      return { ...page, items: page.items.filter((item) => item !== undefined) };
    });
  };

  return { get, open, change, route, assign, setSeverity, close, reopen, list };
}

export type ListQuery = {
  readonly q?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly state?: string | undefined;
  readonly owner_team_id?: string | undefined;
  readonly component_id?: string | undefined;
  readonly severity?: string | undefined;
  readonly layer?: string | undefined;
  readonly live?: boolean | undefined;
  readonly merged: boolean;
};

function idIn(cursor: string | undefined): string | undefined {
  const [id] = decodeCursor(cursor, 1) ?? [];
  if (id === undefined || (typeof id === 'string' && isUuid(id))) return id;
  throw new Refusal('invalid_cursor', 'The cursor is not one that this list gave out.', {
    field: '/cursor',
    remedy: 'Leave the cursor out to start from the beginning.',
  });
}

/** Starts the decide clock of a problem that became live. */
export async function startDecide(
  writing: Writing,
  subject: { kind: 'problem'; id: string; audienceId: string | null },
  problem: { severity: string | null; owner_team_id: string },
): Promise<void> {
  await startClocks(writing, subject, {
    kinds: ['decide'],
    severity: problem.severity,
    teamId: problem.owner_team_id,
    startedAt: writing.now,
  });
  const due = await clockEvent(writing, subject);
  await writing.tables
    .updateTable('triage.problems')
    .set({ live: true, due_at: due })
    .where('id', '=', subject.id)
    .execute();
}

async function speaksIn(writing: Writing, caller: Caller, problemId: string): Promise<boolean> {
  const attached = await signalsOf(writing.tables, [problemId]);
  const signals = await findSignals(
    writing.tables,
    attached.map(({ signalId }) => signalId),
  );
  return signals.some((signal) => signal.reporterId === caller.personId);
}

async function checkInput(
  { tables }: Writing,
  input: {
    kind?: string | undefined;
    layer?: string | undefined;
    component_ids?: readonly string[] | undefined;
    owner_team_id?: string | undefined;
  },
): Promise<void> {
  if (input.kind !== undefined) await requireTerm(tables, 'kind', input.kind);
  if (input.layer !== undefined) await requireTerm(tables, 'layer', input.layer);
  if (input.component_ids) await requireComponents(tables, input.component_ids);
  if (input.owner_team_id) await requireTeam(tables, input.owner_team_id, '/owner_team_id');
}

/** @throws Refusal `unknown_reference` naming the signals that are not here, or not for these eyes */
export async function requireSignals({ tables }: Writing, ids: readonly string[]): Promise<void> {
  const found = new Set((await findSignals(tables, ids)).map((signal) => signal.id));
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length === 0) return;
  throw new Refusal('unknown_reference', `${missing.length} of the signals are not here.`, {
    field: '/signal_ids',
    remedy: 'Use ids of signals of this workspace that you may see.',
    facts: { missing },
  });
}

/** A problem is as restricted as its signals; only what everybody may see becomes an open problem by itself. */
function audienceFor(caller: Caller, wanted: string | undefined, signals: readonly SignalBrief[]): string | null {
  const restricted = [...new Set(signals.flatMap((signal) => signal.audienceId ?? []))];
  const audienceId = wanted ?? restricted[0] ?? null;
  if (restricted.some((each) => each !== audienceId))
    throw new Refusal('audience_mismatch', 'These signals are restricted to different people.', {
      field: '/signal_ids',
      remedy: 'Open a problem for each audience.',
    });
  if (audienceId !== null && !caller.member.audienceIds.includes(audienceId))
    throw new Refusal('unknown_reference', 'There is no such audience for you.', {
      field: '/audience_id',
      remedy: 'Leave it out, or use an audience that you belong to.',
    });
  return audienceId;
}

function common(values: readonly (string | null)[]): string | null {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : null;
}

function worstOf(signals: readonly SignalBrief[]): string | null {
  return severities.find((severity) => signals.some((signal) => signal.severity === severity)) ?? null;
}
