import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Permission } from '@hearback/domain/charter';
import { z } from 'zod';
import type { Hearback } from './hearback.ts';

/**
 * The commands of whoever can read the data folder: they join the running server with a token of the service account
 * “Local operator”, one per workspace, made anew at each start and kept in a 0600 file beside the database's secret.
 */
const Notes = z.array(z.object({ slug: z.string(), token: z.string() }));
export type OperatorNote = z.infer<typeof Notes>[number];

const scopes: readonly Permission[] = [
  'loop.see',
  'listen.import',
  'charter.import',
  'govern.audit',
  'triage.triage',
  'govern.hold_token',
];

const fileOf = (home: string): string => path.join(home, 'operator', 'tokens.json');

export async function writeOperatorNotes(home: string, hearback: Hearback): Promise<void> {
  const notes: OperatorNote[] = [];
  for (const workspace of await hearback.stages.charter.workspaces.list()) {
    const personId = await hearback.stages.charter.workspaces.operator(workspace.id);
    const made = await hearback.tokens.make({
      workspaceId: workspace.id,
      personId,
      name: 'local operator',
      kind: 'api',
      scopes,
      lifetimeMs: 90 * 86_400_000,
    });
    notes.push({ slug: workspace.slug, token: made.secret });
  }
  const file = fileOf(home);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(notes), { mode: 0o600 });
  chmodSync(file, 0o600);
}

export function forgetOperatorNotes(home: string): void {
  rmSync(fileOf(home), { force: true });
}

/** Undefined when no server wrote them. */
export function readOperatorNotes(home: string): OperatorNote[] | undefined {
  try {
    return Notes.parse(JSON.parse(readFileSync(fileOf(home), 'utf8')));
  } catch {
    return undefined;
  }
}
