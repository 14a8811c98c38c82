import { Refusal } from '@hearback/domain/record';
import { Caller, type Identified, type Member, type PersonDirectory } from './caller.ts';
import { identifiedBy, type Tokens } from './tokens.ts';

/** Who a browser's cookie belongs to; null for nobody. */
export type SessionLookup = (request: Request) => Promise<Identified | null>;

const memberCacheMs = 10_000;
const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/** @throws Refusal `foreign_origin` unless the request says that it comes from one of our own pages. */
export function requireOurOrigin(request: Request, isOurOrigin: (origin: string) => boolean): void {
  const origin = request.headers.get('origin');
  if (origin !== null && isOurOrigin(origin)) return;
  throw new Refusal('foreign_origin', 'A change with a cookie must come from one of our own pages.', {
    remedy: 'Use the web app at its own address, or a token.',
  });
}

/**
 * Who asks. A bearer token wins and ignores cookies. A cookie with an unsafe method needs an Origin of ours: without one
 * another site could make a browser speak for its person.
 */
export function createAuthenticate(options: {
  tokens: Tokens;
  sessions: SessionLookup;
  directory: PersonDirectory;
  isOurOrigin: (origin: string) => boolean;
}): { authenticate: (request: Request) => Promise<Caller | null>; forget: () => void } {
  const { tokens, sessions, directory, isOurOrigin } = options;
  const members = new Map<string, { at: number; member: Member | null }>();

  const memberOf = async (identified: Identified): Promise<Member | null> => {
    const key = `${identified.workspaceId} ${identified.personId}`;
    const known = members.get(key);
    const nowMs = performance.now();
    // A session ends with the next request of somebody who left; a token may live for the ten seconds.
    if (known && identified.credential.kind === 'token' && nowMs - known.at < memberCacheMs) return known.member;
    if (members.size > 10_000) members.clear();
    const member = await directory.find(identified.workspaceId, identified.personId);
    members.set(key, { at: nowMs, member });
    return member;
  };

  const identify = async (request: Request): Promise<Identified | null> => {
    const authorization = request.headers.get('authorization');
    if (authorization !== null) {
      const secret = /^Bearer ([\w-]{1,100})$/i.exec(authorization)?.[1];
      const token = secret ? await tokens.find(secret, 'api') : null;
      return token ? identifiedBy(token) : null;
    }
    if (!request.headers.has('cookie')) return null;
    if (!safe.has(request.method)) requireOurOrigin(request, isOurOrigin);
    return sessions(request);
  };

  return {
    authenticate: async (request) => {
      const identified = await identify(request);
      if (!identified) return null;
      const member = await memberOf(identified);
      return member ? new Caller(identified, member) : null;
    },
    forget: () => members.clear(),
  };
}
