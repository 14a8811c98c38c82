import { describe, expect, test } from 'vitest';
import { complaintsAbout } from './house-rules.ts';

function about(path: string, text: string): string[] {
  return complaintsAbout(new Map([[path, text]]));
}

describe('the house rules object to', () => {
  // Offending words are put together here, so that this file does not break the rules it tests.
  const offenders: readonly [what: string, path: string, text: string, complaint: string][] = [
    ['export *', 'packages/client/src/index.ts', `export ${'*'} from './x.ts';`, 'export *'],
    ['export type *', 'packages/client/src/index.ts', `export type ${'*'} from './x.ts';`, 'export *'],
    ['a file of helpers', 'packages/web/src/date-helpers.ts', '', 'names a drawer'],
    ['a folder of utils', 'packages/web/src/utils/date.ts', '', 'names a drawer'],
    ['a manager', 'packages/server/src/platform/job-manager.test.ts', '', 'names a drawer'],
    ['a path of one machine', 'docs/x.md', `see ${'/'}root/notes`, 'path of one machine'],
    ['a registry in the text', 'README.md', `https://registry${'.'}example.org/`, 'where packages come from'],
    ['a registry in .npmrc', '.npmrc', '@scope:registry=http://localhost', 'where packages come from'],
    [
      'a door without words',
      'packages/domain/src/plan/index.ts',
      'export const a = 1;',
      'does not open with a comment',
    ],
    ['a room without a door', 'packages/contract/src/plan/routes.ts', '', 'has no index.ts'],
    ['a stage without a door', 'packages/server/src/stages/plan/plan.store.ts', '', 'has no index.ts'],
    ['a clock in domain', 'packages/domain/src/plan/due.ts', 'const now = new Date();', 'domain is pure'],
    ['chance in domain', 'packages/domain/src/plan/draw.ts', 'const n = Math.random();', 'domain is pure'],
  ];

  test.each(offenders)('%s', (_what, path, text, complaint) => {
    expect(about(path, text)).toContainEqual(expect.stringContaining(complaint));
  });

  test('a lock file that names where packages came from', () => {
    const lock = JSON.stringify({ packages: { 'node_modules/a': { resolved: 'https://example.org/a.tgz' } } }, null, 2);
    expect(about('package-lock.json', lock)).toEqual([expect.stringContaining('where packages come from')]);
  });

  test('a lock file that npm ci would refuse because an optional package is not in it', () => {
    const lock = JSON.stringify({ packages: { 'node_modules/a': { optionalDependencies: { 'a-linux': '1.0.0' } } } });
    expect(about('package-lock.json', lock)).toEqual([expect.stringContaining('lacks a-linux')]);
  });
});

describe('the house rules allow', () => {
  test('a workspace that the lock file links to', () => {
    const lock = JSON.stringify(
      { packages: { 'node_modules/@hearback/web': { resolved: 'packages/web', link: true } } },
      null,
      2,
    );
    expect(about('package-lock.json', lock)).toEqual([]);
  });

  test('a door that says what it is for, and a date that was given', () => {
    const files = new Map([
      ['packages/domain/src/plan/index.ts', '/** Decides when; never reads Date.now(). */\nexport const a = 1;'],
      ['packages/domain/src/plan/due.ts', 'export const due = (now: number) => new Date(now);'],
    ]);
    expect(complaintsAbout(files)).toEqual([]);
  });

  test('a URL or a folder that merely contains such a word', () => {
    expect(
      about('docs/x.md', `docs${'/'}work/plan.md, https://example.org${'/'}root/x, @hearback/common-ground`),
    ).toEqual([]);
  });
});
