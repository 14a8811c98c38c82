import { mask } from '@hearback/domain/listen';
import type { Selectable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';
import type { Writing } from '../../platform/journal/index.ts';

export type ActRow = Selectable<DB['triage.acts']>;

/** What an act that comes with words was. */
export type Act = 'answered' | 'rejected' | 'reopened' | 'routed' | 'assigned' | 'severity' | 'closed' | 'moved';

/** What somebody wrote, as it may be stored: without secrets and personal data. */
export function maskedWords(words: string): string {
  return mask(words.toWellFormed()).text;
}

/** Keeps the words of an act; its id goes into the journal entry, the words do not. */
export async function keepWords(
  writing: Writing,
  subject: { kind: 'signal' | 'problem'; id: string; audienceId: string | null },
  act: Act,
  words: string,
  knownAnswer = false,
): Promise<string> {
  const id = writing.newId();
  await writing.tables
    .insertInto('triage.acts')
    .values({
      id,
      subject_kind: subject.kind,
      subject_id: subject.id,
      act,
      words: maskedWords(words),
      known_answer: knownAnswer,
      by_id: writing.actor.id,
      at: writing.now,
      audience_id: subject.audienceId,
    })
    .execute();
  return id;
}

/** The newest act of one of these kinds on a subject. */
export function lastAct(tables: WorkspaceTables, subjectId: string, acts: readonly Act[]): Promise<ActRow | undefined> {
  return tables
    .selectFrom('triage.acts')
    .selectAll()
    .where('subject_id', '=', subjectId)
    .where('act', 'in', [...acts])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/**
 * The words behind journal entries, by the id that an entry's data names as `words`: reasons, answers, notices, questions.
 * What these eyes may not see, and what was erased, is left out.
 */
export async function wordsBehind(tables: WorkspaceTables, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const among = [...new Set(ids)];
  const acts = await tables.selectFrom('triage.acts').select(['id', 'words']).where('id', 'in', among).execute();
  const questions = await tables
    .selectFrom('triage.questions')
    .select(['id', 'question as words'])
    .where('id', 'in', among)
    .execute();
  const attached = await tables
    .selectFrom('triage.attachments')
    .select(['id', 'why as words'])
    .where('id', 'in', among)
    .execute();
  const merged = await tables
    .selectFrom('triage.merges')
    .select(['id', 'why as words'])
    .where('id', 'in', among)
    .execute();
  return new Map(
    [...acts, ...questions, ...attached, ...merged].flatMap(({ id, words }) =>
      words === null ? [] : [[id, words] as const],
    ),
  );
}
