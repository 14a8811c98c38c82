import { silenceOf } from '@hearback/domain/triage';
import type { Selectable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';
import type { Writing } from '../../platform/journal/index.ts';
import { maskedWords } from './acts.store.ts';

export type QuestionRow = Selectable<DB['triage.questions']>;

/** The question that somebody still has to answer, per subject; there is one at most. */
export async function openQuestions(
  tables: WorkspaceTables,
  subjectIds: readonly string[],
): Promise<Map<string, QuestionRow>> {
  if (subjectIds.length === 0) return new Map();
  const rows = await tables
    .selectFrom('triage.questions')
    .selectAll()
    .where('subject_id', 'in', [...subjectIds])
    .where('ended_at', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.subject_id, row]));
}

/** Stores a question by the person who acts. */
export async function insertQuestion(
  writing: Writing,
  subject: { kind: 'signal' | 'problem'; id: string; audienceId: string | null },
  askedBy: string,
  askedOf: readonly string[],
  question: string,
): Promise<string> {
  const { remindAt, closesAt } = silenceOf(writing.now);
  const id = writing.newId();
  await writing.tables
    .insertInto('triage.questions')
    .values({
      id,
      subject_kind: subject.kind,
      subject_id: subject.id,
      question: maskedWords(question),
      asked_of: [...askedOf],
      asked_by: askedBy,
      asked_at: writing.now,
      remind_at: remindAt,
      closes_at: closesAt,
      audience_id: subject.audienceId,
    })
    .execute();
  return id;
}

/** Ends the open question of a subject, if there is one, and says so in the journal. */
export async function endQuestion(
  writing: Writing,
  subject: { kind: 'signal' | 'problem'; id: string; audienceId: string | null },
  endedBy: 'reply' | 'silence' | 'person',
  replyId?: string,
): Promise<void> {
  const ended = await writing.tables
    .updateTable('triage.questions')
    .set({ ended_by: endedBy, ended_at: writing.now, reply_id: replyId ?? null })
    .where('subject_id', '=', subject.id)
    .where('ended_at', 'is', null)
    .returning('id')
    .execute();
  for (const { id } of ended)
    writing.record({
      type: 'triage.question_ended',
      subject: { kind: subject.kind, id: subject.id },
      data: { question: id, ended_by: endedBy },
      audienceId: subject.audienceId,
    });
}

/** Open questions whose time has come, the longest waiting first. */
export function dueQuestions(
  tables: WorkspaceTables,
  column: 'remind_at' | 'closes_at',
  now: Date,
  limit: number,
): Promise<QuestionRow[]> {
  return tables
    .selectFrom('triage.questions')
    .selectAll()
    .where('ended_at', 'is', null)
    .where(column, '<=', now)
    .$if(column === 'remind_at', (query) => query.where('reminded_at', 'is', null))
    .orderBy(column)
    .limit(limit)
    .execute();
}
