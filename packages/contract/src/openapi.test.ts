import { validate } from '@readme/openapi-parser';
import { expect, test } from 'vitest';
import { operations } from './loop/index.ts';
import { buildDocument } from './openapi.ts';

test('the document is OpenAPI 3.1 for a reader that is not ours', async () => {
  const document = JSON.parse(JSON.stringify(buildDocument())) as Parameters<typeof validate>[0];
  expect(document).toMatchObject({ openapi: '3.1.0' });
  expect(await validate(document)).toMatchObject({ valid: true, warnings: [] });
});

test('every operation has an id, an address and a name of its own', () => {
  const ids = operations.map((operation) => operation.id);
  const addresses = operations.map((operation) => `${operation.method} ${operation.path}`);
  expect(new Set(ids).size).toBe(operations.length);
  expect(new Set(addresses).size).toBe(operations.length);
  expect(operations.filter((operation) => operation.summary.trim() === '')).toEqual([]);
});
