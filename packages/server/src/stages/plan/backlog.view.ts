import type { Backlog, BacklogQuery } from '@hearback/contract/plan';
import { type BacklogGroup, backlogGroups } from '@hearback/domain/plan';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { decodeCursor, pageFrom } from '../../platform/http/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { workItemOut } from './work-item-view.ts';
import { componentsOf, selectPlaced } from './work-items.store.ts';

type Query = z.output<typeof BacklogQuery>;

/** `groupOf` of the domain in SQL, as its place in the order of the backlog; a test holds the two together. */
function rank(now: Date) {
  return sql<number>`CASE
    WHEN w.state IN ('completed', 'cancelled') THEN 3
    WHEN w.state <> 'planned' OR m.starts_at <= ${now} THEN 0
    WHEN m.starts_at IS NOT NULL THEN 1
    ELSE 2 END`;
}

function filtered(tables: WorkspaceTables, query: Query, now: Date) {
  const ofComponent = tables
    .selectFrom('plan.work_item_components')
    .select('work_item_id')
    .where('component_id', '=', query.component_id ?? '');
  return selectPlaced(tables)
    .select(rank(now).as('rank'))
    .$if(query.state !== undefined, (q) => q.where('w.state', '=', query.state ?? ''))
    .$if(query.owner_team_id !== undefined, (q) => q.where('w.owner_team_id', '=', query.owner_team_id ?? ''))
    .$if(query.assignee_id !== undefined, (q) => q.where('w.assignee_id', '=', query.assignee_id ?? ''))
    .$if(query.layer !== undefined, (q) => q.where('w.layer_key', '=', query.layer ?? ''))
    .$if(query.milestone_id !== undefined, (q) => q.where('w.milestone_id', '=', query.milestone_id ?? ''))
    .$if(query.decision_id !== undefined, (q) => q.where('w.decision_id', '=', query.decision_id ?? ''))
    .$if(query.component_id !== undefined, (q) => q.where('w.id', 'in', ofComponent));
}

/** The backlog, now before next before later before done, each in the order it was opened, and how much of each there is. */
export function readBacklog(journal: Journal, caller: Caller, query: Query): Promise<z.input<typeof Backlog>> {
  const place = decodeCursor(query.cursor, ['integer', 'id']);
  return journal.read(caller.viewpoint, async ({ tables, now }) => {
    const counted = await tables
      .selectFrom(filtered(tables, query, now).as('b'))
      .select(['b.rank', sql<number>`count(*)::int`.as('items')])
      .groupBy('b.rank')
      .execute();
    const counts = Object.fromEntries(
      backlogGroups.map((group, index) => [group, counted.find((row) => row.rank === index)?.items ?? 0]),
    ) as Record<BacklogGroup, number>;
    const group = query.group === undefined ? undefined : backlogGroups.indexOf(query.group as BacklogGroup);
    const rows = await tables
      .selectFrom(filtered(tables, query, now).as('b'))
      .selectAll()
      .$if(group !== undefined, (q) => q.where('b.rank', '=', group ?? 0))
      .$if(place !== undefined, (q) =>
        q.where(sql<boolean>`(b.rank, b.id) > (${place?.[0]}::int, ${place?.[1]}::uuid)`),
      )
      .orderBy('b.rank')
      .orderBy('b.id')
      .limit(query.limit + 1)
      .execute();
    const components = await componentsOf(
      tables,
      rows.map((row) => row.id),
    );
    const page = pageFrom(
      rows,
      query.limit,
      (row) => [row.rank, row.id],
      (row) => workItemOut(row, components.get(row.id) ?? [], now),
    );
    return { ...page, counts };
  });
}
