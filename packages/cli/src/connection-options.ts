import type { Command } from 'commander';

/** The same four options on every command that talks to a server. */
export function withConnection(command: Command): Command {
  return command
    .option('--url <address>', 'a server anywhere (HEARBACK_SERVER); without it, the one on the data folder')
    .option('--token <token>', 'your token for --url (HEARBACK_TOKEN)')
    .option('--data <folder>', 'the data folder (HEARBACK_DATA)')
    .option('--workspace <name>', 'which workspace, where there are several');
}
