import type { Charter, PublishCharter, Workspace } from '@hearback/contract/charter';
import { Refusal } from '@hearback/domain/record';
import type { Pool } from 'pg';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { type CharterRow, insertCharter, isOverdue, listCharterRows, newestCharter } from './charters.store.ts';
import { oneAtATime } from './locks.ts';
import { clocksPolicy } from './policies.store.ts';
import { stewardsTeamId } from './teams.store.ts';
import { listWorkspaces } from './workspace.service.ts';

type CharterOut = z.input<typeof Charter>;

function charterOf(row: CharterRow, newest: number, now: Date): CharterOut {
  return {
    id: row.id,
    number: row.number,
    purpose: row.purpose,
    scope_in: row.scope_in,
    scope_out: row.scope_out,
    goals: row.goals,
    participants: row.participants as unknown as CharterOut['participants'],
    cadence: row.cadence,
    review_due: row.review_due,
    overdue: row.number === newest && isOverdue(row.review_due, now),
    change_note: row.change_note,
    change_reason: row.change_reason,
    published_at: row.published_at.toISOString(),
    published_by: row.published_by,
  };
}

export function createCharters(pool: Pool, journal: Journal) {
  const list = (caller: Caller): Promise<{ items: CharterOut[] }> =>
    journal.read(caller.viewpoint, async ({ tables, now }) => {
      const rows = await listCharterRows(tables);
      return { items: rows.map((row) => charterOf(row, rows[0]?.number ?? 0, now)) };
    });

  const current = (caller: Caller): Promise<CharterOut> =>
    journal.read(caller.viewpoint, async ({ tables, now }) => {
      const row = await newestCharter(tables);
      if (!row)
        throw new Refusal('not_found', 'This workspace has no charter yet.', {
          remedy: 'A steward publishes the first with POST /charters.',
        });
      return charterOf(row, row.number, now);
    });

  const get = (caller: Caller, id: string): Promise<CharterOut> =>
    journal.read(caller.viewpoint, async ({ tables, now }) => {
      const rows = await listCharterRows(tables);
      const row = rows.find((one) => one.id === id);
      if (!row) throw notFound('charter');
      return charterOf(row, rows[0]?.number ?? 0, now);
    });

  const publish = (caller: Caller, input: z.infer<typeof PublishCharter>): Promise<CharterOut> =>
    journal.write(caller, async ({ tables, now, newId, record }) => {
      caller.require('charter.steward');
      await oneAtATime(tables, 'charter');
      const newest = (await newestCharter(tables))?.number ?? 0;
      if (input.replaces !== undefined && input.replaces !== newest)
        throw new Refusal('stale_version', `Somebody published version ${newest} in the meantime.`, {
          field: '/replaces',
          remedy: 'Read the charter in force and publish what is to replace it.',
          facts: { expected: input.replaces, stored: newest },
        });
      if (isOverdue(input.review_due, now))
        throw new Refusal('invalid_input', 'The review is due on a day that is over.', {
          field: '/review_due',
          remedy: 'Name the day by which the charter is to be looked at again.',
        });
      const { replaces: _, participants, ...fields } = input;
      const row = await insertCharter(tables, {
        ...fields,
        participants: JSON.stringify(participants),
        id: newId(),
        number: newest + 1,
        published_at: now,
        published_by: caller.personId,
      });
      record({
        type: 'charter.charter_published',
        subject: { kind: 'charter', id: row.id },
        data: { number: row.number, change_note: row.change_note, why: row.change_reason },
      });
      return charterOf(row, row.number, now);
    });

  const workspace = async (caller: Caller): Promise<z.input<typeof Workspace>> => {
    const found = (await listWorkspaces(pool)).find((one) => one.id === caller.workspaceId);
    if (!found) throw notFound('workspace');
    return journal.read(caller.viewpoint, async ({ tables, now }) => {
      const charter = await newestCharter(tables);
      const { enforcedFrom } = await clocksPolicy(tables);
      return {
        id: found.id,
        slug: found.slug,
        name: found.name,
        stewards_team_id: await stewardsTeamId(tables),
        charter: charter
          ? {
              id: charter.id,
              number: charter.number,
              review_due: charter.review_due,
              overdue: isOverdue(charter.review_due, now),
            }
          : null,
        clocks: { enforced_from: enforcedFrom.toISOString(), enforced: enforcedFrom <= now },
      };
    });
  };

  return { list, current, get, publish, workspace };
}
