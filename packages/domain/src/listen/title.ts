/** Longest title that is made from a text, in UTF-16 code units. */
export const titleLength = 120;

/** A first sentence shorter than this says too little alone ("Hi!", "e.g."); the next one is added. */
const enough = 20;

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

/**
 * A title for a text that came without one: its first sentence, at most 120 characters, cut between words with an ellipsis
 * where it is longer. Never empty for a text that holds anything but white space.
 */
export function titleOf(text: string): string {
  // A little more than a title can need is enough to find its sentences.
  const line = text
    .slice(0, 8 * titleLength)
    .replaceAll(/\s+/g, ' ')
    .trim();
  let title = '';
  for (const { segment } of sentences.segment(line)) {
    const longer = title + segment;
    if (title !== '' && longer.trimEnd().length > titleLength) break;
    title = longer;
    if (title.trim().length >= enough) break;
  }
  title = title.trim();
  return title.length <= titleLength ? title : cut(title);
}

function cut(line: string): string {
  const head = line.slice(0, titleLength - 1);
  const space = head.lastIndexOf(' ');
  // One long word (an address, say) is cut where it must be, but not between the halves of a character.
  const kept = space > titleLength / 2 ? head.slice(0, space) : head.replace(/[\uD800-\uDBFF]$/, '');
  return `${kept.replace(/[\s,;:]+$/, '')}…`;
}
