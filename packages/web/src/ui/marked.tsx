const wordsAndRest = /([\p{L}\p{N}_-]+)/u;

/** Text with the words underlined that share a stem with `terms`. Stems are beginnings of words, but for a last y. */
export function Marked({ text, terms }: { text: string; terms: readonly string[] }) {
  const stems = terms.map((term) => term.toLowerCase().replace(/i$/, ''));
  const isShared = (word: string) => stems.some((stem) => stem.length > 1 && word.toLowerCase().startsWith(stem));
  return text.split(wordsAndRest).map((part, place) => (isShared(part) ? <mark key={place}>{part}</mark> : part));
}
