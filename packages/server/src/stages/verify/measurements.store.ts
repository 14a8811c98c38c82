import type { MeasuredPoint } from '@hearback/domain/verify';
import { type Insertable, type Selectable, sql } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type MeasurementRow = Selectable<DB['verify.measurements']>;
export type MeasurementSource = 'measured' | 'typed_in';

/** Adds what is not there yet, and returns the rows that were added. */
export function insertMeasurements(
  tables: WorkspaceTables,
  rows: readonly Insertable<DB['verify.measurements']>[],
): Promise<MeasurementRow[]> {
  return tables
    .insertInto('verify.measurements')
    .values([...rows])
    .onConflict((conflict) => conflict.columns(['workspace_id', 'criterion_id', 'source', 'at']).doNothing())
    .returningAll()
    .execute();
}

/** What is stored at these times of one criterion and source. */
export function measurementsAt(
  tables: WorkspaceTables,
  criterionId: string,
  source: MeasurementSource,
  times: readonly Date[],
): Promise<MeasurementRow[]> {
  return tables
    .selectFrom('verify.measurements')
    .selectAll()
    .where('criterion_id', '=', criterionId)
    .where('source', '=', source)
    .where('at', 'in', [...times])
    .execute();
}

/** The values of one criterion in [from, until), oldest first. */
export async function pointsOf(
  tables: WorkspaceTables,
  criterionId: string,
  source: MeasurementSource,
  from: number,
  until: number,
): Promise<MeasuredPoint[]> {
  const rows = await tables
    .selectFrom('verify.measurements')
    .select(['at', 'value'])
    .where('criterion_id', '=', criterionId)
    .where('source', '=', source)
    .where('at', '>=', new Date(from))
    .where('at', '<', new Date(until))
    .orderBy('at')
    .execute();
  return rows.map((row) => ({ at: row.at.getTime(), value: row.value }));
}

/** Oldest first, one more than `limit`. */
export function listMeasurementRows(
  tables: WorkspaceTables,
  ask: {
    criterionId: string;
    source?: MeasurementSource | undefined;
    after?: { at: string; source: string } | undefined;
    limit: number;
  },
): Promise<MeasurementRow[]> {
  const { after } = ask;
  return tables
    .selectFrom('verify.measurements')
    .selectAll()
    .where('criterion_id', '=', ask.criterionId)
    .$if(ask.source !== undefined, (query) => query.where('source', '=', ask.source ?? ''))
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(at, source) > (${after?.at ?? ''}::timestamptz, ${after?.source ?? ''})`),
    )
    .orderBy('at')
    .orderBy('source')
    .limit(ask.limit + 1)
    .execute();
}
