import type { HelpedWord } from '@hearback/domain/verify';
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type HelpQuestionRow = Selectable<DB['verify.help_questions']>;

/** People who were asked, and how many of them answered what. */
export type HelpCounts = { readonly asked: number; readonly yes: number; readonly no: number; readonly partly: number };

/** Adds questions that nobody was asked yet for this decision, and returns them. */
export function insertQuestions(
  tables: WorkspaceTables,
  rows: readonly Insertable<DB['verify.help_questions']>[],
): Promise<HelpQuestionRow[]> {
  return tables
    .insertInto('verify.help_questions')
    .values([...rows])
    .onConflict((conflict) => conflict.columns(['workspace_id', 'decision_id', 'person_id']).doNothing())
    .returningAll()
    .execute();
}

export async function insertQuestionProblems(
  tables: WorkspaceTables,
  rows: readonly Insertable<DB['verify.help_question_problems']>[],
): Promise<void> {
  if (rows.length > 0)
    await tables
      .insertInto('verify.help_question_problems')
      .values([...rows])
      .execute();
}

export function findQuestion(tables: WorkspaceTables, id: string): Promise<HelpQuestionRow | undefined> {
  return tables.selectFrom('verify.help_questions').selectAll().where('id', '=', id).executeTakeFirst();
}

export function lockQuestion(tables: WorkspaceTables, id: string): Promise<HelpQuestionRow | undefined> {
  return tables.selectFrom('verify.help_questions').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export function updateQuestion(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['verify.help_questions']>,
): Promise<HelpQuestionRow> {
  return tables
    .updateTable('verify.help_questions')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Newest first, one more than `limit`. */
export function listQuestionRows(
  tables: WorkspaceTables,
  ask: {
    personId?: string | undefined;
    decisionId?: string | undefined;
    open: boolean;
    before?: string | undefined;
    limit: number;
  },
): Promise<HelpQuestionRow[]> {
  return tables
    .selectFrom('verify.help_questions')
    .selectAll()
    .$if(ask.personId !== undefined, (query) => query.where('person_id', '=', ask.personId ?? ''))
    .$if(ask.decisionId !== undefined, (query) => query.where('decision_id', '=', ask.decisionId ?? ''))
    .$if(ask.open, (query) => query.where('helped', 'is', null))
    .$if(ask.before !== undefined, (query) => query.where('id', '<', ask.before ?? ''))
    .orderBy('id', 'desc')
    .limit(ask.limit + 1)
    .execute();
}

/** Which problems each question is about. */
export async function problemsOfQuestions(
  tables: WorkspaceTables,
  questionIds: readonly string[],
): Promise<Map<string, string[]>> {
  if (questionIds.length === 0) return new Map();
  const rows = await tables
    .selectFrom('verify.help_question_problems')
    .select(['question_id', 'problem_id'])
    .where('question_id', 'in', [...questionIds])
    .orderBy('problem_id')
    .execute();
  const found = new Map<string, string[]>(questionIds.map((id) => [id, []]));
  for (const row of rows) found.get(row.question_id)?.push(row.problem_id);
  return found;
}

/**
 * What was answered for a decision, over everybody or over those who spoke about one problem. Only questions that all who may
 * see a record of `audienceId` may see too: a restricted reporter's word is in no count of anybody else.
 */
export async function answersFor(
  tables: WorkspaceTables,
  ask: { decisionId: string; problemId?: string; audienceId: string | null },
): Promise<HelpCounts> {
  const about = tables
    .selectFrom('verify.help_question_problems')
    .select('question_id')
    .where('problem_id', '=', ask.problemId ?? '')
    .where(openOr(ask.audienceId));
  const rows = await tables
    .selectFrom('verify.help_questions')
    .select('helped')
    .where('decision_id', '=', ask.decisionId)
    .where(openOr(ask.audienceId))
    .$if(ask.problemId !== undefined, (query) => query.where('id', 'in', about))
    .execute();
  return countAnswers(rows.map((row) => row.helped as HelpedWord | null));
}

function openOr(audienceId: string | null) {
  return audienceId === null
    ? sql<boolean>`audience_id IS NULL`
    : sql<boolean>`(audience_id IS NULL OR audience_id = ${audienceId})`;
}

function countAnswers(answers: readonly (HelpedWord | null)[]): HelpCounts {
  const count = (word: HelpedWord): number => answers.filter((answer) => answer === word).length;
  return { asked: answers.length, yes: count('yes'), no: count('no'), partly: count('partly') };
}
