import { z } from '../operation/index.ts';

/** As a file of owners has them; each group is checked by itself, so that a broken one never stops the rest. */
export const ImportOwners = z
  .object({
    source: z.string().trim().max(500).optional().openapi({
      description:
        'Where the groups come from; what follows an @ is taken as the version and does not tell files apart.',
      example: 'kubernetes/community sigs.yaml @ 24e7d8f5',
    }),
    licence: z.string().max(200).optional(),
    note: z.string().max(2_000).optional(),
    owners: z.array(z.unknown()).max(1_000).openapi({
      description: 'Groups: dir or label, name, mission, chairs, tech_leads, slack, meetings, subprojects.',
    }),
    dry_run: z.boolean().default(false).openapi({ description: 'Say what would happen and write nothing.' }),
  })
  .openapi('ImportOwners');

const Counts = z.object({ added: z.int(), changed: z.int(), unchanged: z.int() });
export const OwnersImportRow = z
  .object({
    row: z.int().min(1).openapi({ description: 'The group’s place in the file, from 1.' }),
    key: z.string().nullable().openapi({ description: 'The team’s key, where the group has one.' }),
    result: z.enum(['taken', 'already_there', 'rejected']),
    reason: z.string().nullable().openapi({ description: 'Why it was rejected.' }),
  })
  .openapi('OwnersImportRow');

export const OwnersImport = z
  .object({
    dry_run: z.boolean(),
    read: z.int().openapi({ description: 'Groups read: taken + already_there + rejected.' }),
    taken: z.int().openapi({ description: 'New, or changed by this file.' }),
    already_there: z.int(),
    rejected: z.int(),
    teams: Counts,
    components: Counts,
    people: z.object({ added: z.int(), known: z.int() }),
    members: Counts,
    missing: z
      .array(z.object({ kind: z.enum(['team', 'component', 'member']), team: z.string(), name: z.string() }))
      .openapi({ description: 'What an earlier file of this source named and this one does not. Nothing is deleted.' }),
    rows: z.array(OwnersImportRow),
  })
  .openapi('OwnersImport');
