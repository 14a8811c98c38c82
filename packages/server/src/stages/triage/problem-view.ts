import type { ProblemRecord, ProblemRow as ProblemRowSchema } from '@hearback/contract/triage';
import type { Severity } from '@hearback/domain/charter';
import { reference } from '@hearback/domain/record';
import { nextStepOfProblem, type ProblemState } from '@hearback/domain/triage';
import type { z } from 'zod';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { clocksPolicy, personNames } from '../charter/index.ts';
import { findSignals } from '../listen/index.ts';
import { teamNames } from './calendars.ts';
import { readClocks } from './clocks.ts';
import { attachedTo, mergeRows } from './evidence.store.ts';
import { contributing, evidenceOfMany, type ProblemEvidence } from './moves.ts';
import { findProblemRow, type ProblemRow, problemRows } from './problems.store.ts';
import { openQuestions } from './questions.store.ts';
import { clocksOut, named, questionOut } from './signal-view.ts';

export type ProblemRecordOut = z.input<typeof ProblemRecord>;
export type ProblemRowOut = z.input<typeof ProblemRowSchema>;

type Names = {
  readonly people: ReadonlyMap<string, string>;
  readonly teams: ReadonlyMap<string, string>;
  readonly canonicals: ReadonlyMap<string, ProblemRow>;
};

async function namesFor(
  tables: WorkspaceTables,
  rows: readonly ProblemRow[],
  more: readonly string[] = [],
): Promise<Names> {
  const intoIds = rows.flatMap((row) => row.merged_into_id ?? []);
  return {
    people: await personNames(tables, [...new Set([...rows.flatMap((row) => row.assignee_id ?? []), ...more])]),
    teams: await teamNames(
      tables,
      rows.map((row) => row.owner_team_id),
    ),
    canonicals: new Map((await problemRows(tables, intoIds)).map((row) => [row.id, row])),
  };
}

function shapeOf(row: ProblemRow, names: Names) {
  const into = row.merged_into_id ? names.canonicals.get(row.merged_into_id) : undefined;
  return {
    id: row.id,
    reference: reference('problem', row.number),
    title: row.title,
    statement: row.statement,
    kind: row.kind,
    severity: row.severity as Severity | null,
    state: row.state,
    owner: { id: row.owner_team_id, name: names.teams.get(row.owner_team_id) ?? '' },
    assignee: named(row.assignee_id, names.people),
    component_ids: [...row.component_ids],
    layer: row.layer_key,
    live: row.live,
    due_at: (row.promised_at ?? row.due_at)?.toISOString() ?? null,
    audience_id: row.audience_id,
    opened_at: row.opened_at.toISOString(),
    merged_into: into ? { id: into.id, reference: reference('problem', into.number), title: into.title } : null,
    version: row.version,
  };
}

/** Rows of a list with how many speak in each. */
export async function problemRowsOut(tables: WorkspaceTables, rows: readonly ProblemRow[]): Promise<ProblemRowOut[]> {
  const names = await namesFor(tables, rows);
  const evidence = await evidenceOfMany(
    tables,
    rows.map((row) => row.id),
  );
  return rows.map((row) => {
    const { people, teams, signalIds } = evidence.get(row.id) ?? { people: 0, teams: 0, signalIds: [] };
    return { ...shapeOf(row, names), people, teams, signals: signalIds.length };
  });
}

/** A problem's page: what it is, who speaks in it, what belongs to it, what happens next. @throws Refusal `not_found` */
export async function problemRecordOf(tables: WorkspaceTables, id: string, now: Date): Promise<ProblemRecordOut> {
  const row = await findProblemRow(tables, id);
  if (!row) throw notFound('problem');
  const links = await mergeRows(tables);
  const members = contributing(
    links.map((link) => ({ mergedId: link.merged_id, intoId: link.into_id })),
    id,
  );
  const attachments = await attachedTo(tables, members);
  const question = (await openQuestions(tables, [id])).get(id);
  const names = await namesFor(
    tables,
    [row],
    [...attachments.flatMap((attachment) => attachment.attached_by ?? []), ...(question ? [question.asked_by] : [])],
  );
  const signals = new Map(
    (
      await findSignals(
        tables,
        attachments.map((attachment) => attachment.signal_id),
      )
    ).map((signal) => [signal.id, signal]),
  );
  const merged = new Map((await problemRows(tables, members.slice(1))).map((each) => [each.id, each]));
  const readings = (await readClocks(tables, [id], now)).get(id) ?? [];
  const { enforcedFrom } = await clocksPolicy(tables);
  const shape = shapeOf(row, names);
  const next = nextStepOfProblem({
    state: row.state as ProblemState,
    ownerTeamName: shape.owner.name,
    assigneeName: shape.assignee?.name,
    mergedInto: shape.merged_into?.reference,
    decideBy: row.promised_at ?? row.due_at ?? undefined,
    questionClosesAt: question?.closes_at,
  });
  return {
    ...shape,
    evidence: await evidenceOut(tables, id),
    attachments: attachments.flatMap((attachment) => {
      const signal = signals.get(attachment.signal_id);
      if (!signal) return [];
      return {
        signal_id: signal.id,
        reference: signal.reference,
        title: signal.title,
        state: signal.state,
        problem_id: attachment.problem_id,
        attached_by: named(attachment.attached_by, names.people),
        attached_at: attachment.attached_at.toISOString(),
        why: attachment.why,
      };
    }),
    merged: links.flatMap((link) => {
      const each = merged.get(link.merged_id);
      if (!each) return [];
      return {
        id: each.id,
        reference: reference('problem', each.number),
        title: each.title,
        into_id: link.into_id,
        why: link.why,
        merged_at: link.merged_at.toISOString(),
      };
    }),
    question: questionOut(question, names.people),
    clocks: clocksOut(readings, enforcedFrom, now),
    next: next ? { what: next.what, who: next.who ?? null, by: next.by?.toISOString() ?? null } : null,
  };
}

async function evidenceOut(tables: WorkspaceTables, id: string): Promise<ProblemRecordOut['evidence']> {
  const evidence = (await evidenceOfMany(tables, [id])).get(id);
  const found: ProblemEvidence = evidence ?? { people: 0, teams: 0, respondents: 0, signalIds: [] };
  const byTeam = Map.groupBy(
    (evidence?.voices ?? []).filter((voice) => voice.teamId !== undefined),
    (voice) => voice.teamId ?? '',
  );
  const names = await teamNames(tables, [...byTeam.keys()]);
  const by_team = [...byTeam].map(([teamId, voices]) => ({
    id: teamId,
    name: names.get(teamId) ?? '',
    people: new Set(voices.map((voice) => voice.reporterId ?? voice.respondentId)).size,
  }));
  return {
    people: found.people,
    teams: found.teams,
    respondents: found.respondents,
    signals: found.signalIds.length,
    by_team: by_team.sort((a, b) => b.people - a.people || (a.name < b.name ? -1 : 1)),
  };
}
