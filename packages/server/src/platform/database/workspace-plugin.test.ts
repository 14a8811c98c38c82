import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { expect, test } from 'vitest';
import type { DB } from './tables.gen.ts';
import { workspacePlugin } from './workspace-plugin.ts';

const id = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';
const db = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
  plugins: [workspacePlugin(id)],
});

test('a select keeps to its workspace', () => {
  const { sql, parameters } = db.selectFrom('charter.teams').select('id').where('key', '=', 'x').compile();
  expect(sql).toBe('select "id" from "charter"."teams" where "key" = $1 and "charter"."teams"."workspace_id" = $2');
  expect(parameters).toEqual(['x', id]);
});

test('an outer join stays an outer join: the condition is in its ON', () => {
  const { sql } = db
    .selectFrom('charter.components as c')
    .leftJoin('charter.teams as t', 't.id', 'c.owner_team_id')
    .select('c.id')
    .compile();
  expect(sql).toContain(
    'left join "charter"."teams" as "t" on "t"."id" = "c"."owner_team_id" and "t"."workspace_id" = $1',
  );
  expect(sql).toContain('where "c"."workspace_id" = $2');
});

test('a condition with “or” cannot reach around the workspace', () => {
  const { sql } = db
    .selectFrom('charter.teams')
    .select('id')
    .where((eb) => eb.or([eb('key', '=', 'a'), eb('key', '=', 'b')]))
    .compile();
  expect(sql).toContain('where ("key" = $1 or "key" = $2) and "charter"."teams"."workspace_id" = $3');
});

test('sub-queries, updates and deletes keep to it too', () => {
  const inner = db
    .selectFrom('charter.people')
    .select('id')
    .where('id', 'in', (eb) => eb.selectFrom('charter.team_members').select('person_id'))
    .compile();
  expect(inner.parameters).toEqual([id, id]);
  expect(db.updateTable('charter.teams').set({ name: 'x' }).compile().parameters).toEqual(['x', id]);
  expect(db.deleteFrom('charter.team_members').compile().parameters).toEqual([id]);
});

test('a global table has no workspace to keep to', () => {
  expect(db.selectFrom('platform.workspaces').select('id').compile().parameters).toEqual([]);
});
