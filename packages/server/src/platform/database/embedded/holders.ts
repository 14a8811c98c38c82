import { readFileSync, readdirSync, statSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';

/**
 * The PostgreSQL processes that live in a data folder: their working directory is it. They, and not postmaster.pid, say
 * whether a database runs: a killed postmaster leaves its file and its backends behind, and the number in the file may be
 * somebody else's by now. Zombies have no working directory, so they do not count.
 *
 * Outside Linux there is no /proc: there only the postmaster named by the file is known, and left-over backends show when
 * PostgreSQL finds their shared memory (not tried).
 */
export function holdersOf(data: string): number[] {
  const folder = statSync(data, { throwIfNoEntry: false });
  if (folder === undefined) return [];
  if (process.platform !== 'linux') return namedPostmaster(data);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const cwd = statSync(`/proc/${name}/cwd`);
        if (cwd.ino !== folder.ino || cwd.dev !== folder.dev) return false;
        return readFileSync(`/proc/${name}/comm`, 'utf8').trim() === 'postgres';
      } catch {
        return false; // ended meanwhile, or another account's
      }
    })
    .map(Number);
}

function namedPostmaster(data: string): number[] {
  try {
    const pid = Number.parseInt(readFileSync(join(data, 'postmaster.pid'), 'utf8'), 10);
    const command = execFileSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' });
    return command.trim().endsWith('postgres') ? [pid] : [];
  } catch {
    return [];
  }
}

/** True as soon as no process holds the folder, false when some still do after the limit. */
export async function becomesFree(data: string, limitMs: number): Promise<boolean> {
  const end = performance.now() + limitMs;
  while (holdersOf(data).length > 0) {
    if (performance.now() >= end) return false;
    await pause(10);
  }
  return true;
}

/** Signals every holder of the folder; one that ended meanwhile is fine. */
function signalHolders(data: string, signal: NodeJS.Signals): void {
  for (const pid of holdersOf(data)) signalProcess(pid, signal);
}

export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Whether any process has this number, ours or not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Ends all holders: SIGQUIT is what a postmaster itself sends its backends when it gives up, SIGKILL is for those that do
 * not listen. Nothing acknowledged is lost: it is in the log that the next start replays.
 */
export async function endHolders(data: string): Promise<void> {
  signalHolders(data, 'SIGQUIT');
  if (await becomesFree(data, 5_000)) return;
  signalHolders(data, 'SIGKILL');
  if (await becomesFree(data, 10_000)) return;
  throw new Error(`PostgreSQL processes ${holdersOf(data).join(', ')} hold ${data} and do not end, even when killed.`);
}
