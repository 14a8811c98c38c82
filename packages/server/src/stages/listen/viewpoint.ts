import type { Caller } from '../../platform/auth/index.ts';
import type { Viewpoint, WorkspaceTables } from '../../platform/database/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { allAudienceIds } from '../charter/index.ts';
import { findSignalRow, type SignalRow } from './signals.store.ts';

/** Whether `row`, found through everybody's eyes, may be shown to the caller: it is open, for them, or their own. */
export function isFor(caller: Caller, row: Pick<SignalRow, 'audience_id' | 'reporter_id'>): boolean {
  return (
    row.audience_id === null ||
    caller.member.audienceIds.includes(row.audience_id) ||
    row.reporter_id === caller.personId
  );
}

/**
 * The caller's eyes, and where the signal is restricted to others but was said by the caller, the signal's audience too:
 * whoever said something confidential can still read and answer on it. One signal at a time; never for lists or searches.
 */
export async function viewpointOn(
  journal: Journal,
  caller: Caller,
  find: (tables: WorkspaceTables) => Promise<SignalRow | undefined>,
): Promise<Viewpoint> {
  const { viewpoint, workspaceId } = caller;
  if (await journal.read(viewpoint, ({ tables }) => find(tables))) return viewpoint;
  const everybodys = { workspaceId, audienceIds: await allAudienceIds(journal, workspaceId) };
  const row = await journal.read(everybodys, ({ tables }) => find(tables));
  if (!row?.audience_id || !isFor(caller, row)) return viewpoint;
  return { workspaceId, audienceIds: [...viewpoint.audienceIds, row.audience_id] };
}

/** `viewpointOn` for a signal by its id: what its reporter may read about it in every stage, whoever it is restricted to. */
export function viewpointOnSignal(journal: Journal, caller: Caller, signalId: string): Promise<Viewpoint> {
  return viewpointOn(journal, caller, (tables) => findSignalRow(tables, signalId));
}
