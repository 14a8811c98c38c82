import { type SignalState, signalTransitions } from '@hearback/domain/listen';
import { transition } from '@hearback/domain/record';
import type { Tie, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { briefsOf, type SignalBrief } from './signal-brief.ts';
import { lockSignal, stateOf, updateSignal } from './signals.store.ts';

/**
 * Moves a signal inside somebody's open write, so that theirs and this are one transaction. Who may is theirs to ask.
 * `refs` tie the signal to what it was moved for (the problem it is attached to, say). Words about it are the caller's to keep.
 * @throws Refusal `not_found` or `illegal_transition`
 */
export async function moveSignal(
  writing: Writing,
  signalId: string,
  to: SignalState,
  refs: readonly Tie[] = [],
): Promise<SignalBrief> {
  const { tables, record } = writing;
  const row = await lockSignal(tables, signalId);
  if (!row) throw notFound('signal');
  const from = stateOf(row);
  const state = transition('signal', signalTransitions, from, to);
  await updateSignal(tables, signalId, { state });
  record({
    type: 'listen.signal_moved',
    subject: { kind: 'signal', id: signalId },
    refs,
    data: { from, to },
    audienceId: row.audience_id,
  });
  const [brief] = await briefsOf(tables, [{ ...row, state, version: row.version + 1 }]);
  if (!brief) throw notFound('signal');
  return brief;
}

/** Raises a signal's version: what a later stage keeps about it was changed, and whoever saw it before has to look again. */
export async function raiseVersion({ tables }: Writing, signalId: string): Promise<void> {
  await updateSignal(tables, signalId, {});
}
