import type { ImportFeedback, ImportReport } from '@hearback/contract/listen';
import { type FeedbackRow, importChannelKey, readFeedbackRow, titleOf } from '@hearback/domain/listen';
import { reference } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import { AlreadyDone, type Journal, type ReferenceNumbers, type Writing } from '../../platform/journal/index.ts';
import { allAudienceIds } from '../charter/index.ts';
import { requireChannel } from './channels.service.ts';
import { knownSources, respondentIds } from './import.store.ts';
import { countSubmissions, insertAccepted } from './intake.store.ts';
import { insertSignals } from './signals.store.ts';
import { createMasking, type MaskedNote } from './words.ts';

type Report = z.input<typeof ImportReport>;
type ReportRow = Report['rows'][number];

/** A row that can be stored: masked, with its title. */
type MaskedRow = {
  readonly row: number;
  /** As the file has it, for the report only. */
  readonly givenId: string;
  readonly sourceId: string;
  readonly title: string;
  readonly description: string;
  readonly respondentKey: string;
  readonly saidOn: string | undefined;
  readonly context: Readonly<Record<string, string | number>>;
  readonly masked: readonly MaskedNote[];
};

function maskRow(given: FeedbackRow, row: number): MaskedRow {
  const masking = createMasking();
  const description = masking.text('description', given.text);
  return {
    row,
    givenId: given.sourceId,
    sourceId: masking.identifier('source_id', given.sourceId),
    title: titleOf(description),
    description,
    respondentKey: masking.text('respondent', given.respondentKey),
    saidOn: given.saidOn,
    context: Object.fromEntries(
      Object.entries(given.context).map(([name, value]) => [name, masking.fact('context', name, value)]),
    ),
    masked: masking.notes(),
  };
}

/** Reads and masks every row; the first row with an id stands for it, later ones are there already. */
function readRows(rows: readonly unknown[]) {
  const report = new Map<number, ReportRow>();
  const readable = new Map<string, MaskedRow>();
  const repeated: MaskedRow[] = [];
  rows.forEach((value, index) => {
    const reading = readFeedbackRow(value);
    if (reading.kind === 'broken') {
      const { sourceId, reason } = reading;
      report.set(index + 1, { row: index + 1, source_id: sourceId, fate: 'rejected', reason });
      return;
    }
    const masked = maskRow(reading.row, index + 1);
    if (readable.has(masked.sourceId)) repeated.push(masked);
    else readable.set(masked.sourceId, masked);
  });
  return { report, readable: [...readable.values()], repeated };
}

type Known = ReadonlyMap<string, { readonly number: number; readonly audienceId: string | null }>;

export function createImport(options: { journal: Journal; numbers: ReferenceNumbers }) {
  const { journal, numbers } = options;

  /** Through everybody's eyes: a row that was restricted since is there too, it only is not shown. */
  const knownTo = async (caller: Caller, sourceIds: readonly string[]): Promise<Known> => {
    const audienceIds = await allAudienceIds(journal, caller.workspaceId);
    return journal.read({ workspaceId: caller.workspaceId, audienceIds }, async ({ tables }) => {
      const channel = await requireChannel(tables, importChannelKey);
      return knownSources(tables, channel.id, sourceIds);
    });
  };

  const take = async (caller: Caller, rows: readonly unknown[], dryRun: boolean): Promise<Report> => {
    const { report, readable, repeated } = readRows(rows);
    const known = await knownTo(
      caller,
      readable.map((row) => row.sourceId),
    );
    const fresh = readable.filter((row) => !known.has(row.sourceId));
    for (const row of readable) if (known.has(row.sourceId)) report.set(row.row, thereAlready(caller, row, known));
    for (const row of repeated) report.set(row.row, thereAlready(caller, row, known));
    if (dryRun) {
      for (const row of fresh) report.set(row.row, { row: row.row, source_id: row.givenId, fate: 'taken' });
      return reportOf(rows.length, report, true);
    }
    const numbered: NumberedRow[] = [];
    for (const row of fresh) numbered.push({ ...row, number: await numbers.next(caller.workspaceId, 'signal') });
    await journal.write(caller, (writing) => storeRows(writing, numbered, report));
    return reportOf(rows.length, report, false);
  };

  return async (caller: Caller, input: z.infer<typeof ImportFeedback>): Promise<Report> => {
    caller.require('listen.import');
    try {
      return await take(caller, input.rows, input.dry_run);
    } catch (error) {
      if (!(error instanceof AlreadyDone)) throw error;
      // The same request again: its rows are there, and looking once more says so, row by row.
      return take(caller.once(undefined), input.rows, input.dry_run);
    }
  };
}

function thereAlready(caller: Caller, row: MaskedRow, known: Known): ReportRow {
  const one = known.get(row.sourceId);
  const isSeen = one && (one.audienceId === null || caller.member.audienceIds.includes(one.audienceId));
  return {
    row: row.row,
    source_id: row.givenId,
    fate: 'already_there',
    ...(isSeen ? { reference: reference('signal', one.number) } : {}),
  };
}

type NumberedRow = MaskedRow & { readonly number: number };

/**
 * Stores what is new and counts all of it. Besides the entry about the batch each signal gets its own, so that its thread
 * starts where every other thread starts; nothing ties signals of one batch together, or they would be one thread.
 */
async function storeRows(
  writing: Writing,
  rows: readonly NumberedRow[],
  report: Map<number, ReportRow>,
): Promise<void> {
  const { tables, now, newId, record } = writing;
  const channel = await requireChannel(tables, importChannelKey);
  const importId = newId();
  const ids = new Map(rows.map((row) => [row.row, newId()]));
  const stored = await insertSignals(tables, await signalRows(writing, channel.id, rows, ids));
  const taken = rows.flatMap((row) => {
    const id = ids.get(row.row) ?? '';
    const isTaken = stored.has(id);
    const said = { row: row.row, source_id: row.givenId };
    report.set(
      row.row,
      isTaken
        ? { ...said, fate: 'taken', reference: reference('signal', row.number) }
        : { ...said, fate: 'already_there' },
    );
    return isTaken ? [id] : [];
  });
  await insertAccepted(
    tables,
    channel.id,
    now,
    taken.map((signalId) => ({ id: newId(), signalId, audienceId: null })),
  );
  const counts = countsOf(report);
  const count = (fate: 'deduplicated' | 'rejected', many: number) =>
    countSubmissions(tables, { id: newId(), channelId: channel.id, now, fate, count: many });
  await count('deduplicated', counts.already_there);
  await count('rejected', counts.rejected);
  record({ type: 'listen.signals_imported', subject: { kind: 'import', id: importId }, data: counts });
  for (const id of taken)
    record({
      type: 'listen.signal_received',
      subject: { kind: 'signal', id },
      data: { channel: channel.key, live: false, import: importId },
    });
}

async function signalRows(
  { tables, now, newId }: Writing,
  channelId: string,
  rows: readonly NumberedRow[],
  ids: ReadonlyMap<number, string>,
): Promise<Parameters<typeof insertSignals>[1]> {
  const respondents = await respondentIds(
    tables,
    rows.map((row) => row.respondentKey),
    newId,
  );
  return rows.map((row) => ({
    id: ids.get(row.row) ?? newId(),
    number: row.number,
    channel_id: channelId,
    source_id: row.sourceId,
    state: 'received',
    live: false,
    title: row.title,
    description: row.description,
    context: JSON.stringify(row.context),
    masked: JSON.stringify(row.masked),
    respondent_id: respondents.get(row.respondentKey) ?? null,
    said_on: row.saidOn ?? null,
    received_at: now,
  }));
}

function countsOf(report: ReadonlyMap<number, ReportRow>) {
  const many = (fate: ReportRow['fate']): number => [...report.values()].filter((row) => row.fate === fate).length;
  return { taken: many('taken'), already_there: many('already_there'), rejected: many('rejected') };
}

function reportOf(read: number, report: ReadonlyMap<number, ReportRow>, dryRun: boolean): Report {
  const rows = [...report.values()].sort((a, b) => a.row - b.row);
  return { read, ...countsOf(report), dry_run: dryRun, rows };
}
