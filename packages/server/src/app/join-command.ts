import path from 'node:path';
import { parseArgs } from 'node:util';
import { defaultHome, readServerNote } from '../platform/database/index.ts';
import { CalledWrongly } from './called-wrongly.ts';
import { type OperatorNote, readOperatorNotes } from './operator.ts';
import { serve } from './serve.ts';

function choose(notes: readonly OperatorNote[], slug: string | undefined): OperatorNote {
  const known = notes.map((note) => note.slug).join(', ');
  const note = slug === undefined ? notes[0] : notes.find((one) => one.slug === slug);
  if (slug === undefined && notes.length > 1)
    throw new CalledWrongly(`There are several workspaces here: ${known}. Say which one with --workspace.`);
  if (!note) throw new CalledWrongly(`There is no workspace “${slug ?? ''}” here. Known: ${known}.`);
  return note;
}

/**
 * For commands that work on a data folder: prints `{"url","token"}` of the server that runs on it, or starts one for the
 * while. It ends, and what it started with it, when its standard input closes.
 */
export async function joinCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { data: { type: 'string' }, workspace: { type: 'string' } },
  });
  const home = path.resolve(values.data ?? defaultHome());
  const note = process.env['DATABASE_URL'] ? undefined : await readServerNote(home);
  const running = note ? undefined : await serve({ home, port: 0, environment: process.env, isUnannounced: true });
  try {
    const { token } = choose(readOperatorNotes(home) ?? [], values.workspace);
    process.stdout.write(`${JSON.stringify({ url: note?.url ?? running?.url, token, joined: note !== undefined })}\n`);
    await new Promise<void>((resolve) => {
      process.stdin.on('end', resolve);
      process.stdin.on('error', () => resolve());
      process.stdin.resume();
    });
    return 0;
  } finally {
    await running?.stop();
  }
}
