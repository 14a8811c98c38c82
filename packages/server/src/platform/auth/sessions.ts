import { parse as parseCookies } from 'hono/utils/cookie';
import type { Pool } from 'pg';
import { isDatabaseAway } from '../database/index.ts';
import { newId } from '../identifiers/index.ts';
import type { SessionLookup } from './authenticate.ts';
import { type LibrarySettings, libraryOptions, sessionCookie } from './library.ts';

/** Browser sessions. Cookies come back as values of Set-Cookie. */
export type Sessions = {
  readonly lookup: SessionLookup;
  /** A new session as this person of this workspace, and of no other. */
  readonly start: (workspaceId: string, personId: string) => Promise<string[]>;
  /** Ends the session that the request carries, if it carries one. */
  end(request: Request): Promise<string[]>;
  /** Ends every session of a person, in all processes, at once. */
  readonly endAllOf: (workspaceId: string, personId: string) => Promise<void>;
};

/** Says which workspace is meant, by its slug, where somebody is in several. */
const workspaceCookie = 'hearback-workspace';

export function workspaceCookieFor(slug: string, secure: boolean): string {
  return `${workspaceCookie}=${slug}; Path=/; Max-Age=31536000; SameSite=Lax${secure ? '; Secure' : ''}`;
}

/** The workspace that the request's cookie names; null for none. */
export function chosenWorkspace(headers: Headers): string | null {
  const slug = parseCookies(headers.get('cookie') ?? '', workspaceCookie)[workspaceCookie];
  return slug && /^[a-z0-9][a-z0-9-]{0,62}$/.test(slug) ? slug : null;
}

/** The library costs a third of a second to load: only whoever signs in pays for it. */
async function loadLibrary(settings: LibrarySettings) {
  const [{ betterAuth }, { createAuthEndpoint }, { setSessionCookie }, { z }] = await Promise.all([
    import('better-auth'),
    import('better-auth/api'),
    import('better-auth/cookies'),
    import('zod'),
  ]);
  const startSession = createAuthEndpoint.serverOnly(
    { method: 'POST', body: z.object({ userId: z.uuid() }) },
    async (context) => {
      const { internalAdapter } = context.context;
      const user = await internalAdapter.findUserById(context.body.userId);
      const session = user && (await internalAdapter.createSession(user.id));
      if (!session) throw new Error('A session could not be made.');
      await setSessionCookie(context, { session, user });
      return { id: session.id };
    },
  );
  return betterAuth({
    // Nothing here builds an address from it: what needs one is a flow of single sign-on, which has its own.
    ...libraryOptions(settings, 'http://127.0.0.1'),
    plugins: [{ id: 'hearback-sessions', endpoints: { startSession } }],
  });
}

/** The way in that belongs to one person of one workspace: set-up links and the demo use it. */
async function localUser(pool: Pool, now: Date, workspaceId: string, personId: string): Promise<string> {
  const name = `${personId}@${workspaceId}.invalid`;
  await pool.query(
    `INSERT INTO auth.users (id, name, email, email_verified, created_at, updated_at) VALUES ($1, '', $2, false, $3, $3)
     ON CONFLICT (email) DO NOTHING`,
    [newId(now), name, now],
  );
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM auth.users WHERE email = $1', [name]);
  const id = rows[0]?.id;
  if (!id) throw new Error('A way to sign in was just made and is not there.');
  await pool.query(
    `INSERT INTO auth.members (user_id, workspace_id, person_id, created_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING`,
    [id, workspaceId, personId, now],
  );
  return id;
}

/** Sessions that ran out are cleared when their owner comes back, so that they do not pile up. */
export async function clearExpired(pool: Pool, userId: string): Promise<void> {
  await pool.query('DELETE FROM auth.sessions WHERE user_id = $1 AND expires_at < now()', [userId]);
}

/** The library wraps what went wrong below it; that the database is away must stay visible. */
function unwrapped(error: unknown): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (isDatabaseAway(cause)) return cause;
  return error;
}

/** Browser sessions over better-auth, kept in the database and read from it on every request. */
export function createSessions(settings: LibrarySettings): Sessions {
  const { pool, clock, secure } = settings;
  let library: ReturnType<typeof loadLibrary> | undefined;
  const load = (): ReturnType<typeof loadLibrary> => (library ??= loadLibrary(settings));
  const cookieName = sessionCookie(secure);

  return {
    lookup: async (request) => {
      if (!request.headers.get('cookie')?.includes(`${cookieName}=`)) return null;
      const { api } = await load();
      const found = await api
        .getSession({ headers: request.headers, query: { disableRefresh: true } })
        .catch((error: unknown) => {
          throw unwrapped(error);
        });
      if (!found) return null;
      const { rows } = await pool.query<{ workspace_id: string; person_id: string }>(
        `SELECT m.workspace_id, m.person_id FROM auth.members m JOIN platform.workspaces w ON w.id = m.workspace_id
          WHERE m.user_id = $1 ORDER BY coalesce(w.slug = $2, false) DESC, m.created_at DESC LIMIT 1`,
        [found.user.id, chosenWorkspace(request.headers)],
      );
      const member = rows[0];
      if (!member) return null;
      return {
        workspaceId: member.workspace_id,
        personId: member.person_id,
        credential: { kind: 'session', id: found.session.id },
        scopes: null,
      };
    },
    start: async (workspaceId, personId) => {
      const userId = await localUser(pool, clock.now(), workspaceId, personId);
      await clearExpired(pool, userId);
      const { api } = await load();
      const { headers } = await api.startSession({ body: { userId }, returnHeaders: true });
      const { rows } = await pool.query<{ slug: string }>('SELECT slug FROM platform.workspaces WHERE id = $1', [
        workspaceId,
      ]);
      return [...headers.getSetCookie(), ...rows.map(({ slug }) => workspaceCookieFor(slug, secure))];
    },
    end: async (request) => {
      const { api } = await load();
      const found = await api
        .getSession({ headers: request.headers, query: { disableRefresh: true } })
        .catch((error: unknown) => {
          throw unwrapped(error);
        });
      // By ourselves: the library would call it done when the database could not be reached.
      if (found) await pool.query('DELETE FROM auth.sessions WHERE id = $1', [found.session.id]);
      const { headers } = await api.signOut({ headers: request.headers, returnHeaders: true });
      return headers.getSetCookie();
    },
    endAllOf: async (workspaceId, personId) => {
      await pool.query(
        `DELETE FROM auth.sessions WHERE user_id IN
           (SELECT user_id FROM auth.members WHERE workspace_id = $1 AND person_id = $2)`,
        [workspaceId, personId],
      );
    },
  };
}
