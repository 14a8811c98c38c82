import type { AssignTo, ChangeProblem, RouteProblem } from '@hearback/contract/triage';
import type { Severity } from '@hearback/domain/charter';
import { allows, parseReference, Refusal } from '@hearback/domain/record';
import { type ProblemState, problemTransitions } from '@hearback/domain/triage';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import { assertVersion, decodeCursor, pageFrom } from '../../platform/http/index.ts';
import type { Journal, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { requireTeam, requireTerm } from '../charter/index.ts';
import { keepWords, maskedWords } from './acts.store.ts';
import { decisionDue, retimeClocks } from './clocks.ts';
import { holdProblem, problemScope, problemSubject, speaksIn } from './hold-problem.ts';
import { assertCanonical, moveProblem, standingOf } from './moves.ts';
import { checkInput } from './open-problem.ts';
import {
  listProblemRows,
  lockProblem,
  type ProblemFilter,
  type ProblemRow,
  replaceComponents,
  updateProblem,
} from './problems.store.ts';
import { problemRecordOf, type ProblemRecordOut, problemRowsOut } from './problem-view.ts';
import { createRouter, requireComponents } from './routing.ts';
import { requireAssignee } from './signals.service.ts';

/** What people do about one problem, and the list of them. */
export function createProblems(journal: Journal) {
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

  const change = (caller: Caller, id: string, version: number, input: z.infer<typeof ChangeProblem>) =>
    act(caller, id, version, async (writing, row) => {
      await checkInput(writing, input);
      await updateProblem(writing.tables, id, {
        title: input.title === undefined ? row.title : maskedWords(input.title),
        statement: input.statement === undefined ? row.statement : maskedWords(input.statement),
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
      // Components bring their owner along; where no component has one, the owner it has stays.
      const found = routed.by === 'component' ? routed.teamId : row.owner_team_id;
      const teamId = input.owner_team_id ?? found;
      await requireTeam(tables, teamId, '/owner_team_id');
      const words = await keepWords(writing, problemSubject(row), 'routed', input.reason);
      if (input.component_ids) await replaceComponents(tables, { id, audienceId: row.audience_id }, componentIds);
      const due = await retimeClocks(writing, problemSubject(row), { severity: row.severity, teamId });
      const sameOwner = teamId === row.owner_team_id;
      await updateProblem(tables, id, {
        owner_team_id: teamId,
        due_at: await decisionDue(tables, { ...standingOf(row), teamId }, due),
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
      await requireAssignee(writing, input.person_id, row.audience_id);
      assertAhead(input.due_at, writing.now);
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
      await requireTerm(writing.tables, 'severity', input.severity);
      const words = await keepWords(writing, problemSubject(row), 'severity', input.reason);
      const due = await retimeClocks(writing, problemSubject(row), {
        severity: input.severity,
        teamId: row.owner_team_id,
      });
      const { severity } = input;
      const dueAt = await decisionDue(writing.tables, { ...standingOf(row), severity }, due);
      await updateProblem(writing.tables, id, { severity, due_at: dueAt });
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

  return { get, change, route, assign, setSeverity, close, reopen, list };
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

/** @throws Refusal `invalid_input` for a promise that is broken as it is given. */
function assertAhead(dueAt: string | undefined, now: Date): void {
  if (dueAt === undefined || new Date(dueAt) > now) return;
  throw new Refusal('invalid_input', 'It would be due before now.', {
    field: '/due_at',
    remedy: 'Name an instant that is still to come.',
  });
}

function idIn(cursor: string | undefined): string | undefined {
  return decodeCursor(cursor, ['id'])?.[0];
}
