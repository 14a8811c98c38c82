import type { AgendaFact } from '@hearback/domain/govern';
import type { WorkspaceTables } from '../../platform/database/index.ts';

/** What there is to talk about, gathered over all stages; what shows many stages lives in the loop, so `app` wires it. */
export type AgendaFacts = (
  tables: WorkspaceTables,
  period: { readonly since: Date; readonly now: Date; readonly until: Date },
) => Promise<readonly AgendaFact[]>;
