import type { Insertable, Selectable, Updateable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type LessonRow = Selectable<DB['learn.lessons']>;
export type EditionRow = Selectable<DB['learn.lesson_editions']>;

/** What a lesson is about. */
export type LessonTies = { readonly componentIds: readonly string[]; readonly problemIds: readonly string[] };

export function insertLesson(tables: WorkspaceTables, row: Insertable<DB['learn.lessons']>): Promise<LessonRow> {
  return tables.insertInto('learn.lessons').values(row).returningAll().executeTakeFirstOrThrow();
}

export function findLesson(tables: WorkspaceTables, id: string): Promise<LessonRow | undefined> {
  return tables.selectFrom('learn.lessons').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The lessons with these ids; what these eyes may not see is left out. */
export async function lessonRows(tables: WorkspaceTables, ids: readonly string[]): Promise<LessonRow[]> {
  if (ids.length === 0) return [];
  return tables
    .selectFrom('learn.lessons')
    .selectAll()
    .where('id', 'in', [...ids])
    .orderBy('id')
    .execute();
}

/** Locked in the order of the ids, so that two who lock the same ones never wait for each other. */
export async function lockLessons(
  tables: WorkspaceTables,
  ids: readonly string[],
): Promise<ReadonlyMap<string, LessonRow>> {
  const rows = await tables
    .selectFrom('learn.lessons')
    .selectAll()
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

export function updateLesson(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['learn.lessons']>,
): Promise<LessonRow> {
  return tables
    .updateTable('learn.lessons')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function insertEdition(
  tables: WorkspaceTables,
  row: Insertable<DB['learn.lesson_editions']>,
): Promise<void> {
  await tables.insertInto('learn.lesson_editions').values(row).execute();
}

/** Every wording of a lesson, newest first. */
export function editionsOf(tables: WorkspaceTables, lessonId: string): Promise<EditionRow[]> {
  return tables
    .selectFrom('learn.lesson_editions')
    .selectAll()
    .where('lesson_id', '=', lessonId)
    .orderBy('edition', 'desc')
    .execute();
}

/** Makes the lesson about these components and no others. */
export async function setComponents(
  tables: WorkspaceTables,
  lesson: Pick<LessonRow, 'id' | 'audience_id'>,
  componentIds: readonly string[],
): Promise<void> {
  await tables.deleteFrom('learn.lesson_components').where('lesson_id', '=', lesson.id).execute();
  if (componentIds.length === 0) return;
  const own = { lesson_id: lesson.id, audience_id: lesson.audience_id };
  await tables
    .insertInto('learn.lesson_components')
    .values([...new Set(componentIds)].map((component_id) => ({ ...own, component_id })))
    .execute();
}

/** Makes the lesson about these problems and no others. */
export async function setProblems(
  tables: WorkspaceTables,
  lesson: Pick<LessonRow, 'id' | 'audience_id'>,
  problemIds: readonly string[],
): Promise<void> {
  await tables.deleteFrom('learn.lesson_problems').where('lesson_id', '=', lesson.id).execute();
  if (problemIds.length === 0) return;
  const own = { lesson_id: lesson.id, audience_id: lesson.audience_id };
  await tables
    .insertInto('learn.lesson_problems')
    .values([...new Set(problemIds)].map((problem_id) => ({ ...own, problem_id })))
    .execute();
}

/** What each of these lessons is about. */
export async function tiesOfLessons(
  tables: WorkspaceTables,
  ids: readonly string[],
): Promise<ReadonlyMap<string, LessonTies>> {
  if (ids.length === 0) return new Map();
  const among = [...ids];
  const components = await tables
    .selectFrom('learn.lesson_components')
    .select(['lesson_id', 'component_id'])
    .where('lesson_id', 'in', among)
    .orderBy('component_id')
    .execute();
  const problems = await tables
    .selectFrom('learn.lesson_problems')
    .select(['lesson_id', 'problem_id'])
    .where('lesson_id', 'in', among)
    .orderBy('problem_id')
    .execute();
  const componentsById = Map.groupBy(components, (row) => row.lesson_id);
  const problemsById = Map.groupBy(problems, (row) => row.lesson_id);
  return new Map(
    ids.map((id) => [
      id,
      {
        componentIds: (componentsById.get(id) ?? []).map((row) => row.component_id),
        problemIds: (problemsById.get(id) ?? []).map((row) => row.problem_id),
      },
    ]),
  );
}

/** Newest first, one more than `limit`. */
export function listLessonRows(
  tables: WorkspaceTables,
  ask: {
    state?: string | undefined;
    componentId?: string | undefined;
    problemId?: string | undefined;
    before?: string | undefined;
    limit: number;
  },
): Promise<LessonRow[]> {
  const { state, componentId, problemId, before, limit } = ask;
  let query = tables
    .selectFrom('learn.lessons')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (state !== undefined) query = query.where('state', '=', state);
  if (before !== undefined) query = query.where('id', '<', before);
  if (componentId !== undefined)
    query = query.where('id', 'in', (eb) =>
      eb.selectFrom('learn.lesson_components').select('lesson_id').where('component_id', '=', componentId),
    );
  if (problemId !== undefined)
    query = query.where('id', 'in', (eb) =>
      eb.selectFrom('learn.lesson_problems').select('lesson_id').where('problem_id', '=', problemId),
    );
  return query.execute();
}

/** Published lessons of any of these components, the latest published first. */
export async function publishedLessonsOf(
  tables: WorkspaceTables,
  componentIds: readonly string[],
): Promise<LessonRow[]> {
  return tables
    .selectFrom('learn.lessons')
    .selectAll()
    .where('state', '=', 'published')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('learn.lesson_components')
        .select('lesson_id')
        .where('component_id', 'in', [...componentIds]),
    )
    .orderBy('published_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
}
