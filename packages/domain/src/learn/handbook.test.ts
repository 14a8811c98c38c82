import { expect, test } from 'vitest';
import { handbookMarkdown } from './index.ts';

const lesson = {
  reference: 'L-3',
  title: 'Warm caches need a disk budget',
  text: 'Set the limit with the cache.',
  publishedAt: Date.UTC(2026, 10, 16),
  confirmedAt: undefined,
};

test('a handbook without lessons says so', () => {
  expect(handbookMarkdown([{ component: 'Build cache', lessons: [] }])).toBe(
    '# Handbook: Build cache\n\nNothing was learned about it yet.\n',
  );
});

test('a handbook has the component’s own lessons first, then those of what it is part of', () => {
  const text = handbookMarkdown([
    { component: 'Build cache', lessons: [lesson] },
    { component: 'Builds', lessons: [] },
    { component: 'Platform', lessons: [{ ...lesson, reference: 'L-1', confirmedAt: Date.UTC(2026, 11, 1) }] },
  ]);
  expect(text).toContain('### Warm caches need a disk budget\n\nSet the limit with the cache.\n\n*L-3 · published');
  expect(text).toContain('## From Platform, which it is part of');
  expect(text).toContain('*L-1 · published 2026-11-16 · last confirmed 2026-12-01*');
  expect(text).not.toContain('Builds,');
  expect(text.indexOf('L-3')).toBeLessThan(text.indexOf('L-1'));
});
