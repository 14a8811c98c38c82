import { Refusal } from '@hearback/domain/record';
import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Pool } from 'pg';
import { z } from 'zod';
import {
  callbackPath,
  createAdmit,
  createSessions,
  createSingleSignOn,
  failureWords,
  foreignAddress,
  type GroupsToTeams,
  linkUsed,
  noProvider,
  type Persona,
  plainPage,
  providerAway,
  ProviderUnusable,
  readSessionSecret,
  redirectTo,
  requireOurOrigin,
  type SessionLookup,
  type Sessions,
  signedOut,
  type SignInPeople,
  type SingleSignOn,
  type Tokens,
  withCookies,
  workspaceCookieFor,
} from '../platform/auth/index.ts';
import type { Clock } from '../platform/clock/index.ts';
import type { Config } from '../platform/config/index.ts';
import { type Consumer, entriesById, type Journal } from '../platform/journal/index.ts';
import type { Log } from '../platform/log/index.ts';

const linkLifetimeMs = 7 * 86_400_000;

export type SignInOptions = {
  readonly pool: Pool;
  readonly journal: Journal;
  readonly tokens: Tokens;
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly people: SignInPeople;
  readonly groupsToTeams: GroupsToTeams;
  readonly isOurOrigin: (origin: string) => boolean;
  /** The data folder, where the secret lives unless HEARBACK_SECRET says it. */
  readonly home: string | undefined;
  /** Of a demo: whoever sits at this machine may be one of these people, offered in this order. */
  readonly samplePeople: readonly string[] | undefined;
};

export type SignIn = {
  readonly lookup: SessionLookup;
  readonly consumers: readonly Consumer[];
  mount(app: Hono): void;
  /** An address that signs this person in, once, within seven days. */
  makeSetupLink(baseUrl: string, workspaceId: string, personId: string): Promise<string>;
  startSession: Sessions['start'];
  endSessionsOf: Sessions['endAllOf'];
};

/** A path of ours to go to after signing in; anything that leads elsewhere becomes the home page. */
function ownPath(path: string | undefined, baseUrl: string): string {
  if (!path?.startsWith('/')) return '/';
  const target = URL.parse(path, baseUrl);
  return target?.origin === new URL(baseUrl).origin ? target.pathname + target.search : '/';
}

/** The address that people use: as set, or the one they came by if it is ours. */
function addressOf(options: SignInOptions, request: Request): string | null {
  if (options.config.publicUrl) return new URL(options.config.publicUrl).origin;
  const { origin } = new URL(request.url);
  return options.isOurOrigin(origin) ? origin : null;
}

/** How people get in: links that work once, single sign-on, sign-out, and the sample people of a demo. */
export function createSignIn(options: SignInOptions): SignIn {
  const { pool, journal, tokens, config, log, clock } = options;
  const settings = {
    pool,
    clock,
    log,
    secret: config.secret ?? readSessionSecret(options.home),
    secure: config.publicUrl?.startsWith('https://') ?? false,
  };
  const sessions = createSessions(settings);
  const singleSignOn = config.oidc && createSingleSignOn(settings, config.oidc, createAdmit(options));
  const leavers: Consumer = {
    name: 'end_sessions',
    wants: (type) => type === 'charter.person_left',
    handle: async ({ workspaceId, entryIds }) => {
      const entries = await journal.read({ workspaceId, audienceIds: [] }, ({ tables }) =>
        entriesById(tables, entryIds),
      );
      for (const { subject } of entries) await sessions.endAllOf(workspaceId, subject.id);
    },
  };
  return {
    lookup: sessions.lookup,
    consumers: [leavers],
    mount: (app) => {
      if (singleSignOn) mountSingleSignOn(app, options, singleSignOn, settings.secure);
      else app.get('/sign-in', async (c) => plainPage(await doorWords(options, c), 200));
      mountSetUp(app, options, sessions);
      mountSignOut(app, options, sessions);
      if (options.samplePeople) mountDemo(app, options, sessions);
    },
    makeSetupLink: async (baseUrl, workspaceId, personId) => {
      const made = await tokens.make({
        workspaceId,
        personId,
        name: 'sign-in link',
        kind: 'setup',
        scopes: [],
        lifetimeMs: linkLifetimeMs,
      });
      return `${baseUrl}/setup/${made.secret}`;
    },
    startSession: sessions.start,
    endSessionsOf: sessions.endAllOf,
  };
}

function mountSingleSignOn(app: Hono, options: SignInOptions, singleSignOn: SingleSignOn, secure: boolean): void {
  const { log } = options;
  const unusable = (error: unknown): Response => {
    if (!(error instanceof ProviderUnusable)) throw error;
    log.error({ reason: error.message }, 'single sign-on cannot be used');
    return plainPage(providerAway, 502);
  };

  app.get('/sign-in', async (c) => {
    const baseUrl = addressOf(options, c.req.raw);
    if (!baseUrl) return plainPage(foreignAddress, 400);
    const slug = c.req.query('workspace');
    const chosen = slug && /^[a-z0-9][a-z0-9-]{0,62}$/.test(slug) ? [workspaceCookieFor(slug, secure)] : [];
    try {
      const { url, cookies } = await singleSignOn.begin(
        baseUrl,
        c.req.raw.headers,
        ownPath(c.req.query('to'), baseUrl),
      );
      return redirectTo(url, 302, [...cookies, ...chosen]);
    } catch (error) {
      return unusable(error);
    }
  });

  app.get(callbackPath, async (c) => {
    const baseUrl = addressOf(options, c.req.raw);
    if (!baseUrl) return plainPage(foreignAddress, 400);
    try {
      const landing = await singleSignOn.land(baseUrl, c.req.raw);
      if ('to' in landing) return redirectTo(landing.to, 302, landing.cookies);
      log.info({ reason: landing.failed.slice(0, 100) }, 'somebody could not sign in');
      return plainPage(failureWords(landing.failed), 403, landing.cookies);
    } catch (error) {
      return unusable(error);
    }
  });
}

function mountSetUp(app: Hono, options: SignInOptions, sessions: Sessions): void {
  const { tokens, people, log } = options;
  app.get('/setup/:secret', async (c) => {
    // Looking ahead is not coming in: HEAD and a browser's prefetch leave the link whole.
    const lookingAhead = c.req.method === 'HEAD' || (c.req.header('sec-purpose') ?? '').includes('prefetch');
    if (lookingAhead) return new Response(null, { status: 204, headers: { 'Cache-Control': 'no-store' } });
    try {
      const token = await tokens.consume(c.req.param('secret'), 'setup');
      const known = token && (await people.find(token.workspaceId, token.personId));
      if (!token || !known || known.standing === 'service') return plainPage(linkUsed, 410);
      if (known.standing === 'left') return plainPage(failureWords('left'), 403);
      if (known.standing === 'unclaimed') await people.claim(token.workspaceId, token.personId);
      return redirectTo('/', 302, await sessions.start(token.workspaceId, token.personId));
    } catch (error) {
      // Caught here because the general handler logs the path, and this one holds a secret.
      log.error({ err: error }, 'a sign-in link could not be used');
      return plainPage(
        { title: 'Signing in did not work', paragraphs: ['Something went wrong on our side. Try again in a minute.'] },
        503,
      );
    }
  });
}

function mountSignOut(app: Hono, options: SignInOptions, sessions: Sessions): void {
  app.post('/sign-out', async (c) => {
    requireOurOrigin(c.req.raw, options.isOurOrigin);
    return redirectTo('/signed-out', 303, await sessions.end(c.req.raw));
  });
  app.get('/signed-out', () => plainPage(signedOut, 200));
}

const PersonaChoice = z.object({ person: z.uuid() });

/** Whether the request comes from this machine itself: by its socket, not passed on by a proxy, and to a name of ours. */
function isLocal(options: SignInOptions, c: Context): boolean {
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  const address = incoming?.socket?.remoteAddress ?? '';
  const passedOn = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some(
    (name) => c.req.header(name) !== undefined,
  );
  return /^(::ffff:)?127\.|^::1$/.test(address) && !passedOn && options.isOurOrigin(new URL(c.req.url).origin);
}

async function samplePeople(options: SignInOptions): Promise<{ workspaceId: string; personas: readonly Persona[] }> {
  const { rows } = await options.pool.query<{ id: string }>(
    'SELECT id FROM platform.workspaces ORDER BY created_at LIMIT 1',
  );
  const workspaceId = rows[0]?.id;
  if (!workspaceId) return { workspaceId: '', personas: [] };
  const known = await options.people.personas(workspaceId);
  const personas = (options.samplePeople ?? []).flatMap((wanted) => known.filter(({ name }) => name === wanted));
  return { workspaceId, personas };
}

/** What the door says where nobody can sign in by a provider. */
async function doorWords(options: SignInOptions, c: Context): Promise<typeof noProvider> {
  if (!options.samplePeople || !isLocal(options, c)) return noProvider;
  const { personas } = await samplePeople(options);
  return {
    title: 'Who would you like to be?',
    paragraphs: ['This is the sample workspace. Nothing here is real, and you may be anybody.'],
    buttons: personas.map(({ personId, name, roles }) => ({
      action: '/demo/sign-in',
      name: 'person',
      value: personId,
      text: `${name} (${roles.join(', ')})`,
    })),
  };
}

function mountDemo(app: Hono, options: SignInOptions, sessions: Sessions): void {
  app.use('/demo/*', bodyLimit({ maxSize: 10_000 }), async (c, next) => {
    if (isLocal(options, c)) return next();
    throw new Refusal('forbidden', 'The sample people are for whoever sits at this machine.', {
      remedy: 'Open the demo in a browser on the machine it runs on, by 127.0.0.1 or localhost.',
    });
  });
  app.get('/demo/personas', async (c) => {
    const { personas } = await samplePeople(options);
    return c.json({ items: personas.map(({ personId, name, roles }) => ({ person_id: personId, name, roles })) });
  });
  app.post('/demo/sign-in', async (c) => {
    requireOurOrigin(c.req.raw, options.isOurOrigin);
    const isForm = (c.req.header('content-type') ?? '').startsWith('application/x-www-form-urlencoded');
    const body: unknown = isForm ? await c.req.parseBody() : await c.req.json().catch(() => null);
    const choice = PersonaChoice.safeParse(body);
    const { workspaceId, personas } = await samplePeople(options);
    const persona = personas.find(({ personId }) => personId === choice.data?.person);
    if (!persona)
      throw new Refusal('not_found', 'There is no such sample person.', {
        remedy: 'Take one from /demo/personas.',
        field: '/person',
      });
    const cookies = await sessions.start(workspaceId, persona.personId);
    if (isForm) return redirectTo('/', 303, cookies);
    return withCookies(Response.json({ person_id: persona.personId, name: persona.name }), cookies);
  });
}
