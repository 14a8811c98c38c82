import { grants, mightGrant, permissions, type Permission, type PermissionScope } from './permissions.ts';
import type { Standing } from './roles.ts';

/** What a token may be limited to: the names of the permissions, so that there is one list to learn. */
export const tokenScopes: readonly Permission[] = permissions;

/** Whether a word names a token scope. */
export function isTokenScope(word: string): word is Permission {
  return (tokenScopes as readonly string[]).includes(word);
}

/**
 * What a token may do at most: the intersection of its scopes and what its person's roles might grant *now*, so that
 * taking a role away takes it from their tokens too.
 */
export function tokenPermissions(
  person: Pick<Standing, 'roles'>,
  scopes: readonly Permission[],
): readonly Permission[] {
  return tokenScopes.filter((permission) => scopes.includes(permission) && mightGrant(person, permission));
}

/** `grants` for somebody who came with a token: both the token's scopes and the person's roles have to allow it. */
export function tokenGrants(
  person: Standing,
  scopes: readonly Permission[],
  permission: Permission,
  scope: PermissionScope = {},
): boolean {
  return scopes.includes(permission) && grants(person, permission, scope);
}
