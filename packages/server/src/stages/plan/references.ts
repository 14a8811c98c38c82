import { requireOpenForWork } from '@hearback/domain/plan';
import { Refusal } from '@hearback/domain/record';
import type { Writing } from '../../platform/journal/index.ts';
import {
  type ComponentBrief,
  findComponents,
  requirePeople,
  requireTeam,
  requireTerm,
  stewardsTeamId,
} from '../charter/index.ts';
import { findMilestoneRow } from './milestones.store.ts';

const unknown = (what: string, field: string): Refusal =>
  new Refusal('unknown_reference', `There is no such ${what} here.`, {
    field,
    remedy: `Name a ${what} of this workspace.`,
  });

/** @throws Refusal `unknown_reference` when one of them is not here */
export async function requireComponents({ tables }: Writing, ids: readonly string[]): Promise<ComponentBrief[]> {
  const found = await findComponents(tables, ids);
  const missing = ids.findIndex((id) => !found.some((component) => component.id === id));
  if (missing >= 0) throw unknown('component', `/component_ids/${missing}`);
  return found;
}

/** The team that was named, else the one that owns the first component, else the stewards. */
export async function ownerFor(
  { tables }: Writing,
  named: string | undefined,
  components: readonly ComponentBrief[],
): Promise<string> {
  if (named === undefined)
    return components.find(({ ownerTeamId }) => ownerTeamId !== null)?.ownerTeamId ?? stewardsTeamId(tables);
  await requireTeam(tables, named, '/owner_team_id');
  return named;
}

/** Checks what an item names: person, word, and a milestone that still takes work. */
export async function requireKnown(
  { tables, now }: Writing,
  names: {
    readonly assignee_id?: string | null | undefined;
    readonly layer?: string | null | undefined;
    readonly milestone_id?: string | null | undefined;
  },
): Promise<void> {
  const { assignee_id: assigneeId, layer, milestone_id: milestoneId } = names;
  if (assigneeId) await requirePeople(tables, [assigneeId], '/assignee_id');
  if (layer) await requireTerm(tables, 'layer', layer);
  if (!milestoneId) return;
  const milestone = await findMilestoneRow(tables, milestoneId);
  if (!milestone) throw unknown('milestone', '/milestone_id');
  requireOpenForWork({ startsAt: milestone.starts_at, cutOffAt: milestone.cut_off_at, endsAt: milestone.ends_at }, now);
}
