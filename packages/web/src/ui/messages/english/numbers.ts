const small = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** Small numbers in words, as in a sentence. */
export function inWords(n: number): string {
  return small[n] ?? String(n);
}

/** The same where it begins one. */
export function beginningInWords(n: number): string {
  return inWords(n).replace(/^./, (letter) => letter.toUpperCase());
}

/** `1 person`, `4 people`. */
export function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
