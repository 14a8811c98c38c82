import path from 'node:path';
import { parseArgs } from 'node:util';
import { CalledWrongly } from './called-wrongly.ts';
import { type Running, type Role, serve } from './serve.ts';
import { sampleWorkspace } from './demo/index.ts';

const defaultPort = 4400;
/** SIGHUP is a terminal that was closed: without it the database would live on, with nobody to end it. */
const endings = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

function readPort(text: string | undefined): number {
  const port = Number(text ?? defaultPort);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new CalledWrongly(`“${text}” is no port. Give a number from 0 (a free one) to 65535.`);
  return port;
}

function readRole(text: string | undefined, databaseUrl: string | undefined): Role {
  if (text === undefined || text === 'all') return 'all';
  if ((text === 'api' || text === 'worker') && !databaseUrl)
    throw new CalledWrongly(
      `--role ${text} is half a server, and the other half needs the same database. Set DATABASE_URL, or leave out --role.`,
    );
  if (text === 'api' || text === 'worker') return text;
  throw new CalledWrongly(`“${text}” is no role. Use api, worker or all.`);
}

/** A launcher under an older Node cannot become us; when it is killed outright we must not live on with the data folder. */
function followLauncher(): void {
  if (process.env['HEARBACK_LAUNCHED'] === undefined) return;
  const launcher = process.ppid;
  setInterval(() => {
    if (process.ppid !== launcher) process.kill(process.pid, 'SIGKILL');
  }, 100).unref();
}

function announce(running: Running, json: boolean, demo: boolean): void {
  const first = running.firstAdmin;
  if (json) {
    const secrets = first ? { setup_url: first.setupUrl, admin_token: first.token } : {};
    process.stdout.write(`${JSON.stringify({ url: running.url, pid: process.pid, ...secrets })}\n`);
    return;
  }
  process.stdout.write(`Hearback is at ${running.url}\n`);
  if (demo)
    process.stdout.write(
      'This is the sample workspace: open the address on this machine and choose whom to be. Ctrl-C ends it.\n',
    );
  if (first) process.stdout.write(`The first admin signs in here, once, within seven days: ${first.setupUrl}\n`);
}

/** `hearback serve` and `hearback demo`: run until SIGTERM or SIGINT, then end everything that was started. */
export async function serveCommand(args: string[], kind: { demo: boolean }): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      port: { type: 'string' },
      host: { type: 'string' },
      role: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const environment = process.env;
  const ended = new Promise<void>((resolve) => {
    // Not once: a Ctrl-C reaches the whole group and npm passes it on besides. One that was not waited for would leave the
    // database behind, and every step of stopping has its limit.
    for (const signal of endings) process.on(signal, () => resolve());
  });
  if (kind.demo) requireThisMachine(values.host);
  if (values.data === '') throw new CalledWrongly('--data names no folder.');
  followLauncher();
  const home = values.data ?? (kind.demo ? demoHome(environment['HEARBACK_DATA']) : undefined);
  const running = await serve({
    home: home === undefined ? undefined : path.resolve(home),
    port: readPort(values.port ?? environment['HEARBACK_PORT']),
    ...(values.host ? { host: values.host } : {}),
    role: readRole(values.role, environment['DATABASE_URL']),
    environment: kind.demo ? demoSettings(environment) : environment,
    ...(kind.demo ? { sample: sampleWorkspace((line) => process.stderr.write(`${line}\n`)) } : {}),
  });
  announce(running, values.json, kind.demo);
  await ended;
  await running.stop();
  return 0;
}

/** Of the settings only how much is logged: the sample workspace keeps to its own database, sends no mail, and has no address. */
function demoSettings(environment: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return { HEARBACK_LOG_LEVEL: environment['HEARBACK_LOG_LEVEL'] ?? 'warn' };
}

/** In the demo anybody is anybody without a password, so it answers nobody else. */
function requireThisMachine(host: string | undefined): void {
  if (host === undefined || host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)) return;
  throw new CalledWrongly(
    `The demo lets anybody in without a password, so it answers on this machine only, not on ${host}. Leave out --host; a workspace for others is “hearback serve”.`,
  );
}

/** The sample workspace lives in a folder of its own, beside the real one. */
function demoHome(data: string | undefined): string {
  if (data) return path.join(data, 'demo');
  return process.getuid?.() === 0 ? '/var/lib/hearback-demo' : path.resolve('.hearback-demo');
}
