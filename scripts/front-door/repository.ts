/** Where the repository is, and which of its files are its own (not installed, built, or left by a run). */
import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const notOurs = new Set(['node_modules', 'dist', '.git', '.hearback', 'test-results', 'screenshots']);

/** All files below a folder as paths relative to `root`, with `/` between names, in alphabetical order. */
export function listFiles(root: string, folder = root): string[] {
  const files: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (notOurs.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) files.push(...listFiles(root, path));
    else if (entry.isFile()) files.push(relative(root, path).replaceAll('\\', '/'));
  }
  return files.sort();
}

/** TypeScript that people wrote, as opposed to what `npm run generate` writes. */
export function isSource(path: string): boolean {
  return /\.tsx?$/.test(path) && !/\.(gen|d)\.tsx?$/.test(path);
}

export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || path.includes('/test/');
}
