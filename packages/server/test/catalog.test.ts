import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roleNames } from '../src/platform/database/index.ts';
import { catalogFindings } from './catalog.ts';
import { cloneDatabase } from './database.ts';

let drop: () => Promise<void>;
let owner: pg.Client;

beforeAll(async () => {
  const clone = await cloneDatabase();
  drop = clone.drop;
  owner = new pg.Client({ ...clone.address });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await drop();
});

it('every table stands behind both locks, every key begins with its workspace, and nobody may more than they need', async () => {
  expect(await catalogFindings(owner)).toEqual([]);
});

/** Whether the sources hold a statement of that kind on the table. */
function isUsed(source: string, table: string, verb: string): boolean {
  const name = table.replace('.', '\\.');
  const added = `(?:insertInto\\('${name}\\b|INSERT INTO ${name}\\b)`;
  const said: Readonly<Record<string, string>> = {
    INSERT: added,
    UPDATE: `updateTable\\('${name}\\b|UPDATE ${name}\\b|${added}[^;]{0,2000}?(?:doUpdateSet|DO UPDATE)`,
    DELETE: `deleteFrom\\('${name}\\b|DELETE FROM ${name}\\b`,
  };
  return new RegExp(said[verb] ?? '').test(source);
}

it('the app may change a table in no way that nothing of it does', async () => {
  const folder = fileURLToPath(new URL('../src', import.meta.url));
  const files = (await readdir(folder, { recursive: true })).filter((file) => /(?<!\.test|\.gen)\.ts$/.test(file));
  const source = (await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')))).join('\n');
  const { rows } = await owner.query<{ name: string; verb: string }>(
    `SELECT n.nspname || '.' || c.relname AS name, g.privilege_type AS verb
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) g
      WHERE pg_get_userbyid(g.grantee) = $1 AND g.privilege_type IN ('INSERT', 'UPDATE', 'DELETE') AND n.nspname NOT IN ('auth', 'graphile_worker')
      ORDER BY 1, 2`,
    [roleNames('hearback').app],
  );
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.filter(({ name, verb }) => !isUsed(source, name, verb))).toEqual([]);
});

/** A table as it should be; each mistake below is one change to it, or one thing beside it. */
const sound = (schema = 'plan', column = '') => `
  CREATE TABLE ${schema}.probe (
    workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
    id uuid NOT NULL, ${column}
    PRIMARY KEY (workspace_id, id)
  );
  SELECT platform.isolate('${schema}.probe', ':app', 'SELECT, INSERT');`;

const ownRow = `workspace_id = nullif(current_setting('hearback.workspace', true), '')::uuid`;

describe('the look at the catalog', () => {
  const { app, worker, relay } = roleNames('hearback');

  const findingsAfter = async (mistake: string): Promise<string[]> => {
    await owner.query('BEGIN');
    await owner.query(mistake.replaceAll(':app', app).replaceAll(':worker', worker).replaceAll(':relay', relay));
    const found = await catalogFindings(owner);
    await owner.query('ROLLBACK');
    return found;
  };

  it('has nothing against a sound table', async () => {
    expect(await findingsAfter(sound())).toEqual([]);
    expect(await findingsAfter(sound('govern', 'audience_id uuid,'))).toEqual([]);
  });

  it.each([
    ['CREATE TABLE plan.probe (id uuid PRIMARY KEY)', 'plan.probe has no workspace_id'],
    [`${sound()} ALTER TABLE plan.probe ALTER workspace_id DROP DEFAULT`, 'does not default'],
    [`${sound()} ALTER TABLE plan.probe DISABLE ROW LEVEL SECURITY`, 'plan.probe has no row-level security'],
    [`${sound()} ALTER TABLE plan.probe NO FORCE ROW LEVEL SECURITY`, 'plan.probe does not force'],
    [`${sound()} DROP POLICY workspace ON plan.probe`, 'plan.probe has no policy'],
    [
      `${sound()} ALTER TABLE plan.probe ADD audience_id uuid`,
      'no policy that limits the app to its workspace and audiences',
    ],
    [`${sound()} CREATE POLICY more ON plan.probe TO :app USING (true)`, 'the policy “more”'],
    [`${sound()} CREATE POLICY more ON plan.probe FOR SELECT TO :relay USING (true)`, 'the policy “more”'],
    [`${sound()} ALTER POLICY workspace ON plan.probe TO PUBLIC`, 'the policy “workspace”'],
    [
      `${sound()} DROP POLICY workspace ON plan.probe; CREATE POLICY workspace ON plan.probe TO :app USING (${ownRow}) WITH CHECK (true)`,
      'the policy “workspace”',
    ],
    [
      `${sound()} ALTER TABLE plan.probe DROP CONSTRAINT probe_pkey, ADD PRIMARY KEY (id, workspace_id)`,
      'the primary key does not begin',
    ],
    [sound('plan', 'name text UNIQUE,'), 'the unique index plan.probe_name_key does not begin'],
    [
      `CREATE UNIQUE INDEX probe_id ON listen.signals (id); ${sound('plan', 'signal_id uuid REFERENCES listen.signals (id),')}`,
      'a foreign key that does not begin with workspace_id',
    ],
    [
      sound(
        'platform',
        'signal_id uuid, FOREIGN KEY (workspace_id, signal_id) REFERENCES listen.signals (workspace_id, id),',
      ),
      'a foreign key to a later stage',
    ],
    [
      `${sound('govern')} ALTER TABLE plan.trains ADD CONSTRAINT probe FOREIGN KEY (workspace_id, id) REFERENCES govern.probe (workspace_id, id)`,
      'plan.trains (workspace_id, id) → govern.probe: a foreign key to a later stage',
    ],
    [sound('plan', 'token_id uuid REFERENCES auth.tokens (id),'), 'a foreign key into a global table'],
    [sound('plan', 'other_id uuid REFERENCES platform.workspaces (id),'), 'a foreign key into a global table'],
    [
      `${sound()} ALTER TABLE auth.tokens ADD CONSTRAINT probe FOREIGN KEY (workspace_id, person_id) REFERENCES plan.probe (workspace_id, id)`,
      'a global table points into',
    ],
    [`${sound()} GRANT TRUNCATE ON plan.probe TO :app`, `${app} may TRUNCATE plan.probe`],
    [`${sound()} GRANT SELECT ON plan.probe TO :worker`, `${worker} may SELECT plan.probe`],
    [`${sound()} GRANT UPDATE (id) ON plan.probe TO :relay`, `${relay} may UPDATE (id) plan.probe`],
    [`${sound()} GRANT SELECT ON plan.probe TO PUBLIC`, 'PUBLIC may SELECT plan.probe'],
    [`${sound()} GRANT SELECT ON plan.probe TO :app WITH GRANT OPTION`, 'and pass it on'],
    ['CREATE VIEW plan.probe_view AS SELECT * FROM listen.signals', 'plan.probe_view is a view'],
    [
      'CREATE SCHEMA nobody_knows; CREATE TABLE nobody_knows.probe (id uuid PRIMARY KEY)',
      'nobody_knows.probe is in a schema that nobody reviewed',
    ],
    [`GRANT UPDATE ON platform.journal TO :app`, `${app} may UPDATE platform.journal, which is append-only`],
    [`GRANT DELETE ON auth.tokens TO :app`, `${app} may DELETE auth.tokens`],
    [`GRANT CREATE ON SCHEMA plan TO :app`, `${app} may create things in the schema plan`],
    [
      `CREATE FUNCTION plan.probe_all() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM listen.signals'`,
      `plan.probe_all runs with its owner's rights`,
    ],
  ])('finds the mistake in: %s', async (mistake, finding) => {
    expect(await findingsAfter(mistake)).toContainEqual(expect.stringContaining(finding));
  });
});
