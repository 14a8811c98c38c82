import type { AnswerHelpQuestion, HelpQuestion, HelpQuestionQuery } from '@hearback/contract/verify';
import { mask } from '@hearback/domain/listen';
import { Refusal } from '@hearback/domain/record';
import type { HelpedWord } from '@hearback/domain/verify';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { assertVersion, decodeCursor, pageFrom } from '../../platform/http/index.ts';
import type { Journal, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { personNames } from '../charter/index.ts';
import { findSignals } from '../listen/index.ts';
import { findDecisions } from '../prioritize/index.ts';
import { findProblems, signalsOf } from '../triage/index.ts';
import { recountReporters, settleProblems } from './after-judging.ts';
import { withAllEyes } from './all-eyes.ts';
import {
  findQuestion,
  type HelpQuestionRow,
  listQuestionRows,
  lockQuestion,
  problemsOfQuestions,
  updateQuestion,
} from './help.store.ts';

type HelpQuestionOut = z.input<typeof HelpQuestion>;
type Named = { readonly id: string; readonly reference: string; readonly title: string };

const named = ({ id, reference, title }: Named): Named => ({ id, reference, title });

/** What each person had said about these problems, of what these eyes may see. */
async function saidBy(tables: WorkspaceTables, problemIds: readonly string[]) {
  const attached = await signalsOf(tables, problemIds);
  const signals = new Map(
    (
      await findSignals(
        tables,
        attached.map((one) => one.signalId),
      )
    ).map((signal) => [signal.id, signal]),
  );
  return (personId: string, about: readonly string[]): Named[] => [
    ...new Set(
      attached.flatMap(({ problemId, signalId }) => {
        const signal = signals.get(signalId);
        return signal && signal.reporterId === personId && about.includes(problemId) ? [signal] : [];
      }),
    ),
  ];
}

async function questionsOut(tables: WorkspaceTables, rows: readonly HelpQuestionRow[]): Promise<HelpQuestionOut[]> {
  const about = await problemsOfQuestions(
    tables,
    rows.map((row) => row.id),
  );
  const problemIds = [...new Set([...about.values()].flat())];
  const problems = new Map((await findProblems(tables, problemIds)).map((one) => [one.id, one]));
  const decisionIds = rows.map((row) => row.decision_id);
  const decisions = new Map((await findDecisions(tables, decisionIds)).map((one) => [one.id, one]));
  const personIds = rows.map((row) => row.person_id);
  const names = await personNames(tables, personIds);
  const said = await saidBy(tables, problemIds);
  return rows.map((row) => {
    const decision = decisions.get(row.decision_id);
    const own = about.get(row.id) ?? [];
    return {
      id: row.id,
      decision: decision ? named(decision) : null,
      change_id: decision ? row.change_id : null,
      problems: own.flatMap((id) => problems.get(id) ?? []).map(named),
      signals: said(row.person_id, own).map(named),
      person_id: row.person_id,
      person_name: names.get(row.person_id) ?? null,
      asked_at: row.asked_at.toISOString(),
      helped: row.helped as HelpedWord | null,
      words: row.words,
      answered_at: row.answered_at?.toISOString() ?? null,
      version: row.version,
    };
  });
}

/** The answer, and everything that it decides. */
async function answerLocked(
  writing: Writing,
  row: HelpQuestionRow,
  input: z.output<typeof AnswerHelpQuestion>,
): Promise<void> {
  const { tables, now, record } = writing;
  await updateQuestion(tables, row.id, {
    helped: input.helped,
    words: input.words === undefined ? null : mask(input.words.toWellFormed()).text,
    answered_at: now,
  });
  const problemIds = (await problemsOfQuestions(tables, [row.id])).get(row.id) ?? [];
  record({
    type: 'verify.help_answered',
    subject: { kind: 'decision', id: row.decision_id },
    refs: problemIds.map((id) => ({ kind: 'problem', id, tie: 'about' })),
    data: { helped: input.helped },
    audienceId: row.audience_id,
  });
  await recountReporters(writing, row.decision_id);
  await settleProblems(writing, row.decision_id);
}

export function createHelp(journal: Journal) {
  /** What one is asked oneself is one's own, also where the rest of it is for others only. */
  const list = async (
    caller: Caller,
    ask: z.output<typeof HelpQuestionQuery>,
  ): Promise<{ items: HelpQuestionOut[]; next_cursor: string | null }> => {
    const [before] = decodeCursor(ask.cursor, ['id']) ?? [];
    const { viewpoint } = ask.mine ? await withAllEyes(journal, caller) : caller;
    const rows = await journal.read(viewpoint, ({ tables }) =>
      listQuestionRows(tables, {
        personId: ask.mine ? caller.personId : undefined,
        decisionId: ask.decision_id,
        open: ask.open,
        before,
        limit: ask.limit,
      }),
    );
    const page = pageFrom(
      rows,
      ask.limit,
      (row) => [row.id],
      (row) => row,
    );
    return journal.read(caller.viewpoint, async ({ tables }) => ({
      items: await questionsOut(tables, page.items),
      next_cursor: page.next_cursor,
    }));
  };

  const answer = async (
    caller: Caller,
    id: string,
    version: number,
    input: z.output<typeof AnswerHelpQuestion>,
  ): Promise<HelpQuestionOut> => {
    const requester = await withAllEyes(journal, caller);
    const shown = await journal.read(caller.viewpoint, ({ tables }) => findQuestion(tables, id));
    const row = await journal.write(requester, async (writing) => {
      const asked = await lockQuestion(writing.tables, id);
      if (!asked || (!shown && asked.person_id !== caller.personId)) throw notFound('question');
      requireAsked(asked, caller);
      assertVersion(asked.version, version);
      await answerLocked(writing, asked, input);
      return findQuestion(writing.tables, id);
    });
    const [out] = row ? await journal.read(caller.viewpoint, ({ tables }) => questionsOut(tables, [row])) : [];
    if (!out) throw notFound('question');
    return out;
  };

  return { list, answer };
}

/** @throws Refusal `only_the_asked` */
function requireAsked(row: HelpQuestionRow, caller: Caller): void {
  if (row.person_id === caller.personId) return;
  throw new Refusal('only_the_asked', 'Somebody else was asked this.', {
    remedy: 'Answer your own questions (GET /help-questions?mine=true), or tell us what you see.',
  });
}
