/** Counts tests from what the runners report about themselves. A part that failed counts as one failure at the least. */

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** Names of tests that were not run. */
  readonly skipped: readonly string[];
}

export const nothing: Tally = { passed: 0, failed: 0, skipped: [] };
export const oneFailure: Tally = { passed: 0, failed: 1, skipped: [] };

export function add(one: Tally, other: Tally): Tally {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: [...one.skipped, ...other.skipped],
  };
}

/** What a part without a report of its own adds: nothing, or one failure. */
export function tallyOfExit(code: number): Tally {
  return code === 0 ? nothing : oneFailure;
}

function orOneFailure(tally: Tally, exitCode: number): Tally {
  return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

interface VitestReport {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** From vitest's JSON reporter; no report means that it did not get as far as writing one. */
export function vitestTally(report: unknown, exitCode: number): Tally {
  if (report === undefined) return oneFailure;
  let tally = nothing;
  for (const file of (report as VitestReport).testResults) {
    const count = (status: string): number => file.assertionResults.filter((test) => test.status === status).length;
    const failed = count('failed');
    tally = add(tally, {
      passed: count('passed'),
      // A file that broke outside of its tests fails none of them.
      failed: file.status === 'failed' ? Math.max(failed, 1) : failed,
      skipped: file.assertionResults
        .filter((test) => test.status !== 'passed' && test.status !== 'failed')
        .map((test) => test.fullName),
    });
  }
  return orOneFailure(tally, exitCode);
}

interface PlaywrightSuite {
  readonly title: string;
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs: readonly { readonly title: string; readonly tests: readonly { readonly status: string }[] }[];
}

/** From Playwright's JSON reporter. A test that only passed when tried again is a failure. */
export function playwrightTally(report: unknown, exitCode: number): Tally {
  if (report === undefined) return oneFailure;
  const { suites } = report as { suites: readonly PlaywrightSuite[] };
  return orOneFailure(
    suites.map((suite) => suiteTally(suite, `browser: ${suite.title}`)).reduce(add, nothing),
    exitCode,
  );
}

function suiteTally(suite: PlaywrightSuite, name: string): Tally {
  const own = suite.specs.flatMap((spec) =>
    spec.tests.map(({ status }): Tally => {
      if (status === 'expected') return { ...nothing, passed: 1 };
      return status === 'skipped' ? { ...nothing, skipped: [`${name} ${spec.title}`] } : oneFailure;
    }),
  );
  const inner = (suite.suites ?? []).map((child) => suiteTally(child, `${name} ${child.title}`));
  return [...own, ...inner].reduce(add, nothing);
}

/** From the last line of JSON that the chaos run printed: `{"passed": 5, "failed": 0, …}`. */
export function chaosTally(output: string, exitCode: number): Tally {
  const line = output
    .trimEnd()
    .split('\n')
    .findLast((text) => text.startsWith('{'));
  if (line === undefined) return oneFailure;
  const { passed, failed } = JSON.parse(line) as { passed: unknown; failed: unknown };
  if (typeof passed !== 'number' || typeof failed !== 'number') return oneFailure;
  return orOneFailure({ passed, failed, skipped: [] }, exitCode);
}

/** CI has all that these need, so that there a skip of one hides something. */
const needsMachine = /postgres|chromium|browser/i;

/** In CI a test of the database or the browser that was not run counts as failed. */
export function judgeSkips(tally: Tally, inCi: boolean): Tally {
  if (!inCi) return tally;
  const hidden = tally.skipped.filter((name) => needsMachine.test(name));
  return {
    passed: tally.passed,
    failed: tally.failed + hidden.length,
    skipped: tally.skipped.filter((name) => !needsMachine.test(name)),
  };
}

/** The last line of `npm test`. */
export function lastLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
}
