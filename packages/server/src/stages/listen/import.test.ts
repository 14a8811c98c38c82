import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, openHouse, type TestHouse } from '../../../test/harness.ts';

type Row = { row: number; source_id: string | null; fate: string; reason?: string; reference?: string };
type Report = { read: number; taken: number; already_there: number; rejected: number; dry_run: boolean; rows: Row[] };
type Signal = { id: string; title: string; description: string; said_on: string | null; version: number } & Record<
  string,
  unknown
>;
type Page = { items: Signal[]; next_cursor: string | null };

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

async function bring(who: Client, rows: readonly unknown[], more: Record<string, unknown> = {}): Promise<Report> {
  const { status, body } = await who.send<Report>('POST', '/imports/feedback', { rows, ...more });
  expect(status).toBe(200);
  expect(body.read).toBe(rows.length);
  expect(body.taken + body.already_there + body.rejected).toBe(body.read);
  expect(body.rows.map((row) => row.row)).toEqual(rows.map((_row, index) => index + 1));
  return body;
}

async function importCounts(who = house.admin) {
  const { body } = await who.get<{ items: { id: string; key: string }[] }>('/channels');
  const id = body.items.find((one) => one.key === 'import')!.id;
  return (await who.get<{ items: Record<string, number>[] }>(`/channels/${id}/conservation`)).body.items[0];
}

test('rows are taken into the historical queue with their respondent, day and question; again takes nothing new', async () => {
  const rows = [
    {
      id: 'a:1',
      survey: 's',
      row: 1,
      question: 'Why?',
      text: 'Builds wait for a runner. Daily.',
      submitted: '12/13/2024 9:12:35',
    },
    {
      id: 'a:2',
      survey: 's',
      row: 1,
      question: 'What else?',
      text: 'Builds wait for a runner. Daily.',
      submitted: '3/4/2024 9:12:35',
    },
    {
      id: 'a:3',
      survey: 's',
      row: 2,
      question: 'Why?',
      text: 'Same words as nobody, mail me at kim.lee@acme-corp.example',
      submitted: null,
    },
  ];
  const dry = await bring(house.admin, rows, { dry_run: true });
  expect(dry).toMatchObject({ taken: 3, already_there: 0, rejected: 0, dry_run: true });
  expect((await house.admin.get<Page>('/signals?channel=import')).body.items).toEqual([]);

  expect(await bring(house.admin, rows)).toMatchObject({ taken: 3, already_there: 0, rejected: 0 });
  const { items } = (await house.admin.get<Page>('/signals?channel=import&live=false&state=received')).body;
  const [third, second, first] = items;
  expect(first).toMatchObject({
    title: 'Builds wait for a runner.',
    description: 'Builds wait for a runner. Daily.',
    said_on: '2024-12-13',
    live: false,
    reporter: { kind: 'respondent', name: null },
    context: { question: 'Why?', survey: 's', submitted: '12/13/2024 9:12:35' },
  });
  // The same words are said twice: once for each question, by one respondent.
  expect(second).toMatchObject({
    said_on: null,
    reporter: first!['reporter'],
    context: { submitted: '3/4/2024 9:12:35' },
  });
  expect(third).toMatchObject({ said_on: null, masked: [{ field: 'description', kind: 'email address', count: 1 }] });
  expect(third!['reporter']).not.toEqual(first!['reporter']);
  expect(JSON.stringify(items)).not.toContain('kim.lee');

  const again = await bring(house.admin, [
    ...rows,
    { id: 'a:4', text: 'New here.' },
    { id: 'a:4', text: 'Twice in a file.' },
  ]);
  expect(again).toMatchObject({ taken: 1, already_there: 4, rejected: 0 });
  expect(again.rows[0]).toMatchObject({ fate: 'already_there', source_id: 'a:1', reference: first!['reference'] });
  expect(await importCounts()).toMatchObject({
    received: 8,
    accepted: 4,
    deduplicated: 4,
    rejected: 0,
    unaccounted: 0,
  });

  const entries = await house.hearback.journal.read({ workspaceId: house.workspaceId, audienceIds: [] }, ({ tables }) =>
    tables
      .selectFrom('platform.journal')
      .select(['type', 'data', 'refs'])
      .where('subject_id', '=', first!.id)
      .execute(),
  );
  expect(entries).toMatchObject([{ type: 'listen.signal_received', data: { live: false }, refs: [] }]);
});

test('a broken row never stops the rest, whatever JSON it is, and says why', async () => {
  const good = (id: string) => `{"id": "${id}", "text": "Good row ${id}."}`;
  const broken = [
    'null',
    '[]',
    '"words"',
    '7',
    '{}',
    '{"id": "b:x"}',
    '{"id": "b:n", "text": "a\\u0000b"}',
    '{"id": "b:e", "text": "  "}',
    '{"id": 7, "text": "x"}',
  ];
  const odd = [
    '{"id": "b:p", "text": "Proto.", "__proto__": {"id": "evil"}}',
    '{"id": "b:s", "text": "Half \\ud800 a character.", "survey": {"deep": []}}',
  ];
  const rows = [good('b:1'), ...broken, ...odd, good('b:2')];
  const answer = await house.admin.send<Report>('POST', '/imports/feedback', `{"rows": [${rows.join(',')}]}`);
  expect(answer).toMatchObject({ status: 200, body: { read: 13, taken: 4, already_there: 0, rejected: 9 } });
  for (const row of answer.body.rows) expect(row.fate === 'rejected').toBe(row.reason !== undefined);
  expect(answer.body.rows[7]).toEqual({
    row: 8,
    source_id: 'b:n',
    fate: 'rejected',
    reason: 'The text holds a NUL character, which cannot be stored.',
  });
  const { items } = (await house.admin.get<Page>('/signals?q=Good%20row')).body;
  expect(items).toHaveLength(2);
  const counts = await importCounts();
  expect(counts).toMatchObject({ rejected: 9, unaccounted: 0 });
  const top = await house.admin.send('POST', '/imports/feedback', '{"rows": [1], "__proto__": {"dry_run": true}}');
  expect(top.body).toMatchObject({ code: 'invalid_input' });
  expect((await house.admin.send('POST', '/imports/feedback', { rows: [] })).status).toBe(400);
  expect(
    (await house.admin.send('POST', '/imports/feedback', { rows: Array.from({ length: 501 }, () => 1) })).status,
  ).toBe(400);
  expect(await importCounts()).toEqual(counts);
});

test('two imports of the same rows at once take each row once', async () => {
  const rows = Array.from({ length: 60 }, (_one, n) => ({
    id: `c:${n}`,
    survey: 'c',
    row: n % 7,
    text: `Answer number ${n}.`,
  }));
  const reports = await Promise.all([
    bring(house.admin, rows),
    bring(house.admin, rows.toReversed()),
    bring(house.admin, rows),
  ]);
  expect(reports.reduce((sum, report) => sum + report.taken, 0)).toBe(60);
  expect(reports.reduce((sum, report) => sum + report.already_there, 0)).toBe(120);
  expect(await importCounts()).toMatchObject({ unaccounted: 0 });
  const keyed = [{ id: 'd:1', text: 'With a key.' }];
  const first = await house.admin.send<Report>('POST', '/imports/feedback', { rows: keyed }, { key: 'import-1' });
  const again = await house.admin.send<Report>('POST', '/imports/feedback', { rows: keyed }, { key: 'import-1' });
  expect([first.body.taken, again.body.taken, again.body.already_there]).toEqual([1, 0, 1]);
});

test('what was imported and then restricted does not come back by importing it again', async () => {
  const row = { id: 'r:1', text: 'The quokka password is in the wiki.' };
  await bring(house.admin, [row]);
  const [signal] = (await house.admin.get<Page>('/signals?q=quokka')).body.items;
  const closed = await house.audience('security', { personIds: [] });
  const path = `/signals/${signal!.id}/restrict`;
  expect(
    (await house.admin.send('POST', path, { audience_id: closed, reason: 'Sensitive' }, { version: 1 })).status,
  ).toBe(200);
  const again = await bring(house.admin, [row]);
  expect(again.rows).toEqual([{ row: 1, source_id: 'r:1', fate: 'already_there' }]);
  expect((await house.admin.get<Page>('/signals?q=quokka')).body.items).toEqual([]);
});

test('only those who may bring in feedback do, and another workspace has an import of its own', async () => {
  const reporter = await house.person('Tomás Ferreira', ['reporter']);
  expect((await reporter.send('POST', '/imports/feedback', { rows: [{ id: 'x', text: 'y' }] })).status).toBe(403);
  const other = await house.otherWorkspace();
  const report = await bring(other, [{ id: 'a:1', text: 'Elsewhere.' }]);
  expect(report.taken).toBe(1);
  expect((await other.get<Page>('/signals')).body.items).toHaveLength(1);
});

const file = fileURLToPath(new URL('../../../../../../shared/data/feedback.jsonl', import.meta.url));
const real = existsSync(file);

test.skipIf(!real)(
  'all 3,310 real answers come in once, are accounted for, and become known',
  async () => {
    const rows = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; text: string; survey: string; row: number });
    const other = await house.otherWorkspace();
    const importAll = async () => {
      const total = { read: 0, taken: 0, already_there: 0, rejected: 0 };
      for (let start = 0; start < rows.length; start += 500) {
        const report = await bring(other, rows.slice(start, start + 500));
        for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += report[key];
      }
      return total;
    };
    const started = performance.now();
    expect(await importAll()).toEqual({ read: rows.length, taken: rows.length, already_there: 0, rejected: 0 });
    const seconds = (performance.now() - started) / 1_000;
    expect(await importAll()).toEqual({ read: rows.length, taken: 0, already_there: rows.length, rejected: 0 });
    await house.hearback.settle();
    console.log(
      `${rows.length} answers imported in ${seconds.toFixed(1)} s, known ${((performance.now() - started) / 1_000).toFixed(1)} s after the start`,
    );
    expect(await importCounts(other)).toMatchObject({
      received: 2 * rows.length,
      accepted: rows.length,
      deduplicated: rows.length,
      unaccounted: 0,
    });
    const workspaceId = (await other.get<{ workspace: { id: string } }>('/me')).body.workspace.id;
    const { signals, respondents, known, dated } = await house.hearback.journal.read(
      { workspaceId, audienceIds: [] },
      async ({ tables }) => ({
        signals: await tables
          .selectFrom('listen.signals')
          .select(['source_id', 'title', 'description', 'said_on', 'masked'])
          .execute(),
        respondents: await tables.selectFrom('listen.respondents').select('id').execute(),
        known: await tables.selectFrom('platform.known_things').select('id').where('kind', '=', 'signal').execute(),
        dated: await tables.selectFrom('listen.signals').select('id').where('said_on', 'is not', null).execute(),
      }),
    );
    const texts = new Map(rows.map((row) => [row.id, row.text]));
    for (const signal of signals) {
      expect(signal.title.length).toBeGreaterThan(0);
      expect(signal.title.length).toBeLessThanOrEqual(120);
      if ((signal.masked as unknown[]).length === 0)
        expect(signal.description).toBe(texts.get(signal.source_id!)!.trim());
    }
    expect(respondents).toHaveLength(new Set(rows.map((row) => `${row.survey} ${row.row}`)).size);
    expect(known).toHaveLength(rows.length);
    console.log(
      `${dated.length} of them dated, ${signals.filter((one) => (one.masked as unknown[]).length > 0).length} with something masked`,
    );
  },
  180_000,
);
