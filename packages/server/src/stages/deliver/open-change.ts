import type { OpenChange } from '@hearback/contract/deliver';
import { heaviestLane } from '@hearback/domain/deliver';
import { requireWorkable } from '@hearback/domain/plan';
import { reference, Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { Writing } from '../../platform/journal/index.ts';
import { findComponents, findTeam, personNames, stewardsTeamId } from '../charter/index.ts';
import { findWorkItems, type WorkItemBrief } from '../plan/index.ts';
import { type DecisionBrief, findDecisions } from '../prioritize/index.ts';
import { type ChangeRow, type ChangeTies, insertChange } from './changes.store.ts';
import { tiesTo } from './move-change.ts';

type OpenIn = z.output<typeof OpenChange>;

export function unknown(what: string, field: string): Refusal {
  return new Refusal('unknown_reference', `There is no such ${what} here.`, {
    field,
    remedy: `Name a ${what} of this workspace that you can see.`,
  });
}

/** @throws Refusal `unknown_reference` unless the responsible person is here */
export async function requireResponsible(tables: WorkspaceTables, personId: string): Promise<void> {
  if (!(await personNames(tables, [personId])).has(personId)) throw unknown('person', '/rollback_plan/responsible_id');
}

async function itemsOf(tables: WorkspaceTables, ids: readonly string[]): Promise<WorkItemBrief[]> {
  const items = await findWorkItems(tables, ids);
  for (const [index, id] of ids.entries()) {
    const item = items.find((one) => one.id === id);
    const field = `/work_item_ids/${index}`;
    if (!item) throw unknown('work item', field);
    if (item.state === 'cancelled')
      throw new Refusal('nothing_to_release', `${item.reference} was cancelled.`, {
        field,
        remedy: 'Name work that is done or on its way.',
      });
  }
  return items;
}

/** The decisions that were named, and those that the work was done for. */
async function decisionsOf(
  tables: WorkspaceTables,
  named: readonly string[],
  items: readonly WorkItemBrief[],
): Promise<DecisionBrief[]> {
  const decisions = await findDecisions(tables, [...named, ...items.map((item) => item.decisionId)]);
  for (const [index, id] of named.entries()) {
    const decision = decisions.find((one) => one.id === id);
    if (!decision) throw unknown('decision', `/decision_ids/${index}`);
    requireWorkable(decision, `/decision_ids/${index}`);
  }
  return decisions;
}

function audienceOf(records: readonly { readonly audienceId: string | null }[]): string | null {
  const audiences = [...new Set(records.flatMap((one) => one.audienceId ?? []))];
  if (audiences.length > 1)
    throw new Refusal('audiences_differ', 'What this would release is restricted to different audiences.', {
      field: '/work_item_ids',
      remedy: 'Open one change per audience.',
    });
  return audiences[0] ?? null;
}

/** Whose it is when nobody says otherwise: who does the work, who decided, who owns the component, the stewards. */
async function naturalOwner(
  tables: WorkspaceTables,
  items: readonly WorkItemBrief[],
  decisions: readonly DecisionBrief[],
  componentIds: readonly string[],
): Promise<string> {
  const known = items[0]?.ownerTeamId ?? decisions.find(({ ownerTeamId }) => ownerTeamId !== null)?.ownerTeamId;
  if (known) return known;
  const components = await findComponents(tables, componentIds);
  return components.find(({ ownerTeamId }) => ownerTeamId !== null)?.ownerTeamId ?? stewardsTeamId(tables);
}

/** What was written with the change, else what the decision it carries out says. A rehearsal is of the change, never before it. */
function planColumns(input: OpenIn['rollback_plan'], decisions: readonly DecisionBrief[], now: Date) {
  const plan = input ?? decisions.find(({ rollbackPlan }) => rollbackPlan !== null)?.rollbackPlan;
  if (!plan) return {};
  return {
    rollback_how: plan.how,
    rollback_trigger: plan.trigger,
    rollback_responsible_id: plan.responsible_id,
    rollback_changed_at: now,
  };
}

/** Writes a change in whatever write is open, for the work and the decisions that it releases. */
export async function openIn(writing: Writing, caller: Caller, number: number, input: OpenIn): Promise<ChangeRow> {
  const { tables, now, newId, record, actor } = writing;
  if (input.work_item_ids.length + input.decision_ids.length === 0)
    throw new Refusal('nothing_to_release', 'A change releases work, or what was decided.', {
      field: '/work_item_ids',
      remedy: 'Name at least one work item or decision.',
    });
  const items = await itemsOf(tables, input.work_item_ids);
  const decisions = await decisionsOf(tables, input.decision_ids, items);
  const named = decisions.filter((decision) => input.decision_ids.includes(decision.id));
  const componentIds = [...new Set([...items, ...named].flatMap((one) => [...one.componentIds]))];
  const owner = await naturalOwner(tables, items, decisions, componentIds);
  // Asked of what it releases and not of the team that was named: naming one's own would open every door.
  caller.require('deliver.change', { componentIds, ownerTeamId: owner });
  if (input.owner_team_id !== undefined && !(await findTeam(tables, input.owner_team_id)))
    throw unknown('team', '/owner_team_id');
  if (input.rollback_plan) await requireResponsible(tables, input.rollback_plan.responsible_id);

  const ties: ChangeTies = {
    decisionIds: decisions.map((decision) => decision.id),
    workItemIds: items.map((item) => item.id),
    componentIds,
  };
  const row = await insertChange(
    tables,
    {
      id: newId(),
      number,
      state: 'planned',
      title: input.title,
      users_notice: input.users_notice,
      lane: heaviestLane(decisions.map((decision) => decision.lane)),
      could_hurt_users: input.could_hurt_users,
      owner_team_id: input.owner_team_id ?? owner,
      ...planColumns(input.rollback_plan, decisions, now),
      opened_by: actor.id,
      opened_at: now,
      audience_id: audienceOf([...decisions, ...items]),
    },
    ties,
  );
  record({
    type: 'deliver.change_opened',
    subject: { kind: 'change', id: row.id },
    refs: tiesTo(ties, [...new Set(decisions.flatMap((decision) => [...decision.problemIds]))]),
    data: { reference: reference('change', number), lane: row.lane },
    audienceId: row.audience_id,
  });
  return row;
}
