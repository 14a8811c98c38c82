import { moments } from '@hearback/domain/engage';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { JournalEntry } from '../../platform/journal/index.ts';

const isMoment = (word: unknown): boolean => (moments as readonly unknown[]).includes(word);

/** Who heard back at which of the four moments, from the entries that engage wrote when it told them; other turns are news. */
export function toldIn(
  _tables: WorkspaceTables,
  entries: readonly JournalEntry[],
): Promise<{ at: string; moment: string; who_count: number }[]> {
  return Promise.resolve(
    entries
      .filter((entry) => entry.type === 'engage.told' && isMoment(entry.data['moment']))
      .map((entry) => ({
        at: entry.at.toISOString(),
        moment: String(entry.data['moment']),
        who_count: Number(entry.data['people']),
      })),
  );
}
