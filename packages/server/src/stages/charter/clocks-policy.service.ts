import type { ClocksPolicy, PutClocksPolicy } from '@hearback/contract/charter';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import { assertVersion } from '../../platform/http/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { type ClocksPolicyRow, findClocksPolicyRow, updateClocksPolicy } from './policies.store.ts';

type PolicyOut = z.input<typeof ClocksPolicy>;

function policyOf(row: ClocksPolicyRow, now: Date): PolicyOut {
  return {
    clocks: row.clocks as unknown as PolicyOut['clocks'],
    enforced_from: row.enforced_from.toISOString(),
    enforced: row.enforced_from <= now,
    version: row.version,
  };
}

export function createClocksPolicy(journal: Journal) {
  const get = (caller: Caller): Promise<PolicyOut> =>
    journal.read(caller.viewpoint, async ({ tables, now }) => {
      const row = await findClocksPolicyRow(tables);
      if (!row) throw notFound('clocks policy');
      return policyOf(row, now);
    });

  const put = (caller: Caller, version: number, input: z.infer<typeof PutClocksPolicy>): Promise<PolicyOut> =>
    journal.write(caller, async ({ tables, now, record }) => {
      caller.require('charter.steward');
      const before = await findClocksPolicyRow(tables, 'to change');
      if (!before) throw notFound('clocks policy');
      assertVersion(before.version, version);
      const row = await updateClocksPolicy(tables, {
        clocks: JSON.stringify(input.clocks),
        enforced_from: new Date(input.enforced_from),
      });
      record({
        type: 'charter.clocks_policy_changed',
        subject: { kind: 'clocks_policy', id: row.id },
        data: {
          before: { clocks: before.clocks, enforced_from: before.enforced_from.toISOString() },
          after: { clocks: row.clocks, enforced_from: row.enforced_from.toISOString() },
        },
      });
      return policyOf(row, now);
    });

  return { get, put };
}
