import type { ChangeLesson, LessonQuery, WriteLesson } from '@hearback/contract/learn';
import { type LessonState, lessonTransitions } from '@hearback/domain/learn';
import { reference, Refusal, transition } from '@hearback/domain/record';
import type { Updateable } from 'kysely';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';
import { assertVersion, decodeCursor, pageFrom } from '../../platform/http/index.ts';
import type { Journal, ReferenceNumbers, Tie, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { maskedWords } from '../triage/index.ts';
import { audienceNamed, requireSameAudience } from './references.ts';
import { lessonDetail, type LessonItemOut, type LessonOut, lessonsOut } from './lesson-view.ts';
import {
  insertEdition,
  insertLesson,
  type LessonRow,
  listLessonRows,
  lockLessons,
  setComponents,
  setProblems,
  tiesOfLessons,
  updateLesson,
} from './lessons.store.ts';
import { requireSuccessor } from './successor.ts';

/** What an entry about a lesson ties, so that the threads it was learned from close over it. */
async function tiesOf(tables: WorkspaceTables, row: LessonRow): Promise<Tie[]> {
  const problemIds = (await tiesOfLessons(tables, [row.id])).get(row.id)?.problemIds ?? [];
  return [
    ...problemIds.map((id) => ({ kind: 'problem', id, tie: 'learned_from' })),
    ...(row.retrospective_id ? [{ kind: 'retrospective', id: row.retrospective_id, tie: 'learned_in' }] : []),
  ];
}

/** @throws Refusal `not_editable` when the lesson has ended */
function requireLiving(row: LessonRow): void {
  if (row.state !== 'superseded' && row.state !== 'retired') return;
  throw new Refusal('not_editable', `${reference('lesson', row.number)} is ${row.state}.`, {
    remedy: 'Write a new lesson.',
    facts: { state: row.state },
  });
}

/** Keeps the wording that the lesson has now. */
function keepEdition({ tables, now, actor }: Writing, row: LessonRow, why: string | null): Promise<void> {
  return insertEdition(tables, {
    lesson_id: row.id,
    edition: row.edition,
    title: row.title,
    text: row.text,
    why,
    by_id: actor.id,
    at: now,
    audience_id: row.audience_id,
  });
}

/** The new words, and whether they are other words than before. */
async function reword(writing: Writing, row: LessonRow, input: z.output<typeof ChangeLesson>): Promise<LessonRow> {
  const title = input.title === undefined ? row.title : maskedWords(input.title);
  const text = input.text === undefined ? row.text : maskedWords(input.text);
  if (title === row.title && text === row.text) return updateLesson(writing.tables, row.id, {});
  const changed = await updateLesson(writing.tables, row.id, { title, text, edition: row.edition + 1 });
  await keepEdition(writing, changed, input.why === undefined ? null : maskedWords(input.why));
  return changed;
}

export function createLessons(options: { journal: Journal; numbers: ReferenceNumbers }) {
  const { journal, numbers } = options;

  const list = (
    caller: Caller,
    ask: z.output<typeof LessonQuery>,
  ): Promise<{ items: LessonItemOut[]; next_cursor: string | null }> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const [before] = decodeCursor(ask.cursor, ['id']) ?? [];
      const { state, component: componentId, problem_id: problemId, limit } = ask;
      const rows = await listLessonRows(tables, { state, componentId, problemId, before, limit });
      const page = pageFrom(
        rows,
        limit,
        (row) => [row.id],
        (row) => row,
      );
      return { items: await lessonsOut(tables, page.items), next_cursor: page.next_cursor };
    });

  const get = (caller: Caller, id: string): Promise<LessonOut> =>
    journal.read(caller.viewpoint, ({ tables }) => lessonDetail(tables, id));

  const write = async (caller: Caller, input: z.output<typeof WriteLesson>): Promise<LessonOut> => {
    const number = await numbers.next(caller.workspaceId, 'lesson');
    return journal.write(caller, async (writing) => {
      const { tables, now, newId, record } = writing;
      const row = await insertLesson(tables, {
        id: newId(),
        number,
        state: 'draft',
        title: maskedWords(input.title),
        text: maskedWords(input.text),
        retrospective_id: input.retrospective_id ?? null,
        written_by: caller.personId,
        written_at: now,
        audience_id: await audienceNamed(tables, input),
      });
      await keepEdition(writing, row, null);
      await setComponents(tables, row, input.component_ids);
      await setProblems(tables, row, input.problem_ids);
      record({
        type: 'learn.lesson_drafted',
        subject: { kind: 'lesson', id: row.id },
        refs: await tiesOf(tables, row),
        data: { reference: reference('lesson', number) },
        audienceId: row.audience_id,
      });
      return lessonDetail(tables, row.id);
    });
  };

  /** Locks the lesson, and what takes its place, at the version that the caller saw. */
  const changing = (
    caller: Caller,
    id: string,
    version: number,
    work: (writing: Writing, row: LessonRow, others: ReadonlyMap<string, LessonRow>) => Promise<void>,
    otherIds: readonly string[] = [],
  ): Promise<LessonOut> =>
    journal.write(caller, async (writing) => {
      const rows = await lockLessons(writing.tables, [id, ...otherIds]);
      const row = rows.get(id);
      if (!row) throw notFound('lesson');
      assertVersion(row.version, version);
      await work(writing, row, rows);
      return lessonDetail(writing.tables, id);
    });

  const change = (caller: Caller, id: string, version: number, input: z.output<typeof ChangeLesson>) =>
    changing(caller, id, version, async (writing, row) => {
      const { tables, record } = writing;
      requireLiving(row);
      requireSameAudience(row.audience_id, await audienceNamed(tables, input));
      const changed = await reword(writing, row, input);
      if (input.component_ids !== undefined) await setComponents(tables, row, input.component_ids);
      if (input.problem_ids !== undefined) await setProblems(tables, row, input.problem_ids);
      record({
        type: 'learn.lesson_changed',
        subject: { kind: 'lesson', id },
        refs: await tiesOf(tables, changed),
        data: { fields: Object.keys(input), edition: changed.edition },
        audienceId: row.audience_id,
      });
    });

  /** A step of the state table: the row, and an entry that everybody on its threads hears of. */
  const moveIn = async (
    { tables, record }: Writing,
    row: LessonRow,
    to: LessonState,
    more: Updateable<DB['learn.lessons']> = {},
    refs: readonly Tie[] = [],
  ): Promise<void> => {
    const from = row.state as LessonState;
    transition('lesson', lessonTransitions, from, to);
    await updateLesson(tables, row.id, { ...more, state: to });
    record({
      type: 'learn.lesson_moved',
      subject: { kind: 'lesson', id: row.id },
      refs: [...(await tiesOf(tables, row)), ...refs],
      data: { from, to },
      audienceId: row.audience_id,
    });
  };

  const review = (caller: Caller, id: string, version: number) =>
    changing(caller, id, version, (writing, row) => moveIn(writing, row, 'in_review'));

  const publish = (caller: Caller, id: string, version: number) =>
    changing(caller, id, version, (writing, row) => moveIn(writing, row, 'published', { published_at: writing.now }));

  const retire = (caller: Caller, id: string, version: number, reason: string) =>
    changing(caller, id, version, (writing, row) =>
      moveIn(writing, row, 'retired', { ended_why: maskedWords(reason) }),
    );

  const supersede = (caller: Caller, id: string, version: number, input: { by_id: string; reason: string }) =>
    changing(
      caller,
      id,
      version,
      (writing, row, rows) => {
        requireSuccessor('lesson', row, input.by_id, rows.get(input.by_id));
        const more = { superseded_by_id: input.by_id, ended_why: maskedWords(input.reason) };
        const tie = { kind: 'lesson', id: input.by_id, tie: 'superseded_by' };
        return moveIn(writing, row, 'superseded', more, [tie]);
      },
      [input.by_id],
    );

  const confirm = (caller: Caller, id: string, version: number) =>
    changing(caller, id, version, async ({ tables, now, actor, record }, row) => {
      if (row.state !== 'published')
        throw new Refusal('not_editable', `Only a published lesson is confirmed; this one is “${row.state}”.`, {
          remedy: row.state === 'in_review' ? 'Publish it first.' : 'Confirm the lesson that holds now.',
          facts: { state: row.state },
        });
      await updateLesson(tables, id, { last_confirmed_at: now, last_confirmed_by: actor.id });
      record({
        type: 'learn.lesson_confirmed',
        subject: { kind: 'lesson', id },
        audienceId: row.audience_id,
      });
    });

  return { list, get, write, change, review, publish, confirm, supersede, retire };
}
