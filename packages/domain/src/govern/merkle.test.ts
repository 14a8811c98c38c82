import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appendLeaf,
  canonicalJson,
  consistencyProof,
  emptyFrontier,
  frontierRoot,
  inclusionProof,
  leafHash,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from './index.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Leaves and roots of the reference implementation of Certificate Transparency. */
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  (leaf) => leafHash(sha256, Buffer.from(leaf, 'hex')),
);
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

describe('the tree', () => {
  test('has the roots that certificate logs have, from nothing to eight leaves', () => {
    expect(roots.map((_, size) => hex(treeRoot(sha256, leaves.slice(0, size))))).toEqual(roots);
  });

  test('grown leaf by leaf has the same roots', () => {
    let frontier = emptyFrontier;
    expect(hex(frontierRoot(sha256, frontier))).toBe(roots[0]);
    leaves.forEach((leaf, index) => {
      frontier = appendLeaf(sha256, frontier, leaf);
      expect(hex(frontierRoot(sha256, frontier))).toBe(roots[index + 1]);
    });
  });

  test('gives the paths of the reference implementation', () => {
    const path = (index: number, size: number) => inclusionProof(sha256, leaves.slice(0, size), index)!.map(hex);
    expect(path(0, 1)).toEqual([]);
    expect(path(0, 8)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(consistencyProof(sha256, leaves, 6)!.map(hex)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });
});

const logs = fc.integer({ min: 1, max: 70 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    index: fc.integer({ min: 0, max: size - 1 }),
    earlier: fc.integer({ min: 0, max: size }),
  }),
);
const logOf = (size: number): readonly Uint8Array[] =>
  Array.from({ length: size }, (_, index) => leafHash(sha256, Buffer.from(`entry ${index}`)));

describe('proofs', () => {
  test('show every entry, at its place and no other, and fall with one changed bit', () => {
    fc.assert(
      fc.property(logs, fc.nat(), ({ size, index }, bit) => {
        const log = logOf(size);
        const claim = { leaf: log[index]!, index, size, root: treeRoot(sha256, log) };
        const proof = inclusionProof(sha256, log, index)!;
        expect(verifyInclusion(sha256, claim, proof)).toBe(true);
        expect(verifyInclusion(sha256, { ...claim, leaf: flipped(claim.leaf, bit) }, proof)).toBe(false);
        expect(verifyInclusion(sha256, { ...claim, root: flipped(claim.root, bit) }, proof)).toBe(false);
        expect(verifyInclusion(sha256, { ...claim, index: index + 1 }, proof)).toBe(false);
        expect(verifyInclusion(sha256, claim, [...proof, claim.root])).toBe(false);
      }),
    );
  });

  test('show that a later log only added to an earlier one, and fall when it was rewritten', () => {
    fc.assert(
      fc.property(logs, fc.nat(), ({ size, index, earlier }, bit) => {
        const log = logOf(size);
        const first = { size: earlier, root: treeRoot(sha256, log.slice(0, earlier)) };
        const second = { size, root: treeRoot(sha256, log) };
        const proof = consistencyProof(sha256, log, earlier)!;
        expect(verifyConsistency(sha256, first, second, proof)).toBe(true);
        expect(verifyConsistency(sha256, { ...first, root: flipped(first.root, bit) }, second, proof)).toBe(false);
        const rewritten = log.map((leaf, at) => (at === index ? flipped(leaf, bit) : leaf));
        const forged = { size, root: treeRoot(sha256, rewritten) };
        const isCovered = index < earlier;
        expect(verifyConsistency(sha256, first, forged, consistencyProof(sha256, rewritten, earlier)!)).toBe(
          !isCovered,
        );
      }),
    );
  });

  test('are refused for what is not in the log', () => {
    expect(inclusionProof(sha256, leaves, 8)).toBeUndefined();
    expect(inclusionProof(sha256, leaves, -1)).toBeUndefined();
    expect(consistencyProof(sha256, leaves, 9)).toBeUndefined();
  });
});

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  return bytes.map((byte, index) => (index === (bit >> 3) % bytes.length ? byte ^ (1 << (bit & 7)) : byte));
}

describe('the text that is hashed', () => {
  test('is that of RFC 8785', () => {
    const numbers = [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001];
    expect(canonicalJson({ numbers, string: '€$\u000F\nA\'B"\\\\"/', literals: [null, true, false] })).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    expect(canonicalJson({ '\u20ac': 1, '\r': 2, '1': 3, '\u{1f600}': 4, ö: 5 })).toBe(
      '{"\\r":2,"1":3,"ö":5,"€":1,"😀":4}',
    );
  });

  test('does not depend on the order of keys and reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = canonicalJson(value as never);
        expect(canonicalJson(JSON.parse(text) as never)).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('does not exist for what JSON cannot say', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, undefined, { a: undefined }, '\ud800'])
      expect(() => canonicalJson(value as never)).toThrow(/one way only/u);
  });
});
