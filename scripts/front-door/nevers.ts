/**
 * The nevers of docs/ARCHITECTURE.md, checked by dependency-cruiser. It passes silently over what it could not read (a file
 * type or a TypeScript it does not know), so every source file on disk must be among the modules that it saw.
 *
 * Run directly it checks the repository.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './children.ts';
import { isSource, listFiles, repositoryRoot } from './repository.ts';

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
  readonly cycle?: readonly { readonly name: string }[];
}

export interface Cruise {
  /** Own modules seen, by path. */
  readonly modules: readonly CruisedModule[];
  readonly violations: readonly Violation[];
}

export interface CruisedModule {
  readonly source: string;
  readonly dependencies: readonly { readonly resolved: string; readonly circular?: boolean }[];
}

const roots = ['packages', 'scripts', 'bench'];

/** The house has more rooms than this from its first day; fewer means that the tool looked elsewhere. */
const fewestModules = 20;

/** Reads the imports of a source tree shaped like the repository, with the repository's rules. */
export async function cruise(root: string): Promise<Cruise> {
  const tool = join(repositoryRoot, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const config = join(repositoryRoot, '.dependency-cruiser.cjs');
  const folders = roots.filter((folder) => existsSync(join(root, folder)));
  const args = [tool, '--config', config, '--output-type', 'json', ...folders];
  const { output, code } = await run(process.execPath, args, { cwd: root, says: 'kept' });
  if (!output.startsWith('{')) throw new Error(`dependency-cruiser gave no answer (exit code ${code}): ${output}`);
  const answer = JSON.parse(output) as { modules: CruisedModule[]; summary: { violations: Violation[] } };
  return {
    modules: answer.modules.filter((module) => /^(packages|scripts|bench)\//.test(module.source)),
    violations: answer.summary.violations,
  };
}

/** What is wrong with a cruise, one line each; empty when all is well. */
export function complaints({ modules, violations }: Cruise, sourceFiles: readonly string[]): string[] {
  const seen = new Set(modules.map((module) => module.source));
  const unseen = sourceFiles.filter((path) => !seen.has(path));
  const lines = unseen.map((path) => `${path}: dependency-cruiser did not see it`);
  if (seen.size < fewestModules)
    lines.push(`only ${seen.size} modules were seen; at least ${fewestModules} are expected`);
  return [...lines, ...violations.map(describe)];
}

function describe({ from, to, rule, cycle }: Violation): string {
  const path = cycle ? cycle.map((module) => module.name).join(' → ') : to;
  return `${rule.name}: ${from} → ${path}`;
}

if (import.meta.main) {
  const sourceFiles = listFiles(repositoryRoot).filter(
    (path) => isSource(path) && /^(packages|scripts|bench)\//.test(path),
  );
  const result = await cruise(repositoryRoot);
  const lines = complaints(result, sourceFiles);
  for (const line of lines) console.error(line);
  console.log(`${result.modules.length} modules seen, ${lines.length} complaints.`);
  if (lines.length > 0) process.exitCode = 1;
}
