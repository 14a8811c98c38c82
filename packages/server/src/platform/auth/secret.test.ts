import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';

const module = new URL('./index.ts', import.meta.url).href;

/** A process of its own that reads, or makes, the session secret of the folder. */
function secretOf(home: string): Promise<string> {
  const script = `import { readSessionSecret } from ${JSON.stringify(module)}; process.stdout.write(readSessionSecret(${JSON.stringify(home)}));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text) => (said += text));
  return new Promise((resolve) => child.once('close', () => resolve(said)));
}

it('is one secret, whole, for processes that start on a new folder at once', async () => {
  const home = mkdtempSync(path.join(tmpdir(), 'hearback-secret-'));
  try {
    const secrets = await Promise.all(Array.from({ length: 4 }, () => secretOf(home)));
    expect(new Set(secrets).size).toBe(1);
    expect(secrets[0]?.length).toBeGreaterThanOrEqual(32);
    expect(readdirSync(path.join(home, 'keys'))).toEqual(['session.secret']);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
