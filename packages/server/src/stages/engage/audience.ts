import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { JournalEntry, RecordRef } from '../../platform/journal/index.ts';
import { findChanges } from '../deliver/index.ts';
import { voicesOf } from '../listen/index.ts';
import { findDecisions } from '../prioritize/index.ts';
import { signalsOf } from '../triage/index.ts';

/** Who an entry concerns: the people whose words it rests on, and the records whose followers hear of it. */
export type Concerned = { readonly reporterIds: readonly string[]; readonly recordIds: readonly string[] };

/** From a record back to the problems it is about, by what its own stage says. */
async function problemsBehind(tables: WorkspaceTables, record: RecordRef, entry: JournalEntry): Promise<string[]> {
  const tied = entry.refs.filter((ref) => ref.kind === 'problem').map((ref) => ref.id);
  switch (record.kind) {
    case 'problem':
      return [record.id];
    case 'decision':
      return (await findDecisions(tables, [record.id])).flatMap((decision) => [...decision.problemIds]);
    case 'change': {
      const [change] = await findChanges(tables, [record.id]);
      const decisions = change ? await findDecisions(tables, change.decisionIds) : [];
      return decisions.flatMap((decision) => [...decision.problemIds]);
    }
    default:
      return tied;
  }
}

/** The people and records that an entry concerns. A signal that goes its own way concerns only who said it. */
export async function concernedBy(tables: WorkspaceTables, entry: JournalEntry): Promise<Concerned> {
  const problemIds = await problemsBehind(tables, entry.subject, entry);
  const attached = problemIds.length > 0 ? await signalsOf(tables, problemIds) : [];
  const signalIds = entry.subject.kind === 'signal' ? [entry.subject.id] : attached.map((one) => one.signalId);
  const voices = signalIds.length > 0 ? await voicesOf(tables, signalIds) : [];
  return {
    reporterIds: [...new Set(voices.flatMap((voice) => (voice.reporterId ? [voice.reporterId] : [])))],
    recordIds: [...new Set([entry.subject.id, ...problemIds, ...signalIds])],
  };
}
