import type { AddChannel, ChangeChannel, Channel, ConservationList } from '@hearback/contract/listen';
import { type Conservation, defaultChannels, unaccounted } from '@hearback/domain/listen';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { assertVersion } from '../../platform/http/index.ts';
import type { Journal, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import {
  type ChannelRow,
  findChannel,
  findChannelByKey,
  insertChannels,
  listChannelRows,
  lockChannel,
  updateChannel,
} from './channels.store.ts';
import { conservationRows } from './intake.store.ts';

type ChannelOut = z.input<typeof Channel>;

const dayMs = 86_400_000;

function channelOf(row: ChannelRow): ChannelOut {
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    kind: row.kind,
    purpose: row.purpose,
    retired_at: row.retired_at?.toISOString() ?? null,
    version: row.version,
  };
}

/** The channels of a new workspace. */
export async function seedChannels({ tables, newId }: Writing): Promise<void> {
  await insertChannels(
    tables,
    defaultChannels.map((channel) => ({ ...channel, id: newId() })),
  );
}

/** The channel a submission names. @throws Refusal `unknown_reference` or `channel_retired`. */
export async function requireChannel(tables: WorkspaceTables, key: string): Promise<ChannelRow> {
  const channel = await findChannelByKey(tables, key);
  if (!channel)
    throw new Refusal('unknown_reference', `There is no channel “${key}”.`, {
      field: '/channel',
      remedy: 'Use the key of a channel (GET /channels), or leave it out.',
    });
  if (channel.retired_at)
    throw new Refusal('channel_retired', `The channel “${channel.name}” takes nothing in any more.`, {
      field: '/channel',
      remedy: 'Use another channel (GET /channels).',
    });
  return channel;
}

export function createChannels(journal: Journal) {
  const list = (caller: Caller, retired: boolean) =>
    journal.read(caller.viewpoint, async ({ tables }) => ({
      items: (await listChannelRows(tables, retired)).map(channelOf),
    }));

  const get = (caller: Caller, id: string): Promise<ChannelOut> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const row = await findChannel(tables, id);
      if (!row) throw notFound('channel');
      return channelOf(row);
    });

  const add = (caller: Caller, input: z.infer<typeof AddChannel>): Promise<ChannelOut> =>
    journal.write(caller, async ({ tables, newId, record }) => {
      caller.require('charter.steward');
      const [row] = await insertChannels(tables, [{ ...input, id: newId() }]);
      if (!row) throw new Error('An insert returned no row.');
      record({
        type: 'listen.channel_added',
        subject: { kind: 'channel', id: row.id },
        data: { key: row.key, kind: row.kind },
      });
      return channelOf(row);
    });

  const change = (
    caller: Caller,
    id: string,
    version: number,
    input: z.infer<typeof ChangeChannel>,
  ): Promise<ChannelOut> =>
    journal.write(caller, async ({ tables, now, record }) => {
      caller.require('charter.steward');
      const before = await lockChannel(tables, id);
      if (!before) throw notFound('channel');
      assertVersion(before.version, version);
      const row = await updateChannel(tables, id, {
        ...(input.name ? { name: input.name } : {}),
        ...(input.purpose ? { purpose: input.purpose } : {}),
        ...(input.retired === undefined ? {} : { retired_at: input.retired ? (before.retired_at ?? now) : null }),
      });
      record({
        type: 'listen.channel_changed',
        subject: { kind: 'channel', id },
        data: { key: row.key, name: row.name, retired: row.retired_at !== null },
      });
      return channelOf(row);
    });

  const conservation = (caller: Caller, id: string, days: number): Promise<z.input<typeof ConservationList>> =>
    journal.read(caller.viewpoint, async ({ tables, now }) => {
      const channel = await findChannel(tables, id);
      if (!channel) throw notFound('channel');
      const from = new Date(Math.floor(now.getTime() / dayMs) * dayMs - (days - 1) * dayMs);
      const rows = await conservationRows(tables, id, from);
      return { channel: channelOf(channel), items: rows.map(([day, counts]) => ({ day, ...countsOf(counts) })) };
    });

  return { list, get, add, change, conservation };
}

function countsOf(counts: Conservation) {
  const { received, accepted, deduplicated, rejected, quarantined } = counts;
  return {
    received,
    accepted,
    deduplicated,
    rejected,
    rate_limited: counts.rateLimited,
    quarantined,
    unaccounted: unaccounted(counts),
  };
}
