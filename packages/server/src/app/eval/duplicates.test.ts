import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHouse, type TestHouse } from '../../../test/harness.ts';
import { duplicatesWords } from './duplicates-words.ts';
import { duplicatesReport } from './figures.ts';
import { readLabelledReports } from './labelled-reports.ts';
import { replay } from './replay.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'hearback-labelled-'));
let house: TestHouse;
beforeAll(async () => {
  house = await openHouse({ environment: { HEARBACK_SIGNALS_PER_MINUTE: '100000' } });
});
afterAll(async () => {
  await house.stop();
  rmSync(folder, { recursive: true });
});

const file = (name: string, content: string): string => {
  const target = path.join(folder, name);
  writeFileSync(target, content);
  return target;
};
const lines = (rows: readonly unknown[]): string => rows.map((row) => JSON.stringify(row)).join('\n');

/** A report of the day given; the file need not be in order. */
const report = (id: string, day: number, title: string, body = '') => ({
  id,
  source: id.split(':')[0],
  title,
  body,
  created: `2024-03-${String(day).padStart(2, '0')}T09:00:00Z`,
});

const corpus = lines([
  report('build:3', 3, 'Pulling from the registry times out every evening', 'Our pipeline stops at the pull.'),
  report('build:1', 1, 'Registry pulls time out in the evening', 'The pipeline stops at the image pull.'),
  report('build:2', 2, 'Log lines are cut off at 4096 characters'),
  report('build:4', 4, 'Registry pulls time out in the evening', 'The pipeline stops at the image pull.'),
  report('build:5', 5, 'The colour of the button hurts my eyes'),
  report('docs:1', 1, 'Search finds nothing for hyphenated words'),
  report('docs:2', 2, 'Pulling from the registry times out every evening', 'Our pipeline stops at the pull.'),
  report('docs:3', 3, 'Hyphenated words are not found by the search'),
]);
const queries = lines([
  { query_id: 'build:3', cluster: 'build:1', gold_earlier: ['build:1'] },
  { query_id: 'docs:3', gold_earlier: ['docs:1', 'docs:9'] },
  { query_id: 'docs:1', gold_earlier: ['docs:3'] },
]);

describe('a file that cannot be used', () => {
  const refusals: [what: string, corpusText: string, queriesText: string, says: RegExp][] = [
    ['is empty', '\n', queries, /corpus\.jsonl is empty/],
    ['is no JSON on a line', `${corpus}\n{"id":`, queries, /corpus\.jsonl line 9 is not JSON/],
    ['lacks a field', lines([{ ...report('a:1', 1, 'Slow'), source: undefined }]), queries, /line 1, field “source”/],
    ['has a date that is none', lines([{ ...report('a:1', 1, 'Slow'), created: 'soon' }]), queries, /field “created”/],
    ['names a report twice', `${corpus}\n${lines([report('build:1', 9, 'Again')])}`, queries, /“build:1” is on line 2/],
    [
      'asks about what is not there',
      corpus,
      lines([{ query_id: 'x', gold_earlier: ['y'] }]),
      /“x” is not in the corpus/,
    ],
    ['has no right answer', corpus, lines([{ query_id: 'docs:3', gold_earlier: [] }]), /field “gold_earlier”/],
    ['answers with later ones', corpus, lines([{ query_id: 'docs:1', gold_earlier: ['docs:3'] }]), /No query of/],
  ];
  test.each(refusals)(
    'and %s is named by what is wrong with it, with a remedy',
    (_what, corpusText, queriesText, says) => {
      const files = { corpus: file('corpus.jsonl', corpusText), queries: file('queries.jsonl', queriesText) };
      expect(() => readLabelledReports(files)).toThrow(says);
      expect(() => readLabelledReports(files)).toThrow(
        expect.objectContaining({ remedy: expect.stringMatching(/\w/) as unknown }) as Error,
      );
    },
  );

  test('or is not there says where it was looked for', () => {
    const files = { corpus: path.join(folder, 'nowhere.jsonl'), queries: file('queries.jsonl', queries) };
    expect(() => readLabelledReports(files)).toThrow(/nowhere\.jsonl cannot be read/);
  });
});

test('each report is looked for among the earlier ones of its source only, in the order in which they came', async () => {
  const labelled = readLabelledReports({
    corpus: file('corpus.jsonl', corpus),
    queries: file('queries.jsonl', queries),
    unlinked: file('unlinked.json', JSON.stringify({ ids: ['build:4'] })),
  });
  expect(labelled.leftOut).toEqual(['docs:1']);
  let seen = 0;
  const found = await replay(house.hearback, labelled, {
    signal: new AbortController().signal,
    onReport: () => {
      seen += 1;
    },
  });
  expect(seen).toBe(8);
  const of = (id: string) => found.find((one) => one.report === id);
  expect(of('build:1')?.ranked).toEqual([]);
  expect(of('build:3')).toMatchObject({ ranked: ['build:1'], baseline: ['build:1'] });
  expect(of('docs:2')?.ranked).toEqual([]);
  expect(of('docs:3')).toMatchObject({ ranked: ['docs:1'], baseline: ['docs:1'] });
  // What is left out says nothing either way, and is not asked about; it is there to be found all the same.
  expect([of('build:4'), of('docs:1')]).toEqual([undefined, undefined]);

  const figures = duplicatesReport(found, labelled);
  expect(figures).toMatchObject({
    n: 2,
    recall_at_1: 1,
    mrr: 1,
    bm25: { recall_at_1: 1, mrr: 1 },
    gain: { mrr: { gain: 0, low: 0, high: 0, won: 0, lost: 0 } },
    n_without_duplicate: 4,
    false_suggestion_rate: 0,
    reports: 8,
    left_out: 1,
    sources: { build: { n: 1, recall_at_5: 1 }, docs: { n: 1, recall_at_5: 1 } },
  });
  expect(duplicatesWords(figures)).toContain('recall at 5  1.000  BM25 1.000');
});

test('a replay that is given up ends', async () => {
  const labelled = readLabelledReports({ corpus: file('c.jsonl', corpus), queries: file('q.jsonl', queries) });
  const signal = AbortSignal.abort(new Error('Ended before it was done.'));
  await expect(replay(house.hearback, labelled, { signal, onReport: () => undefined })).rejects.toThrow('Ended before');
});

const real = (name: string): string => fileURLToPath(new URL(`../../../../../../shared/data/${name}`, import.meta.url));

test.runIf(existsSync(real('duplicates.corpus.jsonl')))('real labelled reports are read whole', () => {
  const { sources, duplicates, leftOut } = readLabelledReports({
    corpus: real('duplicates.corpus.jsonl'),
    queries: real('duplicates.queries.jsonl'),
    unlinked: real('duplicates.unlinked.json'),
  });
  expect([...sources.keys()].sort()).toEqual(['hadoop', 'seamonkey']);
  expect(duplicates.size).toBeGreaterThan(40);
  expect(leftOut).toEqual([]);
});
