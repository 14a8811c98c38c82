import { createHmac } from 'node:crypto';
import type { MadeReleaseHook, MakeReleaseHook, ReleaseHook } from '@hearback/contract/deliver';
import { mightGrant, type Permission, type Standing } from '@hearback/domain/charter';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import { hookSecretOf } from '../../connectors/standard-webhooks/index.ts';
import { type Caller, forbidden, type PersonDirectory } from '../../platform/auth/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { endHook, insertHook, listHookRows, lockHook, type ReleaseHookRow } from './release-hooks.store.ts';

type HookOut = z.input<typeof ReleaseHook>;

/** Where hooks are mounted, below our address. */
export const releaseHooksPath = '/hooks/releases';

/** All that a hook may do, and of that only what the person it acts as may. */
export const hookScopes: readonly Permission[] = ['loop.see', 'deliver.roll_out'];

/**
 * The secret that a hook's messages are signed with. It is derived and never stored: who reads the database, a backup or an
 * export of it can sign nothing. Another installation secret makes every hook's secret another one.
 */
export function releaseHookSecret(installationSecret: string, workspaceId: string, hookId: string): string {
  return hookSecretOf(
    createHmac('sha256', installationSecret).update(`release hook ${workspaceId} ${hookId}`).digest(),
  );
}

function out(row: ReleaseHookRow): HookOut {
  return {
    id: row.id,
    name: row.name,
    person_id: row.person_id,
    made_at: row.made_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
  };
}

/** A hook hands on what its maker may do, so a token of fewer scopes makes none, nor one for who may not roll out at all. */
function requireMightRollOut(caller: Caller, person: Standing): void {
  const { scopes } = caller.identified;
  if ((scopes === null || scopes.includes('deliver.roll_out')) && mightGrant(person, 'deliver.roll_out')) return;
  throw forbidden('deliver.roll_out');
}

export function createReleaseHooks(options: { journal: Journal; directory: PersonDirectory; secret: string }) {
  const { journal, directory, secret } = options;
  /** An admin looks after everybody's hooks, everybody else after their own. */
  const reach = (caller: Caller): string | null => (caller.may('govern.admin') ? null : caller.personId);

  const list = (caller: Caller): Promise<{ items: HookOut[] }> =>
    journal.read(caller.viewpoint, async ({ tables }) => ({
      items: (await listHookRows(tables, reach(caller))).map(out),
    }));

  const standingOf = async (caller: Caller, personId: string): Promise<Standing> => {
    if (personId === caller.personId) return caller.standing;
    caller.require('govern.admin');
    const person = await directory.find(caller.workspaceId, personId);
    if (!person) throw notFound('person');
    if (!person.service)
      throw new Refusal('forbidden', 'A hook never acts in another person’s name.', {
        field: '/person_id',
        remedy: 'Make it for a service account, or let the person make it.',
      });
    return person.standing;
  };

  const make = async (
    caller: Caller,
    input: z.output<typeof MakeReleaseHook>,
  ): Promise<z.input<typeof MadeReleaseHook>> => {
    caller.require('govern.hold_token');
    const personId = input.person_id ?? caller.personId;
    requireMightRollOut(caller, await standingOf(caller, personId));
    return journal.write(caller, async ({ tables, now, newId, record }) => {
      const row = await insertHook(tables, { id: newId(), name: input.name, person_id: personId, made_at: now });
      record({
        type: 'deliver.hook_made',
        subject: { kind: 'release_hook', id: row.id },
        refs: [{ kind: 'person', id: personId, tie: 'acts_as' }],
      });
      return {
        ...out(row),
        url: `${releaseHooksPath}/${caller.workspaceId}/${row.id}`,
        secret: releaseHookSecret(secret, caller.workspaceId, row.id),
      };
    });
  };

  const end = (caller: Caller, id: string): Promise<HookOut> =>
    journal.write(caller, async ({ tables, now, record }) => {
      caller.require('govern.hold_token');
      const mine = reach(caller);
      const row = await lockHook(tables, id);
      if (!row || (mine !== null && row.person_id !== mine)) throw notFound('hook');
      if (row.ended_at !== null) return out(row);
      const ended = await endHook(tables, id, now);
      record({ type: 'deliver.hook_ended', subject: { kind: 'release_hook', id } });
      return out(ended);
    });

  return { list, make, end };
}
