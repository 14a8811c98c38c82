import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { JournalEntry } from '../../platform/journal/index.ts';

/** Who heard back and when, from the entries that engage wrote when it told them. */
export function toldIn(
  _tables: WorkspaceTables,
  entries: readonly JournalEntry[],
): Promise<{ at: string; moment: string; who_count: number }[]> {
  return Promise.resolve(
    entries
      .filter((entry) => entry.type === 'engage.told')
      .map((entry) => ({
        at: entry.at.toISOString(),
        moment: String(entry.data['moment']),
        who_count: Number(entry.data['people']),
      })),
  );
}
