import {
  type Consumer,
  entriesById,
  type Journal,
  type JournalEntry,
  systemActor,
  type Writing,
} from '../../platform/journal/index.ts';
import { allAudienceIds, findTeam, peopleWithRole } from '../charter/index.ts';
import { findSignals } from '../listen/index.ts';
import { takeReply } from './asking.service.ts';
import { clockEvent, retimeClocks } from './clocks.ts';
import { attachedProblemOf } from './moves.ts';
import { findQueued, updateQueued } from './queue.store.ts';
import { endQuestion, openQuestions } from './questions.store.ts';
import { restrictLike } from './restrict.ts';
import { createRouter, routeSignals } from './routing.ts';
import { acknowledge, holdSignal } from './signals.ts';

const heard = new Set([
  'listen.signal_received',
  'listen.signal_corrected',
  'listen.signal_restricted',
  'listen.signal_moved',
  'listen.comment_added',
]);

/** Signals per transaction: a long one would hold up the relay for everybody. */
const signalsAtOnce = 100;

/**
 * What triage does by itself when listen has news: whatever is received gets an owner and, live, its clocks; corrections
 * re-time and re-route; a reply ends a question; a comment or correction by the owner's side acknowledges.
 */
export function followListen(journal: Journal): Consumer {
  return {
    name: 'triage.follow_listen',
    wants: (type) => heard.has(type),
    handle: async ({ workspaceId, entryIds }) => {
      const viewpoint = { workspaceId, audienceIds: await allAudienceIds(journal, workspaceId) };
      const requester = { viewpoint, actor: systemActor };
      const entries = await journal.read(viewpoint, ({ tables }) => entriesById(tables, entryIds));
      const received = entries
        .filter((entry) => entry.type === 'listen.signal_received')
        .map((entry) => entry.subject.id);
      for (let from = 0; from < received.length; from += signalsAtOnce)
        await journal.write(requester, async (writing) =>
          routeSignals(writing, await findSignals(writing.tables, received.slice(from, from + signalsAtOnce))),
        );
      for (const entry of entries)
        if (entry.type !== 'listen.signal_received')
          // What counts is when it happened, not when this job came to it.
          await journal.write(requester, (writing) => follow({ ...writing, now: entry.at }, entry));
    },
  };
}

async function follow(writing: Writing, entry: JournalEntry): Promise<void> {
  switch (entry.type) {
    case 'listen.signal_moved':
      return followMove(writing, entry);
    case 'listen.signal_corrected':
      return followCorrection(writing, entry);
    case 'listen.signal_restricted':
      return restrictLike(writing, entry.subject.id);
    default:
      return followComment(writing, entry);
  }
}

/** Listen itself takes a waiting signal back when its reporter replies; the question and the clocks follow here. */
async function followMove(writing: Writing, entry: JournalEntry): Promise<void> {
  if (entry.data['from'] !== 'waiting' || entry.data['to'] !== 'received') return;
  const { id } = entry.subject;
  const question = (await openQuestions(writing.tables, [id])).get(id);
  const { signal } = await holdSignal(writing, id);
  if (!question || signal.state !== 'received') return;
  const subject = { kind: 'signal', id, audienceId: signal.audienceId } as const;
  await endQuestion(writing, subject, 'reply');
  const next = await clockEvent(writing, subject, 'replied');
  await updateQueued(writing.tables, id, { untriaged: true, next_due_at: next });
}

async function followCorrection(writing: Writing, entry: JournalEntry): Promise<void> {
  const held = await holdSignal(writing, entry.subject.id);
  const { signal, queued } = held;
  await acknowledgeIfStaff(writing, entry, signal.id);
  if (!queued.untriaged) return;
  const route = await createRouter(writing.tables, signal.componentIds);
  const routed = queued.routed_by === 'person' ? undefined : route(signal);
  const teamId = routed?.teamId ?? queued.owner_team_id;
  const unchanged = teamId === queued.owner_team_id && signal.severity === queued.severity;
  if (unchanged) return;
  const subject = { kind: 'signal', id: signal.id, audienceId: signal.audienceId } as const;
  const next = await retimeClocks(writing, subject, { severity: signal.severity, teamId });
  await updateQueued(writing.tables, signal.id, {
    severity: signal.severity,
    next_due_at: next,
    ...(routed
      ? {
          owner_team_id: routed.teamId,
          routed_by: routed.by,
          routed_by_id: routed.byId ?? null,
          routed_reason: routed.reason,
        }
      : {}),
  });
  writing.record({
    type: 'triage.signal_routed',
    subject: { kind: 'signal', id: signal.id },
    data: { from: queued.owner_team_id, team: teamId, by: routed?.by ?? queued.routed_by },
    audienceId: signal.audienceId,
  });
}

/** A comment of the owner's side acknowledges a signal; a public reply of somebody who was asked about a problem opens it. */
async function followComment(writing: Writing, entry: JournalEntry): Promise<void> {
  const [about] = entry.refs.filter((ref) => ref.tie === 'about');
  if (!about) return;
  if (about.kind === 'signal') await acknowledgeIfStaff(writing, entry, about.id);
  if (entry.data['reach'] !== 'public_reply') return;
  const problemId = about.kind === 'problem' ? about.id : (await attachedProblemOf(writing.tables, about.id))?.id;
  const question = problemId ? (await openQuestions(writing.tables, [problemId])).get(problemId) : undefined;
  const isReply =
    question && entry.actor.id !== null && question.asked_of.includes(entry.actor.id) && question.asked_at <= entry.at;
  if (problemId && isReply) await takeReply(writing, problemId, entry.subject.id);
}

async function acknowledgeIfStaff(writing: Writing, entry: JournalEntry, signalId: string): Promise<void> {
  const queued = (await findQueued(writing.tables, [signalId])).get(signalId);
  const [signal] = await findSignals(writing.tables, [signalId]);
  const actorId = entry.actor.id;
  if (!queued || !signal || actorId === null || actorId === signal.reporterId) return;
  const team = await findTeam(writing.tables, queued.owner_team_id);
  const staff = [
    ...(team?.memberIds ?? []),
    ...(await peopleWithRole(writing.tables, 'triager')),
    ...(await peopleWithRole(writing.tables, 'steward')),
  ];
  if (!staff.includes(actorId)) return;
  await acknowledge({ ...writing, actor: entry.actor }, { signal, queued });
}
