import { answered, type components } from '@hearback/client';
import type { Command } from 'commander';
import { type ConnectionOptions, connect } from '../../connection.ts';
import { withConnection } from '../../connection-options.ts';

type Verification = components['schemas']['Verification'];

function say({ intact, entries, checkpoints, unsealed, findings }: Verification): void {
  const newest = unsealed === 0 ? '' : `; ${unsealed} so new that no checkpoint covers them yet`;
  const verdict = intact ? 'The journal is as it was sealed' : 'The journal is NOT as it was sealed';
  process.stdout.write(`${verdict}: ${entries} entries, ${checkpoints} checkpoints${newest}.\n`);
  for (const { words } of findings) process.stdout.write(`  ${words}\n`);
}

/** `hearback govern verify`: whether the journal is as it was sealed. */
export function addGovernCommands(program: Command): void {
  const group = program.command('govern').description('Is the loop itself healthy, fair, lawful and honest?');
  withConnection(group.command('verify').description('Check the journal against its sealed checkpoints'))
    .option('--json', 'one JSON object')
    .addHelpText('after', '\nExit code 1 when an entry was edited, deleted or cut off since it was sealed.')
    .action(async (options: ConnectionOptions & { json?: boolean }) => {
      const connection = await connect(options);
      try {
        const report = await answered(connection.client.GET('/journal/verification', {}));
        if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
        else say(report);
        if (!report.intact) process.exitCode = 1;
      } finally {
        await connection.close();
      }
    });
}
