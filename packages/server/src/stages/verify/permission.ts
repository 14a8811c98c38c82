import type { Permission } from '@hearback/domain/charter';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { findProblems } from '../triage/index.ts';

/**
 * Whether the caller has the permission for what these problems touch: their components, or the teams that own them.
 * @throws Refusal `forbidden`
 */
export async function requireForProblems(
  tables: WorkspaceTables,
  caller: Caller,
  permission: Permission,
  problemIds: readonly string[],
): Promise<void> {
  const problems = await findProblems(tables, problemIds);
  const scopes = problems.map(({ componentIds, ownerTeamId }) => ({ componentIds, ownerTeamId }));
  if (scopes.some((scope) => caller.may(permission, scope))) return;
  caller.require(permission);
}
