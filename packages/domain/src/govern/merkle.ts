/**
 * The Merkle tree of RFC 9162 (Certificate Transparency 2.0), section 2.1: what a checkpoint of the journal is made of. The
 * hash function is an argument, because this package does no I/O and SHA-256 lives in the platform. All hashes are bytes;
 * leaves count from 0.
 */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

const leafMark = 0x00;
const nodeMark = 0x01;

/** Hash of a leaf: 0x00 before its bytes, so that no leaf can pass for a node. */
export function leafHash(sha256: Sha256, leaf: Uint8Array): Uint8Array {
  const input = new Uint8Array(leaf.length + 1);
  input[0] = leafMark;
  input.set(leaf, 1);
  return sha256(input);
}

/** Hash of a node: 0x01 before the hashes of its left and right. */
export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + left.length + right.length);
  input[0] = nodeMark;
  input.set(left, 1);
  input.set(right, 1 + left.length);
  return sha256(input);
}

/**
 * The full subtrees of a growing log, largest first: all that is needed to append and to know the root. Its size in hashes is
 * the number of ones in `size`.
 */
export type Frontier = { readonly size: number; readonly subtrees: readonly Uint8Array[] };

export const emptyFrontier: Frontier = { size: 0, subtrees: [] };

/** Appends a leaf, given by its hash. Amortized two hashes. */
export function appendLeaf(sha256: Sha256, frontier: Frontier, leaf: Uint8Array): Frontier {
  const subtrees = [...frontier.subtrees];
  let last = leaf;
  for (let rest = frontier.size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
    const left = subtrees.pop();
    if (left !== undefined) last = nodeHash(sha256, left, last);
  }
  return { size: frontier.size + 1, subtrees: [...subtrees, last] };
}

/** The root of what was appended; the hash of nothing when empty. */
export function frontierRoot(sha256: Sha256, frontier: Frontier): Uint8Array {
  const [last, ...before] = [...frontier.subtrees].reverse();
  if (last === undefined) return sha256(new Uint8Array(0));
  return before.reduce((right, left) => nodeHash(sha256, left, right), last);
}

/** The root over `leaves` (leaf hashes, in order). */
export function treeRoot(sha256: Sha256, leaves: readonly Uint8Array[]): Uint8Array {
  return subtreeRoot(sha256, leaves, 0, leaves.length);
}

/** The largest power of two below `size`; `size` ≥ 2. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

function subtreeRoot(sha256: Sha256, leaves: readonly Uint8Array[], from: number, to: number): Uint8Array {
  if (to === from) return sha256(new Uint8Array(0));
  if (to - from === 1) return leaves[from] ?? new Uint8Array(0);
  const middle = from + splitOf(to - from);
  return nodeHash(sha256, subtreeRoot(sha256, leaves, from, middle), subtreeRoot(sha256, leaves, middle, to));
}

/** The path from leaf `index` to the root over `leaves` (RFC 9162, 2.1.3.1), lowest first. Undefined when there is no such leaf. */
export function inclusionProof(
  sha256: Sha256,
  leaves: readonly Uint8Array[],
  index: number,
): readonly Uint8Array[] | undefined {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) return undefined;
  const path: Uint8Array[] = [];
  let from = 0;
  let to = leaves.length;
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    const isLeft = index < middle;
    path.push(isLeft ? subtreeRoot(sha256, leaves, middle, to) : subtreeRoot(sha256, leaves, from, middle));
    if (isLeft) to = middle;
    else from = middle;
  }
  return path.reverse();
}

/** Whether `proof` shows that `leaf` (its hash) is leaf `index` of the tree of `size` with `root` (RFC 9162, 2.1.3.2). */
export function verifyInclusion(
  sha256: Sha256,
  claim: { readonly leaf: Uint8Array; readonly index: number; readonly size: number; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  if (!Number.isInteger(claim.index) || claim.index < 0 || claim.index >= claim.size) return false;
  let node = claim.index;
  let last = claim.size - 1;
  let hash = claim.leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sha256, sibling, hash);
      while (node % 2 === 0 && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else hash = nodeHash(sha256, hash, sibling);
    node = half(node);
    last = half(last);
  }
  return last === 0 && equalBytes(hash, claim.root);
}

function half(value: number): number {
  return Math.floor(value / 2);
}

/**
 * Shows that the tree over `leaves` begins with the tree over its first `size` leaves (RFC 9162, 2.1.4.1). Empty when they are
 * the same tree or `size` is 0; undefined when `size` is larger.
 */
export function consistencyProof(
  sha256: Sha256,
  leaves: readonly Uint8Array[],
  size: number,
): readonly Uint8Array[] | undefined {
  if (!Number.isInteger(size) || size < 0 || size > leaves.length) return undefined;
  if (size === 0 || size === leaves.length) return [];
  const path: Uint8Array[] = [];
  let from = 0;
  let to = leaves.length;
  let isWhole = true;
  while (size !== to) {
    const middle = from + splitOf(to - from);
    if (size <= middle) {
      path.push(subtreeRoot(sha256, leaves, middle, to));
      to = middle;
    } else {
      path.push(subtreeRoot(sha256, leaves, from, middle));
      from = middle;
      isWhole = false;
    }
  }
  if (!isWhole) path.push(subtreeRoot(sha256, leaves, from, to));
  return path.reverse();
}

/** Whether `proof` shows that the second tree only added to the first (RFC 9162, 2.1.4.2). */
export function verifyConsistency(
  sha256: Sha256,
  first: { readonly size: number; readonly root: Uint8Array },
  second: { readonly size: number; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  if (first.size > second.size || first.size < 0) return false;
  if (first.size === second.size) return proof.length === 0 && equalBytes(first.root, second.root);
  if (first.size === 0) return proof.length === 0 && equalBytes(first.root, sha256(new Uint8Array(0)));
  const isPowerOfTwo = Number.isInteger(Math.log2(first.size));
  const [start, ...path] = isPowerOfTwo ? [first.root, ...proof] : proof;
  if (start === undefined || path.length + (isPowerOfTwo ? 0 : 1) === 0) return false;
  let node = first.size - 1;
  let last = second.size - 1;
  while (node % 2 === 1) {
    node = half(node);
    last = half(last);
  }
  let firstHash = start;
  let secondHash = start;
  for (const sibling of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      firstHash = nodeHash(sha256, sibling, firstHash);
      secondHash = nodeHash(sha256, sibling, secondHash);
      while (node % 2 === 0 && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else secondHash = nodeHash(sha256, secondHash, sibling);
    node = half(node);
    last = half(last);
  }
  return last === 0 && equalBytes(firstHash, first.root) && equalBytes(secondHash, second.root);
}

/** Whether two hashes are the same bytes. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
