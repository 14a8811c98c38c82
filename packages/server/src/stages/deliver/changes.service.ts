import type {
  ChangeQuery,
  EditChange,
  GiveNotice,
  MoveChange,
  OpenChange,
  RehearseRollback,
  WaiveNotice,
} from '@hearback/contract/deliver';
import { type ChangeState, requireLeadTime } from '@hearback/domain/deliver';
import { Refusal } from '@hearback/domain/record';
import type { Updateable } from 'kysely';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { DB } from '../../platform/database/index.ts';
import { assertVersion, decodeCursor, pageFrom } from '../../platform/http/index.ts';
import type { Journal, ReferenceNumbers, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { findTeam } from '../charter/index.ts';
import { findDecisions } from '../prioritize/index.ts';
import { laneNow, requireNoLiveRollout, requirePlanned, requireReady, scopeOf } from './change-facts.ts';
import { type ChangeDetailOut, changeDetail, type ChangeOut, changesOut } from './change-view.ts';
import {
  type ChangeRow,
  type ChangeTies,
  listChangeRows,
  lockChange,
  setAffectedTeams,
  tiesOfChange,
  updateChange,
} from './changes.store.ts';
import { moveChangeTo } from './move-change.ts';
import { openIn, requireResponsible, unknown } from './open-change.ts';
import { decidesOn } from './waiver.ts';

type Act = (writing: Writing, row: ChangeRow, ties: ChangeTies) => Promise<void>;

/** Moves that everybody will ask about. */
const needsReason: readonly ChangeState[] = ['rolled_back', 'abandoned'];

/** New words of the plan; the same words again leave its rehearsal standing. */
function planChange(
  row: ChangeRow,
  plan: z.output<typeof EditChange>['rollback_plan'],
  now: Date,
): Updateable<DB['deliver.changes']> {
  if (!plan) return {};
  const isSame =
    plan.how === row.rollback_how &&
    plan.trigger === row.rollback_trigger &&
    plan.responsible_id === row.rollback_responsible_id;
  if (isSame) return {};
  return {
    rollback_how: plan.how,
    rollback_trigger: plan.trigger,
    rollback_responsible_id: plan.responsible_id,
    rollback_changed_at: now,
  };
}

export function createChanges(options: { journal: Journal; numbers: ReferenceNumbers }) {
  const { journal, numbers } = options;

  const list = (
    caller: Caller,
    ask: z.output<typeof ChangeQuery>,
  ): Promise<{ items: ChangeOut[]; next_cursor: string | null }> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const [before] = decodeCursor(ask.cursor, ['id']) ?? [];
      const rows = await listChangeRows(tables, {
        state: ask.state,
        componentId: ask.component_id,
        decisionId: ask.decision_id,
        before,
        limit: ask.limit,
      });
      const page = pageFrom(
        rows,
        ask.limit,
        (row) => [row.id],
        (row) => row,
      );
      return { items: await changesOut(tables, page.items), next_cursor: page.next_cursor };
    });

  const get = (caller: Caller, id: string): Promise<ChangeDetailOut> =>
    journal.read(caller.viewpoint, ({ tables, now }) => changeDetail(tables, id, now));

  const open = async (caller: Caller, input: z.output<typeof OpenChange>): Promise<ChangeDetailOut> => {
    const number = await numbers.next(caller.workspaceId, 'change');
    return journal.write(caller, async (writing) => {
      const row = await openIn(writing, caller, number, input);
      return changeDetail(writing.tables, row.id, writing.now);
    });
  };

  /** Locks the change at the version somebody saw, asks whether they may, and shows what became of it. */
  const changing = (
    caller: Caller,
    id: string,
    version: number,
    requireMay: Act,
    work: Act,
  ): Promise<ChangeDetailOut> =>
    journal.write(caller, async (writing) => {
      const row = await lockChange(writing.tables, id);
      if (!row) throw notFound('change');
      const ties = await tiesOfChange(writing.tables, id);
      await requireMay(writing, row, ties);
      assertVersion(row.version, version);
      await work(writing, row, ties);
      return changeDetail(writing.tables, id, writing.now);
    });

  const requires =
    (caller: Caller, permission: 'deliver.change' | 'deliver.roll_out'): Act =>
    (_writing, row, ties) =>
      Promise.resolve(caller.require(permission, scopeOf(row, ties)));

  const edit = (caller: Caller, id: string, version: number, input: z.output<typeof EditChange>) =>
    changing(caller, id, version, requires(caller, 'deliver.change'), async ({ tables, now, record }, row) => {
      requirePlanned(row);
      if (input.rollback_plan) await requireResponsible(tables, input.rollback_plan.responsible_id);
      await updateChange(tables, id, {
        title: input.title ?? row.title,
        users_notice: input.users_notice ?? row.users_notice,
        could_hurt_users: input.could_hurt_users ?? row.could_hurt_users,
        ...planChange(row, input.rollback_plan, now),
      });
      record({
        type: 'deliver.change_changed',
        subject: { kind: 'change', id },
        data: { fields: Object.keys(input) },
        audienceId: row.audience_id,
      });
    });

  const giveNotice = (caller: Caller, id: string, version: number, input: z.output<typeof GiveNotice>) =>
    changing(caller, id, version, requires(caller, 'deliver.change'), async ({ tables, now, record }, row, ties) => {
      requirePlanned(row);
      requireLeadTime(laneNow(row, await findDecisions(tables, ties.decisionIds)), input.lead_business_days);
      for (const [index, teamId] of input.team_ids.entries())
        if (!(await findTeam(tables, teamId))) throw unknown('team', `/team_ids/${index}`);
      await setAffectedTeams(tables, row, input.team_ids);
      await updateChange(tables, id, {
        notice_text: input.text,
        notice_lead_days: input.lead_business_days,
        notice_given_at: now,
      });
      record({
        type: 'deliver.notice_given',
        subject: { kind: 'change', id },
        refs: [...new Set(input.team_ids)].map((teamId) => ({ kind: 'team', id: teamId, tie: 'affected' })),
        data: { lead_business_days: input.lead_business_days },
        audienceId: row.audience_id,
      });
    });

  const mayWaive =
    (caller: Caller): Act =>
    async ({ tables }, _row, ties) =>
      caller.require('deliver.waive', { hasDecisionRight: await decidesOn(tables, ties, caller.personId) });

  const waiveNotice = (caller: Caller, id: string, version: number, input: z.output<typeof WaiveNotice>) =>
    changing(caller, id, version, mayWaive(caller), async ({ tables, now, record }, row) => {
      requirePlanned(row);
      await updateChange(tables, id, {
        notice_waived_at: now,
        notice_waived_by: caller.personId,
        notice_waived_why: input.reason,
      });
      record({ type: 'deliver.notice_waived', subject: { kind: 'change', id }, audienceId: row.audience_id });
    });

  const rehearse = (caller: Caller, id: string, version: number, input: z.output<typeof RehearseRollback>) =>
    changing(caller, id, version, requires(caller, 'deliver.change'), async ({ tables, now, record }, row) => {
      requirePlanned(row);
      if (row.rollback_how === null)
        throw new Refusal('rollback_plan_missing', 'There is no rollback plan to rehearse.', {
          remedy: 'Write how it is undone, what triggers that, and who does it.',
        });
      await updateChange(tables, id, { rehearsed_at: now, rehearsal_note: input.note });
      record({ type: 'deliver.rollback_rehearsed', subject: { kind: 'change', id }, audienceId: row.audience_id });
    });

  const move = (caller: Caller, id: string, version: number, input: z.output<typeof MoveChange>) =>
    changing(caller, id, version, requires(caller, 'deliver.roll_out'), async (writing, row, ties) => {
      const to = input.to as ChangeState;
      await requireNoLiveRollout(writing.tables, row);
      if (needsReason.includes(to) && input.reason === undefined)
        throw new Refusal('reason_missing', `Say why it is ${to.replaceAll('_', ' ')}.`, {
          field: '/reason',
          remedy: 'Add a reason; everybody on the thread reads it.',
        });
      if (to === 'releasing' && row.state === 'planned')
        await requireReady(writing.tables, row, ties, undefined, writing.now);
      await moveChangeTo(writing, row, to, { reason: input.reason });
    });

  return { list, get, open, edit, giveNotice, waiveNotice, rehearse, move };
}
