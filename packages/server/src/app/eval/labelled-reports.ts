// Reads what people labelled: reports, which of them duplicate an earlier one, and which to leave out. What cannot be read is
// named by file, line and field, so that it can be mended.
import { readFileSync } from 'node:fs';
import { Refusal } from '@hearback/domain/record';
import { z } from 'zod';

const Text = z.string().trim().min(1);
const Report = z.object({
  id: Text,
  source: Text,
  title: Text,
  body: z.string().default(''),
  created: z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'is no date such as 2024-05-02T07:25:09Z'),
});
const Query = z.object({ query_id: Text, cluster: Text.optional(), gold_earlier: z.array(Text).min(1) });
const Unlinked = z.union([z.array(Text), z.object({ ids: z.array(Text) }).transform(({ ids }) => ids)]);

export type Report = z.infer<typeof Report>;

/** A report that duplicates an earlier one, as somebody said. */
export type LabelledDuplicate = {
  readonly id: string;
  /** Duplicates of one thing are not independent of each other. */
  readonly cluster: string;
  /** Ids of the earlier reports of its source that say the same. */
  readonly earlier: ReadonlySet<string>;
};

export type LabelledReports = {
  /** By source, each in the order in which they came. */
  readonly sources: ReadonlyMap<string, readonly Report[]>;
  readonly duplicates: ReadonlyMap<string, LabelledDuplicate>;
  /** Queries without an earlier report in the corpus: nothing could find them. */
  readonly leftOut: readonly string[];
  /** Duplicates of something outside the corpus: suggesting anything for them is neither right nor wrong. */
  readonly unlinked: ReadonlySet<string>;
};

function readText(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new Refusal('file_unreadable', `${file} cannot be read: ${error instanceof Error ? error.message : ''}.`, {
      remedy: `Check the path given with ${option}.`,
    });
  }
}

function parsed<Value>(schema: z.ZodType<Value>, text: string, where: string, shape: string): Value {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal('file_invalid', `${where} is not JSON.`, { remedy: `It should look like ${shape}.` });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  throw new Refusal('file_invalid', `${where}${field === '' ? '' : `, field “${field}”`}: ${issue?.message ?? ''}.`, {
    remedy: `It should look like ${shape}.`,
  });
}

/** The rows of a JSON Lines file with the line each is on. */
function rowsOf<Row>(
  option: string,
  file: string,
  schema: z.ZodType<Row>,
  shape: string,
): { row: Row; line: number }[] {
  const rows = readText(option, file)
    .split('\n')
    .map((text, index) => ({ text, line: index + 1 }))
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, line }) => ({ row: parsed(schema, text, `${file} line ${line}`, shape), line }));
  if (rows.length > 0) return rows;
  throw new Refusal('file_invalid', `${file} is empty.`, {
    remedy: `It should hold one JSON object a line, such as ${shape}.`,
  });
}

function refuseTwice(file: string, rows: readonly { readonly id: string; readonly line: number }[]): void {
  const seen = new Map<string, number>();
  for (const { id, line } of rows) {
    const before = seen.get(id);
    if (before !== undefined)
      throw new Refusal('file_invalid', `${file} line ${line}: “${id}” is on line ${before} already.`, {
        remedy: 'Keep one of the two.',
      });
    seen.set(id, line);
  }
}

function readReports(file: string): Report[] {
  const shape = '{"id":"a:1","source":"a","title":"…","body":"…","created":"2024-05-02T07:25:09Z"}';
  const rows = rowsOf('--corpus', file, Report, shape);
  refuseTwice(
    file,
    rows.map(({ row, line }) => ({ id: row.id, line })),
  );
  // Sorting is stable: reports of one moment stay in the order of the file.
  return rows.map(({ row }) => row).sort((a, b) => Date.parse(a.created) - Date.parse(b.created));
}

function readDuplicates(file: string, reports: readonly Report[]) {
  const rows = rowsOf('--queries', file, Query, '{"query_id":"a:2","gold_earlier":["a:1"]}');
  refuseTwice(
    file,
    rows.map(({ row, line }) => ({ id: row.query_id, line })),
  );
  const at = new Map(reports.map((report, index) => [report.id, { index, source: report.source }]));
  const duplicates = new Map<string, LabelledDuplicate>();
  const leftOut: string[] = [];
  for (const { row, line } of rows) {
    const own = at.get(row.query_id);
    if (!own)
      throw new Refusal('file_invalid', `${file} line ${line}: “${row.query_id}” is not in the corpus.`, {
        remedy: 'Every query is itself a report of the file given with --corpus; add it there, or leave the line out.',
      });
    const earlier = row.gold_earlier.filter((id) => {
      const found = at.get(id);
      return found !== undefined && found.source === own.source && found.index < own.index;
    });
    if (earlier.length === 0) leftOut.push(row.query_id);
    else
      duplicates.set(row.query_id, {
        id: row.query_id,
        cluster: row.cluster ?? row.query_id,
        earlier: new Set(earlier),
      });
  }
  return { duplicates, leftOut };
}

/** @throws Refusal that names the file, the line and the field that cannot be used, and what it should look like. */
export function readLabelledReports(files: {
  readonly corpus: string;
  readonly queries: string;
  readonly unlinked?: string | undefined;
}): LabelledReports {
  const reports = readReports(files.corpus);
  const { duplicates, leftOut } = readDuplicates(files.queries, reports);
  if (duplicates.size === 0)
    throw new Refusal(
      'file_invalid',
      `No query of ${files.queries} has an earlier report of its source in the corpus.`,
      {
        remedy: 'Check that gold_earlier holds ids of the corpus, and that created says which came first.',
      },
    );
  const unlinked = files.unlinked
    ? parsed(Unlinked, readText('--unlinked', files.unlinked), files.unlinked, '{"ids":["a:7"]}')
    : [];
  return {
    sources: Map.groupBy(reports, (report) => report.source),
    duplicates,
    leftOut,
    unlinked: new Set([...unlinked, ...leftOut]),
  };
}
