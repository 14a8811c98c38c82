import type { SuccessCriterion } from '@hearback/contract/prioritize';
import type { Insertable, Selectable, Updateable } from 'kysely';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type DecisionRow = Selectable<DB['prioritize.decisions']>;
export type CriterionIn = z.output<typeof SuccessCriterion>;
export type CriterionRow = Selectable<DB['prioritize.success_criteria']>;

export async function insertDecision(
  tables: WorkspaceTables,
  row: Insertable<DB['prioritize.decisions']>,
  problemIds: readonly string[],
): Promise<DecisionRow> {
  const decision = await tables.insertInto('prioritize.decisions').values(row).returningAll().executeTakeFirstOrThrow();
  await tables
    .insertInto('prioritize.decision_problems')
    .values(
      problemIds.map((problem_id) => ({ decision_id: decision.id, problem_id, audience_id: decision.audience_id })),
    )
    .execute();
  return decision;
}

export function findDecision(tables: WorkspaceTables, id: string): Promise<DecisionRow | undefined> {
  return tables.selectFrom('prioritize.decisions').selectAll().where('id', '=', id).executeTakeFirst();
}

export function lockDecision(tables: WorkspaceTables, id: string): Promise<DecisionRow | undefined> {
  return tables.selectFrom('prioritize.decisions').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export function updateDecision(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['prioritize.decisions']>,
): Promise<DecisionRow> {
  return tables
    .updateTable('prioritize.decisions')
    .set({ ...change, version: sql`version + 1` })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Newest first, one more than `limit`. */
export function listDecisionRows(
  tables: WorkspaceTables,
  ask: {
    state?: string | undefined;
    proposalId?: string | undefined;
    problemId?: string | undefined;
    before?: string | undefined;
    limit: number;
  },
): Promise<DecisionRow[]> {
  const about = tables
    .selectFrom('prioritize.decision_problems')
    .select('decision_id')
    .where('problem_id', '=', ask.problemId ?? '');
  return tables
    .selectFrom('prioritize.decisions')
    .selectAll()
    .$if(ask.state !== undefined, (query) => query.where('state', '=', ask.state ?? ''))
    .$if(ask.proposalId !== undefined, (query) => query.where('proposal_id', '=', ask.proposalId ?? ''))
    .$if(ask.problemId !== undefined, (query) => query.where('id', 'in', about))
    .$if(ask.before !== undefined, (query) => query.where('id', '<', ask.before ?? ''))
    .orderBy('id', 'desc')
    .limit(ask.limit + 1)
    .execute();
}

/** Decisions on a proposal that are not made yet, locked. */
export function lockUndecided(tables: WorkspaceTables, proposalId: string): Promise<DecisionRow[]> {
  return tables
    .selectFrom('prioritize.decisions')
    .selectAll()
    .where('proposal_id', '=', proposalId)
    .where('state', 'in', ['draft', 'commenting'])
    .orderBy('id')
    .forUpdate()
    .execute();
}

export async function problemIdsOfDecisions(
  tables: WorkspaceTables,
  decisionIds: readonly string[],
): Promise<Map<string, string[]>> {
  if (decisionIds.length === 0) return new Map();
  const rows = await tables
    .selectFrom('prioritize.decision_problems')
    .select(['decision_id', 'problem_id'])
    .where('decision_id', 'in', [...decisionIds])
    .orderBy('problem_id')
    .execute();
  const found = new Map<string, string[]>(decisionIds.map((id) => [id, []]));
  for (const row of rows) found.get(row.decision_id)?.push(row.problem_id);
  return found;
}

export async function insertCriteria(
  tables: WorkspaceTables,
  decision: DecisionRow,
  criteria: readonly CriterionIn[],
  newId: () => string,
): Promise<void> {
  if (criteria.length === 0) return;
  await tables
    .insertInto('prioritize.success_criteria')
    .values(
      criteria.map((criterion, position) => ({
        ...criterion,
        id: newId(),
        decision_id: decision.id,
        position,
        audience_id: decision.audience_id,
      })),
    )
    .execute();
}

export function listCriteria(tables: WorkspaceTables, decisionId: string): Promise<CriterionRow[]> {
  return tables
    .selectFrom('prioritize.success_criteria')
    .selectAll()
    .where('decision_id', '=', decisionId)
    .orderBy('position')
    .execute();
}

export async function insertRationale(
  tables: WorkspaceTables,
  row: { decisionId: string; content: unknown; audienceId: string | null; at: Date },
): Promise<void> {
  await tables
    .insertInto('prioritize.rationales')
    .values({
      decision_id: row.decisionId,
      content: JSON.stringify(row.content),
      audience_id: row.audienceId,
      written_at: row.at,
    })
    .execute();
}

export function findRationale(
  tables: WorkspaceTables,
  decisionId: string,
): Promise<{ content: unknown; written_at: Date } | undefined> {
  return tables
    .selectFrom('prioritize.rationales')
    .select(['content', 'written_at'])
    .where('decision_id', '=', decisionId)
    .executeTakeFirst();
}
