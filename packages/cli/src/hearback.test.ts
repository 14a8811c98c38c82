import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

// The command as somebody types it, in processes of its own: what it says, where, and with which exit code.
const program = fileURLToPath(new URL('../bin/hearback.js', import.meta.url));
const ground = mkdtempSync(path.join(tmpdir(), 'hearback-cli-'));
// As root the database runs under an account of its own, which has to come by here.
chmodSync(ground, 0o755);

const started: ChildProcess[] = [];
afterAll(async () => {
  for (const child of started) await ended(child);
  rmSync(ground, { recursive: true, force: true });
});

function spawnHearback(args: readonly string[], environment: Record<string, string> = {}): ChildProcess {
  const ours = { DATABASE_URL: '', HEARBACK_SERVER: '', HEARBACK_TOKEN: '', HEARBACK_LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...ours, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  return child;
}

function ended(child: ChildProcess): Promise<unknown> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  return gone;
}

type Run = { readonly code: number | null; readonly out: string; readonly said: string };

function hearback(args: readonly string[], environment?: Record<string, string>): Promise<Run> {
  const child = spawnHearback(args, environment);
  let out = '';
  let said = '';
  child.stdout?.on('data', (text) => (out += text));
  child.stderr?.on('data', (text) => (said += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, said })));
}

type Ready = { url: string; pid: number; setup_url?: string; admin_token?: string };

/** Starts a server and reads the one line it prints. */
async function serve(data: string, environment?: Record<string, string>): Promise<Ready & { child: ChildProcess }> {
  const child = spawnHearback(['serve', '--json', '--data', data, '--port', '0'], environment);
  let said = '';
  child.stderr?.on('data', (text) => (said += text));
  const line = await new Promise<string>((resolve, reject) => {
    if (child.stdout) createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', () => reject(new Error(`The server ended: ${said}`)));
  });
  return { ...(JSON.parse(line) as Ready), child };
}

function file(name: string, text: string): string {
  const at = path.join(ground, name);
  writeFileSync(at, text);
  return at;
}

const answer = (id: string, fields: Record<string, unknown> = {}): string =>
  JSON.stringify({
    id,
    survey: 'tools',
    row: id,
    question: 'What slows you down?',
    text: `The runners (${id})`,
    ...fields,
  });

describe('a command that was called wrongly ends with 2 and a hint', () => {
  it.each([
    ['an unknown command', ['serv'], /Did you mean serve\?/],
    ['an unknown option', ['serve', '--prot', '1'], /hearback serve --help/],
    ['a port that is none', ['serve', '--port', '99999'], /no port.*\n.*hearback serve --help/],
    ['a role that is none', ['serve', '--role', 'both'], /api, worker or all/],
    ['half a server on a database of its own', ['serve', '--role', 'worker'], /DATABASE_URL/],
    ['a folder without a name', ['serve', '--data', ''], /names no folder/],
    ['a file that is not there', ['import', 'feedback', '/nowhere/at-all.jsonl'], /cannot be read/],
    ['an address that is none', ['import', 'feedback', program, '--url', 'here', '--token', 'x'], /no address/],
    ['an address without a token', ['import', 'feedback', program, '--url', 'http://127.0.0.1:1'], /--token/],
    ['a token without an address', ['import', 'feedback', program, '--token', 'x'], /--url/],
    [
      'a workspace beside a token',
      ['govern', 'verify', '--url', 'http://127.0.0.1:1', '--token', 'x', '--workspace', 'a'],
      /--workspace/,
    ],
  ])('%s', async (_what, args, hint) => {
    const data = path.join(ground, 'never-made');
    const { code, out, said } = await hearback(args, { HEARBACK_DATA: data });
    expect([code, out]).toEqual([2, '']);
    expect(said).toMatch(hint);
    // Nothing was started for it.
    expect(existsSync(data)).toBe(false);
  });

  it('a groups file that is none', async () => {
    const run = await hearback(['import', 'owners', file('owners.json', '[]')]);
    expect(run).toMatchObject({ code: 2, said: expect.stringContaining('“owners”') });
  });
});

it('says which version it is', async () => {
  expect(await hearback(['--version'])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
});

it('ends quietly when whoever reads stops before the end', async () => {
  const child = spawnHearback(['import', '--help']);
  child.stdout?.destroy();
  let said = '';
  child.stderr?.on('data', (text) => (said += text));
  await new Promise((resolve) => child.once('close', resolve));
  expect([child.exitCode, said]).toEqual([0, '']);
});

it('ends with 4 when no server answers', async () => {
  const feedback = file('one.jsonl', answer('a'));
  const run = await hearback(['import', 'feedback', feedback, '--url', 'http://127.0.0.1:1', '--token', 'x']);
  expect(run).toMatchObject({ code: 4, said: expect.stringContaining('cannot be reached') });
});

it('refuses in words a folder that cannot be, and at once a port that is taken', async () => {
  const inTheWay = file('in-the-way', '');
  const below = await hearback(['serve', '--data', path.join(inTheWay, 'sub'), '--port', '0']);
  expect(below).toMatchObject({ code: 1, said: expect.stringMatching(/a file is in the way.*--data FOLDER/) });
  const deep = await hearback([
    'serve',
    '--data',
    path.join(ground, ...Array<string>(60).fill('a'.repeat(20))),
    '--port',
    '0',
  ]);
  expect(deep).toMatchObject({ code: 1, said: expect.stringContaining('Choose a shorter one') });

  const other = createServer();
  const port = await new Promise<number>((resolve) => {
    other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port));
  });
  const data = path.join(ground, 'taken-port');
  const taken = await hearback(['serve', '--data', data, '--port', String(port)]);
  expect(taken).toMatchObject({ code: 1, said: expect.stringContaining('is taken') });
  expect(existsSync(path.join(data, 'data'))).toBe(false);
  await new Promise((resolve) => other.close(resolve));
});

describe('a data folder', () => {
  const data = path.join(ground, 'a folder with spaces');

  it('takes feedback before any server ran on it, and still says to the first start how the first admin gets in', async () => {
    const awkward = file(
      'awkward.jsonl',
      [
        `\uFEFF${answer('a')}\r`,
        '\r',
        answer('b'),
        answer('b'),
        '{"id": "c", "text": ',
        'null',
        answer('long', { text: 'word '.repeat(400_000) }),
        answer('b', { text: 'Other words, the same id' }),
        '',
      ].join('\n'),
    );
    const { code, out } = await hearback(['import', 'feedback', awkward, '--data', data, '--json']);
    const report = JSON.parse(out) as { rejected_rows: { row: number; source_id: string | null }[] };
    expect(code).toBe(0);
    expect(report).toMatchObject({ read: 7, taken: 2, already_there: 2, rejected: 3 });
    // By the lines of the file, blank ones counted.
    expect(report.rejected_rows.map(({ row, source_id }) => [row, source_id])).toEqual([
      [5, null],
      [6, null],
      [7, 'long'],
    ]);

    const server = await serve(data);
    expect(server).toMatchObject({
      setup_url: expect.stringContaining(`${server.url}/setup/`),
      admin_token: expect.stringMatching(/^hbk_/),
    });
    const again = await hearback(['import', 'feedback', awkward, '--data', data]);
    expect(again.out).toMatch(/^7 answers read: 0 taken, 4 already there, 3 rejected\.\n/);
    expect((await hearback(['import', 'feedback', awkward, '--data', data, '--workspace', 'other'])).code).toBe(2);
    expect(await hearback(['govern', 'verify', '--data', data])).toMatchObject({
      code: 0,
      out: expect.stringContaining('as it was sealed'),
    });
    expect(await hearback(['serve', '--data', data, '--port', '0'])).toMatchObject({
      code: 1,
      said: expect.stringContaining(`Another Hearback server uses the data folder ${data}, listening on ${server.url}`),
    });
    await ended(server.child);
  });

  it('says so once', async () => {
    const server = await serve(data);
    expect(Object.keys(server).sort()).toEqual(['child', 'pid', 'url']);
    await ended(server.child);
  });

  it('is left by everything that was started, also by a Ctrl-C that npm passes on a second time', async () => {
    const server = await serve(data);
    const gone = new Promise((resolve) => server.child.once('exit', (code, signal) => resolve([code, signal])));
    process.kill(server.pid, 'SIGINT');
    process.kill(server.pid, 'SIGINT');
    expect(await gone).toEqual([0, null]);
    // The database removes it when it has ended in order.
    expect(existsSync(path.join(data, 'data', 'postmaster.pid'))).toBe(false);
  });

  it('is joined on this machine, whatever address people use', async () => {
    const server = await serve(data, { HEARBACK_URL: 'https://hearback.invalid' });
    expect(server.url).toBe('https://hearback.invalid');
    const run = await hearback(['import', 'feedback', file('more.jsonl', answer('d')), '--data', data]);
    expect(run.out).toMatch(/^1 answers read: 1 taken/);
    await ended(server.child);
  });
});
