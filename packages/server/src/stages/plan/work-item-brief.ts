import type { WorkItemState } from '@hearback/domain/plan';
import { reference } from '@hearback/domain/record';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { componentsOf, type WorkItemRow } from './work-items.store.ts';

/** A work item as later stages see it. */
export type WorkItemBrief = {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly state: WorkItemState;
  readonly decisionId: string;
  readonly componentIds: readonly string[];
  readonly ownerTeamId: string;
  readonly assigneeId: string | null;
  readonly layerKey: string | null;
  readonly milestoneId: string | null;
  readonly audienceId: string | null;
  readonly openedAt: Date;
  readonly completedAt: Date | null;
  readonly version: number;
};

async function briefsOf(tables: WorkspaceTables, rows: readonly WorkItemRow[]): Promise<WorkItemBrief[]> {
  const components = await componentsOf(
    tables,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({
    id: row.id,
    reference: reference('work_item', row.number),
    title: row.title,
    state: row.state as WorkItemState,
    decisionId: row.decision_id,
    componentIds: components.get(row.id) ?? [],
    ownerTeamId: row.owner_team_id,
    assigneeId: row.assignee_id,
    layerKey: row.layer_key,
    milestoneId: row.milestone_id,
    audienceId: row.audience_id,
    openedAt: row.opened_at,
    completedAt: row.completed_at,
    version: row.version,
  }));
}

/** The work items with these ids that these eyes may see, oldest first. */
export async function findWorkItems(tables: WorkspaceTables, ids: readonly string[]): Promise<WorkItemBrief[]> {
  if (ids.length === 0) return [];
  const rows = await tables
    .selectFrom('plan.work_items')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .orderBy('id')
    .execute();
  return briefsOf(tables, rows);
}
