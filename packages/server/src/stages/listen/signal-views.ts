import type { Signal, SignalDetail, SignalReceipt } from '@hearback/contract/listen';
import type { Severity } from '@hearback/domain/charter';
import { type ContextItem, nextStepOfSignal, readContext } from '@hearback/domain/listen';
import { reference } from '@hearback/domain/record';
import type { z } from 'zod';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { clocksPolicy, findTeam, personNames } from '../charter/index.ts';
import type { SignalOwner } from './ports.ts';
import { briefsOf } from './signal-brief.ts';
import { listCorrections, type SignalRow, stateOf } from './signals.store.ts';

export type SignalOut = z.input<typeof Signal>;
export type SignalDetailOut = z.input<typeof SignalDetail>;
export type ReceiptOut = z.input<typeof SignalReceipt>;

function reporterOf(row: SignalRow, names: ReadonlyMap<string, string>): SignalOut['reporter'] {
  if (row.reporter_id) return { kind: 'person', id: row.reporter_id, name: names.get(row.reporter_id) ?? null };
  if (row.respondent_id) return { kind: 'respondent', id: row.respondent_id, name: null };
  return { kind: 'detector', id: null, name: null };
}

/** A row in the shape of the contract; json columns hold what the contract let in. */
export function signalOf(row: SignalRow, names: ReadonlyMap<string, string>): SignalOut {
  return {
    id: row.id,
    reference: reference('signal', row.number),
    state: row.state,
    live: row.live,
    channel: row.channel,
    source_id: row.source_id,
    title: row.title,
    description: row.description,
    kind: row.kind,
    severity: row.severity as Severity | null,
    impact: row.impact as SignalOut['impact'],
    component_ids: [...row.component_ids],
    layer: row.layer_key,
    workaround: row.workaround,
    reproduction: row.reproduction,
    environment: row.environment,
    test_coverage: row.test_coverage,
    evidence: row.evidence as SignalOut['evidence'],
    incident_url: row.incident_url,
    context: row.context as SignalOut['context'],
    masked: row.masked as SignalOut['masked'],
    reporter: reporterOf(row, names),
    on_behalf_of: row.on_behalf_of,
    audience_id: row.audience_id,
    said_on: row.said_on,
    received_at: row.received_at.toISOString(),
    version: row.version,
  };
}

export function reporterNames(tables: WorkspaceTables, rows: readonly SignalRow[]): Promise<Map<string, string>> {
  return personNames(
    tables,
    rows.flatMap((row) => row.reporter_id ?? []),
  );
}

/** The signal with what was corrected about it. */
export async function detailOf(tables: WorkspaceTables, row: SignalRow): Promise<SignalDetailOut> {
  const corrections = await listCorrections(tables, row.id);
  const names = await personNames(tables, [
    ...(row.reporter_id ? [row.reporter_id] : []),
    ...corrections.flatMap((correction) => correction.by_id ?? []),
  ]);
  return {
    ...signalOf(row, names),
    corrections: corrections.map((correction) => ({
      field: correction.field,
      before: correction.before,
      after: correction.after,
      reason: correction.reason,
      by_id: correction.by_id,
      by: correction.by_id ? (names.get(correction.by_id) ?? null) : null,
      at: correction.at.toISOString(),
    })),
  };
}

/** How the contract calls what the meter asks for. */
const fieldNames: Readonly<Record<ContextItem, string>> = {
  description: 'description',
  componentIds: 'component_ids',
  severity: 'severity',
  impact: 'impact',
  reproduction: 'reproduction',
  environment: 'environment',
  workaround: 'workaround',
  evidence: 'evidence',
};

function contextOf(row: SignalRow) {
  const evidence = row.evidence as SignalOut['evidence'];
  const impact = Object.keys(row.impact as object).length > 0 ? 'said' : '';
  const reading = readContext({
    ...(row.kind ? { kind: row.kind } : {}),
    description: row.description,
    componentIds: row.component_ids,
    severity: row.severity ?? '',
    impact,
    reproduction: row.reproduction ?? '',
    environment: row.environment ?? '',
    workaround: row.workaround ?? '',
    evidence: evidence.map((link) => link.url),
  });
  const ask =
    reading.nextItem && reading.question ? { field: fieldNames[reading.nextItem], question: reading.question } : null;
  return { ask, completeness: reading.completeness };
}

/** Who is first to read it. */
async function firstReader(tables: WorkspaceTables, row: SignalRow, ownerOf: SignalOwner) {
  const [brief] = await briefsOf(tables, [row]);
  const team = brief && (await findTeam(tables, await ownerOf(tables, brief)));
  if (!team) throw new Error('A signal has an owner who is not here.');
  return team;
}

/** What whoever said it gets back: reference, where to follow it, what happens next and by when, what was masked. */
export async function receiptOf(
  tables: WorkspaceTables,
  row: SignalRow,
  options: { repeated: boolean; publicUrl: string | undefined; ownerOf: SignalOwner },
): Promise<ReceiptOut> {
  const signal = signalOf(row, await reporterNames(tables, [row]));
  const { policy } = await clocksPolicy(tables);
  const next = nextStepOfSignal(
    {
      state: stateOf(row),
      live: row.live,
      severity: row.severity as Severity | null,
      receivedAt: row.received_at,
    },
    await firstReader(tables, row, options.ownerOf),
    policy,
  );
  return {
    signal,
    follow_url: `${options.publicUrl ?? ''}/listen/signals/${signal.reference}`,
    next: next.what,
    by: next.by?.toISOString() ?? null,
    masked: signal.masked,
    ...contextOf(row),
    repeated: options.repeated,
  };
}
