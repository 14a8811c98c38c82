import type { Permission } from '@hearback/domain/charter';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { DecisionBrief } from '../prioritize/index.ts';
import { findProblems } from '../triage/index.ts';

/**
 * Whether the caller has the permission for what a decision touches: its components and the team that owns it, or those of
 * its problems.
 * @throws Refusal `forbidden`
 */
export async function requireForDecision(
  tables: WorkspaceTables,
  caller: Caller,
  permission: Permission,
  decision: DecisionBrief,
): Promise<void> {
  const scopes = [decision, ...(await findProblems(tables, decision.problemIds))].map(
    ({ componentIds, ownerTeamId }) => ({
      componentIds,
      ...(ownerTeamId === null ? {} : { ownerTeamId }),
    }),
  );
  if (!scopes.some((scope) => caller.may(permission, scope))) caller.require(permission);
}
