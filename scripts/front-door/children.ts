/**
 * Starts the programs that the front door is made of, and never leaves one behind: each runs in a process group of its own, and
 * when we are told to stop, every group is told too.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Finished {
  /** The exit code; 128 and up when a signal ended it, as a shell would say it. */
  readonly code: number;
  /** Both output streams in the order they came; empty when the output only went to the screen. */
  readonly output: string;
  readonly durationMs: number;
}

export interface ChildOptions {
  /** Where what it says goes: to the screen (unless told otherwise), into `output`, or to both. */
  readonly says?: 'shown' | 'kept' | 'both';
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** What a shell adds to a signal's number to make an exit code. */
const signalExitBase = 128;
const signalNumbers: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

const running = new Set<number>();

/** Once we were told to stop, nothing new is started. */
let stopping = false;

/** Runs a program to its end. A program that cannot be started counts as exit code 127, with the reason as its output. */
export async function run(command: string, args: readonly string[], options: ChildOptions = {}): Promise<Finished> {
  if (stopping) await new Promise(() => {});
  const startedAt = performance.now();
  const says = options.says ?? 'shown';
  const child = spawn(command, args, {
    cwd: options.cwd,
    detached: true,
    env: { ...process.env, ...options.env },
    stdio: says === 'shown' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (says === 'both') process.stdout.write(text);
    });
  }
  if (child.pid !== undefined) running.add(child.pid);
  const finish = (code: number): Finished => ({ code, output, durationMs: performance.now() - startedAt });
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    return finish(code ?? signalExitBase + (signalNumbers[signal ?? ''] ?? 0));
  } catch (error) {
    output = `${command} could not be started: ${error instanceof Error ? error.message : String(error)}\n`;
    if (says !== 'kept') process.stderr.write(output);
    return finish(127);
  } finally {
    if (child.pid !== undefined) running.delete(child.pid);
  }
}

/** Runs a script of ours, or a tool's JavaScript entry, under the Node that runs us. */
export function runNode(args: readonly string[], options: ChildOptions = {}): Promise<Finished> {
  return run(process.execPath, args, options);
}

/** On Ctrl-C or SIGTERM: end all children (the second time by force), then end as the signal would have ended us. */
export function endChildrenOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      signalAll(stopping ? 'SIGKILL' : signal);
      if (!stopping) void leaveWhenQuiet(signal);
      stopping = true;
    });
  }
}

function signalAll(signal: NodeJS.Signals): void {
  for (const pid of running) {
    try {
      process.kill(-pid, signal);
    } catch {
      // It ended by itself between the two lines.
    }
  }
}

const graceMs = 10_000;

async function leaveWhenQuiet(signal: NodeJS.Signals): Promise<void> {
  const deadline = performance.now() + graceMs;
  while (running.size > 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
  signalAll('SIGKILL');
  process.exit(signalExitBase + (signalNumbers[signal] ?? 0));
}
