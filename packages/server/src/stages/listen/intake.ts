import { apiChannelKey, type Bucket, type Fate, type RateLimit, takeToken } from '@hearback/domain/listen';
import { Refusal } from '@hearback/domain/record';
import type { Pool } from 'pg';
import type { Caller } from '../../platform/auth/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import { inTransaction } from '../../platform/database/index.ts';
import type { Gate } from '../../platform/http/index.ts';
import { newId } from '../../platform/identifiers/index.ts';
import type { Log } from '../../platform/log/index.ts';
import { findChannelByKey } from './channels.store.ts';
import { countSubmissions } from './intake.store.ts';

/** Credentials remembered at once; beyond it all start anew, which only ever lets more in. */
const mostBuckets = 50_000;

/** How a refusal is counted. `already_exists` is a repeat that may not be shown to whoever repeats it. */
function fateOf(refusal: Refusal): Exclude<Fate, 'accepted'> {
  if (refusal.code === 'rate_limited') return 'rate_limited';
  return refusal.code === 'already_exists' ? 'deduplicated' : 'rejected';
}

/** The channel that a body names, well formed or not; whatever names none came in by the API. */
function channelIn(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'channel' in body && typeof body.channel === 'string')
      return body.channel;
  } catch {
    // No JSON, no name.
  }
  return apiChannelKey;
}

/**
 * The door of `POST /signals`: lets a credential through at a fair pace, and counts what did not become a signal, in a small
 * transaction of its own because the submission's was rolled back or never began.
 */
export function createIntake(options: { pool: Pool; clock: Clock; log: Log; signalsPerMinute: number }) {
  const { pool, clock, log, signalsPerMinute } = options;
  const limit: RateLimit = { burst: signalsPerMinute, perMinute: signalsPerMinute };
  const buckets = new Map<string, Bucket>();

  const count = (caller: Caller, channelKey: string, fate: Exclude<Fate, 'accepted'>): Promise<void> => {
    const now = clock.now();
    return inTransaction(pool, { workspaceId: caller.workspaceId, audienceIds: [] }, 'write', async ({ tables }) => {
      const channel = (await findChannelByKey(tables, channelKey)) ?? (await findChannelByKey(tables, apiChannelKey));
      if (channel) await countSubmissions(tables, { id: newId(now), channelId: channel.id, now, fate, count: 1 });
    });
  };

  const gate: Gate = {
    admit: (caller) => {
      const key = caller.identified.credential.id;
      if (buckets.size >= mostBuckets && !buckets.has(key)) buckets.clear();
      const reading = takeToken(buckets.get(key), limit, clock.now());
      buckets.set(key, reading.bucket);
      const headers = {
        'RateLimit-Policy': `"signals";q=${signalsPerMinute};w=60`,
        RateLimit: `"signals";r=${reading.remaining};t=${reading.waitSeconds}`,
        ...(reading.isAllowed ? {} : { 'Retry-After': String(reading.waitSeconds) }),
      };
      if (reading.isAllowed) return { headers, refusal: undefined };
      const refusal = new Refusal('rate_limited', `More than ${signalsPerMinute} signals a minute came from you.`, {
        remedy: `Wait ${reading.waitSeconds} s and send it again; many at once go through an import.`,
        facts: { retry_after_seconds: reading.waitSeconds },
      });
      return { headers, refusal };
    },
    // The refusal is the answer whether or not it could be counted.
    refused: (caller, refusal, text) =>
      count(caller, channelIn(text), fateOf(refusal)).catch((error: unknown) =>
        log.warn({ err: error }, 'a refused submission was not counted'),
      ),
  };

  return { gate, count };
}
