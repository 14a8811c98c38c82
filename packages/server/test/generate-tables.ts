// Writes the types of all tables from a freshly migrated database: `node generate-tables.ts OUTPUT`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startTestCluster } from './cluster.ts';

const output = process.argv[2] ?? fileURLToPath(new URL('../src/platform/database/tables.gen.ts', import.meta.url));
const { template, stop } = await startTestCluster();
try {
  const url = new URL('postgres://localhost');
  url.username = template.user;
  url.password = template.password;
  url.hostname = template.host.startsWith('/') ? 'localhost' : template.host;
  url.port = String(template.port);
  url.pathname = `/${template.database}`;
  const cli = fileURLToPath(new URL('../../../node_modules/kysely-codegen/dist/cli/bin.js', import.meta.url));
  const done = spawnSync(
    process.execPath,
    [
      cli,
      '--dialect',
      'postgres',
      '--url',
      url.href,
      '--out-file',
      output,
      '--no-domains',
      '--date-parser',
      'string',
      '--type-mapping',
      '{"int8":"number","xid8":"string"}',
      '--exclude-pattern',
      '(migrations|graphile_worker|public).*',
      '--include-pattern',
      '(platform|auth|charter|listen|triage|prioritize|plan|deliver|verify|learn|engage|govern).*',
    ],
    { encoding: 'utf8' },
  );
  if (done.status !== 0) throw new Error(`kysely-codegen failed:\n${done.stdout}\n${done.stderr}`);
} finally {
  await stop();
}
