import {
  draftRetrospective,
  type RetrospectiveCause,
  type RetrospectiveDraft,
  retrospectiveMarkdown,
} from '@hearback/domain/learn';
import { reference } from '@hearback/domain/record';
import type { Journal, Tie, Writing } from '../../platform/journal/index.ts';
import { maskedWords } from '../triage/index.ts';
import { insertRetrospective, type RetrospectiveRow } from './retrospectives.store.ts';
import type { Subject } from './subject.ts';
import { type ThreadFacts, threadFacts } from './thread-facts.ts';

/** A draft as it is stored: what it was written from, and from which records. Times are milliseconds since 1970-01-01 UTC. */
export type StoredDraft = Pick<
  RetrospectiveDraft,
  'summary' | 'timeline' | 'decisions' | 'numbers' | 'quotes' | 'prompts'
> & {
  readonly sources: readonly { readonly kind: string; readonly id: string; readonly reference: string }[];
};

/** What an entry about a retrospective ties, so that the thread of its subject closes over it. */
export function tieToSubject(row: Pick<RetrospectiveRow, 'subject_kind' | 'subject_id'>): Tie {
  return { kind: row.subject_kind, id: row.subject_id, tie: 'looks_back_at' };
}

/** The thread as everybody sees it who will read the retrospective of this subject, and nobody besides. */
export function factsForReaders(journal: Journal, workspaceId: string, subject: Subject, cause: RetrospectiveCause) {
  const audienceIds = subject.audienceId === null ? [] : [subject.audienceId];
  return journal.read({ workspaceId, audienceIds }, ({ tables }) => threadFacts(tables, subject, cause));
}

/** Writes a draft in whatever write is open; undefined when the entry that calls for it called for one before. */
export async function writeDraft(
  writing: Writing,
  from: {
    readonly number: number;
    readonly subject: Subject;
    readonly thread: ThreadFacts;
    readonly title?: string | undefined;
    /** The entry that calls for it; left out when a person asks. */
    readonly calledBy?: string;
  },
): Promise<RetrospectiveRow | undefined> {
  const { tables, now, newId, record, actor } = writing;
  const { number, subject, thread, calledBy } = from;
  const draft = draftRetrospective(thread.facts);
  const { summary, timeline, decisions, numbers, quotes, prompts } = draft;
  const sources = thread.sources.map(({ kind, id, reference: named }) => ({ kind, id, reference: named }));
  const stored: StoredDraft = { summary, timeline, decisions, numbers, quotes, prompts, sources };
  const title = from.title === undefined ? draft.title : maskedWords(from.title);
  const row = await insertRetrospective(tables, {
    id: newId(),
    number,
    state: 'draft',
    subject_kind: subject.kind,
    subject_id: subject.id,
    cause: thread.facts.cause,
    called_by: calledBy ?? null,
    title,
    body: retrospectiveMarkdown({ ...draft, title }),
    draft: JSON.stringify(stored),
    owner_team_id: subject.ownerTeamId,
    component_ids: [...subject.componentIds],
    drafted_by: actor.id,
    drafted_at: now,
    audience_id: subject.audienceId,
  });
  if (!row) return undefined;
  record({
    type: 'learn.retrospective_drafted',
    subject: { kind: 'retrospective', id: row.id },
    refs: [tieToSubject(row)],
    data: { reference: reference('retrospective', number), cause: row.cause },
    audienceId: row.audience_id,
  });
  return row;
}
