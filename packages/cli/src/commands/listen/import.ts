import { readFile } from 'node:fs/promises';
import { answered } from '@hearback/client';
import type { Command } from 'commander';
import { type Connection, connect, type ConnectionOptions } from '../../connection.ts';
import { withConnection } from '../../connection-options.ts';
import { CommandError } from '../../failure.ts';
import { createProgress } from '../../progress.ts';

type ImportOptions = ConnectionOptions & { readonly dryRun?: boolean; readonly json?: boolean };

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

async function readText(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, 2);
  }
}

/**
 * The lines of a JSON Lines file as values. A line that is no JSON, or too long for any request, goes along as the beginning
 * of its text: the server rejects it, so that it is counted and named like every other.
 */
function readRows(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      if (Buffer.byteLength(line) > batchBytes) return line.slice(0, 200);
      try {
        return JSON.parse(line) as unknown;
      } catch {
        return line.slice(0, 200);
      }
    });
}

/** Cuts rows into batches by number and size; each keeps the number of its first row, counted from 1. */
function batchesOf(rows: readonly unknown[]): { first: number; rows: unknown[] }[] {
  const batches: { first: number; rows: unknown[]; bytes: number }[] = [];
  rows.forEach((row, index) => {
    const bytes = Buffer.byteLength(JSON.stringify(row));
    const last = batches.at(-1);
    if (last && last.rows.length < batchRows && last.bytes + bytes <= batchBytes) {
      last.rows.push(row);
      last.bytes += bytes;
    } else batches.push({ first: index + 1, rows: [row], bytes });
  });
  return batches;
}

async function importFeedback(connection: Connection, file: string, options: ImportOptions): Promise<ImportReport> {
  const rows = readRows(await readText(file));
  const report: ImportReport = {
    read: 0,
    taken: 0,
    already_there: 0,
    rejected: 0,
    dry_run: options.dryRun ?? false,
    rejected_rows: [],
  };
  const progress = createProgress('Importing', rows.length);
  for (const batch of batchesOf(rows)) {
    const answer = await answered(
      connection.client.POST('/imports/feedback', { body: { rows: batch.rows, dry_run: report.dry_run } }),
    );
    report.read += answer.read;
    report.taken += answer.taken;
    report.already_there += answer.already_there;
    report.rejected += answer.rejected;
    for (const row of answer.rows)
      if (row.fate === 'rejected')
        report.rejected_rows.push({
          row: batch.first + row.row - 1,
          source_id: row.source_id ?? null,
          reason: row.reason ?? '',
        });
    progress.at(report.read);
  }
  progress.end();
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

async function importOwners(connection: Connection, file: string, options: ImportOptions) {
  const text = await readText(file);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new CommandError(`${file} is not JSON.`, 2);
  }
  return answered(
    connection.client.POST('/imports/owners', {
      body: { ...(document as { owners: unknown[] }), dry_run: options.dryRun ?? false },
    }),
  );
}

/** `hearback import feedback|owners FILE`. */
export function addImportCommands(program: Command): void {
  const group = program.command('import').description('Bring in what exists already; twice takes nothing new');
  const add = (name: string, summary: string) =>
    withConnection(group.command(`${name} <file>`).description(summary))
      .option('--dry-run', 'say what would happen, write nothing')
      .option('--json', 'one JSON object');

  add('feedback', 'Free-text answers as JSON Lines: id, survey, row, question, text, submitted').action(
    async (file: string, options: ImportOptions) => {
      const connection = await connect(options);
      try {
        const report = await importFeedback(connection, file, options);
        if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
        else say(report, 'answers');
      } finally {
        await connection.close();
      }
    },
  );
  add('owners', 'Teams, components and people from a groups file (the shape of Kubernetes’ sigs.yaml as JSON)').action(
    async (file: string, options: ImportOptions) => {
      const connection = await connect(options);
      try {
        const report = await importOwners(connection, file, options);
        if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
        else sayOwners(report);
      } finally {
        await connection.close();
      }
    },
  );
}
