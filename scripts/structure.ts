/**
 * `npm run structure`: our own figures beside those of five good houses in the field, so that a file or a function that grows
 * beyond the others is seen while it is small. It judges nothing and fails nothing.
 *
 * Tests and generated files are left out, as in the figures we compare with.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureSource, type SourceFigures } from './front-door/measure-source.ts';
import { cruise } from './front-door/nevers.ts';
import { isSource, isTest, listFiles, repositoryRoot } from './front-door/repository.ts';

const longFileLines = 300;

interface MeasuredFile extends SourceFigures {
  readonly path: string;
}

/** The value below which the given share of the sorted numbers lies (nearest rank); 0 when there are none. */
function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function spread(numbers: readonly number[]): string {
  return [0.5, 0.9, 1].map((share) => String(quantile(numbers, share)).padStart(6)).join('');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function row(name: string, files: readonly MeasuredFile[], inCycles: ReadonlySet<string>): string {
  const lines = files.map((file) => file.lines);
  const commentShare =
    sum(files.map((file) => file.commentLines)) / Math.max(1, sum(files.map((file) => file.textLines)));
  return [
    name.padEnd(22),
    String(files.length).padStart(6),
    spread(lines),
    spread(files.flatMap((file) => file.functionLines)),
    `${(100 * commentShare).toFixed(0)} %`.padStart(9),
    String(lines.filter((count) => count > longFileLines).length).padStart(6),
    String(files.filter((file) => inCycles.has(file.path)).length).padStart(8),
  ].join(' ');
}

const files = listFiles(repositoryRoot)
  .filter((path) => isSource(path) && !isTest(path))
  .map((path): MeasuredFile => ({ path, ...measureSource(path, readFileSync(join(repositoryRoot, path), 'utf8')) }));
const { modules } = await cruise(repositoryRoot);
const inCycles = new Set(
  modules
    .filter((module) => module.dependencies.some((dependency) => dependency.circular))
    .map((module) => module.source),
);

console.log('                       files       lines per file  lines per function comment    over      in');
console.log('                                 med   p90   max   med   p90   max      share     300  cycles');
const rooms = Map.groupBy(files, ({ path }) => /^(?:packages\/)?([^/]+)/.exec(path)?.[1] ?? path);
for (const [room, measured] of [...rooms].sort(([a], [b]) => a.localeCompare(b)))
  console.log(row(room, measured, inCycles));
console.log(row('all', files, inCycles));
console.log('five good houses               50–80   300          6–13 16–55           (median, 90th percentile; what');
console.log('                               separates them is the tail: 2,576 and 2,972 lines, cycles of 420 files)');

const long = files.filter((file) => file.lines > longFileLines).sort((a, b) => b.lines - a.lines);
if (long.length > 0) console.log(`\nFiles over ${longFileLines} lines:`);
for (const { path, lines } of long) console.log(`${String(lines).padStart(6)}  ${path}`);
console.log('\nLongest functions:');
const functions = files.flatMap(({ path, functions: found }) => found.map((item) => ({ path, ...item })));
for (const { path, name, line, lines } of functions.sort((a, b) => b.lines - a.lines).slice(0, 5))
  console.log(`${String(lines).padStart(6)}  ${path}:${line} ${name}`);
