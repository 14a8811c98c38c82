import { stages } from '@hearback/domain/loop';
import type pg from 'pg';
import { isGlobalTable } from '../src/platform/database/global-tables.ts';
import { globalSchemas, roleNames } from '../src/platform/database/index.ts';

/** Our schemas in loop order: a foreign key goes to the same one or to an earlier one. */
const order: readonly string[] = ['platform', ...stages];
const known = new Set([...order, ...globalSchemas, 'public']);

/** Written once and never changed, whatever a service would like: what is left to the app is reading and adding. */
const appendOnly: ReadonlySet<string> = new Set([
  'platform.journal',
  'platform.journal_ties',
  'charter.charters',
  'prioritize.frameworks',
  'prioritize.success_criteria',
  'prioritize.rationales',
  'plan.work_item_moves',
  'deliver.change_moves',
  'deliver.gates',
  'verify.measurements',
  'verify.judgements',
  'learn.lesson_editions',
  'govern.sealed_entries',
  'govern.checkpoints',
]);

/** What the other two roles may do besides: `worker` owns graphile_worker and reads which workspaces there are. */
const otherGrants: Readonly<Record<'worker' | 'relay', readonly string[]>> = {
  worker: ['platform.workspaces SELECT'],
  relay: [
    'platform.workspaces SELECT',
    'platform.journal SELECT',
    'platform.relay_position SELECT',
    'platform.relay_position UPDATE',
  ],
};

/** What the app may do with tables that row-level security does not guard, listed since nothing else limits it. */
const globalGrants: Readonly<Record<string, readonly string[]>> = {
  'platform.workspaces': ['INSERT', 'SELECT'],
  'platform.relay_position': ['SELECT'],
  'auth.tokens': ['INSERT', 'SELECT', 'UPDATE'],
  'auth.users': ['INSERT', 'SELECT', 'UPDATE'],
  'auth.sessions': ['DELETE', 'INSERT', 'SELECT', 'UPDATE'],
  'auth.accounts': ['INSERT', 'SELECT', 'UPDATE'],
  'auth.verifications': ['DELETE', 'INSERT', 'SELECT', 'UPDATE'],
  'auth.members': ['INSERT', 'SELECT', 'UPDATE'],
};

const own = `(workspace_id = (NULLIF(current_setting('hearback.workspace'::text, true), ''::text))::uuid)`;
const visible = `((audience_id IS NULL) OR (audience_id = ANY ((COALESCE(NULLIF(current_setting('hearback.audiences'::text, true), ''::text), '{}'::text))::uuid[])))`;

type Table = {
  oid: number;
  name: string;
  schema: string;
  kind: string;
  owner: string;
  secured: boolean;
  forced: boolean;
  restrictable: boolean;
  workspace: { notNull: boolean; default: string | null } | null;
};
type Key = { table: string; name: string; columns: string[] };
type ForeignKey = Key & { target: string; targetColumns: string[] };
type Policy = {
  table: string;
  name: string;
  command: string;
  permissive: boolean;
  roles: string[];
  using: string | null;
  check: string | null;
};
type Grant = { table: string; grantee: string; privilege: string; grantable: boolean };

async function rows<Row extends pg.QueryResultRow>(client: pg.Client, text: string): Promise<Row[]> {
  return (await client.query<Row>(text)).rows;
}

const ours = `n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'graphile_worker')`;

const tablesText = `
  SELECT c.oid::int, n.nspname || '.' || c.relname AS name, n.nspname AS schema, c.relkind AS kind, pg_get_userbyid(c.relowner) AS owner,
         c.relrowsecurity AS secured, c.relforcerowsecurity AS forced,
         EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'audience_id' AND NOT a.attisdropped) AS restrictable,
         (SELECT json_build_object('notNull', a.attnotnull, 'default', pg_get_expr(d.adbin, d.adrelid))
            FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
           WHERE a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped) AS workspace
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND ${ours} ORDER BY 2`;

const columnNames = (table: string, numbers: string): string =>
  `ARRAY(SELECT a.attname::text FROM unnest(${numbers}) WITH ORDINALITY part (number, place)
           LEFT JOIN pg_attribute a ON a.attrelid = ${table} AND a.attnum = part.number ORDER BY part.place)`;

const uniqueText = `
  SELECT n.nspname || '.' || c.relname AS table, i.indexrelid::regclass::text AS name, i.indisprimary AS primary,
         ${columnNames('c.oid', 'i.indkey::int2[]')} AS columns
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE i.indisunique AND ${ours} ORDER BY 1, 2`;

const foreignText = `
  SELECT n.nspname || '.' || c.relname AS table, k.conname AS name, ${columnNames('k.conrelid', 'k.conkey')} AS columns,
         tn.nspname || '.' || t.relname AS target, ${columnNames('k.confrelid', 'k.confkey')} AS "targetColumns"
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_class t ON t.oid = k.confrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
   WHERE k.contype = 'f' AND ${ours} ORDER BY 1, 2`;

const policiesText = `
  SELECT n.nspname || '.' || c.relname AS table, p.polname AS name, p.polcmd AS command, p.polpermissive AS permissive,
         ARRAY(SELECT CASE r WHEN 0 THEN 'public' ELSE pg_get_userbyid(r)::text END FROM unnest(p.polroles) r) AS roles,
         pg_get_expr(p.polqual, p.polrelid) AS using, pg_get_expr(p.polwithcheck, p.polrelid) AS check
    FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE ${ours} ORDER BY 1, 2`;

const grantsText = `
  SELECT n.nspname || '.' || c.relname AS table, CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee)::text END AS grantee,
         g.privilege_type AS privilege, g.is_grantable AS grantable
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) g
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND g.grantee <> c.relowner AND ${ours}
   UNION ALL
  SELECT n.nspname || '.' || c.relname, CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee)::text END,
         g.privilege_type || ' (' || a.attname || ')', g.is_grantable
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) g
   WHERE g.grantee <> c.relowner AND ${ours} ORDER BY 1, 2, 3`;

/** The first of the two locks and the shape of every table: where it stands, its workspace, and what guards it. */
function judgeTable(table: Table, policies: readonly Policy[], app: string, relay: string): string[] {
  if (table.kind !== 'r' && table.kind !== 'p')
    return [`${table.name} is a view or foreign table: nothing guards what it shows`];
  if (!known.has(table.schema)) return [`${table.name} is in a schema that nobody reviewed`];
  if (isGlobalTable(table.name)) return [];
  const found: string[] = [];
  if (!table.workspace) return [`${table.name} has no workspace_id and is not on the list of global tables`];
  if (!table.workspace.notNull) found.push(`${table.name}.workspace_id may be null`);
  if (table.workspace.default !== 'platform.current_workspace()')
    found.push(`${table.name}.workspace_id does not default to the transaction's workspace`);
  if (!table.secured) found.push(`${table.name} has no row-level security`);
  if (!table.forced) found.push(`${table.name} does not force row-level security on its owner`);
  const condition = table.restrictable ? `(${own} AND ${visible})` : own;
  const mine = policies.filter((policy) => policy.table === table.name);
  for (const policy of mine)
    if (!isWorkspacePolicy(policy, app, condition) && !isRelayPolicy(policy, relay))
      found.push(`${table.name} has the policy “${policy.name}”, which is not the reviewed one`);
  if (!mine.some((policy) => isWorkspacePolicy(policy, app, condition)))
    found.push(
      `${table.name} has no policy that limits the app to its workspace${table.restrictable ? ' and audiences' : ''}`,
    );
  return found;
}

function isWorkspacePolicy(policy: Policy, app: string, condition: string): boolean {
  return (
    policy.command === '*' &&
    policy.permissive &&
    policy.roles.join() === app &&
    policy.using === condition &&
    policy.check === condition
  );
}

/** The relay reads entries of every workspace, and of nothing else. */
function isRelayPolicy(policy: Policy, relay: string): boolean {
  return (
    policy.table === 'platform.journal' &&
    policy.command === 'r' &&
    policy.roles.join() === relay &&
    policy.using === 'true' &&
    policy.check === null
  );
}

function judgeUniqueKey(key: Key & { primary: boolean }): string[] {
  if (isGlobalTable(key.table) || key.columns[0] === 'workspace_id') return [];
  return [
    `${key.table}: ${key.primary ? 'the primary key' : `the unique index ${key.name}`} does not begin with workspace_id`,
  ];
}

function judgeForeignKey(key: ForeignKey): string[] {
  const [schema = '', target = ''] = [key.table, key.target].map((name) => name.slice(0, name.indexOf('.')));
  const says = `${key.table} (${key.columns.join(', ')}) → ${key.target}`;
  if (isGlobalTable(key.table))
    return isGlobalTable(key.target) ? [] : [`${says}: a global table points into a workspace's`];
  // The anchor: every workspace table belongs to a workspace that there is.
  if (key.target === 'platform.workspaces' && key.columns.join() === 'workspace_id') return [];
  if (isGlobalTable(key.target)) return [`${says}: a foreign key into a global table`];
  const found: string[] = [];
  if (key.columns[0] !== 'workspace_id' || key.targetColumns[0] !== 'workspace_id')
    found.push(`${says}: a foreign key that does not begin with workspace_id`);
  if (order.indexOf(target) > order.indexOf(schema)) found.push(`${says}: a foreign key to a later stage`);
  return found;
}

function judgeGrant(grant: Grant, names: ReturnType<typeof roleNames>): string[] {
  const says = `${grant.grantee} may ${grant.privilege} ${grant.table}`;
  if (grant.grantable) return [`${says} and pass it on`];
  if (grant.grantee === names.worker || grant.grantee === names.relay) {
    const role = grant.grantee === names.worker ? 'worker' : 'relay';
    return otherGrants[role].includes(`${grant.table} ${grant.privilege}`) ? [] : [says];
  }
  if (grant.grantee !== names.app) return [says];
  const verb = grant.privilege.replace(/ .*/, '');
  if (isGlobalTable(grant.table)) return globalGrants[grant.table]?.includes(verb) ? [] : [says];
  if (appendOnly.has(grant.table) && verb !== 'SELECT' && verb !== 'INSERT') return [`${says}, which is append-only`];
  return ['SELECT', 'INSERT', 'UPDATE', 'DELETE'].includes(verb) ? [] : [says];
}

async function judgeRoles(client: pg.Client, owner: string): Promise<string[]> {
  const names = Object.values(roleNames(owner));
  const list = `(${names.map((name) => `'${name}'`).join()})`;
  const found: string[] = [];
  const strong = await rows<{ rolname: string; powers: string[] }>(
    client,
    `SELECT rolname, array_remove(ARRAY[CASE WHEN rolsuper THEN 'SUPERUSER' END, CASE WHEN rolbypassrls THEN 'BYPASSRLS' END,
            CASE WHEN rolcreaterole THEN 'CREATEROLE' END, CASE WHEN rolcreatedb THEN 'CREATEDB' END,
            CASE WHEN rolreplication THEN 'REPLICATION' END, CASE WHEN NOT rolcanlogin THEN 'NOLOGIN' END], NULL) AS powers
       FROM pg_roles WHERE rolname IN ${list}`,
  );
  for (const name of names) if (!strong.some((role) => role.rolname === name)) found.push(`there is no role ${name}`);
  for (const role of strong) if (role.powers.length > 0) found.push(`${role.rolname} has ${role.powers.join(', ')}`);
  const memberships = await rows<{ member: string; of: string }>(
    client,
    `SELECT m.rolname AS member, g.rolname AS of FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member
       JOIN pg_roles g ON g.oid = a.roleid WHERE m.rolname IN ${list}`,
  );
  const { worker, relay } = roleNames(owner);
  for (const { member, of } of memberships)
    // The relay adds jobs to the worker's tables.
    if (member !== relay || of !== worker) found.push(`${member} is a member of ${of}`);
  const schemas = await rows<{ role: string; schema: string }>(
    client,
    `SELECT r.rolname AS role, n.nspname AS schema FROM pg_roles r, pg_namespace n
      WHERE r.rolname IN ${list} AND ${ours} AND has_schema_privilege(r.oid, n.oid, 'CREATE')`,
  );
  for (const { role, schema } of schemas) found.push(`${role} may create things in the schema ${schema}`);
  return found;
}

/** What may look over the wall by itself: a function that runs as its owner. */
const definersText = `
  SELECT n.nspname || '.' || p.proname AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
   WHERE p.prosecdef AND ${ours}`;

/**
 * Everything about the database that does not hold what the house promises, each as a sentence; empty when all is well.
 * `client` is the schema owner's.
 */
export async function catalogFindings(client: pg.Client): Promise<string[]> {
  const [me] = await rows<{ owner: string }>(client, 'SELECT current_user AS owner');
  const owner = me?.owner ?? '';
  const names = roleNames(owner);
  const tables = await rows<Table>(client, tablesText);
  const policies = await rows<Policy>(client, policiesText);
  const definers = await rows<{ name: string }>(client, definersText);
  return [
    ...(tables.length < 50 ? [`only ${tables.length} tables were seen`] : []),
    ...tables.flatMap((table) => judgeTable(table, policies, names.app, names.relay)),
    ...tables.filter((table) => table.owner !== owner).map((table) => `${table.name} belongs to ${table.owner}`),
    ...(await rows<Key & { primary: boolean }>(client, uniqueText)).flatMap(judgeUniqueKey),
    ...(await rows<ForeignKey>(client, foreignText)).flatMap(judgeForeignKey),
    ...(await rows<Grant>(client, grantsText)).flatMap((grant) => judgeGrant(grant, names)),
    ...definers.map(({ name }) => `the function ${name} runs with its owner's rights`),
    ...(await judgeRoles(client, owner)),
  ];
}
