import type { AddAudience, Audience, ChangeAudience } from '@hearback/contract/charter';
import type { Role } from '@hearback/domain/charter';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { assertVersion } from '../../platform/http/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { present } from './change.ts';
import { peopleWithRole, requirePeople } from './people.store.ts';
import {
  type AudienceRow,
  findAudienceRow,
  insertAudience,
  listAudienceRows,
  updateAudience,
} from './policies.store.ts';

type AudienceOut = z.input<typeof Audience>;
type Members = { readonly person_ids: readonly string[]; readonly roles: readonly string[] };

function audienceOf(row: AudienceRow): AudienceOut {
  return {
    id: row.id,
    name: row.name,
    person_ids: row.person_ids,
    roles: row.roles as AudienceOut['roles'],
    version: row.version,
  };
}

/** Whether somebody belongs to it who can still sign in. */
async function isInhabited(tables: WorkspaceTables, audience: Members): Promise<boolean> {
  for (const role of audience.roles) if ((await peopleWithRole(tables, role as Role)).length > 0) return true;
  if (audience.person_ids.length === 0) return false;
  const row = await tables
    .selectFrom('charter.people')
    .select('id')
    .where('id', 'in', [...audience.person_ids])
    .where('left_at', 'is', null)
    .where('claimed', '=', true)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

function assertNotEmpty(audience: Members): void {
  if (audience.person_ids.length + audience.roles.length > 0) return;
  throw new Refusal('audience_empty', 'An audience of nobody would hide its records from everybody.', {
    remedy: 'Name at least one person or role.',
  });
}

export function createAudiences(journal: Journal, onStandingChanged: () => void) {
  const list = (caller: Caller): Promise<{ items: AudienceOut[] }> =>
    journal.read(caller.viewpoint, async ({ tables }) => ({ items: (await listAudienceRows(tables)).map(audienceOf) }));

  const get = (caller: Caller, id: string): Promise<AudienceOut> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const row = await findAudienceRow(tables, id);
      if (!row) throw notFound('audience');
      return audienceOf(row);
    });

  const add = async (caller: Caller, input: z.infer<typeof AddAudience>): Promise<AudienceOut> => {
    const added = await journal.write(caller, async ({ tables, newId, record }) => {
      caller.require('charter.steward');
      assertNotEmpty(input);
      await requirePeople(tables, input.person_ids, '/person_ids');
      const row = await insertAudience(tables, { ...input, id: newId() });
      record({
        type: 'charter.audience_added',
        subject: { kind: 'audience', id: row.id },
        data: { name: row.name, person_ids: row.person_ids, roles: row.roles },
      });
      return audienceOf(row);
    });
    onStandingChanged();
    return added;
  };

  /** A steward who does not belong to an audience cannot let themselves in, unless nobody is left in it. */
  const change = async (
    caller: Caller,
    id: string,
    version: number,
    input: z.infer<typeof ChangeAudience>,
  ): Promise<AudienceOut> => {
    const changed = await journal.write(caller, async ({ tables, record }) => {
      caller.require('charter.steward');
      const before = await findAudienceRow(tables, id, 'to change');
      if (!before) throw notFound('audience');
      assertVersion(before.version, version);
      if (!caller.viewpoint.audienceIds.includes(id) && (await isInhabited(tables, before)))
        throw new Refusal('not_of_audience', 'Only somebody who belongs to an audience may change it.', {
          remedy: 'Ask one of its people.',
        });
      const known = new Set(before.person_ids);
      await requirePeople(
        tables,
        (input.person_ids ?? []).filter((one) => !known.has(one)),
        '/person_ids',
      );
      const row = await updateAudience(tables, id, present(input));
      assertNotEmpty(row);
      record({
        type: 'charter.audience_changed',
        subject: { kind: 'audience', id },
        data: {
          before: { name: before.name, person_ids: before.person_ids, roles: before.roles },
          after: { name: row.name, person_ids: row.person_ids, roles: row.roles },
        },
      });
      return audienceOf(row);
    });
    onStandingChanged();
    return changed;
  };

  return { list, get, add, change };
}
