import type { Insertable, Selectable, Updateable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';
import { holding } from './pattern.ts';

export type ComponentRow = Selectable<DB['charter.components']>;

/** A component as later stages see it; `ownerTeamId` climbs the tree: a part without a team is its nearest ancestor's. */
export type ComponentBrief = {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly ownerTeamId: string | null;
  readonly layerKey: string | null;
};

type TreeRow = Pick<ComponentRow, 'id' | 'key' | 'name' | 'parent_id' | 'owner_team_id' | 'layer_key'>;

function briefOf(row: TreeRow, tree: ReadonlyMap<string, TreeRow>): ComponentBrief {
  let owner = row.owner_team_id;
  for (let at: TreeRow | undefined = row; owner === null && at?.parent_id; at = tree.get(at.parent_id))
    owner = tree.get(at.parent_id)?.owner_team_id ?? null;
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    parentId: row.parent_id,
    ownerTeamId: owner,
    layerKey: row.layer_key,
  };
}

const treeColumns = ['id', 'key', 'name', 'parent_id', 'owner_team_id', 'layer_key'] as const;

/** The components with these ids, retired ones too (old records keep their meaning), in the order of the ids; unknown ids are left out. */
export async function findComponents(tables: WorkspaceTables, ids: readonly string[]): Promise<ComponentBrief[]> {
  const tree = new Map<string, TreeRow>();
  let wanted = [...new Set(ids)];
  while (wanted.length > 0) {
    const rows = await tables.selectFrom('charter.components').select(treeColumns).where('id', 'in', wanted).execute();
    for (const row of rows) tree.set(row.id, row);
    wanted = rows.flatMap((row) => (row.parent_id && !tree.has(row.parent_id) ? [row.parent_id] : []));
  }
  return [...new Set(ids)].flatMap((id) => {
    const row = tree.get(id);
    return row ? [briefOf(row, tree)] : [];
  });
}

/** Every component in use, by key. */
export async function listComponents(tables: WorkspaceTables): Promise<ComponentBrief[]> {
  const rows = await tables
    .selectFrom('charter.components')
    .select([...treeColumns, 'retired_at'])
    .orderBy('key')
    .execute();
  const tree = new Map(rows.map((row) => [row.id, row]));
  return rows.filter((row) => row.retired_at === null).map((row) => briefOf(row, tree));
}

/** Every component, retired ones too: what the shape of the tree is decided over. */
export async function listComponentTree(tables: WorkspaceTables): Promise<ComponentBrief[]> {
  const rows = await tables.selectFrom('charter.components').select(treeColumns).execute();
  const tree = new Map(rows.map((row) => [row.id, row]));
  return rows.map((row) => briefOf(row, tree));
}

export type ComponentRowFilter = {
  readonly text?: string | undefined;
  readonly layer?: string | undefined;
  readonly team_id?: string | undefined;
  readonly parent_id?: string | undefined;
  readonly maintainer_id?: string | undefined;
  readonly retired: boolean;
  readonly limit: number;
};

/** One row more than the page, by key, after the key `after`; `only` narrows to these ids. */
export async function listComponentRows(
  tables: WorkspaceTables,
  filter: ComponentRowFilter,
  only: readonly string[] | undefined,
  after: string | undefined,
): Promise<ComponentRow[]> {
  if (only?.length === 0) return [];
  const { text, layer, team_id, parent_id, maintainer_id } = filter;
  let query = tables
    .selectFrom('charter.components as c')
    .selectAll('c')
    .orderBy('c.key')
    .limit(filter.limit + 1);
  if (!filter.retired) query = query.where('c.retired_at', 'is', null);
  if (only) query = query.where('c.id', 'in', [...only]);
  if (after !== undefined) query = query.where('c.key', '>', after);
  if (layer) query = query.where('c.layer_key', '=', layer);
  if (team_id) query = query.where('c.owner_team_id', '=', team_id);
  if (parent_id) query = query.where('c.parent_id', '=', parent_id);
  if (text)
    query = query.where((eb) => eb.or([eb('c.key', 'ilike', holding(text)), eb('c.name', 'ilike', holding(text))]));
  if (maintainer_id)
    query = query.where('c.id', 'in', (eb) =>
      eb
        .selectFrom('charter.component_maintainers as m')
        .select('m.component_id')
        .where('m.person_id', '=', maintainer_id),
    );
  return query.execute();
}

export function findComponentRow(
  tables: WorkspaceTables,
  id: string,
  use?: 'to change',
): Promise<ComponentRow | undefined> {
  return tables
    .selectFrom('charter.components')
    .selectAll()
    .where('id', '=', id)
    .$if(use !== undefined, (query) => query.forUpdate())
    .executeTakeFirst();
}

export function insertComponent(
  tables: WorkspaceTables,
  row: Insertable<DB['charter.components']>,
): Promise<ComponentRow> {
  return tables.insertInto('charter.components').values(row).returningAll().executeTakeFirstOrThrow();
}

export function updateComponent(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['charter.components']>,
): Promise<ComponentRow> {
  return tables
    .updateTable('charter.components')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Who looks after these components. */
export async function listMaintainers(
  tables: WorkspaceTables,
  componentIds: readonly string[],
): Promise<{ component_id: string; person_id: string }[]> {
  if (componentIds.length === 0) return [];
  return tables
    .selectFrom('charter.component_maintainers')
    .select(['component_id', 'person_id'])
    .where('component_id', 'in', [...componentIds])
    .orderBy('person_id')
    .execute();
}

/** Makes `personIds` the component's maintainers, and nobody else. */
export async function setMaintainers(
  tables: WorkspaceTables,
  componentId: string,
  personIds: readonly string[],
): Promise<void> {
  const before = (await listMaintainers(tables, [componentId])).map((link) => link.person_id);
  const gone = before.filter((id) => !personIds.includes(id));
  const come = [...new Set(personIds)].filter((id) => !before.includes(id));
  if (gone.length > 0)
    await tables
      .deleteFrom('charter.component_maintainers')
      .where('component_id', '=', componentId)
      .where('person_id', 'in', gone)
      .execute();
  if (come.length > 0)
    await tables
      .insertInto('charter.component_maintainers')
      .values(come.map((person_id) => ({ component_id: componentId, person_id })))
      .execute();
}
