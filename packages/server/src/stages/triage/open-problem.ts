import type { OpenProblem } from '@hearback/contract/triage';
import { severities } from '@hearback/domain/charter';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { Journal, ReferenceNumbers, Writing } from '../../platform/journal/index.ts';
import { requireTeam, requireTerm } from '../charter/index.ts';
import { findSignals, type SignalBrief } from '../listen/index.ts';
import { maskedWords } from './acts.store.ts';
import { attach } from './attach.ts';
import { startDecide } from './hold-problem.ts';
import { problemRecordOf, type ProblemRecordOut } from './problem-view.ts';
import { insertProblem } from './problems.store.ts';
import { createRouter, requireComponents, type Routed } from './routing.ts';
import { type HeldSignal, holdSignal, scopeOf } from './signals.ts';

type Input = z.infer<typeof OpenProblem>;

/** Opens problems: the row, its owner, its clock, and its first signals as evidence, all in one. */
export function createOpening(options: { journal: Journal; numbers: ReferenceNumbers }) {
  const { journal, numbers } = options;
  const open = async (caller: Caller, input: Input): Promise<ProblemRecordOut> => {
    const number = await numbers.next(caller.workspaceId, 'problem');
    return journal.write(caller, async (writing) => {
      await checkInput(writing, input);
      const ids = [...new Set(input.signal_ids)].sort();
      await requireSignals(writing, ids);
      const row = await newRow(writing, caller, input, number, await findSignals(writing.tables, ids));
      const held: HeldSignal[] = [];
      for (const id of ids) held.push(await holdSignal(writing, id));
      for (const each of held) caller.require('triage.triage', scopeOf(each));
      if (row.live) await startDecide(writing, row);
      for (const each of held) await attach(writing, row, each, undefined);
      return problemRecordOf(writing.tables, row.id, writing.now);
    });
  };

  return open;
}

/** Writes the row and says so first: the journal's first entry names what a repeated request is answered with. */
async function newRow(writing: Writing, caller: Caller, input: Input, number: number, signals: readonly SignalBrief[]) {
  const { tables, now, newId, record } = writing;
  const about = aboutWhat(input, signals);
  const route = await createRouter(tables, about.componentIds);
  const row = {
    id: newId(),
    number,
    title: about.title,
    statement: about.description,
    kind: about.kind,
    severity: input.severity ?? worstOf(signals),
    state: 'open',
    owner_team_id: input.owner_team_id ?? route(about).teamId,
    layer_key: about.layerKey,
    live: input.live ?? (signals.length === 0 || signals.some((signal) => signal.live)),
    opened_by: caller.personId,
    opened_at: now,
    audience_id: audienceFor(caller, input.audience_id, signals),
  };
  caller.require('triage.triage', { componentIds: about.componentIds, ownerTeamId: row.owner_team_id });
  await insertProblem(tables, row, about.componentIds);
  record({
    type: 'triage.problem_opened',
    subject: { kind: 'problem', id: row.id },
    refs: signals.map(({ id }) => ({ kind: 'signal', id, tie: 'evidence' })),
    data: { owner: row.owner_team_id, live: row.live, severity: row.severity },
    audienceId: row.audience_id,
  });
  return row;
}

/** What was said of the problem, and where nothing was, what its signals agree on. */
function aboutWhat(input: Input, signals: readonly SignalBrief[]): Routed {
  return {
    title: maskedWords(input.title),
    description: maskedWords(input.statement),
    componentIds: input.component_ids ?? [...new Set(signals.flatMap((signal) => signal.componentIds))],
    layerKey: input.layer ?? common(signals.map((signal) => signal.layerKey)),
    kind: input.kind ?? common(signals.map((signal) => signal.kind)),
  };
}

/** @throws Refusal for a word, component or team that is not here or not in use. */
export async function checkInput(
  { tables }: Writing,
  input: {
    kind?: string | undefined;
    severity?: string | undefined;
    layer?: string | undefined;
    component_ids?: readonly string[] | undefined;
    owner_team_id?: string | undefined;
  },
): Promise<void> {
  if (input.kind !== undefined) await requireTerm(tables, 'kind', input.kind);
  if (input.severity !== undefined) await requireTerm(tables, 'severity', input.severity);
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
