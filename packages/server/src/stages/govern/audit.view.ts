import type { z } from 'zod';
import type { JournalEntry as JournalEntryOut } from '@hearback/contract/govern';
import type { Caller } from '../../platform/auth/index.ts';
import { decodeCursor, pageFrom } from '../../platform/http/index.ts';
import { entryOf, type Journal } from '../../platform/journal/index.ts';
import { personNames } from '../charter/index.ts';

type Filter = {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly type?: string | undefined;
  readonly subject_id?: string | undefined;
  readonly actor_id?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
};

/** The journal as an audit listing, newest first by id (ids rise with time). */
export function listEntries(
  journal: Journal,
  caller: Caller,
  filter: Filter,
): Promise<{ items: z.input<typeof JournalEntryOut>[]; next_cursor: string | null }> {
  caller.require('govern.audit');
  const place = decodeCursor(filter.cursor, ['id']);
  return journal.read(caller.viewpoint, async ({ tables }) => {
    const rows = await tables
      .selectFrom('platform.journal')
      .selectAll()
      .$if(place !== undefined, (query) => query.where('id', '<', place?.[0] ?? ''))
      .$if(filter.type !== undefined, (query) =>
        filter.type?.includes('.')
          ? query.where('type', '=', filter.type)
          : query.where('type', '>=', `${filter.type}.`).where('type', '<', `${filter.type}/`),
      )
      .$if(filter.subject_id !== undefined, (query) => query.where('subject_id', '=', filter.subject_id ?? ''))
      .$if(filter.actor_id !== undefined, (query) => query.where('actor_id', '=', filter.actor_id ?? ''))
      .$if(filter.since !== undefined, (query) => query.where('at', '>=', new Date(filter.since ?? '')))
      .$if(filter.until !== undefined, (query) => query.where('at', '<', new Date(filter.until ?? '')))
      .orderBy('id', 'desc')
      .limit(filter.limit + 1)
      .execute();
    const positions = await tables
      .selectFrom('govern.sealed_entries')
      .select(['entry_id', 'position'])
      .where('entry_id', 'in', rows.length > 0 ? rows.map((row) => row.id) : [caller.personId])
      .execute();
    const positionOf = new Map(positions.map((row) => [row.entry_id, row.position]));
    const names = await personNames(tables, [...new Set(rows.flatMap((row) => (row.actor_id ? [row.actor_id] : [])))]);
    return pageFrom(
      rows,
      filter.limit,
      (row) => [row.id],
      (row) => {
        const entry = entryOf(row);
        return {
          id: entry.id,
          at: entry.at.toISOString(),
          type: entry.type,
          subject: { ...entry.subject },
          refs: entry.refs.map(({ kind, id, tie }) => ({ kind, id, tie })),
          actor: { ...entry.actor, name: entry.actor.id ? (names.get(entry.actor.id) ?? null) : null },
          data: { ...entry.data },
          position: positionOf.get(entry.id) ?? null,
        };
      },
    );
  });
}
