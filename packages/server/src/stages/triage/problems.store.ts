import type { Insertable, Selectable, Updateable } from 'kysely';
import { sql } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

/** A problem with the ids of its components. */
export type ProblemRow = Selectable<DB['triage.problems']> & { readonly component_ids: string[] };

function selectProblems(tables: WorkspaceTables) {
  return tables
    .selectFrom('triage.problems as p')
    .selectAll('p')
    .select((eb) =>
      eb
        .selectFrom('triage.problem_components as c')
        .select(sql<string[]>`coalesce(array_agg(c.component_id::text ORDER BY c.component_id), '{}')`.as('ids'))
        .whereRef('c.problem_id', '=', 'p.id')
        .$asScalar()
        .$notNull()
        .as('component_ids'),
    );
}

export async function problemRows(tables: WorkspaceTables, ids: readonly string[]): Promise<ProblemRow[]> {
  if (ids.length === 0) return [];
  return selectProblems(tables)
    .where('p.id', 'in', [...new Set(ids)])
    .orderBy('p.id')
    .execute();
}

export async function findProblemRow(tables: WorkspaceTables, id: string): Promise<ProblemRow | undefined> {
  return (await problemRows(tables, [id]))[0];
}

/** The problem, locked until commit. */
export async function lockProblem(tables: WorkspaceTables, id: string): Promise<ProblemRow | undefined> {
  const row = await tables
    .selectFrom('triage.problems')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ? findProblemRow(tables, id) : undefined;
}

export async function insertProblem(
  tables: WorkspaceTables,
  row: Insertable<DB['triage.problems']>,
  componentIds: readonly string[],
): Promise<void> {
  await tables.insertInto('triage.problems').values(row).execute();
  await insertComponents(tables, { id: row.id, audienceId: row.audience_id ?? null }, componentIds);
}

/** Every change raises the version, which is the ETag. */
export async function updateProblem(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['triage.problems']>,
): Promise<void> {
  await tables
    .updateTable('triage.problems')
    .set({ ...change, version: sql`version + 1` })
    .where('id', '=', id)
    .execute();
}

export async function replaceComponents(
  tables: WorkspaceTables,
  problem: { id: string; audienceId: string | null },
  componentIds: readonly string[],
): Promise<void> {
  await tables.deleteFrom('triage.problem_components').where('problem_id', '=', problem.id).execute();
  await insertComponents(tables, problem, componentIds);
}

async function insertComponents(
  tables: WorkspaceTables,
  problem: { id: string; audienceId: string | null },
  componentIds: readonly string[],
): Promise<void> {
  if (componentIds.length === 0) return;
  await tables
    .insertInto('triage.problem_components')
    .values(
      [...new Set(componentIds)].map((component_id) => ({
        problem_id: problem.id,
        component_id,
        audience_id: problem.audienceId,
      })),
    )
    .execute();
}

export type ProblemFilter = {
  readonly state?: string | undefined;
  readonly ownerTeamId?: string | undefined;
  readonly componentId?: string | undefined;
  readonly severity?: string | undefined;
  readonly layer?: string | undefined;
  readonly live?: boolean | undefined;
  readonly number?: number | undefined;
  readonly words?: string | undefined;
  readonly merged: boolean;
  readonly limit: number;
  /** The id of the last one seen; ids rise with time. */
  readonly beforeId?: string | undefined;
};

/** The newest first. */
export function listProblemRows(tables: WorkspaceTables, filter: ProblemFilter): Promise<ProblemRow[]> {
  const { state, ownerTeamId, componentId, severity, layer, live, number, words, beforeId } = filter;
  let query = selectProblems(tables);
  if (!filter.merged) query = query.where('p.merged_into_id', 'is', null);
  if (state !== undefined) query = query.where('p.state', '=', state);
  if (ownerTeamId !== undefined) query = query.where('p.owner_team_id', '=', ownerTeamId);
  if (severity !== undefined) query = query.where('p.severity', '=', severity);
  if (layer !== undefined) query = query.where('p.layer_key', '=', layer);
  if (live !== undefined) query = query.where('p.live', '=', live);
  if (number !== undefined) query = query.where('p.number', '=', number);
  if (words !== undefined)
    query = query.where((eb) =>
      eb.and(
        words.split(/\s+/).map((word) => {
          const pattern = `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`;
          return eb.or([eb('p.title', 'ilike', pattern), eb('p.statement', 'ilike', pattern)]);
        }),
      ),
    );
  if (componentId !== undefined)
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('triage.problem_components as own')
          .select('own.component_id')
          .whereRef('own.problem_id', '=', 'p.id')
          .where('own.component_id', '=', componentId),
      ),
    );
  if (beforeId !== undefined) query = query.where('p.id', '<', beforeId);
  return query
    .orderBy('p.id', 'desc')
    .limit(filter.limit + 1)
    .execute();
}
