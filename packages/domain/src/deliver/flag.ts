/** What a flag can be worth; all variants of one flag are of one type. */
export type FlagValue = boolean | string | number | { readonly [key: string]: unknown };

/** A flag as people keep it: a flagd definition, and beside it what a rollout does to it. */
export type FlagRecord = {
  readonly key: string;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly variants: Readonly<Record<string, FlagValue>>;
  /** Who is in no bucket and meets no rule gets this; null leaves it to the code that asks. */
  readonly defaultVariant: string | null;
  /** The rules people wrote, JSON logic as flagd reads it; null for none. */
  readonly targeting: Readonly<Record<string, unknown>> | null;
  readonly ramp: Ramp | null;
  readonly version: number;
};

/** A share of everybody that gets one variant. */
export type Ramp = {
  readonly variant: string;
  /** Per cent, 0 to 100, at most two decimals. */
  readonly share: number;
};

/** A definition as flagd evaluates it. */
export type FlagdDefinition = {
  readonly state: 'ENABLED' | 'DISABLED';
  readonly variants: Readonly<Record<string, FlagValue>>;
  readonly defaultVariant: string | null;
  readonly targeting?: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, string | number>>;
};

/** Hundredths of a per cent: the weights of a ramp always add up to this, which is half of why it only adds people. */
const wholeWeight = 10_000;

/**
 * How people fall into buckets: flagd's `fractional`, MurmurHash3 of flag key and targeting key, times the sum of weights,
 * shifted by 32 bits. Another way of bucketing would shuffle everybody in the middle of a rollout, so answers carry its name.
 */
export const bucketing = 'flagd-murmur3-shift32';

/**
 * The definition that is served. A ramp is a `fractional` of two buckets: the new variant first, then what would have held
 * without it. A person's place between 0 and 10,000 depends on flag and person alone; since the sum of weights never
 * changes and the new variant begins at 0, a larger share holds everybody that a smaller one held.
 */
export function servedDefinition(flag: FlagRecord): FlagdDefinition {
  const { state, variants, defaultVariant, version } = flag;
  const targeting = flag.ramp ? ramped(flag, flag.ramp) : flag.targeting;
  return {
    state,
    variants,
    defaultVariant,
    ...(targeting ? { targeting } : {}),
    metadata: { version, bucketing },
  };
}

function ramped(flag: FlagRecord, ramp: Ramp): Readonly<Record<string, unknown>> | null {
  const weight = Math.round(ramp.share * (wholeWeight / 100));
  const otherwise = flag.targeting ?? flag.defaultVariant;
  // A flag without rules and without a default leaves the rest to the code that asks: their bucket names no variant.
  return {
    fractional: [
      [ramp.variant, weight],
      [otherwise, wholeWeight - weight],
    ],
  };
}

/** Whether the flag cannot be answered without knowing who asks: a ramp on its way tells people apart. */
export function needsTargetingKey(flag: FlagRecord): boolean {
  return flag.state === 'ENABLED' && flag.ramp !== null && flag.ramp.share < 100;
}
