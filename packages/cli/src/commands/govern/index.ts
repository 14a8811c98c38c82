import type { Command } from 'commander';
import { type ConnectionOptions, connect } from '../../connection.ts';
import { withConnection } from '../../connection-options.ts';
import { answered } from '@hearback/client';

/** `hearback govern verify`: whether the journal is as it was sealed. */
export function addGovernCommands(program: Command): void {
  const group = program.command('govern').description('Is the loop itself healthy, fair, lawful and honest?');
  withConnection(group.command('verify').description('Check the journal against its sealed checkpoints'))
    .option('--json', 'one JSON object')
    .action(async (options: ConnectionOptions & { json?: boolean }) => {
      const connection = await connect(options);
      try {
        const report = await answered(connection.client.GET('/journal/verification', {}));
        process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : `${JSON.stringify(report, null, 2)}\n`);
      } finally {
        await connection.close();
      }
    });
}
