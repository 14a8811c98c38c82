import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyUnfinished, readSampleState, writeSampleState } from './folder.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'hearback-sample-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const there = (name: string): boolean => existsSync(path.join(home, name));

function fillFolder(): void {
  for (const name of ['data', 'signing']) mkdirSync(path.join(home, name));
  writeFileSync(path.join(home, 'flags.json'), '{}');
  writeFileSync(path.join(home, 'notes.txt'), 'mine');
}

test('a folder in which nobody began is not taken for a sample workspace, and is never emptied', () => {
  fillFolder();
  expect(readSampleState(home)).toBe('none');
  expect(() => emptyUnfinished(home)).toThrow('no unfinished');
  expect(there('data')).toBe(true);
});

test('what was given up half way is thrown away, and what is somebody’s own stays', () => {
  fillFolder();
  writeSampleState(home, 'unfinished');
  expect(readSampleState(home)).toBe('unfinished');
  emptyUnfinished(home);
  expect(['data', 'signing', 'flags.json', 'notes.txt'].map(there)).toEqual([false, false, false, true]);
  expect(readSampleState(home)).toBe('none');
});

test('what is complete is found complete, and is never emptied', () => {
  fillFolder();
  writeSampleState(home, 'unfinished');
  writeSampleState(home, 'complete');
  expect(readSampleState(home)).toBe('complete');
  expect(() => emptyUnfinished(home)).toThrow('no unfinished');
  expect(there('data')).toBe(true);
});
