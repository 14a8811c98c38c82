import type { JournalEntry } from '../../platform/journal/index.ts';

/** `triage.signal_attached` is “Signal attached”; a state move says where it went. */
export function wordsOf(entry: JournalEntry): string {
  const event = entry.type.slice(entry.type.indexOf('.') + 1).replaceAll('_', ' ');
  const sentence = event.charAt(0).toUpperCase() + event.slice(1);
  const to = entry.data['to'];
  return typeof to === 'string' ? `${sentence}: ${to.replaceAll('_', ' ')}` : sentence;
}

/** `in_progress` is “in progress”. */
export function stateWords(state: string): string {
  return state.replaceAll('_', ' ');
}

/** “one work item”, “4 work items”. */
export function count(number: number, one: string, many = `${one}s`): string {
  return number === 1 ? `one ${one}` : `${number} ${many}`;
}
