import { z } from 'zod';
import type { Claims } from './admission.ts';

const Names = z.union([z.array(z.string()), z.string().transform((one) => [one])]);
const Raw = z.looseObject({
  sub: z.string().min(1),
  name: z.string().optional().catch(undefined),
  preferred_username: z.string().optional().catch(undefined),
  email: z.string().optional().catch(undefined),
  email_verified: z
    .union([z.boolean(), z.enum(['true', 'false'])])
    .optional()
    .catch(undefined),
  groups: Names.optional().catch(undefined),
});

const maxGroups = 500;

/** The payload of a token whose signature was checked before; null when it is none. */
export function payloadOf(token: string): Record<string, unknown> | null {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof payload === 'object' && payload !== null ? { ...payload } : null;
  } catch {
    return null;
  }
}

/** What we take from a provider's claims. Null without a subject. */
export function readClaims(issuer: string, raw: Readonly<Record<string, unknown>>): Claims | null {
  const parsed = Raw.safeParse(raw);
  if (!parsed.success) return null;
  const { sub, name, preferred_username, email, email_verified, groups } = parsed.data;
  const vouched = email_verified === true || email_verified === 'true';
  return {
    issuer,
    subject: sub,
    name: (name?.trim() || preferred_username?.trim() || 'Somebody new').slice(0, 200),
    verifiedEmail: vouched && email && /^[^\s@]+@[^\s@]+$/.test(email) ? email.slice(0, 320) : null,
    groups: groups ? [...new Set(groups.map((group) => group.slice(0, 200)))].slice(0, maxGroups) : null,
  };
}
