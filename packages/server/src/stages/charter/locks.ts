import { sql } from 'kysely';
import type { WorkspaceTables } from '../../platform/database/index.ts';

/** Rules that look at many rows at once: two writers who both look before either writes would break them. */
export type WholeRule = 'charter' | 'component tree' | 'decision rights' | 'last of a role' | 'owners import';

/** Lets one writer of this workspace at a time past; held until the transaction ends. */
export async function oneAtATime(tables: WorkspaceTables, rule: WholeRule): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${rule} || current_setting('hearback.workspace'), 21))`.execute(
    tables,
  );
}
