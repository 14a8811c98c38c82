import { type Writing } from '../../platform/journal/index.ts';
import { findSignals } from '../listen/index.ts';

/** Everything triage keeps about a signal becomes as restricted, or as open, as the signal now is. */
export async function restrictLike({ tables, record }: Writing, signalId: string): Promise<void> {
  const [signal] = await findSignals(tables, [signalId]);
  if (!signal) return;
  const audience_id = signal.audienceId;
  await tables.updateTable('triage.queued_signals').set({ audience_id }).where('signal_id', '=', signalId).execute();
  await tables.updateTable('triage.clocks').set({ audience_id }).where('subject_id', '=', signalId).execute();
  await tables.updateTable('triage.clock_events').set({ audience_id }).where('subject_id', '=', signalId).execute();
  await tables.updateTable('triage.questions').set({ audience_id }).where('subject_id', '=', signalId).execute();
  await tables.updateTable('triage.acts').set({ audience_id }).where('subject_id', '=', signalId).execute();
  const attachments = await tables
    .selectFrom('triage.attachments as a')
    .innerJoin('triage.problems as p', 'p.id', 'a.problem_id')
    .select(['a.id', 'p.audience_id as of_problem'])
    .where('a.signal_id', '=', signalId)
    .execute();
  for (const { id, of_problem } of attachments)
    await tables
      .updateTable('triage.attachments')
      .set({ audience_id: audience_id ?? of_problem })
      .where('id', '=', id)
      .execute();
  record({ type: 'triage.signal_restricted', subject: { kind: 'signal', id: signalId }, audienceId: audience_id });
}
