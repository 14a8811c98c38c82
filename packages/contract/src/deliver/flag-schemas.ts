import { Id, Instant, Line, Version, z } from '../operation/index.ts';

const FlagKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, 'is lower case letters, digits, dots, hyphens and underscores');
const VariantName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'is a short name without spaces');
const FlagValue = z.union([z.boolean(), z.string().max(5_000), z.number(), z.record(z.string().max(200), z.unknown())]);
const Variants = z
  .record(VariantName, FlagValue)
  .refine(
    (variants) => Object.keys(variants).length >= 1 && Object.keys(variants).length <= 50,
    'needs 1 to 50 variants',
  )
  .openapi({ description: 'Name and value of each; all values are of one type.' });
const Targeting = z
  .record(z.string(), z.unknown())
  .refine((rules) => JSON.stringify(rules).length <= 20_000, 'is longer than 20,000 characters')
  .openapi({ description: 'JSON logic as flagd reads it.' });
const FlagState = z.enum(['ENABLED', 'DISABLED']).openapi('FlagState');

export const AddFlag = z
  .object({
    key: FlagKey,
    description: z.string().trim().max(2_000).default(''),
    state: FlagState.default('ENABLED'),
    variants: Variants,
    default_variant: VariantName.nullable(),
    targeting: Targeting.nullable().default(null),
    owner_team_id: Id,
  })
  .openapi('AddFlag');

export const ChangeFlag = z
  .object({
    description: z.string().trim().max(2_000).optional(),
    state: FlagState.optional(),
    variants: Variants.optional(),
    default_variant: VariantName.nullable().optional(),
    targeting: Targeting.nullable().optional(),
    end_ramp: z
      .literal(true)
      .optional()
      .openapi({ description: 'Takes away what a finished rollout left: the default and the rules hold again.' }),
  })
  .openapi('ChangeFlag');

export const Flag = z
  .object({
    id: Id,
    key: z.string(),
    description: z.string(),
    state: FlagState,
    variants: z.record(z.string(), FlagValue),
    default_variant: z.string().nullable(),
    targeting: z.record(z.string(), z.unknown()).nullable(),
    ramp: z.object({ variant: z.string(), share: z.number() }).nullable(),
    owner_team_id: Id,
    served: z
      .record(z.string(), z.unknown())
      .openapi({ description: 'The flagd definition that is evaluated, the ramp included.' }),
    version: Version,
  })
  .openapi('Flag');
export const FlagList = z.object({ items: z.array(Flag) }).openapi('FlagList');

export const MakeFlagToken = z
  .object({ name: Line, days: z.int().min(1).max(365).default(365) })
  .openapi('MakeFlagToken');
export const MadeFlagToken = z
  .object({
    id: Id,
    name: z.string(),
    expires_at: Instant,
    secret: z.string().openapi({ description: 'Shown once and never again.' }),
  })
  .openapi('MadeFlagToken');

export const MakeReleaseHook = z
  .object({
    name: Line,
    person_id: Id.optional().openapi({ description: 'A service account to act as, for an admin; left out: oneself.' }),
  })
  .openapi('MakeReleaseHook');
export const ReleaseHook = z
  .object({ id: Id, name: z.string(), person_id: Id, made_at: Instant, ended_at: Instant.nullable() })
  .openapi('ReleaseHook');
export const MadeReleaseHook = ReleaseHook.extend({
  url: z.string().openapi({ description: 'Where to send, below the address of this Hearback.' }),
  secret: z.string().openapi({ description: 'The signing secret, shown once and never again.' }),
}).openapi('MadeReleaseHook');
export const ReleaseHookList = z.object({ items: z.array(ReleaseHook) }).openapi('ReleaseHookList');
