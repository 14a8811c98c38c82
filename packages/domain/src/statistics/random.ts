/**
 * Random numbers without a generator's state: each is a hash of (seed, key, draw), so that neither the order of calls nor the
 * number of threads changes one of them, and a decision replays years later. Only 32-bit integer operations, which every
 * engine does alike. Not for secrets.
 */

const twoTo32 = 4_294_967_296;

/** Final mixing of MurmurHash3 (Appleby, public domain): every input bit reaches every output bit. */
function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** MurmurHash3 (x86, 32 bit) over the UTF-16 units of `text`. Returns an integer in [0, 2³²). */
export function hashText(text: string, seed = 0): number {
  let h = seed | 0;
  for (let i = 0; i < text.length; i += 1) {
    let k = Math.imul(text.charCodeAt(i), 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    h ^= Math.imul(k, 0x1b873593);
    h = (h << 13) | (h >>> 19);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  return mix(h ^ text.length);
}

/** A stream of random numbers for one (seed, key): two words of hash state. Make it once, outside the loop. */
export type RandomKey = { readonly first: number; readonly second: number };

/** The stream for `seed` (any 32-bit integer) and `key` (for example `PROP-12/reach`). */
export function randomKey(seed: number, key: string): RandomKey {
  return { first: hashText(key, mix(seed)), second: hashText(key, mix(seed ^ 0x9e3779b9)) };
}

/** The `draw`-th 32-bit integer of the stream, in [0, 2³²). `draw` is an integer in [0, 2³²). */
export function randomInteger(key: RandomKey, draw: number): number {
  return randomIntegerOf(key.first, key.second, draw);
}

/** `randomInteger` for inner loops that hold the two words of a key themselves. */
export function randomIntegerOf(first: number, second: number, draw: number): number {
  return mix(mix(Math.imul(draw + 1, 0x9e3779b1) ^ first) + second);
}

/** The `draw`-th uniform number of the stream, in the open interval (0, 1): safe to hand to a quantile function. */
export function uniform(key: RandomKey, draw: number): number {
  return (randomInteger(key, draw) + 0.5) / twoTo32;
}
