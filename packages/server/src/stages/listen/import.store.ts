import type { WorkspaceTables } from '../../platform/database/index.ts';

/** Which of these source ids are on a channel, with the number of their signal and whom it is restricted to. */
export async function knownSources(
  tables: WorkspaceTables,
  channelId: string,
  sourceIds: readonly string[],
): Promise<Map<string, { number: number; audienceId: string | null }>> {
  if (sourceIds.length === 0) return new Map();
  const rows = await tables
    .selectFrom('listen.signals')
    .select(['source_id', 'number', 'audience_id'])
    .where('channel_id', '=', channelId)
    .where('source_id', 'in', [...new Set(sourceIds)])
    .execute();
  return new Map(rows.map((row) => [row.source_id ?? '', { number: row.number, audienceId: row.audience_id }]));
}

/** Ids of respondents by their key, made where they are new. */
export async function respondentIds(
  tables: WorkspaceTables,
  keys: readonly string[],
  newId: () => string,
): Promise<Map<string, string>> {
  // In one order everywhere, so that two imports of the same people do not wait for each other crosswise.
  const distinct = [...new Set(keys)].sort();
  if (distinct.length === 0) return new Map();
  await tables
    .insertInto('listen.respondents')
    .values(distinct.map((source_key) => ({ id: newId(), source_key })))
    .onConflict((conflict) => conflict.columns(['workspace_id', 'source_key']).doNothing())
    .execute();
  const rows = await tables
    .selectFrom('listen.respondents')
    .select(['id', 'source_key'])
    .where('source_key', 'in', distinct)
    .execute();
  return new Map(rows.map((row) => [row.source_key, row.id]));
}
