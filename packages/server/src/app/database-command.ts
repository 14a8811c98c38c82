import { parseArgs } from 'node:util';
import { parseDatabaseUrl, roleStatements } from '../platform/database/index.ts';
import { bringUpToDate } from './prepare-database.ts';

const usage = 'Use: hearback db roles | hearback db migrate, with DATABASE_URL set to the schema owner.';

/** `hearback db roles` prints the SQL that makes the three roles; `hearback db migrate` brings the schema up to date. */
export async function databaseCommand(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  });
  const url = process.env['DATABASE_URL'];
  if (!url) {
    process.stderr.write(`DATABASE_URL is not set. ${usage}\n`);
    return 2;
  }
  const owner = parseDatabaseUrl(url);
  if (positionals[0] === 'roles') {
    // Passwords are derived from the owner's, so this output is as secret as DATABASE_URL.
    for (const statement of roleStatements(owner.user, owner.password, owner.database))
      process.stdout.write(`${statement};\n`);
    return 0;
  }
  if (positionals[0] === 'migrate') {
    const { applied } = await bringUpToDate(owner);
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ applied })}\n`
        : `${applied.length === 0 ? 'Up to date.' : `Applied: ${applied.join(', ')}`}\n`,
    );
    return 0;
  }
  process.stderr.write(`${usage}\n`);
  return 2;
}
