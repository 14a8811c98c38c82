import type { Pool } from 'pg';
import type { PersonDirectory } from '../../platform/auth/index.ts';
import { inTransaction } from '../../platform/database/index.ts';
import { findStanding } from './people.store.ts';

/** Charter's answer to the door's question who a credential belongs to. */
export function createPersonDirectory(pool: Pool): PersonDirectory {
  return {
    find: (workspaceId, personId) =>
      inTransaction(pool, { workspaceId, audienceIds: [] }, 'read', async ({ tables }) => {
        const person = await findStanding(tables, personId);
        if (!person) return null;
        return {
          name: person.name,
          service: person.service,
          audienceIds: person.audienceIds,
          standing: {
            personId: person.id,
            roles: person.roles,
            assessorFunctions: person.functions,
            componentIds: person.componentIds,
            teamIds: person.teamIds,
          },
        };
      }),
  };
}
