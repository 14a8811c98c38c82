import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the server's entries are: sources in a repository, the bundle in a published package. */
export function serverEntry(): string {
  const source = fileURLToPath(new URL('../../server/src/app/main.ts', import.meta.url));
  return existsSync(source) ? source : fileURLToPath(new URL('./server.js', import.meta.url));
}

/**
 * Becomes the server: the same process, so that whoever started the command holds the server's own pid. Where a process
 * cannot be replaced (Windows), runs it beside and passes its exit code on.
 */
export async function becomeServer(args: readonly string[]): Promise<number> {
  const argv = [process.execPath, '--disable-warning=ExperimentalWarning', serverEntry(), ...args];
  if (process.platform !== 'win32' && typeof process.execve === 'function')
    process.execve(process.execPath, argv, process.env as Record<string, string>);
  const child = spawn(process.execPath, argv.slice(1), { stdio: 'inherit' });
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}
