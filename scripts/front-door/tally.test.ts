import { describe, expect, test } from 'vitest';
import { chaosTally, judgeSkips, lastLine, playwrightTally, vitestTally } from './tally.ts';

function vitestReport(status: string, ...tests: readonly (readonly [status: string, fullName: string])[]): unknown {
  return {
    testResults: [{ status, assertionResults: tests.map(([state, fullName]) => ({ status: state, fullName })) }],
  };
}

describe('counting vitest', () => {
  test('counts what passed, failed and was skipped, and keeps the names of the skipped', () => {
    const report = vitestReport('failed', ['passed', 'a'], ['failed', 'b'], ['skipped', 'c'], ['todo', 'd']);
    expect(vitestTally(report, 1)).toEqual({ passed: 1, failed: 1, skipped: ['c', 'd'] });
  });

  test('a file that broke before its first test is a failure', () => {
    expect(vitestTally(vitestReport('failed'), 1).failed).toBe(1);
  });

  test('an error outside of any test is a failure', () => {
    expect(vitestTally(vitestReport('passed', ['passed', 'a']), 1)).toEqual({ passed: 1, failed: 1, skipped: [] });
  });

  test('no report is a failure, whatever the exit code says', () => {
    expect(vitestTally(undefined, 0).failed).toBe(1);
  });
});

describe('counting Playwright', () => {
  const spec = (title: string, status: string) => ({ title, tests: [{ status }] });

  test('counts in nested suites, and a test that passed at the second try as failed', () => {
    const inner = { title: 'inbox', specs: [spec('opens', 'expected'), spec('folds', 'flaky')] };
    const report = { suites: [{ title: 'home.spec.ts', specs: [spec('shows', 'skipped')], suites: [inner] }] };
    expect(playwrightTally(report, 0)).toEqual({ passed: 1, failed: 1, skipped: ['browser: home.spec.ts shows'] });
  });

  test('a run that ended badly without a failed test is a failure', () => {
    expect(playwrightTally({ suites: [] }, 1).failed).toBe(1);
  });
});

describe('counting chaos', () => {
  test('reads the last line of JSON', () => {
    expect(chaosTally('kill 1\n{"passed": 5, "failed": 1}\n', 1)).toEqual({ passed: 5, failed: 1, skipped: [] });
  });

  test.each(['', 'Segmentation fault', '{"passed": "many"}'])('an answer like "%s" is a failure', (output) => {
    expect(chaosTally(output, 0).failed).toBe(1);
  });
});

describe('skipped tests', () => {
  const tally = { passed: 3, failed: 0, skipped: ['runs on PostgreSQL 15', 'runs as a normal user'] };

  test('are only named outside CI', () => {
    expect(lastLine(judgeSkips(tally, false))).toBe('3 passed, 0 failed, 2 skipped');
  });

  test('of the database or the browser fail in CI', () => {
    expect(lastLine(judgeSkips(tally, true))).toBe('3 passed, 1 failed, 1 skipped');
  });
});
