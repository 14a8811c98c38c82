import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** What a process writes that logs `error`. */
function logged(error: string): string {
  const module = new URL('./index.ts', import.meta.url).href;
  const script = `import { createLog } from ${JSON.stringify(module)}; createLog('info').warn({ err: ${error} }, 'lost');`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).stderr;
}

it('writes of an error what it says and why, and nothing that hangs on it', () => {
  const line = logged(
    `Object.assign(new Error('refused', { cause: new TypeError('because') }), {
       code: '23514', detail: 'Failing row contains (what somebody told us)', client: { secretKey: 4711 } })`,
  );
  expect(JSON.parse(line)).toMatchObject({
    msg: 'lost',
    err: { type: 'Error', message: 'refused', code: '23514', cause: { type: 'TypeError', message: 'because' } },
  });
  expect(line).not.toMatch(/told us|secretKey|4711/);
});
