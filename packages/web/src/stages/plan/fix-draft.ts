import { answered, type components } from '@hearback/client';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../../data/api.ts';

type Undo = NonNullable<NonNullable<components['schemas']['LaneQuestions']>['undo']>;

export const questions = ['has_existing_answer', 'is_harm_now', 'must_users_act', 'is_breaking', 'is_flagged'] as const;

type Question = (typeof questions)[number];

/** What somebody wrote into the fix dialog so far; a question that nobody answered is left out. */
export type FixDraft = {
  readonly what: string;
  readonly why: string;
  readonly dueOn: string;
  readonly days: string;
  readonly answers: Readonly<Partial<Record<Question, boolean>>>;
  readonly undo: Undo;
};

export const emptyDraft: FixDraft = { what: '', why: '', dueOn: '', days: '1', answers: {}, undo: 'one_step' };

export function daysOf({ days }: FixDraft): number | null {
  const written = Number(days.replace(',', '.'));
  return days.trim() !== '' && written > 0 && written <= 10_000 ? written : null;
}

export function isAnswered({ answers }: FixDraft): boolean {
  return questions.every((question) => answers[question] !== undefined);
}

export function isComplete(draft: FixDraft): boolean {
  const isWritten = [draft.what, draft.why, draft.dueOn].every((text) => text.trim() !== '');
  return isWritten && daysOf(draft) !== null && isAnswered(draft);
}

/** The lane that the answers lead to so far; nothing is stored by asking. */
export function laneQuery(problemId: string, draft: FixDraft) {
  const days = daysOf(draft);
  const body = {
    questions: { ...draft.answers, undo: draft.undo },
    problem_ids: [problemId],
    ...(days === null ? {} : { likely_person_days: days }),
  };
  return queryOptions({
    queryKey: ['lane', body],
    queryFn: () => answered(api.POST('/lane', { body })),
    enabled: Object.keys(draft.answers).length > 0,
    placeholderData: keepPreviousData,
  });
}

/** The same key for the same press: pressed again after a lost answer, it decides once. */
export function decideFix(problemId: string, draft: FixDraft, key: string) {
  return answered(
    api.POST('/problems/{id}/fix', {
      params: { path: { id: problemId }, header: { 'Idempotency-Key': key } },
      body: {
        what: draft.what,
        why: draft.why,
        when: { due_on: draft.dueOn },
        questions: { ...draft.answers, undo: draft.undo },
        likely_person_days: daysOf(draft) ?? 1,
      },
    }),
  );
}
