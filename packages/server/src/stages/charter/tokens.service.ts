import type { MadeToken, MakeToken, Token } from '@hearback/contract/charter';
import { mightGrant, type Permission, tokenPermissions } from '@hearback/domain/charter';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller, TokenRow, Tokens } from '../../platform/auth/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { findStanding } from './people.store.ts';

type TokenOut = z.input<typeof Token>;

const dayMs = 86_400_000;

function tokenOf(row: TokenRow): TokenOut {
  return {
    id: row.id,
    person_id: row.personId,
    name: row.name,
    scopes: [...row.scopes],
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    ended_at: row.revokedAt?.toISOString() ?? null,
  };
}

export function createTokenService(journal: Journal, tokens: Tokens) {
  /** An admin looks after everybody's tokens, everybody else after their own. */
  const reach = (caller: Caller): string | null => (caller.may('govern.admin') ? null : caller.personId);

  const list = async (caller: Caller): Promise<{ items: TokenOut[] }> => ({
    items: (await tokens.list(caller.workspaceId, reach(caller))).map(tokenOf),
  });

  const make = (caller: Caller, input: z.infer<typeof MakeToken>): Promise<z.input<typeof MadeToken>> =>
    journal.write(caller, async ({ tables, now, record }) => {
      caller.require('govern.hold_token');
      const personId = input.person_id ?? caller.personId;
      const person = await findStanding(tables, personId);
      if (!person) throw notFound('person');
      if (personId !== caller.personId) {
        caller.require('govern.admin');
        if (!person.service)
          throw new Refusal('forbidden', 'A token is never made in another person’s name.', {
            field: '/person_id',
            remedy: 'Make it for a service account, or let the person make it.',
          });
      }
      const scopes = input.scopes as Permission[];
      const missing = scopes.filter((scope) => !mightGrant(person, scope) || !callerAllows(caller, scope));
      if (missing.length > 0)
        throw new Refusal('scope_not_yours', `The token would do what its person may not: ${missing.join(', ')}.`, {
          field: '/scopes',
          remedy: 'Leave these scopes out.',
          facts: { missing },
        });
      const made = await tokens.make({
        workspaceId: caller.workspaceId,
        personId,
        name: input.name,
        kind: 'api',
        scopes: tokenPermissions(person, scopes),
        lifetimeMs: input.days * dayMs,
      });
      record({
        type: 'charter.token_made',
        subject: { kind: 'token', id: made.id },
        refs: [{ kind: 'person', id: personId, tie: 'holder' }],
        data: { scopes },
      });
      return {
        id: made.id,
        person_id: personId,
        name: input.name,
        scopes,
        created_at: now.toISOString(),
        expires_at: made.expiresAt.toISOString(),
        ended_at: null,
        secret: made.secret,
      };
    });

  const end = (caller: Caller, id: string): Promise<TokenOut> =>
    journal.write(caller, async ({ record }) => {
      caller.require('govern.hold_token');
      if (!(await tokens.end(caller.workspaceId, id, reach(caller)))) throw notFound('token');
      record({ type: 'charter.token_ended', subject: { kind: 'token', id } });
      const row = (await tokens.list(caller.workspaceId, reach(caller))).find((token) => token.id === id);
      if (!row) throw notFound('token');
      return tokenOf(row);
    });

  return { list, make, end };
}

/** A token cannot hand out more than it may do itself. */
function callerAllows(caller: Caller, scope: Permission): boolean {
  return caller.identified.scopes === null || caller.identified.scopes.includes(scope);
}
