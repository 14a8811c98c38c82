// The terminal's face. It speaks to a server through the typed client; where it needs the machine itself (serve, demo, db,
// eval) it becomes an entry of the server. Exit codes: 0 done, 1 failed, 2 called wrongly, 3 refused, 4 not reached.
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addGovernCommands } from './commands/govern/index.ts';
import { addImportCommands } from './commands/listen/import.ts';
import { AlreadySaid, CommandError } from './failure.ts';
import { Problem } from '@hearback/client';
import { becomeServer } from './server-process.ts';

/** Commands that need the machine: what follows them is read by the server's own entry. */
const machineCommands: readonly (readonly [name: string, summary: string, help: string])[] = [
  [
    'serve',
    'Run the server',
    `  --data DIR      data folder (HEARBACK_DATA; .hearback, for root /var/lib/hearback)
  --port N        port, 0 for a free one (HEARBACK_PORT, 4400)
  --host ADDRESS  address to listen on (127.0.0.1)
  --role ROLE     api, worker or all; split roles need DATABASE_URL
  --json          one line of JSON on standard output when ready

The first start says where the first admin signs in. The log goes to standard error. Ctrl-C ends it and its database.
  hearback serve --data ./my-data --port 4400`,
  ],
  [
    'demo',
    'Run a sample workspace that is already in motion',
    `  --data DIR   data folder of its own (.hearback-demo, for root /var/lib/hearback-demo)
  --port N     port, 0 for a free one (HEARBACK_PORT, 4400)
  --json       one line of JSON on standard output when ready

It answers on this machine only, where you may be any of its people without a password.`,
  ],
  [
    'db',
    'Prepare a PostgreSQL of your own',
    `  roles            print the SQL that makes the three roles Hearback logs in as, for whoever may run it;
                   it holds passwords
  migrate [--json] bring the schema up to date, making the roles where they are missing

Both read DATABASE_URL, the owner of the schema:
  DATABASE_URL=postgres://hearback:secret@db.example/hearback hearback db roles`,
  ],
  [
    'eval',
    'Measure a suggestion on labelled data before trusting it',
    '  duplicates --corpus FILE --queries FILE [--unlinked FILE] [--json]',
  ],
];

function version(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

function buildProgram(): Command {
  const program = new Command('hearback')
    .description('The feedback loop from the terminal. Start with: hearback demo')
    .version(version(), '-V, --version', 'which version this is')
    .helpOption('-h, --help', 'what there is')
    .showHelpAfterError('Type “hearback --help” for what there is.')
    .exitOverride();
  for (const [name, summary, help] of machineCommands)
    program
      .command(name)
      .summary(summary)
      .description(summary)
      .helpOption('-h, --help', 'what it takes')
      .addHelpText('after', `\n${help}`)
      .allowUnknownOption()
      .allowExcessArguments()
      .action(async (_options: unknown, command: Command) => {
        process.exitCode = await becomeServer([name, ...command.args]);
      });
  addImportCommands(program);
  addGovernCommands(program);
  return program;
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof AlreadySaid) return error.exitCode;
  if (error instanceof CommandError) {
    process.stderr.write(`hearback: ${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof Problem) {
    process.stderr.write(`hearback: ${error.detail} ${error.remedy}\n`);
    return error.status === 0 || error.status === 503 ? 4 : 3;
  }
  process.stderr.write(`hearback: ${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
}

// Whoever reads may stop before the end: `hearback … | head -1`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await buildProgram().parseAsync(process.argv);
} catch (error) {
  process.exitCode = report(error);
}
