/**
 * What some tests need of the machine: Chromium, and Debian's PostgreSQL 15 (the oldest that we promise). Where we may, we
 * install what is missing; where we may not, the caller names the tests that will not run.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './children.ts';

export type Provision = 'present' | 'install-failed' | { readonly absent: readonly string[]; readonly why: string };

interface Need {
  readonly aptPackage: string;
  isHere(): boolean;
}

const needs: readonly Need[] = [
  { aptPackage: 'chromium', isHere: () => onPath('chromium') },
  { aptPackage: 'postgresql-15', isHere: () => existsSync('/usr/lib/postgresql/15/bin/postgres') },
];

function onPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

function missing(): string[] {
  return needs.filter((need) => !need.isHere()).map((need) => need.aptPackage);
}

export async function provideMachine(): Promise<Provision> {
  const absent = missing();
  if (absent.length === 0) return 'present';
  if (!onPath('apt-get')) return { absent, why: 'there is no apt-get here' };
  if (process.getuid?.() !== 0) return { absent, why: 'installing needs root' };
  console.log(`Installing ${absent.join(' and ')} with apt-get.`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const update = await run('apt-get', ['update', '-qq'], { env });
  const install =
    update.code === 0
      ? await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...absent], { env })
      : update;
  return install.code === 0 && missing().length === 0 ? 'present' : 'install-failed';
}
