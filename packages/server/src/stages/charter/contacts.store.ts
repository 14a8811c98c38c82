import { sql } from 'kysely';
import type { WorkspaceTables } from '../../platform/database/index.ts';

/** How a person can be told something. */
export type Contact = { readonly id: string; readonly name: string; readonly email: string | null };

/**
 * Those of these people who can be told: nobody who left, no service account, and nobody that an import named and who never
 * signed in. With an audience, only who belongs to it.
 */
export async function contactsOf(
  tables: WorkspaceTables,
  ids: readonly string[],
  audienceId: string | null,
): Promise<Contact[]> {
  if (ids.length === 0) return [];
  return tables
    .selectFrom('charter.people as p')
    .select(['p.id', 'p.name', 'p.email'])
    .where('p.id', 'in', [...ids])
    .where('p.left_at', 'is', null)
    .where('p.claimed', '=', true)
    .where('p.service', '=', false)
    .$if(audienceId !== null, (query) =>
      query.where((eb) =>
        eb.exists(
          eb
            .selectFrom('charter.audiences as a')
            .select('a.id')
            .where('a.id', '=', audienceId)
            .where(sql<boolean>`(p.id = ANY (a.person_ids) OR a.roles && p.roles)`),
        ),
      ),
    )
    .execute();
}
