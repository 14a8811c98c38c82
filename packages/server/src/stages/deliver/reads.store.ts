import { type ChangeState } from '@hearback/domain/deliver';
import { reference } from '@hearback/domain/record';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { tiesOfChanges } from './changes.store.ts';

/** A change as other stages need it. */
export type ChangeBrief = {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  /** What users notice, in their words. */
  readonly usersNotice: string;
  readonly state: ChangeState;
  readonly lane: string;
  readonly decisionIds: readonly string[];
  readonly workItemIds: readonly string[];
  readonly componentIds: readonly string[];
  readonly ownerTeamId: string;
  readonly releasedAt: Date | null;
  readonly audienceId: string | null;
};

/** The changes with these ids that these eyes may see. */
export async function findChanges(tables: WorkspaceTables, ids: readonly string[]): Promise<ChangeBrief[]> {
  if (ids.length === 0) return [];
  const rows = await tables
    .selectFrom('deliver.changes')
    .selectAll()
    .where('id', 'in', [...ids])
    .orderBy('id')
    .execute();
  const ties = await tiesOfChanges(
    tables,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({
    id: row.id,
    reference: reference('change', row.number),
    title: row.title,
    usersNotice: row.users_notice,
    state: row.state as ChangeState,
    lane: row.lane,
    decisionIds: ties.get(row.id)?.decisionIds ?? [],
    workItemIds: ties.get(row.id)?.workItemIds ?? [],
    componentIds: ties.get(row.id)?.componentIds ?? [],
    ownerTeamId: row.owner_team_id,
    releasedAt: row.released_at,
    audienceId: row.audience_id,
  }));
}
