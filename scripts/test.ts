/**
 * `npm test`, in the order of docs/ARCHITECTURE.md. A failed part does not stop the others: what is wrong is seen in one run.
 * The last line is `N passed, N failed, N skipped`, and the exit code says the same.
 *
 * With a filter (`npm test -- clock`) only the vitest files whose path contains it are run.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endChildrenOnSignals, runNode, type Finished } from './front-door/children.ts';
import { provideMachine } from './front-door/machine.ts';
import { repositoryRoot } from './front-door/repository.ts';
import {
  add,
  chaosTally,
  judgeSkips,
  lastLine,
  nothing,
  oneFailure,
  playwrightTally,
  tallyOfExit,
  vitestTally,
  type Tally,
} from './front-door/tally.ts';

const inCi = Boolean(process.env['CI']);
const reports = join(repositoryRoot, 'node_modules/.cache/hearback-test');

function exists(path: string): boolean {
  return existsSync(join(repositoryRoot, path));
}

async function step(
  title: string,
  args: readonly string[],
  options: Parameters<typeof runNode>[1] = {},
): Promise<Finished> {
  console.log(`\n── ${title}`);
  const finished = await runNode(args, { cwd: repositoryRoot, ...options });
  console.log(`── ${title}: exit code ${finished.code} after ${(finished.durationMs / 1000).toFixed(1)} s`);
  return finished;
}

function readReport(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

async function runVitest(filters: readonly string[], postgresql?: '15'): Promise<Tally> {
  const report = join(reports, `vitest${postgresql ?? ''}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await step(
    postgresql ? `vitest on PostgreSQL ${postgresql}` : 'vitest',
    ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...filters],
    postgresql ? { env: { HEARBACK_TEST_POSTGRESQL: postgresql } } : {},
  );
  return vitestTally(readReport(report), code);
}

async function runBrowserTests(): Promise<Tally> {
  const report = join(reports, 'playwright.json');
  const { code } = await step(
    'browser tests',
    [
      'node_modules/@playwright/test/cli.js',
      'test',
      '--config=packages/web/playwright.config.ts',
      '--reporter=list,json',
    ],
    { env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report } },
  );
  return playwrightTally(readReport(report), code);
}

async function runChaos(): Promise<Tally> {
  const { code, output } = await step('chaos', ['bench/chaos.ts', '--short'], { says: 'both' });
  return chaosTally(output, code);
}

async function runSelected(filters: readonly string[]): Promise<Tally> {
  const generated = await step('generate', ['scripts/generate.ts', '--client']);
  return add(tallyOfExit(generated.code), await runVitest(filters));
}

async function runAll(): Promise<Tally> {
  let tally = nothing;
  const machine = await provideMachine();
  if (machine === 'install-failed') tally = add(tally, oneFailure);
  const absent = typeof machine === 'object' ? machine.absent : [];
  if (typeof machine === 'object') {
    console.log(`Not here: ${absent.join(', ')} (${machine.why}). The tests that need it are named below as not run.`);
    if (inCi) tally = add(tally, oneFailure);
  }

  // Committed files are compared by `check`; here only what the next steps read is made.
  const generated = await step('generate', ['scripts/generate.ts', '--client']);
  tally = add(tally, tallyOfExit(generated.code));

  if (exists('packages/web/vite.config.ts')) {
    const built = await step('web build', [
      'node_modules/vite/bin/vite.js',
      'build',
      'packages/web',
      '--logLevel=warn',
    ]);
    tally = add(tally, tallyOfExit(built.code));
  }

  const checked = await step('check', ['scripts/check.ts']);
  tally = add(tally, tallyOfExit(checked.code));

  tally = add(tally, await runVitest([]));
  // What stores say has to hold on the oldest PostgreSQL that we promise, too.
  if (inCi) tally = add(tally, await runVitest(['packages/server/src/stages', 'packages/server/src/loop'], '15'));

  if (exists('packages/web/playwright.config.ts')) {
    const canRun = !absent.includes('chromium');
    tally = add(tally, canRun ? await runBrowserTests() : { ...nothing, skipped: ['all browser tests (no Chromium)'] });
  }

  if (exists('bench/chaos.ts')) tally = add(tally, await runChaos());
  return tally;
}

async function main(filters: readonly string[]): Promise<number> {
  if (!process.version.startsWith('v24.')) {
    console.error(`Node 24 is needed; this is ${process.version}. Run it as \`npm test\`, which brings its own.`);
    return 1;
  }
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const tally = filters.length > 0 ? await runSelected(filters) : await runAll();

  console.log('');
  for (const name of tally.skipped) console.log(`not run: ${name}`);
  const judged = judgeSkips(tally, inCi);
  if (judged.failed > tally.failed)
    console.log('In CI a test of the database or the browser that was not run is a failure.');
  console.log(lastLine(judged));
  return judged.failed === 0 ? 0 : 1;
}

endChildrenOnSignals();
process.exitCode = await main(process.argv.slice(2));
