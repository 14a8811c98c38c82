import type {
  AddMilestone,
  AddTrain,
  ChangeMilestone,
  ChangeTrain,
  Milestone,
  MilestoneList,
  Train,
} from '@hearback/contract/plan';
import { checkedSpan, type MilestoneSpan, spansOf } from '@hearback/domain/plan';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import { assertVersion } from '../../platform/http/index.ts';
import type { Journal, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import {
  type CountedRow,
  findCounted,
  findTrainRow,
  insertMilestones,
  insertTrain,
  listMilestoneRows,
  listTrainRows,
  lockMilestone,
  lockTrain,
  type MilestoneRow,
  type TrainRow,
  updateMilestone,
  updateTrain,
} from './milestones.store.ts';

type TrainOut = z.input<typeof Train>;
type MilestoneOut = z.input<typeof Milestone>;

function trainOut(row: TrainRow): TrainOut {
  return {
    id: row.id,
    name: row.name,
    cadence_days: row.cadence_days,
    cut_off_days: row.cut_off_days,
    retired_at: row.retired_at?.toISOString() ?? null,
    version: row.version,
  };
}

function milestoneOut(row: CountedRow): MilestoneOut {
  return {
    id: row.id,
    train_id: row.train_id,
    name: row.name,
    starts_at: row.starts_at.toISOString(),
    cut_off_at: row.cut_off_at.toISOString(),
    ends_at: row.ends_at.toISOString(),
    closed_at: row.closed_at?.toISOString() ?? null,
    promised: row.promised,
    completed: row.completed,
    version: row.version,
  };
}

/** Adds a train's milestones, named after it and the day they end. */
export async function addSpans(
  { tables, newId, record }: Writing,
  train: Pick<TrainRow, 'id' | 'name'>,
  spans: readonly MilestoneSpan[],
): Promise<MilestoneRow[]> {
  const rows = await insertMilestones(
    tables,
    spans.map((span) => ({
      id: newId(),
      train_id: train.id,
      name: `${train.name} ${span.endsAt.toISOString().slice(0, 10)}`,
      starts_at: span.startsAt,
      cut_off_at: span.cutOffAt,
      ends_at: span.endsAt,
    })),
  );
  for (const row of rows)
    record({
      type: 'plan.milestone_added',
      subject: { kind: 'milestone', id: row.id },
      refs: [{ kind: 'train', id: train.id, tie: 'on' }],
    });
  return rows;
}

export function createMilestones(journal: Journal) {
  const listTrains = (caller: Caller): Promise<{ items: TrainOut[] }> =>
    journal.read(caller.viewpoint, async ({ tables }) => ({ items: (await listTrainRows(tables)).map(trainOut) }));

  const getTrain = (caller: Caller, id: string): Promise<TrainOut> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const row = await findTrainRow(tables, id);
      if (!row) throw notFound('train');
      return trainOut(row);
    });

  const addTrain = (caller: Caller, input: z.output<typeof AddTrain>): Promise<TrainOut> =>
    journal.write(caller, async (writing) => {
      caller.require('plan.schedule');
      const cadence = { cadenceDays: input.cadence_days, cutOffDays: input.cut_off_days };
      const spans = spansOf(cadence, new Date(input.first_start), input.milestones);
      const row = await insertTrain(writing.tables, {
        id: writing.newId(),
        name: input.name,
        cadence_days: input.cadence_days,
        cut_off_days: input.cut_off_days,
      });
      writing.record({ type: 'plan.train_added', subject: { kind: 'train', id: row.id } });
      await addSpans(writing, row, spans);
      return trainOut(row);
    });

  const changeTrain = (caller: Caller, id: string, version: number, input: z.output<typeof ChangeTrain>) =>
    journal.write(caller, async ({ tables, now, record }) => {
      caller.require('plan.schedule');
      const row = await lockTrain(tables, id);
      if (!row) throw notFound('train');
      assertVersion(row.version, version);
      const changed = await updateTrain(tables, id, {
        name: input.name ?? row.name,
        ...(input.retired === undefined ? {} : { retired_at: input.retired ? (row.retired_at ?? now) : null }),
      });
      record({ type: 'plan.train_changed', subject: { kind: 'train', id }, data: { fields: Object.keys(input) } });
      return trainOut(changed);
    });

  const list = (
    caller: Caller,
    filter: { train_id?: string | undefined; closed: boolean },
  ): Promise<z.input<typeof MilestoneList>> =>
    journal.read(caller.viewpoint, async ({ tables }) => ({
      items: (await listMilestoneRows(tables, filter)).map(milestoneOut),
    }));

  const get = (caller: Caller, id: string): Promise<MilestoneOut> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const row = await findCounted(tables, id);
      if (!row) throw notFound('milestone');
      return milestoneOut(row);
    });

  const add = (caller: Caller, input: z.output<typeof AddMilestone>): Promise<MilestoneOut> =>
    journal.write(caller, async ({ tables, newId, record }) => {
      caller.require('plan.schedule');
      if (input.train_id && !(await findTrainRow(tables, input.train_id)))
        throw new Refusal('unknown_reference', 'There is no such train here.', {
          field: '/train_id',
          remedy: 'Name a train of this workspace, or leave it out.',
        });
      const span = checkedSpan({
        startsAt: new Date(input.starts_at),
        cutOffAt: new Date(input.cut_off_at),
        endsAt: new Date(input.ends_at),
      });
      const id = newId();
      await insertMilestones(tables, [
        {
          id,
          train_id: input.train_id ?? null,
          name: input.name,
          starts_at: span.startsAt,
          cut_off_at: span.cutOffAt,
          ends_at: span.endsAt,
        },
      ]);
      record({
        type: 'plan.milestone_added',
        subject: { kind: 'milestone', id },
        refs: input.train_id ? [{ kind: 'train', id: input.train_id, tie: 'on' }] : [],
      });
      const row = await findCounted(tables, id);
      if (!row) throw notFound('milestone');
      return milestoneOut(row);
    });

  const change = (caller: Caller, id: string, version: number, input: z.output<typeof ChangeMilestone>) =>
    journal.write(caller, async ({ tables, record }): Promise<MilestoneOut> => {
      caller.require('plan.schedule');
      const row = await lockMilestone(tables, id);
      if (!row) throw notFound('milestone');
      assertVersion(row.version, version);
      const isShifted = input.starts_at !== undefined || input.cut_off_at !== undefined || input.ends_at !== undefined;
      if (row.closed_at && isShifted)
        throw new Refusal('milestone_invalid', 'This milestone has ended, and its work was carried over.', {
          remedy: 'Add a new milestone.',
        });
      const at = (value: string | undefined, stored: Date): Date => (value === undefined ? stored : new Date(value));
      const span = checkedSpan({
        startsAt: at(input.starts_at, row.starts_at),
        cutOffAt: at(input.cut_off_at, row.cut_off_at),
        endsAt: at(input.ends_at, row.ends_at),
      });
      await updateMilestone(tables, id, {
        name: input.name ?? row.name,
        starts_at: span.startsAt,
        cut_off_at: span.cutOffAt,
        ends_at: span.endsAt,
      });
      record({
        type: 'plan.milestone_changed',
        subject: { kind: 'milestone', id },
        data: { fields: Object.keys(input) },
      });
      const changed = await findCounted(tables, id);
      if (!changed) throw notFound('milestone');
      return milestoneOut(changed);
    });

  return { listTrains, getTrain, addTrain, changeTrain, list, get, add, change };
}
