import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { createClient, type HearbackClient } from '@hearback/client';
import { AlreadySaid, CommandError } from './failure.ts';
import { serverEntry } from './server-process.ts';

/** How every command that talks to a server says which one. */
export type ConnectionOptions = {
  readonly url?: string;
  readonly token?: string;
  readonly data?: string;
  readonly workspace?: string;
};

export type Connection = { readonly client: HearbackClient; readonly url: string; close(): Promise<void> };

type Joined = { readonly url: string; readonly token: string };

/** The server on the data folder, or one started for the while; it goes when we let go of its standard input. */
async function joinLocal(options: ConnectionOptions): Promise<Joined & { close: () => Promise<void> }> {
  const args = [
    'join',
    ...(options.data ? ['--data', options.data] : []),
    ...(options.workspace ? ['--workspace', options.workspace] : []),
  ];
  const child = spawn(process.execPath, [serverEntry(), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, HEARBACK_LOG_LEVEL: process.env['HEARBACK_LOG_LEVEL'] ?? 'error' },
  });
  const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  const line = await Promise.race([
    new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve)),
    ended.then(() => undefined),
  ]);
  if (line === undefined) throw new AlreadySaid((await ended) === 2 ? 2 : 1);
  const close = async (): Promise<void> => {
    child.stdin.end();
    await ended;
  };
  return { ...(JSON.parse(line) as Joined), close };
}

/** What would be passed over in silence is refused: a token belongs to one workspace already, and a server to its data. */
function refuseMixed(options: ConnectionOptions): void {
  const idle = options.workspace !== undefined ? '--workspace' : options.data !== undefined ? '--data' : undefined;
  if (idle === undefined) return;
  const address = options.url === undefined ? 'HEARBACK_SERVER' : '--url';
  throw new CommandError(
    `${idle} is for a data folder on this machine and does not go with ${address}, where the token says which workspace is meant.`,
    2,
  );
}

/** With --url a server anywhere, with a token; without one the server on the data folder. */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  const url = (options.url ?? process.env['HEARBACK_SERVER']) || undefined;
  if (url !== undefined) {
    refuseMixed(options);
    if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
      throw new CommandError(`“${url}” is no address of a server. It looks like http://127.0.0.1:4400.`, 2);
    const token = options.token ?? process.env['HEARBACK_TOKEN'];
    if (!token)
      throw new CommandError(
        'A token is missing. Give --token or set HEARBACK_TOKEN; make one in the web app or with POST /api/v1/tokens.',
        2,
      );
    return { client: createClient({ baseUrl: url, token }), url, close: () => Promise.resolve() };
  }
  if (options.token !== undefined)
    throw new CommandError('--token goes with --url; the data folder brings a token of its own.', 2);
  const joined = await joinLocal(options);
  return { client: createClient({ baseUrl: joined.url, token: joined.token }), url: joined.url, close: joined.close };
}
