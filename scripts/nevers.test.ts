import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { complaints, cruise, type Cruise } from './front-door/nevers.ts';
import { repositoryRoot } from './front-door/repository.ts';

/** One forbidden import: in a house shaped like ours, `from` says it and `rule` must object. */
interface Case {
  readonly never: string;
  readonly rule: string;
  readonly from: string;
  readonly says: string;
}

const stages = ['charter', 'listen', 'triage', 'prioritize', 'plan', 'deliver', 'verify', 'learn', 'engage', 'govern'];

const cases: readonly Case[] = [
  {
    never: 'domain reads no file',
    rule: 'domain-is-pure',
    from: 'packages/domain/src/text/reads-a-file.ts',
    says: "import 'node:fs';",
  },
  {
    never: 'domain imports no other package of ours',
    rule: 'domain-is-pure',
    from: 'packages/domain/src/text/asks-the-contract.ts',
    says: "import '@hearback/contract/plan';",
  },
  {
    never: 'contract does not know the server',
    rule: 'contract-asks-domain-only',
    from: 'packages/contract/src/plan/asks-the-server.ts',
    says: "import '@hearback/server/app/entry';",
  },
  {
    never: 'the client does not know the contract',
    rule: 'the-client-knows-the-document-only',
    from: 'packages/client/src/asks-the-contract.ts',
    says: "import type {} from '@hearback/contract/plan';",
  },
  {
    never: 'web does not import the server',
    rule: 'faces-use-the-client',
    from: 'packages/web/src/page.tsx',
    says: "import '@hearback/server/app/entry';",
  },
  {
    never: 'web does not import domain, not even its types',
    rule: 'faces-use-the-client',
    from: 'packages/web/src/borrows-a-type.tsx',
    says: "import type { Thing } from '@hearback/domain/text';\nexport type Other = Thing;",
  },
  {
    never: 'cli does not import the contract',
    rule: 'faces-use-the-client',
    from: 'packages/cli/src/command.ts',
    says: "import '@hearback/contract/plan';",
  },
  {
    never: 'nobody reaches into another package by path',
    rule: 'a-package-has-doors',
    from: 'packages/server/src/platform/reaches-in.ts',
    says: "import '../../../domain/src/text/inner.ts';",
  },
  {
    never: 'a stage does not reach behind the door of another',
    rule: 'a-stage-has-one-door',
    from: 'packages/server/src/stages/plan/reaches-behind.ts',
    says: "import '../listen/listen.store.ts';",
  },
  {
    never: 'the loop uses the doors of the stages too',
    rule: 'outsiders-use-the-door-too',
    from: 'packages/server/src/loop/reaches-behind.ts',
    says: "import '../stages/listen/listen.store.ts';",
  },
  {
    never: 'no stage imports the loop',
    rule: 'no-stage-imports-the-loop',
    from: 'packages/server/src/stages/plan/asks-the-loop.ts',
    says: "import '../../loop/thread.ts';",
  },
  {
    never: 'the platform knows no stage',
    rule: 'platform-knows-no-stage',
    from: 'packages/server/src/platform/asks-a-stage.ts',
    says: "import '../stages/listen/index.ts';",
  },
  {
    never: "a connector knows no stage's store",
    rule: 'connectors-know-no-store',
    from: 'packages/server/src/connectors/github/stores.ts',
    says: "import '../../stages/listen/listen.store.ts';",
  },
  {
    never: 'only app wires',
    rule: 'only-app-wires',
    from: 'packages/server/src/platform/wires.ts',
    says: "import '../app/entry.ts';",
  },
  {
    never: 'nothing imports a test',
    rule: 'tests-are-not-imported',
    from: 'packages/server/src/platform/uses-a-test.ts',
    says: "import './clock.test.ts';",
  },
  {
    never: 'two modules do not import each other, types included',
    rule: 'no-cycles',
    // Both are at fault; dependency-cruiser reports a cycle once, at the name that comes first.
    from: 'packages/server/src/platform/egg.ts',
    says: "import type { Hen } from './hen.ts';\nexport interface Egg { from: Hen }",
  },
  {
    never: 'no import leads nowhere',
    rule: 'everything-resolves',
    from: 'packages/server/src/platform/lost.ts',
    says: "import '@hearback/domain/nowhere';",
  },
  ...stageCases('packages/domain/src', (later) => `../${later}/index.ts`),
  ...stageCases('packages/contract/src', (later) => `@hearback/domain/${later}`),
  ...stageCases('packages/server/src/stages', (later) => `../${later}/index.ts`),
];

/** What the offenders above import, and a few modules that do nothing wrong. */
const innocents: Readonly<Record<string, string>> = {
  'packages/domain/src/text/index.ts': "export type { Thing } from './inner.ts';",
  'packages/domain/src/text/inner.ts': 'export interface Thing { terms: number }',
  'packages/domain/src/text/inner.test.ts': "import 'node:fs';\nimport './inner.ts';",
  'packages/server/src/app/entry.ts': "import '../stages/plan/index.ts';\nimport '../loop/thread.ts';",
  'packages/server/src/loop/thread.ts': "import '../stages/plan/index.ts';\nimport '../stages/listen/index.ts';",
  'packages/server/src/platform/clock.test.ts': "import '@hearback/domain/text';",
  'packages/server/src/platform/hen.ts': "import type { Egg } from './egg.ts';\nexport interface Hen { lays: Egg }",
  'packages/server/src/stages/listen/listen.store.ts': 'export const store = {};',
  'packages/server/src/stages/plan/plan.service.ts':
    "import '../listen/index.ts';\nimport '@hearback/contract/plan';\nimport '@hearback/domain/text';",
  'packages/web/src/innocent.tsx': "import '@hearback/client';",
  'packages/client/src/index.ts': 'export const client = {};',
  ...Object.fromEntries(
    ['packages/domain/src', 'packages/contract/src', 'packages/server/src/stages'].flatMap((root) =>
      stages.map((stage) => [`${root}/${stage}/index.ts`, `export const stage = '${stage}';`]),
    ),
  ),
};

function stageCases(root: string, door: (later: string) => string): Case[] {
  return stages.slice(0, -1).map((stage, index) => ({
    never: `${stage} in ${root} does not import ${stages[index + 1]!}`,
    rule: `${stage}-knows-no-later-stage`,
    from: `${root}/${stage}/looks-ahead.ts`,
    says: `import '${door(stages[index + 1]!)}';`,
  }));
}

let house: string;
let result: Cruise;

beforeAll(async () => {
  house = mkdtempSync(join(tmpdir(), 'hearback-nevers-'));
  for (const file of ['tsconfig.json', 'tsconfig.base.json'])
    copyFileSync(join(repositoryRoot, file), join(house, file));
  mkdirSync(join(house, 'node_modules/@hearback'), { recursive: true });
  for (const name of ['domain', 'contract', 'client', 'server', 'web', 'cli']) {
    mkdirSync(join(house, 'packages', name), { recursive: true });
    const manifest = join('packages', name, 'package.json');
    copyFileSync(join(repositoryRoot, manifest), join(house, manifest));
    symlinkSync(join(house, 'packages', name), join(house, 'node_modules/@hearback', name));
  }
  for (const [path, text] of Object.entries(innocents)) write(path, text);
  for (const { from, says } of cases) write(from, says);
  result = await cruise(house);
});

afterAll(() => rmSync(house, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), `${text}\nexport {};\n`);
}

function rulesBrokenBy(path: string): string[] {
  return result.violations.filter((violation) => violation.from === path).map((violation) => violation.rule.name);
}

describe('the nevers', () => {
  test.each(cases)('$never', ({ from, rule }) => {
    expect(rulesBrokenBy(from)).toContain(rule);
  });

  test('what the rules allow is not reported', () => {
    expect(Object.keys(innocents).filter((path) => rulesBrokenBy(path).length > 0)).toEqual([]);
  });

  test('every rule of the configuration has a case here', () => {
    const configuration = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {
      forbidden: { name: string }[];
    };
    const proven = new Set(cases.map((item) => item.rule));
    expect(configuration.forbidden.map((rule) => rule.name).filter((name) => !proven.has(name))).toEqual([]);
  });
});

describe('a check that saw nothing', () => {
  test('fails although no rule was broken', () => {
    expect(complaints({ modules: [], violations: [] }, [])).toEqual([
      expect.stringContaining('only 0 modules were seen'),
    ]);
  });

  test('names a file that it did not see', () => {
    expect(complaints(result, ['packages/web/src/unseen.tsx'])).toContain(
      'packages/web/src/unseen.tsx: dependency-cruiser did not see it',
    );
  });
});
