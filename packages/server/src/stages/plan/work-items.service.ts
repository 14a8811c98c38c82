import type { AddCriterion, ChangeWorkItem, CheckCriterion, MoveWorkItem, OpenWorkItem } from '@hearback/contract/plan';
import { isOutgrown, moveWorkItem, requireWorkable, type WorkItemState } from '@hearback/domain/plan';
import { reference, Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import { assertVersion } from '../../platform/http/index.ts';
import type { Journal, ReferenceNumbers, Tie, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { type DecisionBrief, findDecisions, keepDecision } from '../prioritize/index.ts';
import { addCriteria } from './criteria.ts';
import { ownerFor, requireComponents, requireKnown } from './references.ts';
import { type WorkItemDetailOut, workItemDetail } from './work-item-view.ts';
import {
  componentsOf,
  insertMove,
  insertWorkItem,
  listCriterionRows,
  lockWorkItem,
  updateCriterion,
  updateWorkItem,
  type WorkItemRow,
} from './work-items.store.ts';
import { fixProblems, reopenUnworked } from './worked-problems.ts';

type NewItem = Omit<z.output<typeof OpenWorkItem>, 'decision_id'>;

/** Writes an item for a decision in whatever write is open: the row, its criteria, and one journal entry. */
export async function writeItem(
  writing: Writing,
  caller: Caller,
  number: number,
  decision: DecisionBrief,
  input: NewItem,
): Promise<string> {
  const { tables, now, newId, record, actor } = writing;
  const components = await requireComponents(writing, input.component_ids);
  const ownerTeamId = await ownerFor(writing, input.owner_team_id, components);
  caller.require('plan.work', { componentIds: input.component_ids, ownerTeamId });
  await requireKnown(writing, input);
  const id = newId();
  const { low, likely, high } = input.estimate;
  await insertWorkItem(
    tables,
    {
      id,
      number,
      state: 'planned',
      title: input.title,
      description: input.description,
      decision_id: decision.id,
      owner_team_id: ownerTeamId,
      assignee_id: input.assignee_id ?? null,
      layer_key: input.layer ?? components.find(({ layerKey }) => layerKey !== null)?.layerKey ?? null,
      milestone_id: input.milestone_id ?? null,
      first_milestone_id: input.milestone_id ?? null,
      due_on: input.due_on ?? null,
      estimate_low: low,
      estimate_likely: likely,
      estimate_high: high,
      first_estimate: likely,
      opened_by: actor.id,
      opened_at: now,
      confirmed_at: now,
      audience_id: decision.audienceId,
    },
    input.component_ids,
  );
  const target = { id, problemIds: decision.problemIds, audienceId: decision.audienceId };
  const quotes = await addCriteria(writing, target, input.criteria, (index) => `/criteria/${index}`);
  record({
    type: 'plan.work_item_opened',
    subject: { kind: 'work_item', id },
    refs: [
      ...tiesOf(decision.id, decision.problemIds),
      ...quotes,
      ...(input.assignee_id ? [{ kind: 'person', id: input.assignee_id, tie: 'assignee' }] : []),
    ],
    data: { reference: reference('work_item', number), likely_person_days: likely },
    audienceId: decision.audienceId,
  });
  return id;
}

/** What a work item is for: those who spoke hear of its moves through the problems. */
function tiesOf(decisionId: string, problemIds: readonly string[]): Tie[] {
  return [
    { kind: 'decision', id: decisionId, tie: 'does' },
    ...problemIds.map((id) => ({ kind: 'problem', id, tie: 'works_on' })),
  ];
}

const over: readonly string[] = ['completed', 'cancelled'];

function requireOpen(row: WorkItemRow): void {
  if (!over.includes(row.state)) return;
  throw new Refusal('work_item_closed', `This work is ${row.state}.`, {
    remedy: row.state === 'completed' ? 'Take it up again first.' : 'Write a new item.',
  });
}

export function createWorkItems(options: { journal: Journal; numbers: ReferenceNumbers }) {
  const { journal, numbers } = options;

  const get = (caller: Caller, id: string): Promise<WorkItemDetailOut> =>
    journal.read(caller.viewpoint, ({ tables, now }) => workItemDetail(tables, id, now));

  /** Locks the item for a change by somebody who may, at the version they saw. */
  const changing = (
    caller: Caller,
    id: string,
    version: number,
    work: (writing: Writing, row: WorkItemRow) => Promise<void>,
  ): Promise<WorkItemDetailOut> =>
    journal.write(caller, async (writing) => {
      const { tables, now } = writing;
      const row = await lockWorkItem(tables, id);
      if (!row) throw notFound('work item');
      const componentIds = (await componentsOf(tables, [id])).get(id) ?? [];
      caller.require('plan.work', { componentIds, ownerTeamId: row.owner_team_id });
      assertVersion(row.version, version);
      await work(writing, row);
      return workItemDetail(tables, id, now);
    });

  const open = async (caller: Caller, input: z.output<typeof OpenWorkItem>): Promise<WorkItemDetailOut> => {
    const number = await numbers.next(caller.workspaceId, 'work_item');
    return journal.write(caller, async (writing) => {
      const decision = await keepDecision(writing.tables, input.decision_id);
      if (!decision)
        throw new Refusal('unknown_reference', 'There is no such decision here.', {
          field: '/decision_id',
          remedy: 'Name a decision that you can see.',
        });
      requireWorkable(decision);
      const id = await writeItem(writing, caller, number, decision, input);
      await fixProblems(writing, decision, id);
      return workItemDetail(writing.tables, id, writing.now);
    });
  };

  const change = (caller: Caller, id: string, version: number, input: z.output<typeof ChangeWorkItem>) =>
    changing(caller, id, version, async (writing, row) => {
      const { tables, now, record } = writing;
      requireOpen(row);
      // A promise that stands is not checked against the cut-off again.
      const milestoneId = input.milestone_id === row.milestone_id ? undefined : input.milestone_id;
      await requireKnown(writing, { ...input, milestone_id: milestoneId });
      if (input.owner_team_id !== undefined) await ownerFor(writing, input.owner_team_id, []);
      const grown = input.estimate !== undefined && isOutgrown(row.first_estimate, input.estimate.likely);
      const keep = <Value>(value: Value | undefined, stored: Value): Value => (value === undefined ? stored : value);
      await updateWorkItem(tables, id, {
        title: keep(input.title, row.title),
        description: keep(input.description, row.description),
        owner_team_id: keep(input.owner_team_id, row.owner_team_id),
        assignee_id: keep(input.assignee_id, row.assignee_id),
        layer_key: keep(input.layer, row.layer_key),
        milestone_id: keep(input.milestone_id, row.milestone_id),
        first_milestone_id: row.first_milestone_id ?? input.milestone_id ?? null,
        due_on: keep(input.due_on, row.due_on),
        ...(input.estimate
          ? {
              estimate_low: input.estimate.low,
              estimate_likely: input.estimate.likely,
              estimate_high: input.estimate.high,
              outgrown_at: grown ? (row.outgrown_at ?? now) : null,
            }
          : {}),
        confirmed_at: now,
        stale_since: null,
      });
      const subject = { kind: 'work_item', id } as const;
      const refs = input.assignee_id ? [{ kind: 'person', id: input.assignee_id, tie: 'assignee' }] : [];
      record({
        type: 'plan.work_item_changed',
        subject,
        refs,
        data: { fields: Object.keys(input) },
        audienceId: row.audience_id,
      });
      if (grown && row.outgrown_at === null)
        record({
          type: 'plan.work_item_outgrown',
          subject,
          refs: [{ kind: 'decision', id: row.decision_id, tie: 'does' }],
          data: { estimated: row.first_estimate, likely: input.estimate?.likely },
          audienceId: row.audience_id,
        });
    });

  const move = (caller: Caller, id: string, version: number, input: z.output<typeof MoveWorkItem>) =>
    changing(caller, id, version, async (writing, row) => {
      const { tables, now, newId, record, actor } = writing;
      const from = row.state as WorkItemState;
      const [decision] = await findDecisions(tables, [row.decision_id]);
      const criteria = (await listCriterionRows(tables, id)).map((one) => ({
        id: one.id,
        text: one.text,
        isChecked: one.result === 'passed',
      }));
      const note = input.note ?? '';
      const to = moveWorkItem(from, input.to as WorkItemState, { criteria, note });
      await updateWorkItem(tables, id, {
        state: to,
        blocked_by: to === 'blocked' ? note : null,
        blocked_since: to === 'blocked' ? now : null,
        cancelled_why: to === 'cancelled' ? note : null,
        completed_at: to === 'completed' ? now : null,
        confirmed_at: now,
        stale_since: null,
      });
      await insertMove(tables, {
        id: newId(),
        work_item_id: id,
        from_state: from,
        to_state: to,
        note: note === '' ? null : note,
        by_id: actor.id,
        at: now,
        audience_id: row.audience_id,
      });
      record({
        type: 'plan.work_item_moved',
        subject: { kind: 'work_item', id },
        refs: tiesOf(row.decision_id, decision?.problemIds ?? []),
        data: { from, to },
        audienceId: row.audience_id,
      });
      if (to === 'cancelled') await reopenUnworked(writing, row, note);
      if (from === 'completed' && decision) await fixProblems(writing, decision, id);
    });

  const confirm = (caller: Caller, id: string, version: number) =>
    changing(caller, id, version, async ({ tables, now, record }, row) => {
      requireOpen(row);
      await updateWorkItem(tables, id, { confirmed_at: now, stale_since: null });
      record({ type: 'plan.work_item_confirmed', subject: { kind: 'work_item', id }, audienceId: row.audience_id });
    });

  const addCriterion = (caller: Caller, id: string, version: number, input: z.output<typeof AddCriterion>) =>
    changing(caller, id, version, async (writing, row) => {
      requireOpen(row);
      const [decision] = await findDecisions(writing.tables, [row.decision_id]);
      const target = { id, problemIds: decision?.problemIds ?? [], audienceId: row.audience_id };
      const refs = await addCriteria(writing, target, [input], () => '');
      await updateWorkItem(writing.tables, id, { confirmed_at: writing.now, stale_since: null });
      writing.record({
        type: 'plan.criterion_added',
        subject: { kind: 'work_item', id },
        refs,
        audienceId: row.audience_id,
      });
    });

  const check = (caller: Caller, id: string, version: number, input: z.output<typeof CheckCriterion>) =>
    changing(caller, id, version, async ({ tables, now, actor, record }, row) => {
      requireOpen(row);
      const criterion = (await listCriterionRows(tables, id)).find((one) => one.id === input.criterion_id);
      if (!criterion) throw notFound('acceptance criterion');
      await updateCriterion(tables, criterion.id, {
        result: input.result,
        result_note: input.note ?? null,
        checked_by: actor.id,
        checked_at: now,
      });
      await updateWorkItem(tables, id, { confirmed_at: now, stale_since: null });
      record({
        type: 'plan.criterion_checked',
        subject: { kind: 'work_item', id },
        data: { criterion_id: criterion.id, result: input.result },
        audienceId: row.audience_id,
      });
    });

  return { get, open, change, move, confirm, addCriterion, check };
}
