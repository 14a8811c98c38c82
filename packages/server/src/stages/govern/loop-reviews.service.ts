import type { Agenda, LoopReview } from '@hearback/contract/govern';
import { agendaOf } from '@hearback/domain/govern';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';
import { assertVersion } from '../../platform/http/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { personNames } from '../charter/index.ts';
import type { AgendaFacts } from './ports.ts';

type AgendaOut = z.input<typeof Agenda>;
type LoopReviewOut = z.input<typeof LoopReview>;
type Row = Selectable<DB['govern.loop_reviews']>;

const twoWeeksMs = 14 * 86_400_000;

async function periodOf(tables: WorkspaceTables, now: Date) {
  const last = await tables
    .selectFrom('govern.loop_reviews')
    .select('held_at')
    .orderBy('held_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return {
    since: last?.held_at ?? new Date(now.getTime() - twoWeeksMs),
    now,
    until: new Date(now.getTime() + twoWeeksMs),
  };
}

async function computeAgenda(tables: WorkspaceTables, now: Date, facts: AgendaFacts): Promise<AgendaOut> {
  const period = await periodOf(tables, now);
  const sections = agendaOf(await facts(tables, period), period);
  return {
    since: period.since.toISOString(),
    as_of: now.toISOString(),
    sections: sections.map((section) => ({
      name: section.name,
      items: section.items.map((item) => ({
        reference: item.fact.reference,
        title: item.fact.title,
        at: item.at.toISOString(),
        words: item.words,
      })),
    })),
  };
}

async function reviewOf(tables: WorkspaceTables, row: Row): Promise<LoopReviewOut> {
  const names = await personNames(tables, [row.held_by]);
  return {
    id: row.id,
    since: row.since.toISOString(),
    held_at: row.held_at.toISOString(),
    held_by: names.get(row.held_by) ?? '',
    agenda: row.agenda as AgendaOut,
    minutes: row.minutes,
    version: row.version,
  };
}

export function createLoopReviews(journal: Journal, facts: AgendaFacts) {
  const agenda = (caller: Caller): Promise<AgendaOut> =>
    journal.read(caller.viewpoint, ({ tables, now }) => computeAgenda(tables, now, facts));

  /**
   * The agenda is kept as it was: what was discussed must not change afterwards. It is computed through open eyes, whoever
   * holds the review, since everybody may read it later.
   */
  const hold = async (caller: Caller, minutes: string): Promise<LoopReviewOut> => {
    caller.require('govern.review');
    const kept = await journal.read({ workspaceId: caller.workspaceId, audienceIds: [] }, ({ tables, now }) =>
      computeAgenda(tables, now, facts),
    );
    return journal.write(caller, async ({ tables, now, newId, record }) => {
      const row = await tables
        .insertInto('govern.loop_reviews')
        .values({
          id: newId(),
          since: kept.since,
          held_at: now,
          agenda: JSON.stringify(kept),
          minutes,
          held_by: caller.personId,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      record({
        type: 'govern.loop_review_held',
        subject: { kind: 'loop_review', id: row.id },
        data: { items: kept.sections.reduce((sum, section) => sum + section.items.length, 0) },
      });
      return reviewOf(tables, row);
    });
  };

  const changeMinutes = (caller: Caller, id: string, version: number, minutes: string): Promise<LoopReviewOut> =>
    journal.write(caller, async ({ tables, record }) => {
      caller.require('govern.review');
      const before = await tables
        .selectFrom('govern.loop_reviews')
        .selectAll()
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (!before) throw notFound('loop review');
      assertVersion(before.version, version);
      const row = await tables
        .updateTable('govern.loop_reviews')
        .set({ minutes, version: before.version + 1 })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      record({ type: 'govern.minutes_changed', subject: { kind: 'loop_review', id } });
      return reviewOf(tables, row);
    });

  const get = (caller: Caller, id: string): Promise<LoopReviewOut> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const row = await tables.selectFrom('govern.loop_reviews').selectAll().where('id', '=', id).executeTakeFirst();
      if (!row) throw notFound('loop review');
      return reviewOf(tables, row);
    });

  const list = (caller: Caller): Promise<{ items: LoopReviewOut[] }> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const rows = await tables
        .selectFrom('govern.loop_reviews')
        .selectAll()
        .orderBy('held_at', 'desc')
        .limit(100)
        .execute();
      return { items: await Promise.all(rows.map((row) => reviewOf(tables, row))) };
    });

  return { agenda, hold, changeMinutes, get, list };
}
