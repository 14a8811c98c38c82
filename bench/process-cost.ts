// What a server and its database used, from /proc: figures of the processes themselves, so that others on the machine do
// not count. Linux only.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Linux counts CPU time for us in hundredths of a second, whatever the kernel's own tick. */
const msPerTick = 10;

/** `/proc/PID/stat` after the name, which may hold blanks: state, parent, … */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function ticks(stat: readonly string[], fields: readonly number[]): number {
  return fields.reduce((sum, field) => sum + Number(stat[field]), 0) * msPerTick;
}

function postmasterOf(home: string): number {
  return Number(readFileSync(path.join(home, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((each) => Number.isInteger(each) && statOf(each)?.[1] === String(pid));
}

export type CpuMs = { readonly server: number; readonly database: number };

/** CPU used so far by the server and by its database, ended connections included. */
export function cpuUsed(serverPid: number, home: string): CpuMs {
  const postmaster = postmasterOf(home);
  const [own, waitedFor] = [[11, 12] as const, [11, 12, 13, 14] as const];
  const backends = childrenOf(postmaster).reduce((sum, pid) => sum + ticks(statOf(pid) ?? [], own), 0);
  return {
    server: ticks(statOf(serverPid) ?? [], own),
    database: ticks(statOf(postmaster) ?? [], waitedFor) + (Number.isNaN(backends) ? 0 : backends),
  };
}

/** Memory of the server alone, shared pages counted by share, in MB. */
export function memoryMb(serverPid: number): number {
  const line = /^Pss:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${serverPid}/smaps_rollup`, 'utf8'));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
}
