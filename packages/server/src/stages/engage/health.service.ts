import type { LoopHealth } from '@hearback/contract/engage';
import { loopHealth, type Share } from '@hearback/domain/engage';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import type { SignalFates } from './ports.ts';

const dayMs = 86_400_000;

function shareOut({ count, of, share, interval }: Share) {
  return { count, of, share: share ?? null, low: interval?.low ?? null, high: interval?.high ?? null };
}

/** How well the loop closes, over live signals of the last `days`. */
export function readLoopHealth(
  journal: Journal,
  fates: SignalFates,
  caller: Caller,
  days: number,
): Promise<z.input<typeof LoopHealth>> {
  return journal.read(caller.viewpoint, async ({ tables, now }) => {
    const health = loopHealth(await fates(tables, new Date(now.getTime() - days * dayMs)), now);
    return {
      as_of: now.toISOString(),
      acknowledged: shareOut(health.acknowledged),
      decided: shareOut(health.decided),
      shipped: shareOut(health.shipped),
      verified: shareOut(health.verified),
      heard_back: {
        p50_days: health.heardBack.p50Days ?? null,
        p85_days: health.heardBack.p85Days ?? null,
        watched_days: health.heardBack.watchedDays,
        n: health.heardBack.n,
        waiting: health.heardBack.waiting,
      },
    };
  });
}
