import type { WorkspaceTables } from '../../platform/database/index.ts';
import { findChanges } from '../deliver/index.ts';
import { findSignals } from '../listen/index.ts';
import { findWorkItems } from '../plan/index.ts';
import { findDecisions } from '../prioritize/index.ts';
import { findProblems } from '../triage/index.ts';
import { findOutcomes } from '../verify/index.ts';

/** A record of an earlier stage, as a retrospective names it. */
export type NamedRecord = {
  readonly kind: string;
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly state: string;
  readonly audienceId: string | null;
};

type Found = Omit<NamedRecord, 'kind'>;

const finders: Readonly<
  Record<string, (tables: WorkspaceTables, ids: readonly string[]) => Promise<readonly Found[]>>
> = {
  signal: findSignals,
  problem: findProblems,
  decision: findDecisions,
  work_item: findWorkItems,
  change: findChanges,
  outcome: async (tables, ids) =>
    (await findOutcomes(tables, ids)).map((outcome) => ({ ...outcome, title: outcome.metric })),
};

/** What these eyes may see of the records named, by id; a kind that has no name of its own is left out. */
export async function namedRecords(
  tables: WorkspaceTables,
  records: readonly { readonly kind: string; readonly id: string }[],
): Promise<ReadonlyMap<string, NamedRecord>> {
  const named = new Map<string, NamedRecord>();
  for (const [kind, find] of Object.entries(finders)) {
    const ids = [...new Set(records.filter((record) => record.kind === kind).map((record) => record.id))];
    if (ids.length === 0) continue;
    for (const { id, reference, title, state, audienceId } of await find(tables, ids))
      named.set(id, { kind, id, reference, title, state, audienceId });
  }
  return named;
}
