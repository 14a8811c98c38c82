import type { AddFlag, ChangeFlag, Flag, MadeFlagToken, MakeFlagToken } from '@hearback/contract/deliver';
import { type FlagdDefinition, type FlagRecord, servedDefinition } from '@hearback/domain/deliver';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller, Tokens } from '../../platform/auth/index.ts';
import { assertVersion } from '../../platform/http/index.ts';
import type { Journal, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { findTeam } from '../charter/index.ts';
import { requireEvaluable } from './flag-engine.ts';
import type { FlagSnapshot } from './flag-snapshot.ts';
import {
  findFlagRow,
  flagOf,
  type FlagRow,
  insertFlag,
  isRamping,
  listFlagRows,
  lockFlagRow,
  updateFlag,
} from './flags.store.ts';

type FlagOut = z.input<typeof Flag>;

const dayMs = 86_400_000;

function out(row: FlagRow): FlagOut {
  const flag = flagOf(row);
  return {
    id: row.id,
    key: row.key,
    description: row.description,
    state: flag.state,
    variants: { ...flag.variants },
    default_variant: row.default_variant,
    targeting: flag.targeting ? { ...flag.targeting } : null,
    ramp: flag.ramp ? { ...flag.ramp } : null,
    owner_team_id: row.owner_team_id,
    served: { ...servedDefinition(flag) },
    version: row.version,
  };
}

function checked(flag: FlagRecord): FlagdDefinition {
  const served = servedDefinition({ ...flag, ramp: null });
  requireEvaluable(flag.key, served);
  return served;
}

/**
 * Sets the share that a rollout gives a variant, or takes the ramp away.
 * @throws Refusal `unknown_reference` when the flag has no such variant
 */
export async function rampFlag(
  writing: Writing,
  flagId: string,
  ramp: { readonly variant: string; readonly share: number } | null,
): Promise<void> {
  const { tables, record } = writing;
  const row = await lockFlagRow(tables, { id: flagId });
  if (!row) throw notFound('flag');
  if (ramp && !Object.hasOwn(flagOf(row).variants, ramp.variant)) throw unknownVariant(row.key, ramp.variant);
  await updateFlag(tables, flagId, { ramp_variant: ramp?.variant ?? null, ramp_share: ramp?.share ?? null });
  record({
    type: 'deliver.flag_ramped',
    subject: { kind: 'flag', id: flagId },
    data: { from: row.ramp_share, to: ramp?.share ?? null },
  });
}

export function unknownVariant(key: string, variant: string): Refusal {
  return new Refusal('unknown_reference', `The flag “${key}” has no variant “${variant}”.`, {
    field: '/flag/variant',
    remedy: 'Name one of the flag’s variants.',
  });
}

export function createFlags(options: { journal: Journal; tokens: Tokens; snapshot: FlagSnapshot }) {
  const { journal, tokens, snapshot } = options;

  /** Whoever writes a flag reads its new answer at once; other processes within seconds. */
  const served = async <Result>(result: Result): Promise<Result> => {
    await snapshot.refresh().catch(() => undefined);
    return result;
  };

  const list = (caller: Caller): Promise<{ items: FlagOut[] }> =>
    journal.read(caller.viewpoint, async ({ tables }) => ({ items: (await listFlagRows(tables)).map(out) }));

  const get = (caller: Caller, id: string): Promise<FlagOut> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const row = await findFlagRow(tables, id);
      if (!row) throw notFound('flag');
      return out(row);
    });

  const add = (caller: Caller, input: z.infer<typeof AddFlag>): Promise<FlagOut> =>
    journal
      .write(caller, async ({ tables, newId, record }) => {
        caller.require('deliver.change', { ownerTeamId: input.owner_team_id });
        if (!(await findTeam(tables, input.owner_team_id)))
          throw new Refusal('unknown_reference', 'There is no such team.', {
            field: '/owner_team_id',
            remedy: 'Name a team of this workspace.',
          });
        checked({
          key: input.key,
          state: input.state,
          variants: input.variants,
          defaultVariant: input.default_variant,
          targeting: input.targeting,
          ramp: null,
          version: 1,
        });
        const row = await insertFlag(tables, {
          id: newId(),
          key: input.key,
          description: input.description,
          state: input.state,
          variants: JSON.stringify(input.variants),
          default_variant: input.default_variant,
          targeting: input.targeting === null ? null : JSON.stringify(input.targeting),
          owner_team_id: input.owner_team_id,
        });
        record({
          type: 'deliver.flag_added',
          subject: { kind: 'flag', id: row.id },
          refs: [{ kind: 'team', id: row.owner_team_id, tie: 'owner' }],
          data: { key: row.key },
        });
        return out(row);
      })
      .then(served);

  const change = (caller: Caller, id: string, version: number, input: z.infer<typeof ChangeFlag>): Promise<FlagOut> =>
    journal
      .write(caller, async ({ tables, record }) => {
        const row = await lockFlagRow(tables, { id });
        if (!row) throw notFound('flag');
        caller.require('deliver.change', { ownerTeamId: row.owner_team_id });
        assertVersion(row.version, version);
        const changesRules =
          input.variants !== undefined ||
          input.default_variant !== undefined ||
          input.targeting !== undefined ||
          input.end_ramp === true;
        if (changesRules && (await isRamping(tables, id)))
          throw new Refusal(
            'flag_ramping',
            'A rollout ramps this flag, and its rules stay as they are until it ends.',
            {
              remedy: 'Finish the rollout or roll it back; to stop everything at once, disable the flag.',
            },
          );
        const before = flagOf(row);
        const after: FlagRecord = {
          ...before,
          state: input.state ?? before.state,
          variants: input.variants ?? before.variants,
          defaultVariant: input.default_variant === undefined ? before.defaultVariant : input.default_variant,
          targeting: input.targeting === undefined ? before.targeting : input.targeting,
          ramp: input.end_ramp ? null : before.ramp,
        };
        checked(after);
        if (after.ramp && !Object.hasOwn(after.variants, after.ramp.variant))
          throw new Refusal('flag_invalid', `A finished rollout gives everybody “${after.ramp.variant}”.`, {
            field: '/variants',
            remedy: 'Keep that variant, or send end_ramp too.',
          });
        const changed = await updateFlag(tables, id, {
          ...(input.description === undefined ? {} : { description: input.description }),
          state: after.state,
          variants: JSON.stringify(after.variants),
          default_variant: after.defaultVariant,
          targeting: after.targeting === null ? null : JSON.stringify(after.targeting),
          ...(after.ramp === null ? { ramp_variant: null, ramp_share: null } : {}),
        });
        record({
          type: 'deliver.flag_changed',
          subject: { kind: 'flag', id },
          data: { key: row.key, state: changed.state, fields: Object.keys(input) },
        });
        return out(changed);
      })
      .then(served);

  const makeToken = (caller: Caller, input: z.infer<typeof MakeFlagToken>): Promise<z.input<typeof MadeFlagToken>> =>
    journal
      .write(caller, async ({ record }) => {
        caller.require('govern.hold_token');
        const made = await tokens.make({
          workspaceId: caller.workspaceId,
          personId: caller.personId,
          name: input.name,
          kind: 'flags',
          scopes: ['loop.see'],
          lifetimeMs: input.days * dayMs,
        });
        record({
          type: 'deliver.flag_token_made',
          subject: { kind: 'token', id: made.id },
          refs: [{ kind: 'person', id: caller.personId, tie: 'holder' }],
        });
        return { id: made.id, name: input.name, expires_at: made.expiresAt.toISOString(), secret: made.secret };
      })
      .then(served);

  return { list, get, add, change, makeToken };
}
