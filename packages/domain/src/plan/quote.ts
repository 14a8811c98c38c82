import { Refusal } from '../record/index.ts';

/**
 * Refuses words that nobody said. A quote counts when it stands in one of the texts as it is, letter for letter; only runs
 * of white space are alike, because people copy across line breaks. The texts are the stored ones, so what was masked at
 * the door cannot be quoted.
 * @param field where the quote stood in the input, as a JSON pointer
 * @throws Refusal `quote_not_found`
 */
export function requireQuote(quote: string, texts: readonly string[], field: string): void {
  const wanted = oneLine(quote);
  if (wanted !== '' && texts.some((text) => oneLine(text).includes(wanted))) return;
  throw new Refusal('quote_not_found', 'These words do not stand in the signal that they are quoted from.', {
    field,
    remedy: 'Copy the words from the signal as they are; what was masked cannot be quoted.',
  });
}

function oneLine(text: string): string {
  return text.normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
}
