import { reference } from '@hearback/domain/record';
import type { JournalEntry } from '../../platform/journal/index.ts';
import { threadKinds, type ThreadKind } from '@hearback/domain/loop';
import type { ThreadRow } from './rows.view.ts';
import { count, stateWords } from './words.ts';

export type Step = {
  readonly kind: ThreadKind;
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly state: string;
  readonly at: string;
  readonly until: string | null;
  readonly who: string | null;
  readonly lines: string[];
  readonly quotes: { text: string; who: string; via: string; signal_id: string; reference: string }[];
  readonly not_needed: string[];
  readonly current: boolean;
};

const mostQuotes = 3;
const quoteLength = 400;

function excerpt(text: string, length: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 1).trimEnd()}…`;
}

/** What the lane skipped, as the entry that made the decision says. */
function notNeeded(entries: readonly JournalEntry[], decisionId: string): string[] {
  return entries.flatMap((entry) => {
    const skipped = entry.subject.id === decisionId ? entry.data['not_needed'] : undefined;
    return Array.isArray(skipped) ? skipped.map((rule) => `not needed: ${rule as string}`) : [];
  });
}

function stepOf(row: ThreadRow, currentId: string): Step {
  return {
    kind: row.kind,
    id: row.id,
    reference: reference(row.kind, row.number),
    title: row.title,
    state: row.state,
    at: row.at.toISOString(),
    until: row.until?.toISOString() ?? null,
    who: row.who,
    lines: row.text && row.kind !== 'signal' ? [excerpt(row.text, quoteLength)] : [],
    quotes: [],
    not_needed: [],
    current: row.id === currentId,
  };
}

/** What was said, as one step: the words of a few, and how many more. */
function saidStep(signals: readonly ThreadRow[], currentId: string): Step[] {
  const first = signals.find((signal) => signal.id === currentId) ?? signals[0];
  if (!first) return [];
  const shown = [first, ...signals.filter((signal) => signal !== first)].slice(0, mostQuotes);
  const more = signals.length - shown.length;
  return [
    {
      ...stepOf(first, currentId),
      at: (signals[0] ?? first).at.toISOString(),
      until: signals.length > 1 ? (signals.at(-1)?.at.toISOString() ?? null) : null,
      lines: more > 0 ? [`${count(more, 'more signal')}`] : [],
      quotes: shown.map((signal) => ({
        text: excerpt(signal.text ?? signal.title, quoteLength),
        who: signal.who ?? 'a respondent',
        via: signal.via ?? '',
        signal_id: signal.id,
        reference: reference('signal', signal.number),
      })),
      current: signals.some((signal) => signal.id === currentId),
    },
  ];
}

/** Several work items of one thread read as one step with a line each. */
function workSteps(items: readonly ThreadRow[], currentId: string): Step[] {
  const [first] = items;
  if (!first || items.length === 1) return items.map((item) => stepOf(item, currentId));
  const done = items.filter((item) => item.state === 'completed').length;
  const chosen = items.find((item) => item.id === currentId) ?? first;
  return [
    {
      ...stepOf(chosen, currentId),
      title: `${count(items.length, 'work item')}, ${done === items.length ? 'all completed' : `${done} completed`}`,
      state: done === items.length ? 'completed' : 'in_progress',
      who: null,
      at: first.at.toISOString(),
      until: done === items.length ? (items.at(-1)?.until?.toISOString() ?? null) : null,
      lines: items.map((item) => `${reference('work_item', item.number)} ${item.title}: ${stateWords(item.state)}`),
    },
  ];
}

/** The spine of a thread, in loop order and within a kind by time. */
export function stepsOf(
  rows: ReadonlyMap<ThreadKind, readonly ThreadRow[]>,
  entries: readonly JournalEntry[],
  currentId: string,
): Step[] {
  return threadKinds.flatMap((kind) => {
    const own = rows.get(kind) ?? [];
    if (kind === 'signal') return saidStep(own, currentId);
    if (kind === 'work_item') return workSteps(own, currentId);
    return own.map((row) => ({
      ...stepOf(row, currentId),
      not_needed: kind === 'decision' ? notNeeded(entries, row.id) : [],
    }));
  });
}
