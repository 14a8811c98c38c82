import { reference, Refusal, transition } from '@hearback/domain/record';
import {
  countVoices,
  mergedWith,
  type MergeLink,
  canonicalOf,
  type ClockEvent,
  liveProblemStates,
  type ProblemState,
  problemTransitions,
  type Voice,
} from '@hearback/domain/triage';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { Tie, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { voicesOf } from '../listen/index.ts';
import { keepWords } from './acts.store.ts';
import { clockEvent, decisionDue } from './clocks.ts';
import { attachedTo, attachmentsOf, mergeLinks } from './evidence.store.ts';
import { findProblemRow, lockProblem, type ProblemRow, problemRows, updateProblem } from './problems.store.ts';
import { endQuestion } from './questions.store.ts';

/** A problem as later stages see it. */
export type ProblemBrief = {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly statement: string;
  readonly state: ProblemState;
  readonly kind: string | null;
  readonly severity: string | null;
  readonly live: boolean;
  readonly ownerTeamId: string;
  readonly assigneeId: string | null;
  readonly componentIds: readonly string[];
  readonly layerKey: string | null;
  readonly audienceId: string | null;
  /** The problem it goes on as; null when it is not merged. */
  readonly mergedIntoId: string | null;
  readonly dueAt: Date | null;
  readonly openedAt: Date;
  readonly version: number;
};

function briefOf(row: ProblemRow): ProblemBrief {
  return {
    id: row.id,
    reference: reference('problem', row.number),
    title: row.title,
    statement: row.statement,
    state: row.state as ProblemState,
    kind: row.kind,
    severity: row.severity,
    live: row.live,
    ownerTeamId: row.owner_team_id,
    assigneeId: row.assignee_id,
    componentIds: row.component_ids,
    layerKey: row.layer_key,
    audienceId: row.audience_id,
    mergedIntoId: row.merged_into_id,
    dueAt: row.promised_at ?? row.due_at,
    openedAt: row.opened_at,
    version: row.version,
  };
}

/** The problems with these ids that these eyes may see, in the order of the ids. */
export async function findProblems(tables: WorkspaceTables, ids: readonly string[]): Promise<ProblemBrief[]> {
  const rows = new Map((await problemRows(tables, ids)).map((row) => [row.id, row]));
  return [...new Set(ids)].flatMap((id) => {
    const row = rows.get(id);
    return row ? [briefOf(row)] : [];
  });
}

/** The problems with these ids as they go on now: for what was merged, the one that it goes on as; each once. */
export async function canonicalProblems(tables: WorkspaceTables, ids: readonly string[]): Promise<ProblemBrief[]> {
  const found = await findProblems(tables, ids);
  if (found.every((problem) => problem.mergedIntoId === null)) return found;
  const links = await mergeLinks(tables);
  return findProblems(
    tables,
    ids.map((id) => canonicalOf(links, id)),
  );
}

/**
 * `canonicalProblems`, locked until commit: of two people who decide about the same one, the second waits for the first and
 * sees what became of it. Always in the order of the ids, so that two who lock several never wait for each other.
 */
export async function lockProblems(tables: WorkspaceTables, ids: readonly string[]): Promise<ProblemBrief[]> {
  const locked: ProblemBrief[] = [];
  const canonical = await canonicalProblems(tables, ids);
  for (const id of canonical.map((problem) => problem.id).sort()) {
    const row = await lockProblem(tables, id);
    if (row) locked.push(briefOf(row));
  }
  return locked;
}

/** States in which nobody has decided yet. */
const undecided: readonly ProblemState[] = ['open', 'waiting', 'proposed'];

/** What the due date of a problem's decision hangs on. */
export const standingOf = (row: ProblemRow) => ({
  live: row.live,
  state: row.state,
  reopenedAt: row.reopened_at,
  severity: row.severity,
  teamId: row.owner_team_id,
});

/** What a move tells the decide clock, from where it was. */
function clockEventsOf(from: ProblemState, to: ProblemState): readonly ClockEvent['type'][] {
  if (to === 'waiting') return ['asked'];
  if (to === 'fixing' || to === 'answered' || to === 'deferred' || to === 'declined') return ['decided'];
  if (to === 'open') return from === 'waiting' ? ['replied'] : liveProblemStates.includes(from) ? [] : ['reopened'];
  return [];
}

/**
 * Moves a problem to a state that its table allows, inside the caller's transaction: the row, its clock, an open question
 * that is overtaken by it, and the journal entry `triage.problem_moved` with `from` and `to`.
 * @param options.why words for the thread; they are kept beside the journal
 * @param options.refs what else the entry ties, for example the decision
 * @throws Refusal `not_found`, `illegal_transition`, or `merged_elsewhere` (move the problem that it goes on as)
 */
export async function moveProblem(
  writing: Writing,
  problemId: string,
  to: ProblemState,
  options: { why?: string; refs?: readonly Tie[]; endedBy?: 'reply' | 'silence' | 'person'; replyId?: string } = {},
): Promise<ProblemBrief> {
  const row = await lockProblem(writing.tables, problemId);
  if (!row) throw notFound('problem');
  assertCanonical(row);
  const from = row.state as ProblemState;
  transition('problem', problemTransitions, from, to);
  const subject = { kind: 'problem', id: row.id, audienceId: row.audience_id } as const;
  const reopens = to === 'open' && !undecided.includes(from);
  const reopenedAt = reopens ? writing.now : undecided.includes(to) ? row.reopened_at : null;
  const byClock = await clockEvent(writing, subject, ...clockEventsOf(from, to));
  await updateProblem(writing.tables, row.id, {
    state: to,
    due_at: await decisionDue(writing.tables, { ...standingOf(row), state: to, reopenedAt }, byClock),
    reopened_at: reopenedAt,
    ...(reopens ? { promised_at: null } : {}),
  });
  const words = options.why
    ? await keepWords(writing, subject, to === 'closed' ? 'closed' : 'moved', options.why)
    : undefined;
  writing.record({
    type: 'triage.problem_moved',
    subject: { kind: 'problem', id: row.id },
    refs: options.refs ?? [],
    data: { from, to, ...(words ? { words } : {}) },
    audienceId: row.audience_id,
  });
  if (from === 'waiting') await endQuestion(writing, subject, options.endedBy ?? 'person', options.replyId);
  const moved = await findProblemRow(writing.tables, row.id);
  if (!moved) throw notFound('problem');
  return briefOf(moved);
}

/** @throws Refusal `merged_elsewhere` when the problem goes on as another one. */
export function assertCanonical(row: ProblemRow): void {
  if (row.merged_into_id === null) return;
  throw new Refusal('merged_elsewhere', 'This problem goes on as another one.', {
    remedy: 'Act on the problem that it was merged into, or unmerge it first.',
    facts: { into_id: row.merged_into_id },
  });
}

/** The signals attached to each of these problems, and to what is merged into it, oldest attachment first. */
export async function signalsOf(
  tables: WorkspaceTables,
  problemIds: readonly string[],
): Promise<{ problemId: string; signalId: string }[]> {
  if (problemIds.length === 0) return [];
  const links = await mergeLinks(tables);
  const groups = new Map(problemIds.map((id) => [id, contributing(links, id)]));
  const attachments = await attachedTo(tables, [...new Set([...groups.values()].flat())]);
  return problemIds.flatMap((problemId) => {
    const members = new Set(groups.get(problemId));
    return attachments
      .filter((row) => members.has(row.problem_id))
      .map((row) => ({ problemId, signalId: row.signal_id }));
  });
}

/** A problem and what was merged into it; not what it was itself merged into. */
export function contributing(links: readonly MergeLink[], id: string): readonly string[] {
  const ids = [id];
  for (const at of ids) ids.push(...links.filter((link) => link.intoId === at).map((link) => link.mergedId));
  return ids;
}

/** Who speaks in a problem. */
export type ProblemEvidence = {
  /** Distinct people, respondents of imports among them; whoever speaks for somebody else does not count, they do. */
  readonly people: number;
  readonly teams: number;
  readonly respondents: number;
  readonly signalIds: readonly string[];
};

/** Counts a problem's voices by distinct person, with all that goes on as the same problem; only what these eyes may see. */
export async function evidenceOf(tables: WorkspaceTables, problemId: string): Promise<ProblemEvidence> {
  const evidence = (await evidenceOfMany(tables, [problemId])).get(problemId);
  return evidence ?? { people: 0, teams: 0, respondents: 0, signalIds: [] };
}

/** `evidenceOf` for many problems in few queries. */
export async function evidenceOfMany(
  tables: WorkspaceTables,
  problemIds: readonly string[],
): Promise<Map<string, ProblemEvidence & { readonly voices: readonly Voice[] }>> {
  const links = await mergeLinks(tables);
  const groups = new Map(problemIds.map((id) => [id, mergedWith(links, canonicalOf(links, id))]));
  const attachments = await attachedTo(tables, [...new Set([...groups.values()].flat())]);
  const spoken = await voicesOf(
    tables,
    attachments.map((row) => row.signal_id),
  );
  const bySignal = new Map(spoken.map((voice) => [voice.signalId, voice]));
  const voices = attachments.flatMap((row) => {
    const voice = bySignal.get(row.signal_id);
    return voice ? asVoices(voice, row.problem_id) : [];
  });
  return new Map(
    problemIds.map((id) => {
      const members = new Set(groups.get(id));
      const heard = voices.filter((voice) => members.has(voice.problemId));
      const { people, teams } = countVoices(links, id, heard);
      const respondents = new Set(
        heard.flatMap((voice) => (voice.respondentId && !voice.onBehalfOfId ? voice.respondentId : [])),
      ).size;
      return [
        id,
        { people, teams, respondents, signalIds: [...new Set(heard.map((voice) => voice.signalId))], voices: heard },
      ];
    }),
  );
}

type SpokenVoice = Awaited<ReturnType<typeof voicesOf>>[number];

/** One voice per team that the speaker is in, since a voice has one. The name of somebody spoken for counts once, any case. */
function asVoices(voice: SpokenVoice, problemId: string): Voice[] {
  const base: Voice = {
    signalId: voice.signalId,
    problemId,
    ...(voice.reporterId ? { reporterId: voice.reporterId } : {}),
    ...(voice.respondentId ? { respondentId: voice.respondentId } : {}),
    ...(voice.onBehalfOf ? { onBehalfOfId: `named ${voice.onBehalfOf.trim().toLowerCase()}` } : {}),
  };
  // Whoever passes a message on does not bring their own team into it.
  const teamIds = voice.onBehalfOf ? [] : voice.teamIds;
  return teamIds.length === 0 ? [base] : teamIds.map((teamId) => ({ ...base, teamId }));
}

/** The problem that a signal is evidence of, as it goes on now; undefined while it is attached to none. */
export async function attachedProblemOf(tables: WorkspaceTables, signalId: string): Promise<ProblemBrief | undefined> {
  const [attachment] = await attachmentsOf(tables, [signalId]);
  if (!attachment) return undefined;
  const canonical = canonicalOf(await mergeLinks(tables), attachment.problem_id);
  return (await findProblems(tables, [canonical]))[0] ?? (await findProblems(tables, [attachment.problem_id]))[0];
}
