import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { roleNames } from '../src/platform/database/index.ts';
import { idOf, makeEveryRecord, type Records } from './every-record.ts';
import { openHouse, type TestHouse } from './harness.ts';

let house: TestHouse;
let records: Records;

beforeAll(async () => {
  house = await openHouse();
  records = await makeEveryRecord(house, house.admin);
  await fill();
  const owner = new pg.Client({ ...house.database });
  await owner.connect();
  await owner.query('ANALYZE');
  const { rows } = await owner.query<{ name: string }>(
    `SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND c.reltuples > ${many / 2} AND n.nspname !~ '^(pg_|graphile|information)'`,
  );
  for (const { name } of rows) big.add(name);
  await owner.end();
});
afterAll(() => house.stop());

const many = 10_000;
/** Tables that grow with use, and have. */
const big = new Set<string>();

/** The id of the copy with a number, in SQL. */
const copyOf = (what: string): string => `md5('${what} ' || i)::uuid`;
/** That somebody has to look at one in twenty of them, and the others are history. */
const rarely = (now: string, before: string): string => `CASE WHEN i % 20 = 0 THEN '${now}' ELSE '${before}' END`;

type Copied = { readonly table: string; readonly of: string; readonly but: Readonly<Record<string, string>> };

/** Copies of one real row each, by thousands: the columns that differ, in SQL over `i`. */
const copied: readonly Copied[] = [
  {
    table: 'charter.people',
    of: 'spare_person',
    but: { id: copyOf('person'), name: `'Person ' || i`, email: 'NULL', handle: 'NULL' },
  },
  {
    table: 'listen.signals',
    of: 'said',
    but: { id: copyOf('signal'), number: '10000 + i', state: rarely('received', 'attached') },
  },
  { table: 'listen.signal_components', of: 'said', but: { signal_id: copyOf('signal') } },
  { table: 'triage.queued_signals', of: 'said', but: { signal_id: copyOf('signal'), untriaged: 'i % 20 = 0' } },
  {
    table: 'triage.problems',
    of: 'decided_problem',
    but: { id: copyOf('problem'), number: '10000 + i', state: rarely('open', 'helped') },
  },
  { table: 'triage.problem_components', of: 'decided_problem', but: { problem_id: copyOf('problem') } },
  {
    table: 'triage.attachments',
    of: 'said',
    but: { id: copyOf('attachment'), signal_id: copyOf('signal'), problem_id: copyOf('problem') },
  },
  {
    table: 'prioritize.decisions',
    of: 'decided',
    but: { id: copyOf('decision'), number: '10000 + i', made_at: `now() - i * interval '1 hour'` },
  },
  {
    table: 'prioritize.decision_problems',
    of: 'decided',
    but: { decision_id: copyOf('decision'), problem_id: copyOf('problem') },
  },
  {
    table: 'plan.work_items',
    of: 'work_item',
    but: {
      id: copyOf('item'),
      number: '10000 + i',
      decision_id: copyOf('decision'),
      state: rarely('planned', 'completed'),
    },
  },
  { table: 'plan.work_item_components', of: 'work_item', but: { work_item_id: copyOf('item') } },
  {
    table: 'plan.acceptance_criteria',
    of: 'work_item',
    but: { id: copyOf('criterion'), work_item_id: copyOf('item') },
  },
  {
    table: 'deliver.changes',
    of: 'change',
    but: { id: copyOf('change'), number: '10000 + i', state: rarely('planned', 'released') },
  },
  {
    table: 'deliver.change_work_items',
    of: 'change',
    but: { change_id: copyOf('change'), work_item_id: copyOf('item') },
  },
  { table: 'listen.comments', of: 'comment', but: { id: copyOf('comment'), record_id: copyOf('signal') } },
  { table: 'platform.known_things', of: 'said', but: { id: copyOf('signal') } },
  { table: 'platform.journal', of: 'said', but: { id: copyOf('entry'), subject_id: copyOf('signal') } },
];

/** Columns that name what a row is about, for tables whose rows are found by something else than `id`. */
const keys = ['id', 'signal_id', 'problem_id', 'decision_id', 'work_item_id', 'change_id', 'record_id', 'subject_id'];

async function fill(): Promise<void> {
  const client = await house.hearback.pool.connect();
  try {
    await client.query(`BEGIN; SELECT set_config('hearback.workspace', '${house.workspaceId}', true)`);
    for (const { table, of, but } of copied) {
      const { rows: columns } = await client.query<{ name: string }>(
        `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attidentity = '' AND attgenerated = ''`,
        [table],
      );
      const names = columns.map(({ name }) => name);
      const found = keys.filter((key) => names.includes(key)).map((key) => `t.${key} = '${idOf(records, of)}'`);
      const values = names.map((name) => but[name] ?? `t.${name}`);
      await client.query(
        `INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')}
           FROM (SELECT * FROM ${table} t WHERE ${found.join(' OR ')} LIMIT 1) t, generate_series(1, ${many}) i`,
      );
    }
    await client.query(
      `INSERT INTO platform.postings (term, doc, kind, tf)
       SELECT 'word' || (i * k) % 1500, ${copyOf('signal')}, 'signal', 1 FROM generate_series(1, ${many}) i, generate_series(7, 18) k
       ON CONFLICT DO NOTHING`,
    );
    await client.query(
      `INSERT INTO platform.journal_ties (record_id, entry_id, record_kind)
       SELECT ${copyOf('problem')}, ${copyOf('entry')}, 'problem' FROM generate_series(1, ${many}) i`,
    );
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

const app = roleNames('hearback').app;

type Asked = { readonly text: string; readonly values: readonly unknown[] };

/** Every statement that the house sends while `work` runs, as it is sent. */
async function recorded(work: () => Promise<unknown>): Promise<Asked[]> {
  const spy = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    const calls = spy.mock.calls as unknown as readonly (readonly unknown[])[];
    return calls.flatMap(([text, values], at): Asked[] => {
      // The relay and the worker read by their own roles.
      const client = spy.mock.contexts[at] as unknown as pg.Client;
      if (typeof text !== 'string' || client.user !== app) return [];
      if (!/^\s*(select|with|update|delete|insert)\b/i.test(text)) return [];
      return /set_config|pg_try_advisory/.test(text) ? [] : [{ text, values: Array.isArray(values) ? values : [] }];
    });
  } finally {
    spy.mockRestore();
  }
}

type Plan = {
  readonly 'Node Type': string;
  readonly Schema?: string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
};

function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

/** How the app's own role, under its own policies, would read: each big table that is read from end to end. */
async function findingsOf({ text, values }: Asked): Promise<string[]> {
  const client = await house.hearback.pool.connect();
  try {
    await client.query(
      `BEGIN; SELECT set_config('hearback.workspace', '${house.workspaceId}', true), set_config('hearback.audiences', '{${idOf(records, 'audience')}}', true)`,
    );
    const isRead = !/^\s*(update|delete|insert)\b|for (no key )?update/i.test(text);
    const { rows } = await client.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
      `EXPLAIN (FORMAT JSON, VERBOSE${isRead ? ', ANALYZE, TIMING OFF' : ''}) ${text}`,
      [...values],
    );
    const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
    return plan ? nodesOf(plan).flatMap((node) => judge(node)) : [];
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

function judge(node: Plan): string[] {
  const table = `${node.Schema}.${node['Relation Name']}`;
  if (!big.has(table)) return [];
  if (node['Node Type'] === 'Seq Scan') return [`${table} is scanned`];
  const touched = ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) * (node['Actual Loops'] ?? 1);
  return touched > many / 2
    ? [`${touched} rows of ${table} are read by ${node['Index Name'] ?? node['Node Type']}`]
    : [];
}

/** Whole tables that are read on purpose. */
const intended: readonly { readonly path: RegExp; readonly table: string; readonly why: string }[] = [
  { path: /^\/backlog$|owner_team_id/, table: 'plan.work_items', why: 'It says how many there are in each group.' },
  { path: /^\/people\?text/, table: 'charter.people', why: 'Any part of a name is looked for; people are thousands.' },
];

const reads = (): readonly string[] => [
  '/home',
  '/inbox',
  `/inbox?owner_team_id=${idOf(records, 'team')}`,
  '/signals',
  '/signals?state=received',
  '/signals?reporter=me',
  `/signals?component=${idOf(records, 'component')}`,
  '/signals?q=S-1',
  `/signals/${idOf(records, 'signal')}`,
  `/signals/${idOf(records, 'said')}/triage`,
  `/signals/${idOf(records, 'said')}/similar`,
  '/similar?q=word7%20word21%20runner',
  '/problems',
  '/problems?state=open',
  `/problems?state=open&severity=major&component_id=${idOf(records, 'component')}`,
  `/problems?owner_team_id=${idOf(records, 'team')}&state=open`,
  '/problems?q=P-1',
  `/problems/${idOf(records, 'decided_problem')}`,
  `/threads/problem/${idOf(records, 'decided_problem')}`,
  `/threads/signal/${idOf(records, 'said')}`,
  `/comments?record_kind=signal&record_id=${idOf(records, 'signal')}`,
  '/decisions',
  `/decisions?problem_id=${idOf(records, 'decided_problem')}`,
  `/decisions/${idOf(records, 'decided')}`,
  '/proposals',
  '/backlog',
  `/backlog?owner_team_id=${idOf(records, 'team')}`,
  `/backlog?decision_id=${idOf(records, 'decided')}`,
  `/work-items/${idOf(records, 'work_item')}`,
  '/changes?state=planned',
  `/changes/${idOf(records, 'change')}`,
  '/notifications',
  '/journal',
  `/journal?subject_id=${idOf(records, 'signal')}`,
  '/journal?type=charter',
  '/people?text=Person%2012',
  '/me',
];

it('a table that is read from end to end is found, by a scan or through an index', async () => {
  for (const text of [
    'SELECT 1 FROM listen.signals WHERE title = $1',
    'SELECT count(*) FROM listen.signals WHERE description <> $1',
  ])
    expect(await findingsOf({ text, values: ['something else'] })).toContainEqual(
      expect.stringContaining('listen.signals'),
    );
});

it('what people wait for reads what it shows and not whole tables, as the app role under its policies', async () => {
  expect(big.size).toBeGreaterThan(15);
  const findings: string[] = [];
  for (const path of reads()) {
    const asked = await recorded(async () => expect((await house.admin.get(path)).status).toBe(200));
    for (const one of asked)
      for (const finding of await findingsOf(one))
        if (!intended.some((each) => each.path.test(path) && finding.includes(each.table)))
          findings.push(`${path}: ${finding}: ${one.text.slice(0, 300)}`);
  }
  expect(findings).toEqual([]);
});

it('what writes finds its rows by their keys, in the request and in the jobs after it', async () => {
  const title = 'Builds wait for word7 and a runner';
  const asked = await recorded(async () => {
    const { status } = await house.admin.send('POST', '/signals', {
      title,
      component_ids: [idOf(records, 'component')],
    });
    expect(status).toBe(201);
    const comment = { record_kind: 'signal', record_id: idOf(records, 'signal'), body: 'Here too.' };
    expect((await house.admin.send('POST', '/comments', comment)).status).toBe(201);
    await house.hearback.settle();
  });
  expect(asked.length).toBeGreaterThan(20);
  const findings: string[] = [];
  for (const one of asked)
    for (const finding of await findingsOf(one)) findings.push(`${finding}: ${one.text.slice(0, 300)}`);
  expect(findings).toEqual([]);
});
