import type { PermissionScope } from '@hearback/domain/charter';
import type { SignalState } from '@hearback/domain/listen';
import type { ClockEvent } from '@hearback/domain/triage';
import type { Caller } from '../../platform/auth/index.ts';
import { assertVersion } from '../../platform/http/index.ts';
import type { Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { findSignals, moveSignal, type SignalBrief } from '../listen/index.ts';
import { clockEvent, isRunning } from './clocks.ts';
import { lockQueued, type QueuedRow, updateQueued } from './queue.store.ts';
import { routeSignals } from './routing.ts';

/** A signal in its queue, locked until commit. */
export type HeldSignal = { readonly signal: SignalBrief; readonly queued: QueuedRow };

/**
 * Takes a signal in hand. One that came in a moment ago and was not routed yet is routed now.
 * @throws Refusal `not_found`
 */
export async function holdSignal(writing: Writing, signalId: string): Promise<HeldSignal> {
  const { tables } = writing;
  let queued = await lockQueued(tables, signalId);
  if (!queued) {
    const [unrouted] = await findSignals(tables, [signalId]);
    if (!unrouted) throw notFound('signal');
    await routeSignals(writing, [unrouted]);
    queued = await lockQueued(tables, signalId);
  }
  const [signal] = await findSignals(tables, [signalId]);
  if (!queued || !signal) throw notFound('signal');
  return { signal, queued };
}

/** Takes a signal in hand for a person who may triage it and who saw this version. */
export async function holdForTriage(
  writing: Writing,
  caller: Caller,
  signalId: string,
  version: number,
): Promise<HeldSignal> {
  const held = await holdSignal(writing, signalId);
  caller.require('triage.triage', scopeOf(held));
  assertVersion(held.signal.version, version);
  return held;
}

/** What a permission to triage a signal asks for. */
export function scopeOf({ signal, queued }: HeldSignal): PermissionScope {
  return { componentIds: signal.componentIds, ownerTeamId: queued.owner_team_id };
}

/** A person did something about a signal: the first time it is acknowledged by that. Receipts and merges are no such act. */
export async function acknowledge(writing: Writing, { signal }: HeldSignal): Promise<void> {
  if (writing.actor.kind === 'system' || !(await isRunning(writing.tables, signal.id, 'acknowledge'))) return;
  const subject = { kind: 'signal', id: signal.id, audienceId: signal.audienceId } as const;
  const next = await clockEvent(writing, subject, 'acknowledged');
  await updateQueued(writing.tables, signal.id, { next_due_at: next });
  writing.record({
    type: 'triage.signal_acknowledged',
    subject: { kind: 'signal', id: signal.id },
    audienceId: signal.audienceId,
  });
}

function clockEventsOf(from: SignalState, to: SignalState): readonly ClockEvent['type'][] {
  if (to === 'waiting') return ['asked'];
  if (to === 'attached' || to === 'answered' || to === 'rejected') return ['triaged'];
  if (to === 'received') return [from === 'waiting' ? 'replied' : 'reopened'];
  return [];
}

/**
 * Moves a signal: listen keeps its state, triage its clocks and its place in the inbox.
 * @throws Refusal `illegal_transition`
 */
export async function moveHeld(writing: Writing, held: HeldSignal, to: SignalState): Promise<void> {
  const { signal } = held;
  await moveSignal(writing, signal.id, to);
  await acknowledge(writing, held);
  const subject = { kind: 'signal', id: signal.id, audienceId: signal.audienceId } as const;
  const next = await clockEvent(writing, subject, ...clockEventsOf(signal.state, to));
  const untriaged = to === 'received' || to === 'waiting';
  await updateQueued(writing.tables, signal.id, { untriaged, next_due_at: untriaged ? next : null });
}
