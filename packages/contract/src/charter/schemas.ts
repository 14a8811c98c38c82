import { assessorFunctions, roles, severities, termKinds, tokenScopes } from '@hearback/domain/charter';
import { Id, Instant, Line, Version, z } from '../operation/index.ts';

export const Role = z.enum(roles).openapi('Role');
export const AssessorFunction = z.enum(assessorFunctions).openapi('AssessorFunction');
export const Severity = z.enum(severities).openapi('Severity');

export const Me = z
  .object({
    person_id: Id,
    name: z.string(),
    service: z.boolean(),
    roles: z.array(Role),
    functions: z.array(AssessorFunction),
    team_ids: z.array(Id),
    component_ids: z.array(Id),
    workspace: z.object({ id: Id, slug: z.string(), name: z.string() }),
    permissions: z.array(z.string()).openapi({ description: 'What this person may do for some record.' }),
    email: z.string().nullable(),
    handle: z.string().nullable(),
    region: z.string().nullable().openapi({ description: 'Declared by oneself, as are experience and domain.' }),
    experience: z.string().nullable(),
    domain: z.string().nullable(),
    version: Version,
  })
  .openapi('Me');

export const TermKind = z.enum(termKinds).openapi('TermKind');
export const Term = z
  .object({
    id: Id,
    kind: TermKind,
    key: z.string(),
    name: z.string(),
    definition: z.string(),
    example: z.string(),
    position: z.int(),
    successor_key: z.string().nullable(),
    retired_at: Instant.nullable(),
    version: Version,
  })
  .openapi('Term');
export const TermList = z.object({ items: z.array(Term) }).openapi('TermList');

const Key = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,40}$/, 'is lower case letters, digits and underscores, starting with a letter');

export const AddTerm = z
  .object({ kind: TermKind, key: Key, name: Line, definition: Line, example: Line })
  .openapi('AddTerm');
export const ChangeTerm = z
  .object({
    name: Line.optional(),
    definition: Line.optional(),
    example: Line.optional(),
    retire: z.object({ successor_key: Key.nullable() }).optional(),
  })
  .openapi('ChangeTerm');

export const Token = z
  .object({
    id: Id,
    person_id: Id,
    name: z.string(),
    scopes: z.array(z.string()),
    created_at: Instant,
    expires_at: Instant,
    ended_at: Instant.nullable(),
  })
  .openapi('Token');
export const TokenList = z.object({ items: z.array(Token) }).openapi('TokenList');
export const MakeToken = z
  .object({
    name: Line,
    scopes: z
      .array(z.enum(tokenScopes as [string, ...string[]]))
      .min(1)
      .max(tokenScopes.length)
      .openapi({ description: 'Permissions the token may use.' }),
    days: z.int().min(1).max(365).default(90),
    person_id: Id.optional().openapi({ description: 'A service account, for an admin; left out: oneself.' }),
  })
  .openapi('MakeToken');
export const MadeToken = Token.extend({
  secret: z.string().openapi({ description: 'Shown once and never again.' }),
}).openapi('MadeToken');
