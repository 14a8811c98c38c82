import { readFile } from 'node:fs/promises';
import { answered } from '@hearback/client';
import type { Command } from 'commander';
import { type Connection, connect, type ConnectionOptions } from '../../connection.ts';
import { withConnection } from '../../connection-options.ts';
import { CommandError } from '../../failure.ts';
import { createProgress } from '../../progress.ts';

type ImportOptions = ConnectionOptions & { readonly dryRun?: boolean; readonly json?: boolean };

/** `row` is the number of its line in the file. */
type RowReport = { readonly row: number; readonly source_id: string | null; readonly reason: string };
type ImportReport = {
  read: number;
  taken: number;
  already_there: number;
  rejected: number;
  dry_run: boolean;
  rejected_rows: RowReport[];
};

/** Well below the server's body limit, and at most what one transaction of an import may hold. */
const batchRows = 500;
const batchBytes = 700_000;
/** Groups go in one request, which the server takes up to a mebibyte of. */
const mostOwnersBytes = 1_000_000;

async function readText(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, 2);
  }
}

type Row = { readonly line: number; readonly value: unknown };

/**
 * The lines of a JSON Lines file as values, each with its number in the file. A line that is no JSON goes along as the
 * beginning of its text: the server rejects it, so that it is counted and named like every other.
 */
function readRows(text: string): Row[] {
  return text
    .split('\n')
    .map((line, index) => ({ line: index + 1, text: line }))
    .filter(({ text: line }) => line.trim() !== '')
    .map(({ line, text: words }) => ({ line, value: readRow(words) }));
}

function readRow(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return Buffer.byteLength(line) > batchBytes ? shortened(value, line) : value;
  } catch {
    return line.slice(0, 200);
  }
}

/** Too long for any request, but not too long to be rejected by its name: a text keeps more than the server takes. */
function shortened(value: unknown, line: string): unknown {
  if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string')
    return line.slice(0, 200);
  const row = { ...value, text: value.text.slice(0, 50_000) };
  return Buffer.byteLength(JSON.stringify(row)) > batchBytes ? line.slice(0, 200) : row;
}

/** Cuts rows into batches by number and size. */
function batchesOf(rows: readonly Row[]): Row[][] {
  const batches: { rows: Row[]; bytes: number }[] = [];
  for (const row of rows) {
    const bytes = Buffer.byteLength(JSON.stringify(row.value));
    const last = batches.at(-1);
    if (last && last.rows.length < batchRows && last.bytes + bytes <= batchBytes) {
      last.rows.push(row);
      last.bytes += bytes;
    } else batches.push({ rows: [row], bytes });
  }
  return batches.map((batch) => batch.rows);
}

async function importFeedback(
  connection: Connection,
  rows: readonly Row[],
  options: ImportOptions,
): Promise<ImportReport> {
  const report: ImportReport = {
    read: 0,
    taken: 0,
    already_there: 0,
    rejected: 0,
    dry_run: options.dryRun ?? false,
    rejected_rows: [],
  };
  const progress = createProgress('Importing', rows.length);
  try {
    for (const batch of batchesOf(rows)) {
      const body = { rows: batch.map(({ value }) => value), dry_run: report.dry_run };
      const answer = await answered(connection.client.POST('/imports/feedback', { body }));
      report.read += answer.read;
      report.taken += answer.taken;
      report.already_there += answer.already_there;
      report.rejected += answer.rejected;
      for (const { row, fate, source_id, reason } of answer.rows)
        if (fate === 'rejected')
          report.rejected_rows.push({
            row: batch[row - 1]?.line ?? row,
            source_id: source_id ?? null,
            reason: reason ?? '',
          });
      progress.at(report.read);
    }
  } finally {
    progress.end();
  }
  return report;
}

function say(report: ImportReport, what: string): void {
  const would = report.dry_run ? ' (nothing was written: --dry-run)' : '';
  process.stdout.write(
    `${report.read} ${what} read: ${report.taken} taken, ${report.already_there} already there, ${report.rejected} rejected${would}.\n`,
  );
  for (const row of report.rejected_rows.slice(0, 20))
    process.stdout.write(`  row ${row.row}${row.source_id ? ` (${row.source_id})` : ''}: ${row.reason}\n`);
  if (report.rejected_rows.length > 20)
    process.stdout.write(`  … and ${report.rejected_rows.length - 20} more; --json lists them all.\n`);
}

function sayOwners(report: Awaited<ReturnType<typeof importOwners>>): void {
  const rejected = report.rows.filter((row) => row.result === 'rejected');
  say(
    {
      ...report,
      rejected_rows: rejected.map((row) => ({ row: row.row, source_id: row.key, reason: row.reason ?? '' })),
    },
    'groups',
  );
  for (const what of ['teams', 'components', 'members'] as const) {
    const { added, changed, unchanged } = report[what];
    process.stdout.write(`  ${what}: ${added} added, ${changed} changed, ${unchanged} unchanged\n`);
  }
  process.stdout.write(`  people: ${report.people.added} added, ${report.people.known} known\n`);
  if (report.missing.length > 0)
    process.stdout.write(`  ${report.missing.length} that an earlier import brought are no longer in the file.\n`);
}

type OwnersFile = Readonly<Record<string, unknown>> & { readonly owners: unknown[] };

async function readOwners(file: string): Promise<OwnersFile> {
  const text = await readText(file);
  if (Buffer.byteLength(text) > mostOwnersBytes)
    throw new CommandError(
      `${file} has ${Buffer.byteLength(text)} bytes; ${mostOwnersBytes} are the most for groups.`,
      2,
    );
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new CommandError(`${file} is not JSON.`, 2);
  }
  if (!isOwnersFile(document))
    throw new CommandError(`${file} is not a groups file: an object with a list called “owners” is expected.`, 2);
  return document;
}

function isOwnersFile(document: unknown): document is OwnersFile {
  return typeof document === 'object' && document !== null && 'owners' in document && Array.isArray(document.owners);
}

function importOwners(connection: Connection, document: OwnersFile, options: ImportOptions) {
  return answered(
    connection.client.POST('/imports/owners', { body: { ...document, dry_run: options.dryRun ?? false } }),
  );
}

const importHelp = `
read = taken + already_there + rejected: every row is accounted for, and a rejected one never stops the rest.
Exit codes: 0 done, rejected rows included; 1 failed; 2 called wrongly; 3 refused; 4 not reached. Safe to run again.`;

/** `hearback import feedback|owners FILE`. */
export function addImportCommands(program: Command): void {
  const group = program.command('import').description('Bring in what exists already; twice takes nothing new');
  const add = (name: string, summary: string) =>
    withConnection(group.command(`${name} <file>`).description(summary))
      .option('--dry-run', 'say what would happen, write nothing')
      .option('--json', 'one JSON object')
      .addHelpText('after', importHelp);

  add('feedback', 'Free-text answers as JSON Lines: id, survey, row, question, text, submitted').action(
    async (file: string, options: ImportOptions) => {
      const rows = readRows(await readText(file));
      const connection = await connect(options);
      try {
        const report = await importFeedback(connection, rows, options);
        if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
        else say(report, 'answers');
      } finally {
        await connection.close();
      }
    },
  );
  add('owners', 'Teams, components and people from a groups file (the shape of Kubernetes’ sigs.yaml as JSON)').action(
    async (file: string, options: ImportOptions) => {
      const document = await readOwners(file);
      const connection = await connect(options);
      try {
        const report = await importOwners(connection, document, options);
        if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
        else sayOwners(report);
      } finally {
        await connection.close();
      }
    },
  );
}
