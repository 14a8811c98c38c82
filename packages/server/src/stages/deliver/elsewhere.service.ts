import type { ReleasedElsewhere } from '@hearback/contract/deliver';
import type { ChangeState } from '@hearback/domain/deliver';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { Journal, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { requireNoLiveRollout, requireReady, scopeOf } from './change-facts.ts';
import { type ChangeDetailOut, changeDetail } from './change-view.ts';
import { type ChangeRow, lockChange, tiesOfChange, updateChange } from './changes.store.ts';
import { moveChangeTo } from './move-change.ts';

export type ElsewhereIn = z.output<typeof ReleasedElsewhere>;

/** Where what another tool says brings the change; a share only says how far it is. */
const leadsTo: Readonly<Record<ElsewhereIn['event'], ChangeState | undefined>> = {
  started: 'releasing',
  share: undefined,
  finished: 'released',
  rolled_back: 'rolled_back',
};

function shareOf(input: ElsewhereIn, row: ChangeRow): number | null {
  switch (input.event) {
    case 'started':
      return input.share ?? null;
    case 'share':
      return input.share ?? row.elsewhere_share;
    case 'finished':
      return 100;
    case 'rolled_back':
      return 0;
  }
}

function requireReleasing(row: ChangeRow): void {
  if (row.state === 'releasing') return;
  throw new Refusal(
    'illegal_transition',
    `The change is “${row.state.replaceAll('_', ' ')}”, so nobody gets a share of it.`,
    {
      remedy: 'Say that it started first.',
      facts: { from: row.state },
    },
  );
}

/**
 * Takes what another tool says about a release, in whatever write is open: the same lane steps before it starts, the same
 * states, the same problems shipped after it as if the rollout were ours.
 * @throws Refusal `rollout_live`, `lane_steps_missing`, `illegal_transition`
 */
export async function sayElsewhere(
  writing: Writing,
  caller: Caller,
  changeId: string,
  input: ElsewhereIn,
): Promise<ChangeRow> {
  const { tables, now, record } = writing;
  const row = await lockChange(tables, changeId);
  if (!row) throw notFound('change');
  const ties = await tiesOfChange(tables, changeId);
  caller.require('deliver.roll_out', scopeOf(row, ties));
  await requireNoLiveRollout(tables, row);
  if (input.event === 'share') requireReleasing(row);
  if (input.event === 'started' && row.state === 'planned') await requireReady(tables, row, ties, 'elsewhere', now);
  const share = shareOf(input, row);
  const said = {
    elsewhere_tool: input.tool,
    elsewhere_url: input.url ?? row.elsewhere_url,
    elsewhere_share: share,
  };
  const to = leadsTo[input.event];
  const reason = input.note ?? `${input.tool}: ${input.event.replaceAll('_', ' ')}`;
  const after = to
    ? await moveChangeTo(writing, row, to, { reason, more: said })
    : await updateChange(tables, changeId, said);
  record({
    type: 'deliver.released_elsewhere',
    subject: { kind: 'change', id: changeId },
    data: { event: input.event, tool: input.tool, share },
    audienceId: row.audience_id,
  });
  return after;
}

export function createElsewhere(journal: Journal) {
  return (caller: Caller, changeId: string, input: ElsewhereIn): Promise<ChangeDetailOut> =>
    journal.write(caller, async (writing) => {
      await sayElsewhere(writing, caller, changeId, input);
      return changeDetail(writing.tables, changeId, writing.now);
    });
}
