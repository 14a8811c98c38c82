import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a check came to: whose secret signed it and under which id, or why not. */
export type HookVerdict<Holder> =
  | { readonly ok: true; readonly holder: Holder; readonly id: string }
  | { readonly ok: false; readonly why: 'header_missing' | 'timestamp_out_of_range' | 'signature_mismatch' };

/** How old or how early a message may be, in seconds. */
const toleranceS = 300;
const prefix = 'whsec_';

/** A key of 24 to 64 bytes as senders take it: `whsec_` and base64. */
export function hookSecretOf(key: Buffer): string {
  return prefix + key.toString('base64');
}

function signature(secret: string, content: Buffer): Buffer {
  const key = Buffer.from(secret.startsWith(prefix) ? secret.slice(prefix.length) : secret, 'base64');
  return createHmac('sha256', key).update(content).digest();
}

/**
 * Checks `id.timestamp.body` against every secret in force (Standard Webhooks 1.0: HMAC-SHA256, `v1,` and base64, a list
 * apart by spaces). The body is the one that came, byte for byte. Every candidate is compared in constant time, and all of
 * them always are.
 */
export function verifyHook<Holder>(
  headers: Headers,
  rawBody: Buffer,
  secrets: readonly { readonly secret: string; readonly holder: Holder }[],
  now: Date,
): HookVerdict<Holder> {
  const [id, timestamp, signed] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    headers.get(name),
  );
  if (!id || !timestamp || !signed || id.length > 200 || !/^[0-9]{1,12}$/.test(timestamp))
    return { ok: false, why: 'header_missing' };
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > toleranceS)
    return { ok: false, why: 'timestamp_out_of_range' };
  const given = signed
    .split(' ')
    .slice(0, 20)
    .filter((part) => part.startsWith('v1,'))
    .map((part) => Buffer.from(part.slice(3), 'base64'));
  const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), rawBody]);
  let found: { readonly holder: Holder } | undefined;
  for (const { secret, holder } of secrets) {
    const expected = signature(secret, content);
    for (const candidate of given)
      if (candidate.length === expected.length && timingSafeEqual(candidate, expected)) found ??= { holder };
  }
  return found ? { ok: true, holder: found.holder, id } : { ok: false, why: 'signature_mismatch' };
}
