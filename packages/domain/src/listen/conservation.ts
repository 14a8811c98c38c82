/**
 * What became of what a channel received on a day. An import's `taken` is `accepted`, its `already there` is
 * `deduplicated`.
 */
export type Conservation = {
  readonly received: number;
  readonly accepted: number;
  readonly deduplicated: number;
  readonly rejected: number;
  readonly rateLimited: number;
  readonly quarantined: number;
};

/** What can become of one submission; exactly one of these. */
export type Fate = 'accepted' | 'deduplicated' | 'rejected' | 'rate_limited' | 'quarantined';

/** Nothing received yet. */
export const nothingReceived: Conservation = {
  received: 0,
  accepted: 0,
  deduplicated: 0,
  rejected: 0,
  rateLimited: 0,
  quarantined: 0,
};

const counter = {
  accepted: 'accepted',
  deduplicated: 'deduplicated',
  rejected: 'rejected',
  rate_limited: 'rateLimited',
  quarantined: 'quarantined',
} as const;

/** Adds a submission whose fate is known. */
export function countFate(count: Conservation, fate: Fate): Conservation {
  const key = counter[fate];
  return { ...count, received: count.received + 1, [key]: count[key] + 1 };
}

/**
 * Submissions nobody can account for: 0 when all is well, positive when some were lost, negative when some were
 * invented.
 */
export function unaccounted(count: Conservation): number {
  const { received, accepted, deduplicated, rejected, rateLimited, quarantined } = count;
  return received - (accepted + deduplicated + rejected + rateLimited + quarantined);
}
