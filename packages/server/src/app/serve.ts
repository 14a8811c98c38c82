import { createServer } from 'node:http';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import { type Config, readConfig } from '../platform/config/index.ts';
import {
  type DatabaseAddress,
  defaultHome,
  giveAllToOwner,
  holdDataFolder,
  parseDatabaseUrl,
  sqlState,
  writeServerNote,
} from '../platform/database/index.ts';
import { createLog, type Log } from '../platform/log/index.ts';
import { createHearback, type Hearback, type Role } from './hearback.ts';

export type { Role } from './hearback.ts';
import { forgetOperatorNotes, writeOperatorNotes } from './operator.ts';
import { type OwnDatabase, startOwnDatabase } from './own-database.ts';
import { mountPages } from './pages.ts';
import { bringUpToDate } from './prepare-database.ts';
import { wholeRequest } from './whole-request.ts';

/** A workspace that is written before the server starts, in a folder and a database of its own. */
export type Sample = {
  /** Whom whoever sits at this machine may be. */
  readonly people: readonly string[];
  /** Whether an earlier process gave up while it wrote here. */
  readonly isUnfinished: (home: string) => boolean;
  /** Empties such a folder. */
  readonly startOver: (home: string) => void;
  readonly fill: (ground: { database: DatabaseAddress; log: Log; home: string }) => Promise<void>;
};

export type ServeOptions = {
  readonly home?: string | undefined;
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly role?: Role;
  readonly sample?: Sample;
  /** Started for a command and ended with it: nobody reads where the first admin gets in. */
  readonly isUnannounced?: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

export type Running = {
  readonly url: string;
  readonly hearback: Hearback;
  /** Only on a fresh installation: how the first admin gets in. Never logged. */
  readonly firstAdmin: { readonly setupUrl: string; readonly token: string } | undefined;
  readonly stop: () => Promise<void>;
};

function listen(server: ServerType, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} on ${host} is taken. Choose another with --port, or --port 0 for a free one.`)
          : error,
      ),
    );
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** Stops taking requests, lets those under way finish for ten seconds, then cuts them off. */
function drain(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 10_000);
    server.close(() => {
      clearTimeout(limit);
      resolve();
    });
    if ('closeIdleConnections' in server) server.closeIdleConnections();
  });
}

async function makeFirstWorkspace(hearback: Hearback): Promise<void> {
  const { workspaces } = hearback.stages.charter;
  if ((await workspaces.list()).length > 0) return;
  try {
    await workspaces.make({ slug: 'platform', name: 'Platform', adminName: 'First admin' });
  } catch (error) {
    // Another process that started on the same database in the same moment has made it.
    if (sqlState(error) !== '23505') throw error;
  }
}

/** Whoever reads this start's announcement lets the first admin in; what nobody has announced yet, the next start does. */
async function openFirstDoor(hearback: Hearback, baseUrl: string): Promise<Running['firstAdmin']> {
  const { workspaces } = hearback.stages.charter;
  const [first] = await workspaces.list();
  const made = first && (await workspaces.unopened(first.id));
  if (!made) return undefined;
  const token = await workspaces.adminToken(made, 7);
  const setupUrl = await hearback.signIn.makeSetupLink(baseUrl, made.id, made.adminId);
  return { setupUrl, token: token.secret };
}

/** A worker lets nobody in, a server for a while is read by nobody, and a sample workspace has its people already. */
async function welcome(options: ServeOptions, hearback: Hearback, url: string): Promise<Running['firstAdmin']> {
  if (options.role === 'worker' || options.sample) return undefined;
  await makeFirstWorkspace(hearback);
  return options.isUnannounced ? undefined : openFirstDoor(hearback, url);
}

type Foundation = {
  config: Config;
  log: Log;
  own: OwnDatabase | undefined;
  release: () => Promise<void>;
  home: string;
};

async function layFoundation(options: ServeOptions, host: string): Promise<Foundation> {
  const config = readConfig(options.environment);
  const log = createLog(config.logLevel);
  const home = options.home ?? defaultHome();
  if (config.databaseUrl) {
    await assertFree(host, options.port);
    return { config, log, own: undefined, release: () => Promise.resolve(), home };
  }
  const held = await holdWithPatience(home);
  try {
    await assertFree(host, options.port);
    if (options.sample?.isUnfinished(home)) await startOver(home, log, options.sample);
    const own = await startOwnDatabase(home, log);
    return { config, log, own, release: held.release, home };
  } catch (error) {
    await held.release();
    throw error;
  }
}

/** What was given up may have left its database running: that is ended in order, and then nothing of it is kept. */
async function startOver(home: string, log: Log, sample: Sample): Promise<void> {
  const left = await startOwnDatabase(home, log);
  await left.stop();
  sample.startOver(home);
}

/** A server that was just killed frees the folder within moments: a restart should not have to be typed twice. */
async function holdWithPatience(home: string): Promise<{ readonly release: () => Promise<void> }> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await holdDataFolder(home);
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'data_folder_in_use';
      const facts = taken && 'facts' in error ? (error.facts as { url?: string }) : {};
      if (!taken || facts.url !== undefined || attempt >= 10) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/** Where this machine reaches a server that listens on `host`; listening everywhere includes the machine itself. */
function localUrl(host: string, port: number): string {
  const near = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${near.includes(':') ? `[${near}]` : near}:${port}`;
}

/** A port that is taken is said at once, not after a database was made. */
async function assertFree(host: string, port: number): Promise<void> {
  if (port === 0) return;
  const trial = createServer();
  await listen(trial, host, port);
  await new Promise((resolve) => trial.close(resolve));
}

/** Starts everything and resolves when the first request can be answered. */
export async function serve(options: ServeOptions): Promise<Running> {
  const host = options.host ?? '127.0.0.1';
  const foundation = await layFoundation(options, host);
  const { config, log, own, home } = foundation;
  const undo: (() => Promise<void>)[] = [foundation.release];
  try {
    if (own) undo.unshift(own.stop);
    const owner = own?.owner ?? parseDatabaseUrl(config.databaseUrl ?? '');
    const direct = own || !config.databaseDirectUrl ? owner : parseDatabaseUrl(config.databaseDirectUrl);
    await bringUpToDate(direct);
    await options.sample?.fill({ database: owner, log, home });
    const origins = new Set<string>();
    let baseUrl = config.publicUrl ?? '';
    const hearback = await createHearback({
      database: owner,
      config,
      log,
      home,
      ...(options.role ? { role: options.role } : {}),
      ...(options.sample ? { samplePeople: options.sample.people } : {}),
      isOurOrigin: (origin) => origins.has(origin),
      baseUrl: () => baseUrl,
    });
    undo.unshift(hearback.stop);
    own?.watch(hearback.pools);
    if (options.role !== 'worker') mountPages(hearback.app);
    const server = createAdaptorServer({
      fetch: (request, env) => hearback.app.fetch(wholeRequest(request), env),
      overrideGlobalObjects: false,
    });
    const port = await listen(server, host, options.port);
    undo.unshift(() => drain(server));
    const local = localUrl(host, port);
    const url = config.publicUrl ?? local;
    baseUrl = url;
    for (const origin of [url, local, `http://127.0.0.1:${port}`, `http://localhost:${port}`])
      origins.add(new URL(origin).origin);
    const firstAdmin = await welcome(options, hearback, url);
    if (options.role !== 'worker') {
      await writeOperatorNotes(home, hearback);
      undo.unshift(() => Promise.resolve(forgetOperatorNotes(home)));
    }
    if (own) {
      await writeServerNote(home, { url: local, pid: process.pid, startedAt: new Date().toISOString() });
      giveAllToOwner(home);
      undo.push(() => Promise.resolve(giveAllToOwner(home)));
    }
    return { url, hearback, firstAdmin, stop: () => undoAll(undo) };
  } catch (error) {
    await undoAll(undo);
    throw error;
  }
}

/** Every step, whatever became of the one before: a database must not live on because a connection could not be closed. */
async function undoAll(undo: (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of undo.splice(0)) await step().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}
