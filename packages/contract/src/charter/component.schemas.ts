import { Id, Instant, Line, pageOf, pageQuery, Version, z } from '../operation/index.ts';

const Source = z.url({ protocol: /^https?$/ }).max(2_000);
const ComponentKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._/-]{0,119}$/, 'is lower case letters, digits, dots, dashes and slashes, 120 at most');
const LayerKey = z.string().max(41).openapi({ description: 'A key of the vocabulary’s layers.' });

export const Component = z
  .object({
    id: Id,
    key: z.string().openapi({ example: 'sig-cli/kubectl' }),
    name: z.string(),
    description: z.string(),
    parent_id: Id.nullable(),
    layer: z.string().nullable(),
    owner_team_id: Id.nullable().openapi({ description: 'As set on the component itself.' }),
    effective_owner_team_id: Id.nullable().openapi({
      description: 'Its own, or that of its nearest ancestor with one.',
    }),
    sources: z.array(z.string()).openapi({ description: 'Where its owners are written down.' }),
    maintainer_ids: z.array(Id),
    retired_at: Instant.nullable(),
    version: Version,
  })
  .openapi('Component');
export const ComponentPage = pageOf('ComponentPage', Component);

export const ComponentFilter = z.object({
  ...pageQuery,
  text: z.string().trim().max(200).optional().openapi({ description: 'Part of the key or name.' }),
  layer: z.string().max(41).optional(),
  team_id: Id.optional().openapi({ description: 'Owned by this team, as set on the component itself.' }),
  parent_id: Id.optional(),
  maintainer_id: Id.optional(),
  orphans: z.stringbool().default(false).openapi({ description: 'Only those that no team in use owns.' }),
  retired: z.stringbool().default(false).openapi({ description: 'Retired ones too.' }),
});

export const AddComponent = z
  .object({
    key: ComponentKey,
    name: Line,
    description: z.string().trim().max(5_000).default(''),
    parent_id: Id.nullable().default(null),
    layer: LayerKey.nullable().default(null),
    owner_team_id: Id.nullable().default(null),
    sources: z.array(Source).max(50).default([]),
    maintainer_ids: z.array(Id).max(50).default([]),
  })
  .openapi('AddComponent');
export const ChangeComponent = z
  .object({
    name: Line.optional(),
    description: z.string().trim().max(5_000).optional(),
    parent_id: Id.nullable().optional(),
    layer: LayerKey.nullable().optional(),
    owner_team_id: Id.nullable().optional(),
    sources: z.array(Source).max(50).optional(),
    maintainer_ids: z.array(Id).max(50).optional(),
    retired: z.boolean().optional(),
  })
  .openapi('ChangeComponent');

const ComponentName = z.object({ id: Id, key: z.string(), name: z.string() });
export const ComponentHealth = z
  .object({
    components: z.int().openapi({ description: 'Components in use, all looked at.' }),
    orphans: z.array(ComponentName),
    lapsed: z.array(
      ComponentName.extend({
        maintainers: z.array(z.object({ person_id: Id, name: z.string(), why: z.enum(['left', 'unclaimed']) })),
      }),
    ),
    bus_factor_one: z.array(ComponentName.extend({ person_id: Id, person: z.string() })),
  })
  .openapi('ComponentHealth');
