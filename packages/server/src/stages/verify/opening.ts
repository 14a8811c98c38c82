import { allows } from '@hearback/domain/record';
import { problemTransitions } from '@hearback/domain/triage';
import { outcomeWindow } from '@hearback/domain/verify';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { Writing } from '../../platform/journal/index.ts';
import { contactsOf } from '../charter/index.ts';
import { findSignals } from '../listen/index.ts';
import type { CriterionBrief, DecisionBrief } from '../prioritize/index.ts';
import { findProblems, lockProblems, moveProblem, signalsOf } from '../triage/index.ts';
import { insertQuestionProblems, insertQuestions } from './help.store.ts';
import { outcomeTies } from './judging.ts';
import { insertOutcomes, type OutcomeRow } from './outcomes.store.ts';

/** A decision whose change reached people. */
export type Shipped = {
  readonly decision: DecisionBrief;
  readonly changeId: string | null;
  readonly releasedAt: Date;
  /** Where and how, in words, when it was told by hand. */
  readonly how: string | null;
};

/** An outcome for each success criterion, pending until its window is over. `numbers` has one per criterion. */
export async function openOutcomesOf(
  writing: Writing,
  shipped: Shipped,
  criteria: readonly CriterionBrief[],
  numbers: readonly number[],
): Promise<OutcomeRow[]> {
  if (criteria.length === 0) return [];
  const { decision, releasedAt } = shipped;
  const rows = await insertOutcomes(
    writing.tables,
    criteria.map((criterion, index) => ({
      id: writing.newId(),
      number: numbers[index] ?? 0,
      state: 'pending',
      decision_id: decision.id,
      criterion_id: criterion.id,
      kind: criterion.kind,
      change_id: shipped.changeId,
      released_at: releasedAt,
      released_how: shipped.how,
      window_ends_at: new Date(outcomeWindow(releasedAt.getTime(), criterion.windowDays).end),
      opened_at: writing.now,
      audience_id: decision.audienceId,
    })),
  );
  for (const row of rows)
    writing.record({
      type: 'verify.outcome_opened',
      subject: { kind: 'outcome', id: row.id },
      refs: outcomeTies(decision, shipped.changeId),
      data: { kind: row.kind, window_ends_at: row.window_ends_at.toISOString() },
      audienceId: row.audience_id,
    });
  return rows;
}

/** Somebody to ask, what of theirs it is about, and who may know that they are asked. */
type Asked = {
  readonly personId: string;
  readonly audienceId: string | null;
  /** Problem id to the audience of that tie. */
  readonly problems: ReadonlyMap<string, string | null>;
};

/**
 * Everybody whose own signals are evidence of the decision's problems, once each, and who can answer: respondents of imports
 * are nobody here, and whoever left and a service account are waited for in vain.
 * Who spoke in restricted signals only is asked in that audience, so that nobody else learns of it.
 */
async function reportersOf(tables: WorkspaceTables, decision: DecisionBrief): Promise<Asked[]> {
  const attached = await signalsOf(tables, decision.problemIds);
  const signals = await findSignals(
    tables,
    attached.map(({ signalId }) => signalId),
  );
  const problems = new Map((await findProblems(tables, decision.problemIds)).map((one) => [one.id, one]));
  const bySignal = new Map(signals.map((signal) => [signal.id, signal]));
  const people = new Map<string, Map<string, string | null>>();
  for (const { problemId, signalId } of attached) {
    const signal = bySignal.get(signalId);
    if (!signal?.reporterId) continue;
    const audienceId = signal.audienceId ?? problems.get(problemId)?.audienceId ?? null;
    const own = people.get(signal.reporterId) ?? new Map<string, string | null>();
    if (own.get(problemId) !== null) own.set(problemId, audienceId);
    people.set(signal.reporterId, own);
  }
  const present = await contactsOf(tables, [...people.keys()], null);
  return present.map(({ id: personId }) => {
    const own = people.get(personId) ?? new Map<string, string | null>();
    const audiences = [...own.values()];
    return { personId, problems: own, audienceId: audiences.includes(null) ? null : (audiences[0] ?? null) };
  });
}

/**
 * Asks each distinct reporter "did this help?". Asking again asks only those who were not asked yet. One entry per audience,
 * so that nobody reads in it of somebody whom they may not know of.
 */
export async function askReporters(writing: Writing, shipped: Shipped): Promise<void> {
  const { tables, newId, now } = writing;
  const reporters = await reportersOf(tables, shipped.decision);
  if (reporters.length === 0) return;
  const questions = await insertQuestions(
    tables,
    reporters.map(({ personId, audienceId }) => ({
      id: newId(),
      decision_id: shipped.decision.id,
      change_id: shipped.changeId,
      person_id: personId,
      asked_at: now,
      audience_id: audienceId,
    })),
  );
  const byPerson = new Map(reporters.map((asked) => [asked.personId, asked]));
  await insertQuestionProblems(
    tables,
    questions.flatMap((question) =>
      [...(byPerson.get(question.person_id)?.problems ?? [])].map(([problem_id, audience_id]) => ({
        question_id: question.id,
        problem_id,
        audience_id,
      })),
    ),
  );
  for (const [audienceId, asked] of Map.groupBy(questions, (question) => question.audience_id))
    writing.record({
      type: 'verify.help_asked',
      subject: { kind: 'decision', id: shipped.decision.id },
      refs: [
        ...outcomeTies(shipped.decision, shipped.changeId).slice(1),
        ...asked.map((question) => ({ kind: 'person', id: question.person_id, tie: 'asked' })),
      ],
      data: { asked: asked.length },
      audienceId,
    });
}

/** What a release elsewhere means for problems that are still being fixed here: it reached people. */
export async function shipProblems(writing: Writing, decision: DecisionBrief, why: string): Promise<void> {
  for (const problem of await lockProblems(writing.tables, decision.problemIds))
    if (allows(problemTransitions, problem.state, 'shipped'))
      await moveProblem(writing, problem.id, 'shipped', {
        why,
        refs: [{ kind: 'decision', id: decision.id, tie: 'shipped' }],
      });
}
