import type { Impact } from '@hearback/contract/listen';
import type { Severity } from '@hearback/domain/charter';
import type { SignalState } from '@hearback/domain/listen';
import { reference } from '@hearback/domain/record';
import type { z } from 'zod';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { teamsOfPeople } from '../charter/index.ts';
import { findSignalRows, type SignalRow, stateOf } from './signals.store.ts';

/** A signal as later stages see it. */
export type SignalBrief = {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly description: string;
  readonly kind: string | null;
  readonly severity: Severity | null;
  readonly state: SignalState;
  /** False for imports: an owner, no clock. */
  readonly live: boolean;
  /** The person who said it; null for a respondent or a detector. */
  readonly reporterId: string | null;
  readonly respondentId: string | null;
  readonly onBehalfOf: string | null;
  /** The reporter's teams now. */
  readonly teamIds: readonly string[];
  readonly componentIds: readonly string[];
  readonly layerKey: string | null;
  readonly channel: string;
  readonly audienceId: string | null;
  readonly receivedAt: Date;
  readonly impact: z.output<typeof Impact>;
  readonly version: number;
};

/** Who is behind a signal, for counts of distinct people and teams. */
export type Voice = {
  readonly signalId: string;
  readonly reporterId: string | null;
  readonly respondentId: string | null;
  readonly onBehalfOf: string | null;
  readonly teamIds: readonly string[];
};

export async function briefsOf(tables: WorkspaceTables, rows: readonly SignalRow[]): Promise<SignalBrief[]> {
  const teams = await teamsOfPeople(
    tables,
    rows.flatMap((row) => row.reporter_id ?? []),
  );
  return rows.map((row) => ({
    id: row.id,
    reference: reference('signal', row.number),
    title: row.title,
    description: row.description,
    kind: row.kind,
    severity: row.severity as Severity | null,
    state: stateOf(row),
    live: row.live,
    reporterId: row.reporter_id,
    respondentId: row.respondent_id,
    onBehalfOf: row.on_behalf_of,
    teamIds: (row.reporter_id && teams.get(row.reporter_id)) || [],
    componentIds: row.component_ids,
    layerKey: row.layer_key,
    channel: row.channel,
    audienceId: row.audience_id,
    receivedAt: row.received_at,
    impact: row.impact as SignalBrief['impact'],
    version: row.version,
  }));
}

/** The signals with these ids that these eyes may see, oldest first; the others are left out. */
export async function findSignals(tables: WorkspaceTables, ids: readonly string[]): Promise<SignalBrief[]> {
  return briefsOf(tables, await findSignalRows(tables, ids));
}

/** Who is behind these signals. */
export async function voicesOf(tables: WorkspaceTables, signalIds: readonly string[]): Promise<Voice[]> {
  const signals = await findSignals(tables, signalIds);
  return signals.map(({ id, reporterId, respondentId, onBehalfOf, teamIds }) => ({
    signalId: id,
    reporterId,
    respondentId,
    onBehalfOf,
    teamIds,
  }));
}
