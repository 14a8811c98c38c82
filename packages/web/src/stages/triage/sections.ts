import { isSameDay } from '../../ui/messages/formats.ts';
import type { InboxItem } from './inbox-queries.ts';

export type SectionName = 'late' | 'today' | 'week' | 'later' | 'waiting';
export type Section = { readonly name: SectionName; readonly items: readonly InboxItem[] };

const order: readonly SectionName[] = ['late', 'today', 'week', 'later', 'waiting'];
const weekMs = 7 * 86_400_000;

/** The inbox by how soon its clocks end; whatever waits for its reporter comes last. Empty sections are left out. */
export function sectionsOf(items: readonly InboxItem[], now: Date): readonly Section[] {
  const byName = Map.groupBy(items, (item) => sectionOf(item, now));
  return order.flatMap((name) => {
    const inIt = byName.get(name) ?? [];
    return inIt.length === 0 ? [] : [{ name, items: inIt }];
  });
}

function sectionOf({ state, due_at }: InboxItem, now: Date): SectionName {
  if (state === 'waiting') return 'waiting';
  if (due_at === null) return 'later';
  const due = new Date(due_at);
  if (due <= now) return 'late';
  if (isSameDay(due, now)) return 'today';
  return due.getTime() - now.getTime() < weekMs ? 'week' : 'later';
}
