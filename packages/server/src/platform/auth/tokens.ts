import { createHash, randomBytes } from 'node:crypto';
import { isTokenScope, type Permission } from '@hearback/domain/charter';
import type { Pool } from 'pg';
import type { Clock } from '../clock/index.ts';
import { newId } from '../identifiers/index.ts';
import type { Identified } from './caller.ts';

/** What a token is for: calling the API, the one-time set-up link, a webhook coming in, flag evaluation. */
export type TokenKind = 'api' | 'setup' | 'inbound_hook' | 'flags';

export type MadeToken = { readonly id: string; readonly secret: string; readonly expiresAt: Date };

export type FoundToken = {
  readonly id: string;
  readonly workspaceId: string;
  readonly personId: string;
  readonly scopes: readonly Permission[];
};

export type TokenRow = {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
};

/** The recognizable start of every secret we give out, so that masking and secret scanners find it. */
const prefix = 'hbk_';
const cacheMs = 10_000;

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

type TokenFields = { id: string; workspace_id: string; person_id: string; scopes: string[] };

function tokenOf(row: TokenFields): FoundToken {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    personId: row.person_id,
    scopes: row.scopes.filter(isTokenScope),
  };
}

export type Tokens = {
  /** Makes a token; its secret is shown here and never again. */
  make(token: {
    workspaceId: string;
    personId: string;
    name: string;
    kind: TokenKind;
    scopes: readonly Permission[];
    lifetimeMs: number;
  }): Promise<MadeToken>;
  /** The live token with this secret. Answers from memory for at most ten seconds, ended ones included. */
  find(secret: string, kind: TokenKind): Promise<FoundToken | null>;
  /** Uses up a token that opens a door once: whoever asks first gets it, everybody after gets null. */
  consume(secret: string, kind: TokenKind): Promise<FoundToken | null>;
  list(workspaceId: string, personId: string | null): Promise<TokenRow[]>;
  /** Ends a token at once here, within ten seconds in other processes. False when there is none. */
  end(workspaceId: string, id: string, personId: string | null): Promise<boolean>;
  /** Ends whatever somebody who leaves could still come in with; answers how many there were. */
  endAllOf(workspaceId: string, personId: string): Promise<number>;
};

/** API tokens: 192 random bits, stored as a hash, looked up before a workspace is known. */
export function createTokens(pool: Pool, clock: Clock): Tokens {
  const cache = new Map<string, { at: number; token: FoundToken | null }>();

  const look = async (secret: string, kind: TokenKind): Promise<FoundToken | null> => {
    const { rows } = await pool.query<TokenFields>(
      `SELECT id, workspace_id, person_id, scopes FROM auth.tokens
        WHERE hash = $1 AND kind = $2 AND revoked_at IS NULL AND expires_at > $3`,
      [hashOf(secret), kind, clock.now()],
    );
    return rows[0] ? tokenOf(rows[0]) : null;
  };

  return {
    make: async ({ workspaceId, personId, name, kind, scopes, lifetimeMs }) => {
      const now = clock.now();
      const id = newId(now);
      const secret = prefix + randomBytes(24).toString('base64url');
      const expiresAt = new Date(now.getTime() + lifetimeMs);
      await pool.query(
        `INSERT INTO auth.tokens (id, workspace_id, hash, person_id, name, kind, scopes, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [id, workspaceId, hashOf(secret), personId, name, kind, scopes, now, expiresAt],
      );
      return { id, secret, expiresAt };
    },
    find: async (secret, kind) => {
      if (!secret.startsWith(prefix) || secret.length > 100) return null;
      const key = `${kind} ${secret}`;
      const known = cache.get(key);
      // Real time on purpose: the cache bounds how long an ended token lives, whatever a test does to the clock.
      const nowMs = performance.now();
      if (known && nowMs - known.at < cacheMs) return known.token;
      if (cache.size > 10_000) cache.clear();
      const token = await look(secret, kind);
      cache.set(key, { at: nowMs, token });
      return token;
    },
    consume: async (secret, kind) => {
      if (!secret.startsWith(prefix) || secret.length > 100) return null;
      const { rows } = await pool.query<TokenFields>(
        `UPDATE auth.tokens SET used_at = $3
          WHERE hash = $1 AND kind = $2 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $3
          RETURNING id, workspace_id, person_id, scopes`,
        [hashOf(secret), kind, clock.now()],
      );
      return rows[0] ? tokenOf(rows[0]) : null;
    },
    list: async (workspaceId, personId) => {
      const { rows } = await pool.query<{
        id: string;
        person_id: string;
        name: string;
        scopes: string[];
        created_at: Date;
        expires_at: Date;
        revoked_at: Date | null;
      }>(
        `SELECT id, person_id, name, scopes, created_at, expires_at, revoked_at FROM auth.tokens
          WHERE workspace_id = $1 AND kind <> 'setup' AND ($2::uuid IS NULL OR person_id = $2) ORDER BY id DESC LIMIT 500`,
        [workspaceId, personId],
      );
      return rows.map((row) => ({
        id: row.id,
        personId: row.person_id,
        name: row.name,
        scopes: row.scopes,
        createdAt: row.created_at,
        expiresAt: row.expires_at,
        revokedAt: row.revoked_at,
      }));
    },
    end: async (workspaceId, id, personId) => {
      const { rowCount } = await pool.query(
        `UPDATE auth.tokens SET revoked_at = $4
          WHERE workspace_id = $1 AND id = $2 AND ($3::uuid IS NULL OR person_id = $3) AND revoked_at IS NULL`,
        [workspaceId, id, personId, clock.now()],
      );
      cache.clear();
      return (rowCount ?? 0) > 0;
    },
    endAllOf: async (workspaceId, personId) => {
      // Hooks and flag tokens are the installation's, whoever made them.
      const { rowCount } = await pool.query(
        `UPDATE auth.tokens SET revoked_at = $3
          WHERE workspace_id = $1 AND person_id = $2 AND kind IN ('api', 'setup') AND revoked_at IS NULL AND expires_at > $3`,
        [workspaceId, personId, clock.now()],
      );
      cache.clear();
      return rowCount ?? 0;
    },
  };
}

/** All of a token's identity but the person's standing. */
export function identifiedBy(token: FoundToken): Identified {
  return {
    workspaceId: token.workspaceId,
    personId: token.personId,
    credential: { kind: 'token', id: token.id },
    scopes: token.scopes,
  };
}
