// Starts the product as a person would and talks to it over loopback; ends it by the pid that was started.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const launcher = fileURLToPath(new URL('../packages/cli/bin/hearback.js', import.meta.url));

export type ServerUnderTest = {
  readonly child: ChildProcess;
  readonly url: string;
  /** Only at the first start on a folder. */
  readonly adminToken: string | undefined;
  /** From spawn to the line that says ready. */
  readonly startMs: number;
  kill(signal: NodeJS.Signals): Promise<void>;
};

export async function startServer(
  home: string,
  options: { environment?: Record<string, string>; args?: readonly string[] } = {},
): Promise<ServerUnderTest> {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [launcher, 'serve', '--json', '--data', home, '--port', '0', ...(options.args ?? [])],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, HEARBACK_LOG_LEVEL: 'error', ...options.environment },
    },
  );
  const line = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code, signal) =>
      reject(new Error(`The server ended (${code ?? signal}) before it was ready.`)),
    );
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).once('line', resolve);
  });
  child.removeAllListeners('exit');
  const ready = JSON.parse(line) as { url: string; admin_token?: string };
  return {
    child,
    url: ready.url,
    adminToken: ready.admin_token,
    startMs: performance.now() - started,
    kill: (signal) =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill(signal);
      }),
  };
}

/** A folder on a real disk, which `/tmp` may not be; durability belongs there. */
export async function scratchHome(name: string): Promise<{ home: string; remove: () => Promise<void> }> {
  const home = await mkdtemp(path.join(tmpdir(), `hearback-${name}-`));
  return { home, remove: () => rm(home, { recursive: true, force: true }) };
}
