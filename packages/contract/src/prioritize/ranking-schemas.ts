import { Id, Instant, Line, Reference, z } from '../operation/index.ts';

const FrameworkKey = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,40}$/, 'is lower case letters, digits and hyphens, starting with a letter');

const Criterion = z
  .object({
    name: z.string(),
    label: z.string(),
    weight: z.number(),
    inputs: z.array(z.string()),
    scale: z.enum(['log', 'linear']),
    zero_at: z.number(),
    ten_at: z.number(),
  })
  .openapi('Criterion');

export const Framework = z
  .object({
    id: Id,
    key: z.string(),
    formula_version: z.int(),
    label: z.string(),
    kind: z.enum(['weighted', 'product']),
    inputs: z.array(z.object({ name: z.string(), label: z.string(), unit: z.string() })),
    criteria: z.array(Criterion).openapi({ description: 'Of a weighted framework; weights add up to 1.' }),
    factors: z
      .array(
        z.object({
          name: z.string(),
          label: z.string(),
          sum_of: z.array(z.string()),
          place: z.enum(['above', 'below']),
        }),
      )
      .openapi({ description: 'Of a product: what is multiplied above and divided by below.' }),
    published_at: Instant,
  })
  .openapi('Framework');
export const FrameworkList = z.object({ items: z.array(Framework) }).openapi('FrameworkList');

export const PublishFramework = z
  .object({
    key: FrameworkKey,
    label: Line,
    weights: z
      .object({
        value: z.number().min(0).max(1),
        risk: z.number().min(0).max(1),
        effort: z.number().min(0).max(1),
        alignment: z.number().min(0).max(1),
      })
      .strict()
      .openapi({ description: 'Shares of the score; they add up to 1.' }),
  })
  .openapi('PublishFramework');

/** How a ranking is drawn: the same answers come for the same numbers. */
export const rankingQuery = {
  framework: FrameworkKey.default('weighted-criteria'),
  draws: z.coerce.number().int().min(100).max(10_000).default(2_000),
  seed: z.coerce.number().int().min(-2_147_483_648).max(2_147_483_647).default(1),
};

const Contribution = z.object({ name: z.string(), label: z.string(), amount: z.number() });
const RankedLink = z.object({ id: Id, reference: Reference, title: z.string() });

const RankingRow = z
  .object({
    position: z.int(),
    proposal: RankedLink,
    median_rank: z.int(),
    commonest_rank: z.int(),
    rank_low: z.int(),
    rank_high: z.int(),
    top: z.array(z.object({ k: z.int(), probability: z.number() })).openapi({ description: 'P(rank ≤ k).' }),
    tie_group: z.int(),
    ties_with: z.array(Reference),
    leader_above: z.number(),
    score: z.number(),
    contributions: z.array(Contribution),
    missing: z
      .array(z.string())
      .openapi({ description: 'Inputs that nobody estimated: they widen, they are not zero.' }),
  })
  .openapi('RankingRow');

export const Ranking = z
  .object({
    framework: z.string(),
    formula_version: z.int(),
    seed: z.int(),
    draws: z.int(),
    items: z.array(RankingRow),
  })
  .openapi('Ranking');

export const RankingComparison = z
  .object({
    framework: z.string(),
    formula_version: z.int(),
    above: RankedLink,
    below: RankedLink,
    probability: z.number().openapi({ description: 'How often the first comes above the second.' }),
    is_tie: z.boolean(),
    difference: z.number(),
    parts: z.array(z.object({ name: z.string(), label: z.string(), difference: z.number() })),
    words: z.string(),
  })
  .openapi('RankingComparison');

export const WhatWouldMove = z
  .object({
    framework: z.string(),
    formula_version: z.int(),
    position: z.int(),
    target: RankedLink.extend({ position: z.int() })
      .nullable()
      .openapi({ description: 'Whom it would draw level with; null at the top.' }),
    moves: z.array(
      z.object({ input: z.string(), label: z.string(), unit: z.string(), from: z.number(), to: z.number() }),
    ),
  })
  .openapi('WhatWouldMove');
