import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Refusal } from '@hearback/domain/record';
import { z } from 'zod';
import { findHome, giveToOwner, openHome } from './home.ts';
import { isAlive } from './holders.ts';
import { isLocked, tryLock } from './locks.ts';

const serverNote = z.object({ url: z.string(), pid: z.int().positive(), startedAt: z.string() });

/** Where the server of a data folder listens, written by it once it is ready. `startedAt` is an ISO 8601 instant. */
export type ServerNote = Readonly<z.infer<typeof serverNote>>;

/**
 * Makes this process the one Hearback server of the folder until it releases it or dies, whichever way. Refuses with
 * `data_folder_in_use`, naming the other server's address when it wrote one. A note left by a dead server is removed.
 */
export async function holdDataFolder(home: string): Promise<{ readonly release: () => Promise<void> }> {
  const { path, note } = openHome(home);
  const lock = await tryLock(path, 'server');
  if (lock === undefined) {
    const other = await readServerNote(path);
    const where = other === undefined ? '' : `, listening on ${other.url} (process ${other.pid})`;
    throw new Refusal('data_folder_in_use', `Another Hearback server uses the data folder ${path}${where}.`, {
      remedy: 'Use that one, stop it first, or choose another folder with --data FOLDER.',
      facts: { folder: path, ...(other === undefined ? {} : { url: other.url, pid: other.pid }) },
    });
  }
  rmSync(note, { force: true });
  return {
    release: async () => {
      rmSync(note, { force: true });
      await lock.release();
    },
  };
}

/** The note of the server that holds the folder now; undefined when none runs or it is not ready yet. Never throws for a bad file. */
export async function readServerNote(home: string): Promise<ServerNote | undefined> {
  const found = findHome(home);
  if (found === undefined) return undefined;
  const note = parse(found.note);
  if (note === undefined || !isAlive(note.pid)) return undefined;
  return (await isLocked(found.path, 'server')) ? note : undefined;
}

/** Written by the process that holds the folder; renamed into place, so that a reader never sees half of it. */
export async function writeServerNote(home: string, note: ServerNote): Promise<void> {
  const paths = openHome(home);
  const unfinished = `${paths.note}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(serverNote.parse(note))}\n`, { mode: 0o644 });
  giveToOwner(paths, unfinished);
  renameSync(unfinished, paths.note);
}

function parse(file: string): ServerNote | undefined {
  try {
    return serverNote.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
