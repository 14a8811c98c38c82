import { calledForBy, clockCalls, type RetrospectiveCause, type RetrospectiveSubject } from '@hearback/domain/learn';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import {
  type Consumer,
  entriesById,
  type Journal,
  type JournalEntry,
  type ReferenceNumbers,
  type Requester,
  systemActor,
} from '../../platform/journal/index.ts';
import { allAudienceIds } from '../charter/index.ts';
import { findOutcomes } from '../verify/index.ts';
import { factsForReaders, writeDraft } from './draft-retrospective.ts';
import { isCalledFor } from './retrospectives.store.ts';
import { findSubject, type Subject } from './subject.ts';

type Call = { readonly entry: JournalEntry; readonly cause: RetrospectiveCause; readonly subject: Subject };

const callers: ReadonlySet<string> = new Set(['deliver.change_moved', 'verify.outcome_moved', 'triage.clock_breached']);

/** What it happened to, as far as one can look back at it: an outcome is its decision's. */
async function happenedTo(
  tables: WorkspaceTables,
  { subject }: JournalEntry,
): Promise<{ kind: RetrospectiveSubject; id: string } | undefined> {
  switch (subject.kind) {
    case 'outcome': {
      const [outcome] = await findOutcomes(tables, [subject.id]);
      return outcome && { kind: 'decision', id: outcome.decisionId };
    }
    case 'signal':
    case 'problem':
    case 'change':
      return { kind: subject.kind, id: subject.id };
    default:
      return undefined;
  }
}

/** What an entry calls for, unless it did so before or one that looks back at the same is being written. */
async function callOf(tables: WorkspaceTables, entry: JournalEntry): Promise<Call | undefined> {
  const cause = calledForBy(entry.type, entry.data);
  const record = cause && (await happenedTo(tables, entry));
  const subject = record && (await findSubject(tables, record));
  if (!subject || (cause === 'clock_missed' && !clockCalls(subject.severity))) return undefined;
  if (await isCalledFor(tables, { entryId: entry.id, at: entry.at, subjectId: subject.id, cause })) return undefined;
  return { entry, cause, subject };
}

/**
 * Drafts a retrospective where what happened calls for one: a rollback, an outcome that was not met, a missed clock. Running
 * twice changes nothing.
 */
export function calledRetrospectives(options: { journal: Journal; numbers: ReferenceNumbers }): Consumer {
  const { journal, numbers } = options;

  const draft = async (requester: Requester, { entry, cause, subject }: Call): Promise<void> => {
    const { workspaceId } = requester.viewpoint;
    const thread = await factsForReaders(journal, workspaceId, subject, cause);
    const number = await numbers.next(workspaceId, 'retrospective');
    await journal.write(requester, (writing) => writeDraft(writing, { number, subject, thread, calledBy: entry.id }));
  };

  return {
    name: 'learn.called_retrospectives',
    wants: (type) => callers.has(type),
    handle: async ({ workspaceId, entryIds }) => {
      const viewpoint = { workspaceId, audienceIds: await allAudienceIds(journal, workspaceId) };
      const requester: Requester = { viewpoint, actor: systemActor };
      const entries = await journal.read(viewpoint, ({ tables }) => entriesById(tables, entryIds));
      for (const entry of entries) {
        const call = await journal.read(viewpoint, ({ tables }) => callOf(tables, entry));
        if (call) await draft(requester, call);
      }
    },
  };
}
