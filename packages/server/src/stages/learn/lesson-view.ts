import type { Lesson, LessonItem } from '@hearback/contract/learn';
import { reference } from '@hearback/domain/record';
import type { z } from 'zod';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { type ComponentBrief, findComponents } from '../charter/index.ts';
import { findProblems } from '../triage/index.ts';
import { editionsOf, findLesson, type LessonRow, lessonRows, tiesOfLessons } from './lessons.store.ts';
import { retrospectiveRows } from './retrospectives.store.ts';

export type LessonItemOut = z.input<typeof LessonItem>;
export type LessonOut = z.input<typeof Lesson>;

/** The lessons with these ids that these eyes may see, by name. */
export async function findLessons(
  tables: WorkspaceTables,
  ids: readonly string[],
): Promise<{ id: string; reference: string; title: string }[]> {
  const rows = await lessonRows(tables, ids);
  return rows.map(({ id, number, title }) => ({ id, reference: reference('lesson', number), title }));
}

export function componentOut({ id, key, name }: ComponentBrief): LessonItemOut['components'][number] {
  return { id, key, name };
}

/** Lessons as lists show them, in the order given. What was restricted since a lesson named it is left out. */
export async function lessonsOut(tables: WorkspaceTables, rows: readonly LessonRow[]): Promise<LessonItemOut[]> {
  const ties = await tiesOfLessons(
    tables,
    rows.map((row) => row.id),
  );
  const all = [...ties.values()];
  const componentIds = all.flatMap((each) => [...each.componentIds]);
  const components = new Map((await findComponents(tables, componentIds)).map((each) => [each.id, each]));
  const problemIds = all.flatMap((each) => [...each.problemIds]);
  const problems = new Set((await findProblems(tables, problemIds)).map((each) => each.id));
  const named = rows.flatMap((row) => row.retrospective_id ?? []);
  const retrospectives = new Set((await retrospectiveRows(tables, named)).map((each) => each.id));
  return rows.map((row) => ({
    id: row.id,
    reference: reference('lesson', row.number),
    state: row.state,
    title: row.title,
    text: row.text,
    edition: row.edition,
    components: (ties.get(row.id)?.componentIds ?? []).flatMap((id) => {
      const component = components.get(id);
      return component ? [componentOut(component)] : [];
    }),
    problem_ids: (ties.get(row.id)?.problemIds ?? []).filter((id) => problems.has(id)),
    retrospective_id:
      row.retrospective_id !== null && retrospectives.has(row.retrospective_id) ? row.retrospective_id : null,
    written_by: row.written_by,
    written_at: row.written_at.toISOString(),
    published_at: row.published_at?.toISOString() ?? null,
    last_confirmed_at: row.last_confirmed_at?.toISOString() ?? null,
    superseded_by_id: row.superseded_by_id,
    ended_why: row.ended_why,
    version: row.version,
  }));
}

/** One lesson with every wording it had. @throws Refusal `not_found` */
export async function lessonDetail(tables: WorkspaceTables, id: string): Promise<LessonOut> {
  const row = await findLesson(tables, id);
  const [item] = row ? await lessonsOut(tables, [row]) : [];
  if (!item) throw notFound('lesson');
  return {
    ...item,
    editions: (await editionsOf(tables, id)).map((edition) => ({
      edition: edition.edition,
      title: edition.title,
      text: edition.text,
      why: edition.why,
      by_id: edition.by_id,
      at: edition.at.toISOString(),
    })),
  };
}
