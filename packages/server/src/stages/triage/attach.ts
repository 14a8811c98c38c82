import { Refusal } from '@hearback/domain/record';
import type { Writing } from '../../platform/journal/index.ts';
import { maskedWords } from './acts.store.ts';
import { insertAttachment } from './evidence.store.ts';
import { type HeldSignal, moveHeld } from './signals.ts';

/** A problem as attaching sees it. */
type Target = { readonly id: string; readonly audience_id: string | null };

/**
 * Makes a signal evidence of a problem: the link, the signal's move, the entry.
 * @throws Refusal `illegal_transition` when it is not `received`, `audience_mismatch` when both are restricted, differently
 */
export async function attach(
  writing: Writing,
  problem: Target,
  held: HeldSignal,
  why: string | undefined,
): Promise<void> {
  const { signal } = held;
  if (signal.audienceId && problem.audience_id && signal.audienceId !== problem.audience_id)
    throw new Refusal('audience_mismatch', 'The signal and the problem are restricted to different people.', {
      field: '/signal_ids',
      remedy: 'Attach it to a problem for the same people.',
    });
  const audienceId = signal.audienceId ?? problem.audience_id;
  const id = writing.newId();
  writing.record({
    type: 'triage.signal_attached',
    subject: { kind: 'problem', id: problem.id },
    refs: [{ kind: 'signal', id: signal.id, tie: 'evidence' }],
    data: { attachment: id, words: id },
    audienceId,
  });
  await moveHeld(writing, held, 'attached');
  await insertAttachment(writing.tables, {
    id,
    problem_id: problem.id,
    signal_id: signal.id,
    why: why === undefined ? null : maskedWords(why),
    attached_by: writing.actor.id,
    attached_at: writing.now,
    audience_id: audienceId,
  });
}
