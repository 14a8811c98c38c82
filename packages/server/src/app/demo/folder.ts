import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** How far the sample workspace of a folder is: not begun, being written (or given up while it was), or all there. */
export type SampleState = 'none' | 'unfinished' | 'complete';

const noteOf = (home: string): string => path.join(home, 'sample-workspace.txt');
const words = {
  unfinished: 'The sample workspace is being written here. Where no server runs, it was given up: it starts over.\n',
  complete: 'The sample workspace is here, complete.\n',
} as const;

export function readSampleState(home: string): SampleState {
  try {
    return readFileSync(noteOf(home), 'utf8') === words.complete ? 'complete' : 'unfinished';
  } catch {
    return 'none';
  }
}

/** Renamed into place, so that a crash leaves the state from before. */
export function writeSampleState(home: string, state: keyof typeof words): void {
  const unfinished = `${noteOf(home)}.${process.pid}`;
  writeFileSync(unfinished, words[state], { mode: 0o644, flush: true });
  renameSync(unfinished, noteOf(home));
}

/** What a server makes in its data folder. Whatever else is there is somebody's own, and stays. */
const ours = [
  'data',
  'run',
  'keys',
  'signing',
  'operator',
  'flags.json',
  'superuser.secret',
  'postgres.log',
  'server.json',
];

/** Empties a folder in which the sample workspace was given up; the note goes last, so that a crash here is seen too. */
export function emptyUnfinished(home: string): void {
  if (readSampleState(home) !== 'unfinished') throw new Error(`${home} holds no unfinished sample workspace.`);
  for (const name of ours) rmSync(path.join(home, name), { recursive: true, force: true });
  rmSync(noteOf(home));
}
