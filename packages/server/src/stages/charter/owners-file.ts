import { z } from 'zod';

// A group of a file of owners, in the shape of the Kubernetes community's list. Fields it does not know are left alone.

const text = (max: number) => z.string().trim().max(max);
const handle = text(100).regex(/^[\w][\w.-]*$/, 'is no handle');
const slug = text(63)
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'is not lower case letters, digits and dashes');
const listOf = <Item extends z.ZodType>(item: Item, max: number) =>
  z
    .array(item)
    .max(max)
    .nullish()
    .transform((items) => items ?? []);
const optionalText = (max: number) =>
  text(max)
    .nullish()
    .transform((value) => value ?? '');

const Meeting = z.object({
  description: optionalText(500),
  day: optionalText(200),
  time: optionalText(100),
  tz: optionalText(100),
  frequency: optionalText(500),
});
const Subproject = z.object({
  name: text(200).min(1),
  description: optionalText(5_000),
  owners: listOf(z.url({ protocol: /^https?$/ }).max(2_000), 500),
});

const Group = z
  .object({
    dir: slug.nullish(),
    label: slug.nullish(),
    name: text(200).min(1),
    mission: optionalText(5_000),
    chairs: listOf(handle, 100),
    tech_leads: listOf(handle, 100),
    slack: optionalText(200),
    teams: listOf(z.object({ name: text(200).min(1) }), 200),
    meetings: listOf(Meeting, 100),
    subprojects: listOf(Subproject, 1_000),
  })
  .refine((group) => group.dir ?? group.label, 'has neither dir nor label to be known by');

/** What one group says, in charter's own words. */
export type OwnersGroup = {
  readonly key: string;
  readonly name: string;
  readonly mission: string;
  readonly channels: readonly { readonly kind: string; readonly name: string }[];
  readonly meetings: readonly {
    readonly description: string;
    readonly day: string;
    readonly time: string;
    readonly zone: string;
    readonly frequency: string;
  }[];
  /** Each handle once; who chairs and leads is a chair. */
  readonly leads: readonly { readonly handle: string; readonly part: 'chair' | 'lead' }[];
  readonly components: readonly {
    readonly key: string;
    readonly name: string;
    readonly description: string;
    readonly sources: readonly string[];
  }[];
};

export type ReadGroup = { readonly group: OwnersGroup } | { readonly key: string | null; readonly reason: string };

/** Reads one group; a broken one comes back with every reason, never as half of one. */
export function readGroup(raw: unknown): ReadGroup {
  const parsed = Group.safeParse(raw);
  if (!parsed.success)
    return {
      key: keyOf(raw),
      reason: parsed.error.issues
        .slice(0, 5)
        .map((issue) => `/${issue.path.map(String).join('/')} ${issue.message}`)
        .join('; '),
    };
  const group = parsed.data;
  const key = group.dir ?? group.label ?? '';
  const names = group.subprojects.map((subproject) => subproject.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return { key, reason: `/subprojects names “${twice}” twice` };
  return {
    group: {
      key,
      name: group.name,
      mission: group.mission,
      channels: [
        ...(group.slack ? [{ kind: 'slack', name: group.slack }] : []),
        ...group.teams.map((team) => ({ kind: 'github team', name: team.name })),
      ],
      meetings: group.meetings.map(({ tz, ...meeting }) => ({ ...meeting, zone: tz })),
      leads: leadsOf(group.chairs, group.tech_leads),
      components: group.subprojects.map(({ name, description, owners }) => ({
        key: `${key}/${name}`,
        name,
        description,
        sources: [...new Set(owners)],
      })),
    },
  };
}

function leadsOf(chairs: readonly string[], techLeads: readonly string[]): OwnersGroup['leads'] {
  const parts = new Map<string, OwnersGroup['leads'][number]>();
  for (const lead of techLeads) parts.set(lead.toLowerCase(), { handle: lead, part: 'lead' });
  for (const chair of chairs) parts.set(chair.toLowerCase(), { handle: chair, part: 'chair' });
  return [...parts.values()];
}

/** The key of a group that may be broken everywhere else. */
function keyOf(raw: unknown): string | null {
  const named = z.object({ dir: slug.nullish().catch(null), label: slug.nullish().catch(null) }).safeParse(raw);
  return named.success ? (named.data.dir ?? named.data.label ?? null) : null;
}
