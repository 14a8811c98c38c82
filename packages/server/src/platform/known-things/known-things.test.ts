import { randomUUID } from 'node:crypto';
import { documentNorm, scoreCandidates, termsOf } from '@hearback/domain/text';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cloneDatabase } from '../../../test/database.ts';
import { inTransaction, openPool, roleAddresses, type WorkspaceTables } from '../database/index.ts';
import { forget, index, indexMany, similar, type Thing } from './index.ts';

let pool: Pool;
let drop: () => Promise<void>;
let workspaceId: string;

beforeAll(async () => {
  const database = await cloneDatabase();
  drop = database.drop;
  pool = openPool(roleAddresses(database.address).app, { max: 4, onError: () => undefined });
});
afterAll(async () => {
  await pool.end();
  await drop();
});
beforeEach(async () => {
  workspaceId = randomUUID();
  await pool.query('INSERT INTO platform.workspaces (id, slug, name, created_at) VALUES ($1, $2, $2, now())', [
    workspaceId,
    `w-${workspaceId}`,
  ]);
});

const looking = <Result>(work: (tables: WorkspaceTables) => Promise<Result>, audienceIds: readonly string[] = []) =>
  inTransaction(pool, { workspaceId, audienceIds }, 'write', ({ tables }) => work(tables));

const thing = (title: string, change: Partial<Thing> = {}): Thing => ({
  id: randomUUID(),
  kind: 'signal',
  reference: 'S-1',
  state: 'received',
  title,
  body: '',
  audienceId: null,
  at: new Date('2026-11-16T09:00:00Z'),
  ...change,
});

const find = (title: string, more: Partial<Parameters<typeof similar>[1]> = {}, audienceIds: readonly string[] = []) =>
  looking((tables) => similar(tables, { title, body: '', limit: 10, ...more }), audienceIds);

const counts = async () => {
  const rows = await looking((tables) =>
    tables.selectFrom('platform.term_statistics').select(['term', 'documents']).orderBy('term').execute(),
  );
  const total = await looking((tables) =>
    tables.selectFrom('platform.text_statistics').select('documents').executeTakeFirst(),
  );
  return { documents: total?.documents ?? 0, terms: Object.fromEntries(rows.map((row) => [row.term, row.documents])) };
};

describe('what is known', () => {
  test('is found by the words it shares, best first, with the words as the reason', async () => {
    const registry = thing('Registry pulls time out in the evening');
    const slow = thing('Evening builds are slow', { kind: 'problem', reference: 'P-1' });
    await looking((tables) => indexMany(tables, [registry, slow, thing('Logs are cut off')]));
    const found = await find('Pulling from the registry times out this evening');
    expect(found.map(({ id }) => id)).toEqual([registry.id, slow.id]);
    expect(found[0]?.sharedTerms.map(({ surface }) => surface)).toContain('registry');
    expect(found[0]?.score).toBeGreaterThan(found[1]?.score ?? 1);
    expect(await find('Evening', { kinds: ['problem'] })).toMatchObject([{ id: slow.id, reference: 'P-1' }]);
    expect(await find('Evening', { excludeIds: [slow.id] })).toMatchObject([{ id: registry.id }]);
  });

  test('scores as the rule says over the whole corpus', async () => {
    const titles = [
      'deploy fails with timeout',
      'timeout in deploy step',
      'cache misses',
      'deploy deploy cache',
      'runner queue',
    ];
    const things = titles.map((title) => thing(title));
    await looking((tables) => indexMany(tables, things));
    const query = termsOf({ title: 'deploy timeout cache', body: '' });
    const all = things.map(({ id, title }) => ({
      id,
      terms: new Map([...termsOf({ title, body: '' })].map(([term, { tf }]) => [term, tf])),
    }));
    const documentFrequency = new Map<string, number>();
    for (const { terms } of all)
      for (const term of terms.keys()) documentFrequency.set(term, (documentFrequency.get(term) ?? 0) + 1);
    const expected = scoreCandidates(query, all, { documents: all.length, documentFrequency, includesQuery: false });
    const found = await find('deploy timeout cache');
    expect(found.map(({ id, score }) => [id, score.toFixed(9)])).toEqual(
      expected.map(({ id, score }) => [id, score.toFixed(9)]),
    );
  });

  test('is replaced when indexed again and gone when forgotten, and the counts are as if it had never been', async () => {
    const kept = thing('Registry pulls time out');
    await looking((tables) => index(tables, kept));
    const before = await counts();
    const other = thing('Secrets rotate too late');
    await looking((tables) => index(tables, other));
    await looking((tables) => index(tables, { ...other, title: 'Certificates rotate too late', state: 'attached' }));
    expect((await find('secrets')).length).toBe(0);
    expect(await find('certificates')).toMatchObject([{ id: other.id, state: 'attached' }]);
    await looking((tables) => forget(tables, other.id));
    await looking((tables) => forget(tables, other.id));
    expect(await find('certificates')).toEqual([]);
    expect(await counts()).toEqual(before);
  });

  test('does not find itself, nor count itself as another', async () => {
    const own = thing('Registry pulls time out');
    await looking((tables) => indexMany(tables, [own, thing('Logs are cut off')]));
    expect(await find(own.title, { ownId: own.id })).toEqual([]);
  });

  test('a state change alone leaves the words alone', async () => {
    const one = thing('Registry pulls time out');
    await looking((tables) => index(tables, one));
    const before = await counts();
    await looking((tables) => index(tables, { ...one, state: 'answered' }));
    expect(await counts()).toEqual(before);
    expect(await find('registry')).toMatchObject([{ state: 'answered' }]);
  });

  test('stays hidden from those it is restricted to others, in results and in counts', async () => {
    const audience = randomUUID();
    await looking((tables) => indexMany(tables, [thing('Logs are cut off'), thing('Builds are slow')]));
    const before = await counts();
    const open = await find('logs secrets leaked');
    const secret = thing('Secrets leaked into logs', { audienceId: audience });
    await looking((tables) => index(tables, secret), [audience]);
    expect(await counts()).toEqual(before);
    expect(await find('logs secrets leaked')).toEqual(open);
    expect((await find('logs secrets leaked', {}, [audience]))[0]).toMatchObject({ id: secret.id });
    await looking((tables) => index(tables, { ...secret, audienceId: null }), [audience]);
    expect((await counts()).documents).toBe(before.documents + 1);
  });

  test('two jobs that index the same words crosswise wait for each other and both finish', async () => {
    const words = ['alpha', 'beta', 'gamma', 'delta'];
    await Promise.all(
      [words, words.toReversed()].map((order) =>
        looking(async (tables) => {
          for (const word of order) await index(tables, thing(`${word} is broken`));
        }),
      ),
    );
    expect((await counts()).terms['alpha']).toBe(2);
  });

  test('keeps its counts right whatever is indexed, changed, restricted and forgotten', async () => {
    const audience = randomUUID();
    const ids = Array.from({ length: 5 }, () => randomUUID());
    const step = fc.record({
      id: fc.constantFrom(...ids),
      title: fc.constantFrom('registry pulls', 'slow registry', 'cache', 'slow cache pulls', ''),
      restricted: fc.boolean(),
      gone: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 6 }), async (batches) => {
        await looking(
          async (tables) => {
            for (const id of ids) await forget(tables, id);
            for (const batch of batches) {
              await indexMany(
                tables,
                batch.map((each) => thing(each.title, { id: each.id, audienceId: each.restricted ? audience : null })),
              );
              for (const { id, gone } of batch) if (gone) await forget(tables, id);
            }
            const rows = await tables.selectFrom('platform.known_things').select(['terms', 'audience_id']).execute();
            const open = rows.filter((row) => row.audience_id === null);
            const expected = new Map<string, number>();
            for (const { terms } of open)
              for (const term of Object.keys(terms as object)) expected.set(term, (expected.get(term) ?? 0) + 1);
            const kept = await tables.selectFrom('platform.term_statistics').select(['term', 'documents']).execute();
            expect(new Map(kept.map((row) => [row.term, row.documents]))).toEqual(expected);
            const total = await tables.selectFrom('platform.text_statistics').select('documents').executeTakeFirst();
            expect(total?.documents ?? 0).toBe(open.length);
          },
          [audience],
        );
      }),
      { numRuns: 25 },
    );
  });

  test('keeps lengths of its things once there are many, and renews them as they grow', async () => {
    const words = Array.from({ length: 60 }, (_, at) => `word${String.fromCharCode(97 + (at % 26))}${at}`);
    const many = Array.from({ length: 500 }, (_, at) =>
      thing(`${words[at % 60]} ${words[(at * 7) % 60]} ${words[(at * 13) % 60]}`),
    );
    await looking((tables) => indexMany(tables, many.slice(0, 250)));
    await looking((tables) => indexMany(tables, many.slice(250)));
    const rows = await looking((tables) =>
      tables.selectFrom('platform.known_things').select(['id', 'terms', 'norm', 'norm_documents']).execute(),
    );
    expect(Math.min(...rows.map((row) => row.norm_documents))).toBe(500);
    const { documents, terms } = await counts();
    const fresh = rows.find((row) => row.norm_documents === 500);
    const exact = documentNorm(new Map(Object.entries(fresh?.terms as Record<string, number>)), {
      documents,
      documentFrequency: new Map(Object.entries(terms)),
      includesQuery: true,
    });
    expect(fresh?.norm).toBeCloseTo(exact, 4);
    expect((await find(many[7]?.title ?? '', { ownId: many[7]?.id ?? '' })).length).toBe(10);
  });
});
