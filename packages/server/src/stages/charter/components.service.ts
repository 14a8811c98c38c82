import type { AddComponent, ChangeComponent, Component, ComponentFilter } from '@hearback/contract/charter';
import { wouldCircle } from '@hearback/domain/charter';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { assertVersion, decodeCursor, pageFrom } from '../../platform/http/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { present, retirement } from './change.ts';
import {
  type ComponentRow,
  findComponentRow,
  findComponents,
  insertComponent,
  listComponentRows,
  listComponentTree,
  listMaintainers,
  setMaintainers,
  updateComponent,
} from './components.store.ts';
import { oneAtATime } from './locks.ts';
import { requirePeople } from './people.store.ts';
import { requireTeam, retiredTeamIds } from './teams.store.ts';
import { requireTerm } from './terms.store.ts';

type ComponentOut = z.input<typeof Component>;
type Links = { readonly owner_team_id?: string | null | undefined; readonly layer?: string | null | undefined };

async function componentsOf(tables: WorkspaceTables, rows: readonly ComponentRow[]): Promise<ComponentOut[]> {
  const ids = rows.map((row) => row.id);
  const owners = new Map((await findComponents(tables, ids)).map((brief) => [brief.id, brief.ownerTeamId]));
  const maintainers = await listMaintainers(tables, ids);
  return rows.map((row) => ({
    id: row.id,
    key: row.key,
    name: row.name,
    description: row.description,
    parent_id: row.parent_id,
    layer: row.layer_key,
    owner_team_id: row.owner_team_id,
    effective_owner_team_id: owners.get(row.id) ?? null,
    sources: row.sources,
    maintainer_ids: maintainers.filter((link) => link.component_id === row.id).map((link) => link.person_id),
    retired_at: row.retired_at?.toISOString() ?? null,
    version: row.version,
  }));
}

async function componentOf(tables: WorkspaceTables, row: ComponentRow): Promise<ComponentOut> {
  const [component] = await componentsOf(tables, [row]);
  if (!component) throw notFound('component');
  return component;
}

/** Components that no team in use owns. */
async function orphanIds(tables: WorkspaceTables): Promise<string[]> {
  const retired = await retiredTeamIds(tables);
  return (await listComponentTree(tables))
    .filter((component) => component.ownerTeamId === null || retired.has(component.ownerTeamId))
    .map((component) => component.id);
}

async function assertLinks(tables: WorkspaceTables, links: Links): Promise<void> {
  if (links.owner_team_id) await requireTeam(tables, links.owner_team_id, '/owner_team_id');
  if (links.layer) await requireTerm(tables, 'layer', links.layer, '/layer');
}

/** @throws Refusal `unknown_reference` without such a parent, `component_circle` when `id` would be part of itself. */
async function assertPlace(tables: WorkspaceTables, id: string, parentId: string): Promise<void> {
  const tree = new Map((await listComponentTree(tables)).map((component) => [component.id, component]));
  const parent = tree.get(parentId);
  if (!parent)
    throw new Refusal('unknown_reference', 'There is no such component to be part of.', {
      field: '/parent_id',
      remedy: 'Name a component of this workspace.',
    });
  if (wouldCircle(id, parentId, (at) => tree.get(at)?.parentId ?? undefined))
    throw new Refusal('component_circle', `It would be part of “${parent.name}”, which is part of it already.`, {
      field: '/parent_id',
      remedy: 'Move that one out first, or choose another parent.',
    });
}

export function createComponents(journal: Journal, onStandingChanged: () => void) {
  const list = (caller: Caller, filter: z.infer<typeof ComponentFilter>) =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const [after] = decodeCursor(filter.cursor, ['text']) ?? [];
      const only = filter.orphans ? await orphanIds(tables) : undefined;
      const rows = await listComponentRows(tables, filter, only, after);
      const page = pageFrom(
        rows,
        filter.limit,
        (row) => [row.key],
        (row) => row,
      );
      return { items: await componentsOf(tables, page.items), next_cursor: page.next_cursor };
    });

  const get = (caller: Caller, id: string): Promise<ComponentOut> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const row = await findComponentRow(tables, id);
      if (!row) throw notFound('component');
      return componentOf(tables, row);
    });

  const add = async (caller: Caller, input: z.infer<typeof AddComponent>): Promise<ComponentOut> => {
    const added = await journal.write(caller, async ({ tables, newId, record }) => {
      caller.require('charter.steward');
      await assertLinks(tables, input);
      await requirePeople(tables, input.maintainer_ids, '/maintainer_ids');
      const id = newId();
      if (input.parent_id) await assertPlace(tables, id, input.parent_id);
      const { layer, maintainer_ids, ...fields } = input;
      const row = await insertComponent(tables, { ...fields, id, layer_key: layer });
      await setMaintainers(tables, id, maintainer_ids);
      record({
        type: 'charter.component_added',
        subject: { kind: 'component', id },
        data: { key: row.key, name: row.name, owner_team_id: row.owner_team_id, layer: row.layer_key },
      });
      return componentOf(tables, row);
    });
    onStandingChanged();
    return added;
  };

  const change = async (
    caller: Caller,
    id: string,
    version: number,
    input: z.infer<typeof ChangeComponent>,
  ): Promise<ComponentOut> => {
    const changed = await journal.write(caller, async ({ tables, now, record }) => {
      caller.require('charter.steward');
      if (input.parent_id) await oneAtATime(tables, 'component tree');
      const before = await findComponentRow(tables, id, 'to change');
      if (!before) throw notFound('component');
      assertVersion(before.version, version);
      await assertLinks(tables, input);
      if (input.parent_id) await assertPlace(tables, id, input.parent_id);
      const { layer, maintainer_ids, retired, ...fields } = input;
      if (maintainer_ids) {
        const known = new Set((await listMaintainers(tables, [id])).map((link) => link.person_id));
        await requirePeople(
          tables,
          maintainer_ids.filter((one) => !known.has(one)),
          '/maintainer_ids',
        );
        await setMaintainers(tables, id, maintainer_ids);
      }
      const row = await updateComponent(tables, id, {
        ...present(fields),
        ...present({ layer_key: layer }),
        ...retirement(retired, now),
      });
      record({
        type: 'charter.component_changed',
        subject: { kind: 'component', id },
        data: { before: traits(before), after: traits(row), ...(maintainer_ids ? { maintainer_ids } : {}) },
      });
      return componentOf(tables, row);
    });
    onStandingChanged();
    return changed;
  };

  return { list, get, add, change };
}

function traits(row: ComponentRow) {
  const { name, parent_id, layer_key, owner_team_id } = row;
  return { name, parent_id, layer: layer_key, owner_team_id, retired: row.retired_at !== null };
}
