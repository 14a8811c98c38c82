import { secretPatterns, type MaskedKind } from './secret-patterns.ts';

/** What was masked, and where it stood in the text as given: UTF-16 offsets, `end` excluded. */
export type Masked = { readonly kind: MaskedKind; readonly start: number; readonly end: number };

export type MaskedText = { readonly text: string; readonly masked: readonly Masked[] };

/** A stretch of the text that is not masked (yet), as a string of its own. */
type Stretch = { readonly text: string; readonly start: number };

const earlierMask = /\[masked: [a-z ]{1,30}\]/gu;

/**
 * A new mask makes new edges, and something may become visible beside one; so stretches are searched again. Two searches
 * nearly always do; the limit only keeps hostile text from costing more than a fixed number of them.
 */
const mostSearches = 12;

/**
 * Takes secrets (cloud keys, tokens, private keys, passwords) and personal data (mail addresses, phone and card numbers) out
 * of a text, before anything stores it. Each is replaced by `[masked: access token]` or the like. Commit hashes, UUIDs,
 * versions, addresses of machines and text that is masked already stay. Masking twice changes nothing. Linear in the length.
 */
export function mask(text: string): MaskedText {
  const masked: Masked[] = [];
  let open: readonly Stretch[] = plainStretches(text);
  for (let search = 0; search < mostSearches && open.length > 0; search += 1) {
    const next: Stretch[] = [];
    for (const stretch of open) {
      const found = findIn(stretch.text);
      if (found.length === 0) continue;
      for (const one of found)
        masked.push({ kind: one.kind, start: stretch.start + one.start, end: stretch.start + one.end });
      next.push(...between(stretch, found));
    }
    open = next;
  }
  masked.sort((a, b) => a.start - b.start);
  return { text: replace(text, masked), masked };
}

/** The replacement for a kind: `[masked: access token]`. */
export function maskOf(kind: MaskedKind): string {
  return `[masked: ${kind.replaceAll('_', ' ')}]`;
}

function replace(text: string, masked: readonly Masked[]): string {
  let result = '';
  let position = 0;
  for (const one of masked) {
    result += text.slice(position, one.start) + maskOf(one.kind);
    position = one.end;
  }
  return result + text.slice(position);
}

function plainStretches(text: string): readonly Stretch[] {
  const masks = [...text.matchAll(earlierMask)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  return between({ text, start: 0 }, masks);
}

/** What is left of a stretch when `holes` (rising, apart) are taken out of it. */
function between(stretch: Stretch, holes: readonly { readonly start: number; readonly end: number }[]): Stretch[] {
  const left: Stretch[] = [];
  let position = 0;
  for (const hole of [...holes, { start: stretch.text.length, end: stretch.text.length }]) {
    if (hole.start > position)
      left.push({ text: stretch.text.slice(position, hole.start), start: stretch.start + position });
    position = hole.end;
  }
  return left;
}

function findIn(text: string): readonly Masked[] {
  const found: Masked[] = [];
  const taken = new Uint8Array(text.length);
  const take = (kind: MaskedKind, start: number, end: number): void => {
    if (end <= start || taken.subarray(start, end).includes(1)) return;
    found.push({ kind, start, end });
    taken.fill(1, start, end);
  };
  findPrivateKeys(text, take);
  for (const { kind, pattern, isMeant } of secretPatterns) {
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const context = match[1] ?? '';
      const value = match[2] ?? '';
      const start = match.index + context.length;
      if (isMeant === undefined || isMeant(value, context)) take(kind, start, start + value.length);
      // What was refused may still be the context of the next.
      else pattern.lastIndex = Math.max(match.index + 1, start);
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

const keyBegin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/gu;
const keyEnd = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/gu;
const keyBody = /(?:[A-Za-z0-9+/=\s]|\\n)*/uy;
const longestKey = 20_000;

/** By hand, because a lazy pattern between two marks is quadratic when the second is missing. A cut-off key counts too. */
function findPrivateKeys(text: string, take: (kind: MaskedKind, start: number, end: number) => void): void {
  const ends = [...text.matchAll(keyEnd)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  let nextEnd = 0;
  let free = 0;
  for (const match of text.matchAll(keyBegin)) {
    if (match.index < free) continue;
    const bodyStart = match.index + match[0].length;
    while ((ends[nextEnd]?.start ?? Number.POSITIVE_INFINITY) < bodyStart) nextEnd += 1;
    const end = ends[nextEnd];
    if (end !== undefined && end.start - bodyStart <= longestKey) free = end.end;
    else {
      keyBody.lastIndex = bodyStart;
      free = bodyStart + (keyBody.exec(text)?.[0].trimEnd().length ?? 0);
    }
    take('private_key', match.index, free);
  }
}
