import type { Role, Standing } from './roles.ts';

/** Who may see a record: everybody in the workspace, or the people and roles that are named. */
export type Audience =
  | { readonly kind: 'open' }
  | { readonly kind: 'restricted'; readonly personIds: readonly string[]; readonly roles: readonly Role[] };

/**
 * Whether a person may know that a record exists. For a restricted record no role sees it by being powerful: an admin who is
 * not named does not. `reporter` as a named role would mean everybody, so it opens nothing.
 */
export function maySee(person: Pick<Standing, 'personId' | 'roles'>, audience: Audience): boolean {
  if (audience.kind === 'open') return true;
  return (
    audience.personIds.includes(person.personId) ||
    audience.roles.some((role) => role !== 'reporter' && person.roles.includes(role))
  );
}
