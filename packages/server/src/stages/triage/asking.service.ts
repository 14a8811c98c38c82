import { Refusal } from '@hearback/domain/record';
import type { Caller } from '../../platform/auth/index.ts';
import type { Journal, Writing } from '../../platform/journal/index.ts';
import { findSignals } from '../listen/index.ts';
import { assertCanonical, moveProblem, signalsOf } from './moves.ts';
import { updateProblem } from './problems.store.ts';
import { holdProblem, problemSubject } from './hold-problem.ts';
import { problemRecordOf, type ProblemRecordOut } from './problem-view.ts';
import { insertQuestion } from './questions.store.ts';

/** Asking everybody who reported a problem; a reply of one of them is enough. */
export function createAsking(journal: Journal) {
  const ask = (caller: Caller, id: string, version: number, input: { question: string }): Promise<ProblemRecordOut> =>
    journal.write(caller, async (writing) => {
      const row = await holdProblem(writing, caller, id, version);
      assertCanonical(row);
      const reporters = await reportersOf(writing, id);
      if (reporters.length === 0)
        throw new Refusal('nobody_to_ask', 'Nobody who reported this is a person here.', {
          remedy: 'Decide with what is there.',
        });
      await moveProblem(writing, id, 'waiting');
      const question = await insertQuestion(writing, problemSubject(row), caller.personId, reporters, input.question);
      await updateProblem(writing.tables, id, {});
      writing.record({
        type: 'triage.question_asked',
        subject: { kind: 'problem', id },
        data: { question, words: question, asked: reporters.length },
        audienceId: row.audience_id,
      });
      return problemRecordOf(writing.tables, id, writing.now);
    });
  return { ask };
}

async function reportersOf({ tables }: Writing, problemId: string): Promise<string[]> {
  const attached = await signalsOf(tables, [problemId]);
  const signals = await findSignals(
    tables,
    attached.map(({ signalId }) => signalId),
  );
  return [...new Set(signals.flatMap((signal) => signal.reporterId ?? []))];
}

/** The question about a problem ends with a reply: it is open again. */
export async function takeReply(writing: Writing, problemId: string, replyId: string): Promise<void> {
  await moveProblem(writing, problemId, 'open', { endedBy: 'reply', replyId });
}
