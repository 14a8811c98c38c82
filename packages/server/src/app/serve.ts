import { createAdaptorServer, type ServerType } from '@hono/node-server';
import { type Config, readConfig } from '../platform/config/index.ts';
import {
  type DatabaseAddress,
  defaultHome,
  holdDataFolder,
  parseDatabaseUrl,
  writeServerNote,
} from '../platform/database/index.ts';
import { createLog, type Log } from '../platform/log/index.ts';
import { createHearback, type Hearback, type Role } from './hearback.ts';

export type { Role } from './hearback.ts';
import { forgetOperatorNotes, writeOperatorNotes } from './operator.ts';
import { type OwnDatabase, startOwnDatabase } from './own-database.ts';
import { mountPages } from './pages.ts';
import { bringUpToDate } from './prepare-database.ts';

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

async function makeFirstWorkspace(hearback: Hearback, baseUrl: string): Promise<Running['firstAdmin']> {
  const { workspaces } = hearback.stages.charter;
  if ((await workspaces.list()).length > 0) return undefined;
  const made = await workspaces.make({ slug: 'platform', name: 'Platform', adminName: 'First admin' });
  const token = await workspaces.adminToken(made, 7);
  const setupUrl = await hearback.signIn.makeSetupLink(baseUrl, made.id, made.adminId);
  return { setupUrl, token: token.secret };
}

type Foundation = {
  config: Config;
  log: Log;
  own: OwnDatabase | undefined;
  release: () => Promise<void>;
  home: string;
};

async function layFoundation(options: ServeOptions): Promise<Foundation> {
  const config = readConfig(options.environment);
  const log = createLog(config.logLevel);
  const home = options.home ?? defaultHome();
  if (config.databaseUrl) return { config, log, own: undefined, release: () => Promise.resolve(), home };
  const held = await holdWithPatience(home);
  try {
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

/** Starts everything and resolves when the first request can be answered. */
export async function serve(options: ServeOptions): Promise<Running> {
  const host = options.host ?? '127.0.0.1';
  const foundation = await layFoundation(options);
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
    const server = createAdaptorServer({ fetch: hearback.app.fetch, overrideGlobalObjects: false });
    const port = await listen(server, host, options.port);
    undo.unshift(() => drain(server));
    const url = config.publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
    baseUrl = url;
    for (const origin of [url, `http://127.0.0.1:${port}`, `http://localhost:${port}`])
      origins.add(new URL(origin).origin);
    const firstAdmin = await makeFirstWorkspace(hearback, url);
    await writeOperatorNotes(home, hearback);
    undo.unshift(() => Promise.resolve(forgetOperatorNotes(home)));
    if (own) await writeServerNote(home, { url, pid: process.pid, startedAt: new Date().toISOString() });
    return { url, hearback, firstAdmin, stop: () => undoAll(undo) };
  } catch (error) {
    await undoAll(undo);
    throw error;
  }
}

async function undoAll(undo: (() => Promise<void>)[]): Promise<void> {
  for (const step of undo.splice(0)) await step();
}
