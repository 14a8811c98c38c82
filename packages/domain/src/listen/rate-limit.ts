/** How many submissions a credential may make: `burst` at once, refilled by `perMinute`. */
export type RateLimit = { readonly burst: number; readonly perMinute: number };

/** What is left for a credential, and when that was true. */
export type Bucket = { readonly tokens: number; readonly at: Date };

/** What a bucket says to one more submission. */
export type RateReading = {
  readonly bucket: Bucket;
  readonly isAllowed: boolean;
  /** Whole submissions left after this one. */
  readonly remaining: number;
  /** Seconds until the next one is allowed: 0 while one is, rounded up, at least 1 when none is. */
  readonly waitSeconds: number;
};

/**
 * A token bucket (RFC 2697's idea with one rate): takes one token when there is one. A clock that went backwards refills
 * nothing.
 * @param bucket what the last reading returned; undefined for a credential not seen before, whose bucket is full
 */
export function takeToken(bucket: Bucket | undefined, limit: RateLimit, now: Date): RateReading {
  const elapsedMs = bucket ? Math.max(0, now.getTime() - bucket.at.getTime()) : 0;
  const before = bucket ? Math.min(limit.burst, bucket.tokens + (elapsedMs / 60_000) * limit.perMinute) : limit.burst;
  const isAllowed = before >= 1;
  const tokens = isAllowed ? before - 1 : before;
  const waitSeconds = tokens >= 1 ? 0 : Math.max(1, Math.ceil(((1 - tokens) * 60) / limit.perMinute));
  return { bucket: { tokens, at: now }, isAllowed, remaining: Math.floor(tokens), waitSeconds };
}
