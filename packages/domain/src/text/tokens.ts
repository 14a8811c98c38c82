import porter2 from 'wink-porter2-stemmer';
import { stopWords } from './stop-words.ts';

/** How many words of a body count. More of it is mostly stack traces and logs, which drown the title. */
export const bodyWords = 150;

/** Terms are keys of a database index; what is longer is a blob, not a word. */
const longestTerm = 64;

/** A run of letters and digits, with its inner joints: `snake_case`, `a.dotted.name`, `some/path.ts`, `ERR-404`. */
const chunk = /[\p{L}\p{N}]+(?:[._\-/\\:$#@]+[\p{L}\p{N}]+)*/gu;
const joint = /[^\p{L}\p{N}]+/u;
/** Where camelCase, an ACRONYMWord and letter-to-digit change. */
const parts = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{Lt}]+|\p{N}+|\p{Lu}/gu;
const lettersOnly = /^\p{L}+$/u;
const simpleWord = /^\p{Lu}?\p{Ll}+$/u;

const stems = new Map<string, string>();
const mostStems = 50_000;

/** Porter2 stem of a lower-case word, remembered: texts repeat their words, and stemming is the dearest step. */
export function stem(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  if (stems.size >= mostStems) stems.clear();
  const made = porter2(word);
  stems.set(word, made);
  return made;
}

/** Called with each term and the characters it stands for, as written. */
type TakeTerm = (term: string, surface: string) => void;

function takeWord(word: string, take: TakeTerm): void {
  const lower = word.toLowerCase();
  if (lower.length < 2 || lower.length > longestTerm || stopWords.has(lower)) return;
  take(lettersOnly.test(lower) ? stem(lower) : lower, word);
}

function takePiece(piece: string, take: TakeTerm): void {
  takeWord(piece, take);
  if (simpleWord.test(piece)) return;
  const found = piece.match(parts) ?? [];
  if (found.length > 1) for (const part of found) takeWord(part, take);
}

function takeChunk(text: string, take: TakeTerm): void {
  if (!joint.test(text)) return takePiece(text, take);
  if (text.length <= longestTerm) take(text.toLowerCase(), text);
  for (const piece of text.split(joint)) takePiece(piece, take);
}

/**
 * Reads the terms of a text, in order: lower case; an identifier whole *and* in its parts (`NullPointerException`,
 * `snake_case`, `io.netty.Channel`, `src/main.ts`, `ERR_404`); stop words out; Porter2 stems. Stops after `mostWords` words.
 */
export function eachTerm(text: string, mostWords: number, take: TakeTerm): void {
  chunk.lastIndex = 0;
  for (let words = 0; words < mostWords; words += 1) {
    const match = chunk.exec(text);
    if (match === null) return;
    takeChunk(match[0], take);
  }
}
