import { type Conservation, type Fate, nothingReceived } from '@hearback/domain/listen';
import { sql } from 'kysely';
import type { WorkspaceTables } from '../../platform/database/index.ts';

/** The day (UTC) an instant counts for. */
function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

export type AcceptedSubmission = {
  readonly id: string;
  readonly signalId: string;
  readonly audienceId: string | null;
};

/** Counts signals as accepted, in the transaction that stores them. */
export async function insertAccepted(
  tables: WorkspaceTables,
  channelId: string,
  now: Date,
  accepted: readonly AcceptedSubmission[],
): Promise<void> {
  if (accepted.length === 0) return;
  await tables
    .insertInto('listen.submissions')
    .values(
      accepted.map((one) => ({
        id: one.id,
        channel_id: channelId,
        day: dayOf(now),
        fate: 'accepted' satisfies Fate,
        signal_id: one.signalId,
        audience_id: one.audienceId,
      })),
    )
    .execute();
}

/** Counts submissions that became no signal of their own. */
export async function countSubmissions(
  tables: WorkspaceTables,
  options: { id: string; channelId: string; now: Date; fate: Exclude<Fate, 'accepted'>; count: number },
): Promise<void> {
  if (options.count === 0) return;
  await tables
    .insertInto('listen.submissions')
    .values({
      id: options.id,
      channel_id: options.channelId,
      day: dayOf(options.now),
      fate: options.fate,
      count: options.count,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'channel_id', 'day', 'fate'])
        .where('signal_id', 'is', null)
        .doUpdateSet((eb) => ({ count: eb('listen.submissions.count', '+', options.count) })),
    )
    .execute();
}

const keys = {
  deduplicated: 'deduplicated',
  rejected: 'rejected',
  rate_limited: 'rateLimited',
  quarantined: 'quarantined',
} as const;

/**
 * What became of a channel's submissions since the day `from`, newest day first. What was received and what was accepted
 * come from different tables (the submissions; the signals that are there), so that the two can disagree and be seen to.
 */
export async function conservationRows(
  tables: WorkspaceTables,
  channelId: string,
  from: Date,
): Promise<[day: string, counts: Conservation][]> {
  const submitted = await tables
    .selectFrom('listen.submissions')
    .select(['day', 'fate', sql<number>`sum(count)::int`.as('count')])
    .where('channel_id', '=', channelId)
    .where('day', '>=', dayOf(from))
    .groupBy(['day', 'fate'])
    .execute();
  const day = sql<string>`(received_at AT TIME ZONE 'UTC')::date`;
  const stored = await tables
    .selectFrom('listen.signals')
    .select([day.as('day'), sql<number>`count(*)::int`.as('count')])
    .where('channel_id', '=', channelId)
    .where('received_at', '>=', from)
    .groupBy(day)
    .execute();
  const days = new Map<string, Conservation>();
  const at = (name: string): Conservation => days.get(name) ?? nothingReceived;
  for (const row of submitted) {
    const before = at(row.day);
    const key = row.fate in keys ? keys[row.fate as keyof typeof keys] : undefined;
    days.set(row.day, {
      ...before,
      received: before.received + row.count,
      ...(key ? { [key]: before[key] + row.count } : {}),
    });
  }
  for (const row of stored) days.set(row.day, { ...at(row.day), accepted: row.count });
  return [...days].sort(([a], [b]) => (a < b ? 1 : -1));
}
