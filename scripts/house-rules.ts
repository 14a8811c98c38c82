/**
 * The rules of the house that no tool of ours checks. Each is a function from a file to complaints, so that the tests can show
 * it an offender. Run directly it checks the repository.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isSource, isTest, listFiles, repositoryRoot } from './front-door/repository.ts';

/** Text files of the repository by path. */
export type Files = ReadonlyMap<string, string>;

const binary = /\.(png|jpe?g|webp|ico|woff2?|gz|zip|wasm)$/;

/** Every complaint about the files, as `path: what is wrong`. */
export function complaintsAbout(files: Files): string[] {
  const perFile = [...files].flatMap(([path, text]) =>
    fileRules.flatMap((rule) => rule(path, text)).map((complaint) => `${path}: ${complaint}`),
  );
  return [...perFile, ...roomsWithoutDoor(files), ...lockFileGaps(files)];
}

type FileRule = (path: string, text: string) => string[];

const fileRules: readonly FileRule[] = [
  noExportStar,
  noDrawers,
  noMachinePaths,
  noRegistry,
  doorSaysItsPurpose,
  domainStaysPure,
];

function noExportStar(path: string, text: string): string[] {
  return isSource(path) && /^\s*export\s+(type\s+)?\*/m.test(text)
    ? ['says `export *`; name what leaves the room']
    : [];
}

/** A file or folder of that name says nothing about what is in it, so everything ends up there. */
function noDrawers(path: string): string[] {
  const names = path.split('/').map((name) => name.replace(/\.(test\.)?[a-z]+$/, ''));
  const drawer = names.find((name) => /(^|[-.])(utils?|helpers?|commons?|managers?)($|[-.])/.test(name));
  return drawer ? [`"${drawer}" names a drawer; name it after what it does`] : [];
}

/** Paths of one machine; a path segment of the same name further down (docs/work/…) is fine. */
function noMachinePaths(_path: string, text: string): string[] {
  return matches(text, /(?<![\w.\-/}])\/(work|root)\/[\w.-]+/g).map((found) => `names a path of one machine: ${found}`);
}

/** Whoever installs decides where packages come from. */
function noRegistry(path: string, text: string): string[] {
  const hosts = matches(text, /\bregistry\.[a-z0-9-]+\.[a-z]{2,}\b|\b(?:npmmirror|jsr|pkg\.github)\.(?:com|io)\b/g);
  if (basename(path) === '.npmrc') hosts.push(...matches(text, /^\s*(?:@[\w-]+:)?registry\s*=.*/gm));
  if (basename(path) === 'package-lock.json')
    hosts.push(...matches(text, /"resolved": "(?:https?|git)[^"]*/g).slice(0, 1));
  return hosts.map((host) => `names where packages come from: ${host}`);
}

const roomRoots = [/^packages\/(?:domain|contract)\/src\/([^/]+)\//, /^packages\/server\/src\/stages\/([^/]+)\//];

function roomOf(path: string): string | undefined {
  return roomRoots.map((root) => root.exec(path)?.[0]).find((room) => room !== undefined);
}

function doorSaysItsPurpose(path: string, text: string): string[] {
  if (roomOf(path) !== path.replace(/index\.ts$/, '') || !path.endsWith('/index.ts')) return [];
  return /^\s*(\/\*|\/\/)/.test(text)
    ? []
    : ['does not open with a comment that says what the room decides and what it never does'];
}

function roomsWithoutDoor(files: Files): string[] {
  const rooms = new Set([...files.keys()].filter(isSource).map(roomOf));
  return [...rooms]
    .filter((room) => room !== undefined && !files.has(`${room}index.ts`))
    .map((room) => `${room}: has no index.ts`);
}

/** `now`, ids and seeds are arguments of domain. Imports are watched by dependency-cruiser, globals here. */
function domainStaysPure(path: string, text: string): string[] {
  if (!path.startsWith('packages/domain/src/') || !isSource(path) || isTest(path)) return [];
  const impure =
    /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\b|\bperformance\.now\b|\bTemporal\.Now\b|\bcrypto\.|\bprocess\.|\bfetch\(|\bset(?:Timeout|Interval|Immediate)\(/g;
  return matches(withoutComments(text), impure).map((found) => `domain is pure, and this is not: ${found}`);
}

/** `npm ci` refuses a lock file that lacks an optional package, and `npm install` writes such a one when it could not find it. */
function lockFileGaps(files: Files): string[] {
  const text = files.get('package-lock.json');
  if (text === undefined) return [];
  const { packages } = JSON.parse(text) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const known = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')));
  const wanted = new Set(Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {})));
  return [...wanted]
    .filter((name) => !known.has(name))
    .map((name) => `package-lock.json: lacks ${name}, so npm ci would refuse it`);
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([found]) => found);
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*/g, '');
}

if (import.meta.main) {
  const paths = listFiles(repositoryRoot).filter((path) => !binary.test(path));
  const files = new Map(paths.map((path) => [path, readFileSync(join(repositoryRoot, path), 'utf8')]));
  const lines = complaintsAbout(files);
  for (const line of lines) console.error(line);
  console.log(`${files.size} files read, ${lines.length} complaints.`);
  if (lines.length > 0) process.exitCode = 1;
}
