import type { SignalState } from '@hearback/domain/listen';
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

/** A signal with its channel's key and the components it is about. */
export type SignalRow = Selectable<DB['listen.signals']> & {
  readonly channel: string;
  readonly component_ids: readonly string[];
};

function signals(tables: WorkspaceTables) {
  return tables
    .selectFrom('listen.signals as s')
    .innerJoin('listen.channels as c', 'c.id', 's.channel_id')
    .selectAll('s')
    .select((eb) => [
      'c.key as channel',
      eb
        .selectFrom('listen.signal_components as sc')
        .select(sql<string[]>`coalesce(array_agg(sc.component_id::text ORDER BY sc.component_id), '{}')`.as('ids'))
        .whereRef('sc.signal_id', '=', 's.id')
        .as('component_ids'),
    ]);
}

type Raw = Omit<SignalRow, 'component_ids'> & { readonly component_ids: string[] | null };

function rowOf(raw: Raw): SignalRow {
  return { ...raw, component_ids: raw.component_ids ?? [] };
}

export async function findSignalRow(tables: WorkspaceTables, id: string): Promise<SignalRow | undefined> {
  const raw = await signals(tables).where('s.id', '=', id).executeTakeFirst();
  return raw && rowOf(raw);
}

export async function findSignalRows(tables: WorkspaceTables, ids: readonly string[]): Promise<SignalRow[]> {
  if (ids.length === 0) return [];
  const raws = await signals(tables)
    .where('s.id', 'in', [...new Set(ids)])
    .orderBy('s.id')
    .execute();
  return raws.map(rowOf);
}

export async function findSignalRowByNumber(tables: WorkspaceTables, number: number): Promise<SignalRow | undefined> {
  const raw = await signals(tables).where('s.number', '=', number).executeTakeFirst();
  return raw && rowOf(raw);
}

export async function findSignalRowBySource(
  tables: WorkspaceTables,
  channelKey: string,
  sourceId: string,
): Promise<SignalRow | undefined> {
  const raw = await signals(tables)
    .where('c.key', '=', channelKey)
    .where('s.source_id', '=', sourceId)
    .executeTakeFirst();
  return raw && rowOf(raw);
}

/** Holds the signal's row until the transaction ends, so that two changes of it follow one another. */
export async function lockSignal(tables: WorkspaceTables, id: string): Promise<SignalRow | undefined> {
  const locked = await tables
    .selectFrom('listen.signals')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return locked && findSignalRow(tables, id);
}

export type SignalFilter = {
  readonly state?: string | undefined;
  readonly live?: boolean | undefined;
  readonly channel?: string | undefined;
  readonly kind?: string | undefined;
  readonly severity?: string | undefined;
  readonly component?: string | undefined;
  readonly reporterId?: string | undefined;
  /** Found anywhere in title or description, any case. */
  readonly words?: string | undefined;
  readonly number?: number | undefined;
  readonly beforeId?: string | undefined;
  readonly limit: number;
};

export async function listSignalRows(tables: WorkspaceTables, filter: SignalFilter): Promise<SignalRow[]> {
  let query = signals(tables);
  if (filter.state !== undefined) query = query.where('s.state', '=', filter.state);
  if (filter.live !== undefined) query = query.where('s.live', '=', filter.live);
  if (filter.channel !== undefined) query = query.where('c.key', '=', filter.channel);
  if (filter.kind !== undefined) query = query.where('s.kind', '=', filter.kind);
  if (filter.severity !== undefined) query = query.where('s.severity', '=', filter.severity);
  if (filter.reporterId !== undefined) query = query.where('s.reporter_id', '=', filter.reporterId);
  if (filter.number !== undefined) query = query.where('s.number', '=', filter.number);
  if (filter.beforeId !== undefined) query = query.where('s.id', '<', filter.beforeId);
  const { component, words } = filter;
  if (component !== undefined)
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('listen.signal_components as about')
          .select('about.signal_id')
          .whereRef('about.signal_id', '=', 's.id')
          .where('about.component_id', '=', component),
      ),
    );
  if (words !== undefined) {
    const pattern = `%${words.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    query = query.where((eb) => eb.or([eb('s.title', 'ilike', pattern), eb('s.description', 'ilike', pattern)]));
  }
  const raws = await query.orderBy('s.id', 'desc').limit(filter.limit).execute();
  return raws.map(rowOf);
}

/** Stores signals; one whose (channel, source id) is there already is left out. Returns the ids that were stored. */
export async function insertSignals(
  tables: WorkspaceTables,
  rows: readonly Insertable<DB['listen.signals']>[],
): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const stored = await tables
    .insertInto('listen.signals')
    .values([...rows])
    .onConflict((conflict) => conflict.columns(['workspace_id', 'channel_id', 'source_id']).doNothing())
    .returning('id')
    .execute();
  return new Set(stored.map((row) => row.id));
}

export async function insertSignalComponents(
  tables: WorkspaceTables,
  signal: { readonly id: string; readonly audienceId: string | null },
  componentIds: readonly string[],
): Promise<void> {
  if (componentIds.length === 0) return;
  await tables
    .insertInto('listen.signal_components')
    .values(
      [...new Set(componentIds)].map((component_id) => ({
        signal_id: signal.id,
        component_id,
        audience_id: signal.audienceId,
      })),
    )
    .execute();
}

export async function deleteSignalComponents(tables: WorkspaceTables, signalId: string): Promise<void> {
  await tables.deleteFrom('listen.signal_components').where('signal_id', '=', signalId).execute();
}

export type SignalChange = Pick<
  Updateable<DB['listen.signals']>,
  'state' | 'kind' | 'severity' | 'impact' | 'layer_key' | 'audience_id'
>;

export async function updateSignal(tables: WorkspaceTables, id: string, change: SignalChange): Promise<void> {
  await tables
    .updateTable('listen.signals')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** Gives everything that hangs on a signal the signal's audience. */
export async function updateAudience(
  tables: WorkspaceTables,
  signalId: string,
  audienceId: string | null,
): Promise<void> {
  const change = { audience_id: audienceId };
  await tables.updateTable('listen.signal_components').set(change).where('signal_id', '=', signalId).execute();
  await tables.updateTable('listen.corrections').set(change).where('signal_id', '=', signalId).execute();
  await tables.updateTable('listen.submissions').set(change).where('signal_id', '=', signalId).execute();
  await tables.updateTable('listen.comments').set(change).where('record_id', '=', signalId).execute();
}

export type CorrectionRow = Selectable<DB['listen.corrections']>;

export function listCorrections(tables: WorkspaceTables, signalId: string): Promise<CorrectionRow[]> {
  return tables.selectFrom('listen.corrections').selectAll().where('signal_id', '=', signalId).orderBy('id').execute();
}

export async function insertCorrections(
  tables: WorkspaceTables,
  rows: Insertable<DB['listen.corrections']>[],
): Promise<void> {
  await tables.insertInto('listen.corrections').values(rows).execute();
}

/** A row's state as the rules know it. */
export function stateOf(row: Pick<SignalRow, 'state'>): SignalState {
  return row.state as SignalState;
}
