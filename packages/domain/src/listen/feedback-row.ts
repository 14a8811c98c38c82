import { saidOn } from './said-on.ts';

/** A row of a feedback file that can be taken. */
export type FeedbackRow = {
  /** Identifies the row in its source: the same id is the same signal. */
  readonly sourceId: string;
  readonly text: string;
  /** Who answered, as far as the file tells: all answers of one row of one survey are one respondent's. */
  readonly respondentKey: string;
  /** `YYYY-MM-DD`, where the file says so unmistakably. */
  readonly saidOn: string | undefined;
  /** What the file says around the text: source, survey, question, row, column, submitted. */
  readonly context: Readonly<Record<string, string | number>>;
};

/** How a row was read: what can be taken, or why it cannot. */
export type FeedbackReading =
  | { readonly kind: 'row'; readonly row: FeedbackRow }
  | { readonly kind: 'broken'; readonly sourceId: string | null; readonly reason: string };

/** Longest text of one row, as of any signal's description. */
export const longestText = 20_000;
const longestId = 300;
const longestContext = 2_000;

/**
 * Reads one row of a feedback file, whatever JSON it is. Only `id` and `text` have to be right; what else is there is kept
 * when it is a short text or a number, and left out when not. Text is taken as it was said, trimmed: brief or empty talk is
 * for triage to judge, and two rows with the same words are two people saying so.
 */
export function readFeedbackRow(value: unknown): FeedbackReading {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { kind: 'broken', sourceId: null, reason: 'The row is not a JSON object.' };
  const fields = value as Readonly<Record<string, unknown>>;
  const id = fieldOf(fields, 'id');
  const text = fieldOf(fields, 'text');
  const sourceId = typeof id === 'string' && id.trim() !== '' && id.length <= longestId ? id.trim() : null;
  const broken = (reason: string): FeedbackReading => ({ kind: 'broken', sourceId, reason });
  if (sourceId === null) return broken(`The row has no id that is a text of 1 to ${longestId} characters.`);
  if (sourceId.includes('\0')) return { kind: 'broken', sourceId: null, reason: 'The id holds a NUL character.' };
  if (typeof text !== 'string') return broken('The row has no text.');
  if (text.trim() === '') return broken('The text is empty.');
  if (text.includes('\0')) return broken('The text holds a NUL character, which cannot be stored.');
  if (text.length > longestText) return broken(`The text is longer than ${longestText} characters.`);
  return { kind: 'row', row: rowOf(sourceId, text, fields) };
}

function rowOf(sourceId: string, text: string, fields: Readonly<Record<string, unknown>>): FeedbackRow {
  const context: Record<string, string | number> = {};
  for (const name of ['source', 'survey', 'question', 'row', 'column', 'submitted']) {
    const kept = contextOf(fieldOf(fields, name));
    if (kept !== undefined) context[name] = kept;
  }
  const { survey, row, submitted } = context;
  return {
    sourceId,
    text: text.trim().toWellFormed(),
    respondentKey: survey === undefined || row === undefined ? `row ${sourceId}` : `survey ${survey} row ${row}`,
    saidOn: typeof submitted === 'string' ? saidOn(submitted) : undefined,
    context,
  };
}

/** Own fields only: a row may be anything, also an object with the names of prototypes. */
function fieldOf(fields: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function contextOf(value: unknown): string | number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.replaceAll('\0', ' ').trim();
  return text === '' ? undefined : text.slice(0, longestContext).toWellFormed();
}
