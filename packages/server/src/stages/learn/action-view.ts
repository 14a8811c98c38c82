import type { Action } from '@hearback/contract/learn';
import type { ActionType } from '@hearback/domain/learn';
import type { z } from 'zod';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { ActionRow } from './actions.store.ts';
import { type NamedRecord, namedRecords } from './named-records.ts';

export type ActionOut = z.input<typeof Action>;

/** Where what an action is done as has come to a good end. */
const done: ReadonlySet<string> = new Set(['work_item completed', 'signal answered', 'signal closed']);

function linkedOut(linked: NamedRecord): ActionOut['linked'] {
  const { id, reference, title, state } = linked;
  return { kind: linked.kind === 'signal' ? 'signal' : 'work_item', id, reference, title, state };
}

/** Actions in the order given; what one is done as is left out for whoever may not see it. Days end at midnight UTC. */
export async function actionsOut(tables: WorkspaceTables, rows: readonly ActionRow[], now: Date): Promise<ActionOut[]> {
  const links = rows.flatMap(({ linked_kind: kind, linked_id: id }) => (kind && id ? [{ kind, id }] : []));
  const named = await namedRecords(tables, links);
  const today = now.toISOString().slice(0, 10);
  return rows.map((row) => {
    const linked = named.get(row.linked_id ?? '');
    return {
      id: row.id,
      retrospective_id: row.retrospective_id,
      text: row.text,
      type: row.type as ActionType,
      owner_team_id: row.owner_team_id,
      due_on: row.due_on,
      overdue: row.due_on < today && !(linked && done.has(`${linked.kind} ${linked.state}`)),
      linked: linked ? linkedOut(linked) : null,
      version: row.version,
    };
  });
}
