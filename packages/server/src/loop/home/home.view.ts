import type { Home } from '@hearback/contract/loop';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { readMoves } from './moves.view.ts';
import { readSaidDid } from './said-did.view.ts';
import { readWaiting } from './waiting.view.ts';

/** The used part of a clock, from its start to its end in calendar time; the bar beside “2 h left”. */
function usedShare(startedAt: Date, dueAt: Date | null, now: Date): number | null {
  if (!dueAt) return null;
  const length = dueAt.getTime() - startedAt.getTime();
  return length <= 0 ? 1 : Math.max(0, (now.getTime() - startedAt.getTime()) / length);
}

/** The loop at a glance, through the eyes of whoever asks. */
export function readHome(journal: Journal, caller: Caller): Promise<z.input<typeof Home>> {
  const reader = { personId: caller.personId, teamIds: caller.standing.teamIds };
  return journal.read(caller.viewpoint, async ({ tables, now }) => {
    const workspace = await tables
      .selectFrom('platform.workspaces')
      .select('name')
      .where('id', '=', caller.workspaceId)
      .executeTakeFirstOrThrow();
    const stages = await readWaiting(tables, now, reader);
    const moves = await readMoves(tables, reader);
    return {
      workspace: { name: workspace.name },
      as_of: now.toISOString(),
      in_loop: stages.reduce((sum, stage) => sum + stage.waiting, 0),
      late: stages.reduce((sum, stage) => sum + stage.late, 0),
      stages: stages.map((stage) => ({ ...stage, oldest_at: stage.oldest_at?.toISOString() ?? null })),
      mine: moves.map(({ started_at, due_at, ...move }) => ({
        ...move,
        due_at: due_at?.toISOString() ?? null,
        used_share: usedShare(started_at, due_at, now),
        late: due_at !== null && due_at < now,
      })),
      said_did: await readSaidDid(tables),
    };
  });
}
