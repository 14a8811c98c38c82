import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type FlagdDefinition, needsTargetingKey, servedDefinition } from '@hearback/domain/deliver';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { PersonDirectory } from '../../platform/auth/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import { inTransaction } from '../../platform/database/index.ts';
import type { Log } from '../../platform/log/index.ts';
import { buildEngine, type FlagEngine } from './flag-engine.ts';
import { flagOf, listFlagRows } from './flags.store.ts';

/** What evaluation needs of one workspace. */
type WorkspaceFlags = {
  readonly definitions: Readonly<Record<string, FlagdDefinition>>;
  /** Flags that cannot be answered without a targeting key. */
  readonly needingKey: readonly string[];
};

/** Everything that evaluation needs, without a database. Secrets are hashes only. */
type SnapshotData = {
  readonly tokens: Readonly<Record<string, { readonly workspaceId: string; readonly expiresAtMs: number }>>;
  readonly workspaces: Readonly<Record<string, WorkspaceFlags>>;
};

export type EvaluableFlags = {
  readonly engine: FlagEngine;
  readonly needingKey: ReadonlySet<string>;
  /** Changes with the definitions. */
  readonly etag: string;
};

export type FlagSnapshot = {
  /** The flags that this secret may evaluate; null when it opens nothing. */
  open(secret: string): EvaluableFlags | null;
  /** Whether there is anything to answer from, old or new. */
  isReady(): boolean;
  /** Reads it from the database and keeps it on disk too. */
  refresh(): Promise<void>;
  /** Reads from the database, or from disk while it is away; then looks for changes of other processes now and then. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

const Stored = z.object({
  format: z.literal(1),
  tokens: z.record(z.string(), z.object({ workspaceId: z.string(), expiresAtMs: z.number() })),
  workspaces: z.record(
    z.string(),
    z.object({ definitions: z.record(z.string(), z.unknown()), needingKey: z.array(z.string()) }),
  ),
});

const lookAgainMs = 15_000;

/**
 * Flags are answered from memory: which token hashes open which workspace, and that workspace's definitions. The copy in
 * the data folder lets a restart answer while the database is away. A token that ended meanwhile lives until the database
 * is back; that is the price of answering at all.
 */
export function createFlagSnapshot(options: {
  pool: Pool;
  clock: Clock;
  directory: PersonDirectory;
  log: Log;
  /** The data folder; without one nothing is kept on disk. */
  home?: string | undefined;
}): FlagSnapshot {
  const { pool, clock, directory, log } = options;
  const file = options.home === undefined ? undefined : path.join(options.home, 'flags.json');
  let data: SnapshotData | undefined;
  let engines = new Map<string, EvaluableFlags>();
  let text = '';
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const use = (next: SnapshotData): void => {
    const before = engines;
    engines = new Map(
      Object.entries(next.workspaces).map(([id, flags]) => {
        const etag = createHash('sha256').update(JSON.stringify(flags)).digest('base64url').slice(0, 22);
        const known = before.get(id);
        if (known?.etag === etag) return [id, known];
        return [id, { etag, engine: buildEngine(flags.definitions), needingKey: new Set(flags.needingKey) }];
      }),
    );
    data = next;
  };

  const keep = async (next: SnapshotData): Promise<void> => {
    const written = JSON.stringify({ format: 1, ...next });
    if (!file || written === text) return;
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(`${file}.new`, written, { mode: 0o600 });
    await chmod(`${file}.new`, 0o600);
    await rename(`${file}.new`, file);
    text = written;
  };

  const readAnew = async (): Promise<void> => {
    const next = await readSnapshot(pool, clock, directory);
    use(next);
    // A full disk must not stop the answers.
    await keep(next).catch((error: unknown) => log.warn({ err: error }, 'the flags could not be kept on disk'));
  };

  /** One after the other: an older reading must not replace a newer one. */
  const refresh = (): Promise<void> => {
    running = running.catch(() => undefined).then(readAnew);
    return running;
  };

  const readFromDisk = async (): Promise<void> => {
    if (!file) return;
    try {
      const stored = Stored.parse(JSON.parse(await readFile(file, 'utf8')));
      use({ tokens: stored.tokens, workspaces: stored.workspaces as SnapshotData['workspaces'] });
    } catch (error) {
      log.warn({ err: error }, 'no flags on disk to answer from');
    }
  };

  return {
    open: (secret) => {
      const token = data?.tokens[createHash('sha256').update(secret).digest('base64url')];
      if (!token || token.expiresAtMs <= clock.now().getTime()) return null;
      return engines.get(token.workspaceId) ?? null;
    },
    isReady: () => data !== undefined,
    refresh,
    start: async () => {
      await refresh().catch(async (error: unknown) => {
        log.warn({ err: error }, 'flags are answered from disk until the database is back');
        await readFromDisk();
      });
      timer = setInterval(() => {
        refresh().catch(() => undefined);
      }, lookAgainMs);
      timer.unref();
    },
    stop: async () => {
      clearInterval(timer);
      await running.catch(() => undefined);
    },
  };
}

async function readSnapshot(pool: Pool, clock: Clock, directory: PersonDirectory): Promise<SnapshotData> {
  const { rows } = await pool.query<{ hash: Buffer; workspace_id: string; person_id: string; expires_at: Date }>(
    `SELECT hash, workspace_id, person_id, expires_at FROM auth.tokens
      WHERE revoked_at IS NULL AND expires_at > $1 AND (kind = 'flags' OR (kind = 'api' AND 'loop.see' = ANY (scopes)))`,
    [clock.now()],
  );
  // Whoever left opens nothing any more, and neither does their token.
  const holders = new Map(rows.map((row) => [`${row.workspace_id} ${row.person_id}`, row]));
  const here = new Set<string>();
  for (const [key, row] of holders) if (await directory.find(row.workspace_id, row.person_id)) here.add(key);
  const tokens = Object.fromEntries(
    rows
      .filter((row) => here.has(`${row.workspace_id} ${row.person_id}`))
      .map((row) => [
        row.hash.toString('base64url'),
        { workspaceId: row.workspace_id, expiresAtMs: row.expires_at.getTime() },
      ]),
  );
  const workspaces: Record<string, WorkspaceFlags> = {};
  for (const id of new Set(rows.map((row) => row.workspace_id))) workspaces[id] = await readWorkspace(pool, id);
  return { tokens, workspaces };
}

function readWorkspace(pool: Pool, workspaceId: string): Promise<WorkspaceFlags> {
  return inTransaction(pool, { workspaceId, audienceIds: [] }, 'read', async ({ tables }) => {
    const flags = (await listFlagRows(tables)).map(flagOf);
    return {
      definitions: Object.fromEntries(flags.map((flag) => [flag.key, servedDefinition(flag)])),
      needingKey: flags.filter(needsTargetingKey).map((flag) => flag.key),
    };
  });
}
