import type { Moment } from '@hearback/domain/engage';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { JournalEntry } from '../../platform/journal/index.ts';
import { findChanges } from '../deliver/index.ts';
import { findLessons } from '../learn/index.ts';
import { findSignals } from '../listen/index.ts';
import { findWorkItems } from '../plan/index.ts';
import { findDecisions } from '../prioritize/index.ts';
import { findProblems } from '../triage/index.ts';
import { findOutcomes } from '../verify/index.ts';

type Named = { readonly reference: string; readonly title: string };

async function nameOf(tables: WorkspaceTables, entry: JournalEntry): Promise<Named | undefined> {
  const ids = [entry.subject.id];
  switch (entry.subject.kind) {
    case 'signal':
      return (await findSignals(tables, ids))[0];
    case 'problem':
      return (await findProblems(tables, ids))[0];
    case 'decision':
      return (await findDecisions(tables, ids))[0];
    case 'work_item':
      return (await findWorkItems(tables, ids))[0];
    case 'change':
      return (await findChanges(tables, ids))[0];
    case 'outcome': {
      const [outcome] = await findOutcomes(tables, ids);
      return outcome && { reference: outcome.reference, title: outcome.metric };
    }
    case 'lesson':
      return (await findLessons(tables, ids))[0];
    default:
      return undefined;
  }
}

const openings: Readonly<Record<Moment, string>> = {
  received: 'We heard you',
  decided: 'It was decided',
  shipped: 'It shipped',
  did_it_help: 'Did this help?',
};

/** One sentence of what happened, for the list and for a mail's subject: “It was decided: D-3 Keep warm images”. */
export async function wordsFor(
  tables: WorkspaceTables,
  entry: JournalEntry,
  moment: Moment | undefined,
): Promise<string> {
  const named = await nameOf(tables, entry);
  const to = typeof entry.data['to'] === 'string' ? ` (${entry.data['to'].replaceAll('_', ' ')})` : '';
  const event = entry.type.slice(entry.type.indexOf('.') + 1).replaceAll('_', ' ');
  const opening = moment ? openings[moment] : `${event.charAt(0).toUpperCase()}${event.slice(1)}${to}`;
  return named ? `${opening}: ${named.reference} ${named.title}` : opening;
}
