// The entries that a terminal starts: `node main.ts serve …`. Each prints what happened in words, or one line of JSON.
import { Refusal } from '@hearback/domain/record';
import { isCalledWrongly } from './called-wrongly.ts';
import { serveCommand } from './serve-command.ts';
import { databaseCommand } from './database-command.ts';
import { evalCommand } from './eval-command.ts';
import { joinCommand } from './join-command.ts';

const commands: Readonly<Record<string, (args: string[]) => Promise<number>>> = {
  serve: (args) => serveCommand(args, { demo: false }),
  demo: (args) => serveCommand(args, { demo: true }),
  db: databaseCommand,
  eval: evalCommand,
  join: joinCommand,
};

async function main(): Promise<number> {
  const [name = '', ...args] = process.argv.slice(2);
  const command = commands[name];
  if (!command) {
    process.stderr.write(`hearback: there is no command “${name}” here.\n`);
    return 2;
  }
  try {
    return await command(args);
  } catch (error) {
    const remedy = error instanceof Refusal ? ` ${error.remedy}` : '';
    // `join` is a step of other commands, whose name nobody typed.
    const typed = name === 'join' ? 'hearback' : `hearback ${name}`;
    process.stderr.write(`${typed}: ${error instanceof Error ? error.message : String(error)}${remedy}\n`);
    if (!isCalledWrongly(error)) return 1;
    process.stderr.write(`Type “${typed} --help” for what it takes.\n`);
    return 2;
  }
}

process.exitCode = await main();
