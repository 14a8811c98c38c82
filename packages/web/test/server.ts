import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type Server = {
  readonly url: string;
  /** Signs the first admin in, once. */
  readonly setupUrl: string;
  readonly adminToken: string;
  stop(): Promise<void>;
};

const entry = fileURLToPath(new URL('../../server/src/app/main.ts', import.meta.url));

/** The whole product as it is run: its own database in a folder of its own, a free port, the built pages with their policy. */
export async function startServer(): Promise<Server> {
  const data = mkdtempSync(join(tmpdir(), 'hearback-web-'));
  const child = spawn(process.execPath, [entry, 'serve', '--json', '--data', data, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DATABASE_URL: undefined, HEARBACK_DATA: undefined, HEARBACK_PORT: undefined },
  });
  const ended = once(child, 'exit');
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-4000)));
  const ready = once(createInterface(child.stdout), 'line') as Promise<[string]>;
  const failed = ended.then(() => Promise.reject(new Error(`The server ended before it was ready:\n${complaints}`)));
  const [line] = await Promise.race([ready, failed]);
  failed.catch(() => undefined);
  const { url, setup_url, admin_token } = JSON.parse(line) as { url: string; setup_url: string; admin_token: string };
  return {
    url,
    setupUrl: setup_url,
    adminToken: admin_token,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}
