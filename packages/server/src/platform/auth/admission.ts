import type { Pool } from 'pg';
import type { Clock } from '../clock/index.ts';
import type { Log } from '../log/index.ts';
import { clearExpired } from './sessions.ts';
import type { GroupsToTeams, KnownPerson, SignInPeople } from './sign-in-ports.ts';

/** What a provider vouches for about somebody, after its signature, nonce, issuer and audience were checked. */
export type Claims = {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  /** Null unless the provider says that the address is theirs. */
  readonly verifiedEmail: string | null;
  /** Null when the provider says nothing about groups: places in teams stay as they are. */
  readonly groups: readonly string[] | null;
};

/** Why somebody whom the provider knows does not come in. */
export type AdmissionRefusal = 'left' | 'not_for_people' | 'email_of_another' | 'choose_workspace';

export type Admission = { readonly workspaceSlug: string } | { readonly refused: AdmissionRefusal };

export type Admit = (userId: string, claims: Claims, chosenSlug: string | null) => Promise<Admission>;

type Workspace = { id: string; slug: string; person_id: string | null; groups: string[] | null };

const refusedStandings: Partial<Record<KnownPerson['standing'], AdmissionRefusal>> = {
  left: 'left',
  service: 'not_for_people',
};

/** Which account this is at the provider. The issuer is part of it: another provider's subjects are other people. */
export function accountIdOf(claims: Pick<Claims, 'issuer' | 'subject'>): string {
  return `${claims.issuer}#${claims.subject}`;
}

/** Lets somebody in: into which workspace, as which person, and with which places in teams. */
export function createAdmit(options: {
  pool: Pool;
  clock: Clock;
  log: Log;
  people: SignInPeople;
  groupsToTeams: GroupsToTeams;
}): Admit {
  const { pool, clock, log, people, groupsToTeams } = options;

  /** The one they chose, else the newest they are in, else the only one there is. */
  const workspaceFor = async (userId: string, slug: string | null): Promise<Workspace | null> => {
    const { rows } = await pool.query<Workspace>(
      `SELECT w.id, w.slug, m.person_id, m.groups FROM platform.workspaces w
         LEFT JOIN auth.members m ON m.workspace_id = w.id AND m.user_id = $1
        ORDER BY coalesce(w.slug = $2, false) DESC, m.created_at DESC NULLS LAST LIMIT 2`,
      [userId, slug],
    );
    const [first, second] = rows;
    if (!first) return null;
    const decided = first.slug === slug || first.person_id !== null || second === undefined;
    return decided ? first : null;
  };

  /** Whether the person already comes in by another account of the same provider: then the address was given to somebody new. */
  const isTaken = async (workspaceId: string, personId: string, claims: Claims): Promise<boolean> => {
    const { rowCount } = await pool.query(
      `SELECT 1 FROM auth.members m JOIN auth.accounts a ON a.user_id = m.user_id
        WHERE m.workspace_id = $1 AND m.person_id = $2 AND starts_with(a.account_id, $3) AND a.account_id <> $4 LIMIT 1`,
      [workspaceId, personId, `${claims.issuer}#`, accountIdOf(claims)],
    );
    return (rowCount ?? 0) > 0;
  };

  const enter = async (workspaceId: string, known: KnownPerson): Promise<string | AdmissionRefused> => {
    const refused = refusedStandings[known.standing];
    if (refused) return { refused };
    if (known.standing === 'unclaimed') await people.claim(workspaceId, known.personId);
    return known.personId;
  };

  const personFor = async (workspace: Workspace, claims: Claims): Promise<string | AdmissionRefused> => {
    if (workspace.person_id) {
      const known = await people.find(workspace.id, workspace.person_id);
      return known ? enter(workspace.id, known) : { refused: 'left' };
    }
    const namesake = claims.verifiedEmail ? await people.findByEmail(workspace.id, claims.verifiedEmail) : null;
    if (!namesake) return people.add(workspace.id, { name: claims.name, email: claims.verifiedEmail });
    if (await isTaken(workspace.id, namesake.personId, claims)) return { refused: 'email_of_another' };
    return enter(workspace.id, namesake);
  };

  return async (userId, claims, chosenSlug) => {
    const workspace = await workspaceFor(userId, chosenSlug);
    if (!workspace) return { refused: 'choose_workspace' };
    const personId = await personFor(workspace, claims);
    if (typeof personId !== 'string') return personId;
    await pool.query(
      `INSERT INTO auth.members (user_id, workspace_id, person_id, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
      [userId, workspace.id, personId, clock.now()],
    );
    if (claims.groups) {
      const outcome = await groupsToTeams(workspace.id, personId, {
        before: workspace.groups ?? [],
        now: claims.groups,
      });
      if (outcome.ignored.length > 0)
        log.info({ personId, groups: outcome.ignored }, 'groups that no team is called by');
      await pool.query('UPDATE auth.members SET groups = $3 WHERE user_id = $1 AND workspace_id = $2', [
        userId,
        workspace.id,
        claims.groups,
      ]);
    }
    await clearExpired(pool, userId);
    return { workspaceSlug: workspace.slug };
  };
}

type AdmissionRefused = Extract<Admission, { refused: AdmissionRefusal }>;
