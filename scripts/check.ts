/**
 * `npm run check`: everything that can be said about the code without running it, side by side. Each part says how many
 * seconds it took; what a part had to say is shown when it fails.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { endChildrenOnSignals, runNode } from './front-door/children.ts';
import { runParts, type Part } from './front-door/parts.ts';
import { repositoryRoot } from './front-door/repository.ts';

endChildrenOnSignals();
const startedAt = performance.now();

const formatCache = 'node_modules/.cache/hearback-format';

/** Long parts first, so that the two workers end at about the same time. */
const parts: readonly Part[] = [
  part('generated', 'scripts/generate.ts', '--check'),
  part('types', 'node_modules/typescript7/bin/tsc', '-p', 'tsconfig.json'),
  ...(existsSync(join(repositoryRoot, 'packages/web/tsconfig.json'))
    ? [part('types of web', 'node_modules/typescript7/bin/tsc', '-p', 'packages/web/tsconfig.json')]
    : []),
  part('unused', 'node_modules/knip/bin/knip.js', '--no-progress', '--no-config-hints'),
  part(
    'format',
    'node_modules/prettier/bin/prettier.cjs',
    '--check',
    '--log-level=warn',
    '--cache',
    `--cache-location=${formatCache}`,
    '.',
  ),
  part('lint', 'node_modules/oxlint/bin/oxlint', '--deny-warnings', '--no-error-on-unmatched-pattern'),
  part('nevers', 'scripts/front-door/nevers.ts'),
  part('house rules', 'scripts/house-rules.ts'),
];

// The client's types are not committed, and half of the parts read them.
const client = await runNode(['scripts/generate.ts', '--client'], { cwd: repositoryRoot });
const failed = [...(client.code === 0 ? [] : ['client']), ...(await runParts(parts))];

const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
console.log(
  failed.length === 0 ? `check: all well, ${seconds} s` : `check: failed (${failed.join(', ')}), ${seconds} s`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

function part(name: string, ...args: readonly string[]): Part {
  return { name, run: () => runNode(args, { says: 'kept', cwd: repositoryRoot }) };
}
