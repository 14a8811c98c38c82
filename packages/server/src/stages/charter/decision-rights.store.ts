import type { AssessorFunction, DecisionKind, DecisionRight, DecisionRightScope } from '@hearback/domain/charter';
import type { Insertable, Selectable, Updateable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type DecisionRightRow = Selectable<DB['charter.decision_rights']>;

export function decisionRightOf(row: DecisionRightRow): DecisionRight {
  return {
    id: row.id,
    kinds: row.kinds as DecisionKind[],
    scope: row.scope as unknown as DecisionRightScope,
    approverRole: row.approver_role,
    approverId: row.approver_id,
    deputyIds: row.deputy_ids,
    functions: row.functions as AssessorFunction[],
    consultedIds: row.consulted_ids,
    decideWithinDays: row.decide_within_days,
    escalatesToId: row.escalates_to_id,
  };
}

/** The decision rights in force; `approverFor` of domain/charter finds the one that applies. */
export async function decisionRights(tables: WorkspaceTables): Promise<DecisionRight[]> {
  const rows = await tables
    .selectFrom('charter.decision_rights')
    .selectAll()
    .where('retired_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(decisionRightOf);
}

/** A decision right as its columns, all but the id. */
export function decisionRightColumns(right: DecisionRight) {
  return {
    kinds: [...right.kinds],
    scope: JSON.stringify(right.scope),
    approver_role: right.approverRole,
    approver_id: right.approverId,
    deputy_ids: [...right.deputyIds],
    functions: [...right.functions],
    consulted_ids: [...right.consultedIds],
    decide_within_days: right.decideWithinDays,
    escalates_to_id: right.escalatesToId,
  };
}

export function listDecisionRightRows(tables: WorkspaceTables, retired: boolean): Promise<DecisionRightRow[]> {
  return tables
    .selectFrom('charter.decision_rights')
    .selectAll()
    .$if(!retired, (query) => query.where('retired_at', 'is', null))
    .orderBy('id')
    .execute();
}

export function findDecisionRightRow(
  tables: WorkspaceTables,
  id: string,
  use?: 'to change',
): Promise<DecisionRightRow | undefined> {
  return tables
    .selectFrom('charter.decision_rights')
    .selectAll()
    .where('id', '=', id)
    .$if(use !== undefined, (query) => query.forUpdate())
    .executeTakeFirst();
}

export function insertDecisionRight(
  tables: WorkspaceTables,
  row: Insertable<DB['charter.decision_rights']>,
): Promise<DecisionRightRow> {
  return tables.insertInto('charter.decision_rights').values(row).returningAll().executeTakeFirstOrThrow();
}

export function updateDecisionRight(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['charter.decision_rights']>,
): Promise<DecisionRightRow> {
  return tables
    .updateTable('charter.decision_rights')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
