import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openHouse, type TestHouse } from '../../../test/harness.ts';

type Verified = {
  intact: boolean;
  entries: number;
  unsealed: number;
  findings: { kind: string; position: number | null }[];
};

let house: TestHouse;
beforeEach(async () => {
  house = await openHouse();
  for (let count = 0; count < 6; count += 1)
    await house.admin.send('POST', '/terms', {
      kind: 'layer',
      key: `layer_${count}`,
      name: `Layer ${count}`,
      definition: 'Words.',
      example: 'Words.',
    });
  await house.hearback.settle();
});
afterEach(() => house.stop());

const verify = async (): Promise<Verified> => (await house.admin.get<Verified>('/journal/verification')).body;

/** What somebody with the schema owner's rights could do: switch the guard off and rewrite. */
async function tamper(...statements: string[]): Promise<void> {
  const owner = new Client(house.database);
  await owner.connect();
  const tables = ['platform.journal', 'platform.journal_ties', 'govern.sealed_entries', 'govern.checkpoints'];
  for (const table of tables)
    await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER, NO FORCE ROW LEVEL SECURITY`);
  for (const statement of statements) await owner.query(statement);
  await owner.end();
}

test('a journal that nobody touched is intact, and every entry is sealed', async () => {
  const found = await verify();
  expect(found).toMatchObject({ intact: true, unsealed: 0, findings: [] });
  expect(found.entries).toBeGreaterThan(6);
});

test('an edited entry is found', async () => {
  await tamper(
    `UPDATE platform.journal SET data = '{"key":"other"}' WHERE type = 'charter.term_added' AND data->>'key' = 'layer_3'`,
  );
  const found = await verify();
  expect(found.intact).toBe(false);
  expect(found.findings.map((finding) => finding.kind)).toEqual(['edited']);
});

test('an edit with its leaf recomputed breaks the signed root', async () => {
  await tamper(
    `UPDATE platform.journal SET data = '{"key":"other"}' WHERE type = 'charter.term_added' AND data->>'key' = 'layer_3'`,
    `UPDATE govern.sealed_entries SET leaf_hash = decode(repeat('ab', 32), 'hex') WHERE entry_id = (SELECT id FROM platform.journal WHERE data->>'key' = 'other')`,
  );
  const kinds = (await verify()).findings.map((finding) => finding.kind);
  expect(kinds).toContain('root_differs');
});

test('a deleted entry is found', async () => {
  await tamper(`DELETE FROM platform.journal WHERE type = 'charter.term_added' AND data->>'key' = 'layer_2'`);
  const found = await verify();
  expect(found.findings.map((finding) => finding.kind)).toEqual(['deleted']);
});

test('an end that was cut off everywhere in the database is found by the head outside', async () => {
  await tamper(
    `DELETE FROM govern.sealed_entries WHERE position >= (SELECT max(position) - 2 FROM govern.sealed_entries)`,
    `DELETE FROM platform.journal WHERE id NOT IN (SELECT entry_id FROM govern.sealed_entries)`,
    `DELETE FROM govern.checkpoints WHERE size > (SELECT max(position) + 1 FROM govern.sealed_entries)`,
  );
  const kinds = (await verify()).findings.map((finding) => finding.kind);
  expect(kinds).toContain('truncated');
});

test('a checkpoint that somebody else signed is found', async () => {
  await tamper(
    `UPDATE govern.checkpoints SET signature = decode(repeat('00', 64), 'hex') WHERE size = (SELECT max(size) FROM govern.checkpoints)`,
  );
  expect((await verify()).findings.map((finding) => finding.kind)).toEqual(['signature_wrong']);
});

test('the audit listing pages, filters by stage and names who acted; a reporter may not read it', async () => {
  const first = await house.admin.get<{
    items: { id: string; type: string; actor: { name: string } }[];
    next_cursor: string;
  }>('/journal?type=charter&limit=3');
  expect(first.body.items).toHaveLength(3);
  expect(first.body.items[0]).toMatchObject({ type: 'charter.term_added', actor: { name: 'Ingrid Solheim' } });
  const next = await house.admin.get<{ items: { id: string }[] }>(
    `/journal?type=charter&limit=3&cursor=${first.body.next_cursor}`,
  );
  expect(next.body.items.map((entry) => entry.id)).not.toContain(first.body.items[2]?.id);
  const reporter = await house.person('Tomás Ferreira', ['reporter']);
  expect((await reporter.get('/journal')).status).toBe(403);
});

test('a loop review keeps its agenda; its minutes are completed with the version that was seen', async () => {
  const held = await house.admin.send<{ id: string; version: number }>('POST', '/loop-reviews', { minutes: 'Short.' });
  expect(held.status).toBe(201);
  const { id, version } = held.body;
  expect((await house.admin.send('PATCH', `/loop-reviews/${id}`, { minutes: 'Longer.' }, { version })).status).toBe(
    200,
  );
  expect((await house.admin.send('PATCH', `/loop-reviews/${id}`, { minutes: 'Lost.' }, { version })).status).toBe(412);
});
