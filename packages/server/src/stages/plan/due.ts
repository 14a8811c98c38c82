import { isStale, spansOf, staleAfterDays, type WorkItemState } from '@hearback/domain/plan';
import type { Pool } from 'pg';
import { type Journal, systemActor, type Writing } from '../../platform/journal/index.ts';
import { allAudienceIds, listWorkspaces } from '../charter/index.ts';
import { addSpans } from './milestones.service.ts';
import { findTrainRow, lockEnded, type MilestoneRow, nextOnTrain, updateMilestone } from './milestones.store.ts';
import { lockUnconfirmed, lockUnfinished, updateWorkItem } from './work-items.store.ts';

const dayMs = 86_400_000;

/** Marks what nobody confirmed for 14 days as stale, once; the entry asks its assignee. */
async function askStale({ tables, now, record }: Writing): Promise<void> {
  const rows = await lockUnconfirmed(tables, new Date(now.getTime() - staleAfterDays * dayMs));
  for (const row of rows.filter((one) => isStale(one.state as WorkItemState, one.confirmed_at, now))) {
    await updateWorkItem(tables, row.id, { stale_since: now });
    record({
      type: 'plan.work_item_stale',
      subject: { kind: 'work_item', id: row.id },
      refs: row.assignee_id ? [{ kind: 'person', id: row.assignee_id, tie: 'asked' }] : [],
      data: { state: row.state, confirmed_at: row.confirmed_at.toISOString() },
      audienceId: row.audience_id,
    });
  }
}

/** Where unfinished work goes: the train's next milestone, made now if there is none yet; nowhere without a train. */
async function successorOf(writing: Writing, ended: MilestoneRow): Promise<string | null> {
  const { tables, now } = writing;
  const train = ended.train_id === null ? undefined : await findTrainRow(tables, ended.train_id);
  if (!train || train.retired_at !== null) return null;
  const known = await nextOnTrain(tables, ended, now);
  if (known) return known.id;
  const cadence = { cadenceDays: train.cadence_days, cutOffDays: train.cut_off_days };
  const cadenceMs = train.cadence_days * dayMs;
  const missed = Math.floor((now.getTime() - ended.ends_at.getTime()) / cadenceMs);
  const start = new Date(ended.ends_at.getTime() + missed * cadenceMs);
  const [made] = await addSpans(writing, train, spansOf(cadence, start, 1));
  return made?.id ?? null;
}

/** Closes what ended: unfinished work is carried over and keeps what was promised first. */
async function closeEnded(writing: Writing): Promise<void> {
  const { tables, now, record } = writing;
  for (const milestone of await lockEnded(tables, now)) {
    const unfinished = await lockUnfinished(tables, milestone.id);
    const to = unfinished.length > 0 ? await successorOf(writing, milestone) : null;
    await updateMilestone(tables, milestone.id, { closed_at: now });
    record({
      type: 'plan.milestone_closed',
      subject: { kind: 'milestone', id: milestone.id },
      data: { carried_over: unfinished.filter((row) => row.audience_id === null).length },
    });
    for (const row of unfinished) {
      await updateWorkItem(tables, row.id, { milestone_id: to, carried_over: row.carried_over + 1 });
      record({
        type: 'plan.work_item_carried_over',
        subject: { kind: 'work_item', id: row.id },
        refs: [
          { kind: 'milestone', id: milestone.id, tie: 'from' },
          ...(to ? [{ kind: 'milestone', id: to, tie: 'to' }] : []),
        ],
        data: { times: row.carried_over + 1 },
        audienceId: row.audience_id,
      });
    }
  }
}

/** What plan does by the clock, over every workspace: a workspace that fails does not keep the others waiting. */
export function createDueWork(options: { pool: Pool; journal: Journal }): () => Promise<void> {
  const { pool, journal } = options;
  return async () => {
    const failures: unknown[] = [];
    for (const { id: workspaceId } of await listWorkspaces(pool)) {
      const viewpoint = { workspaceId, audienceIds: await allAudienceIds(journal, workspaceId) };
      await journal
        .write({ viewpoint, actor: systemActor }, async (writing) => {
          await askStale(writing);
          await closeEnded(writing);
        })
        .catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Work that is due could not be done everywhere.');
  };
}
