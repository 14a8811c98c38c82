import type { SimilarThing as SimilarThingSchema } from '@hearback/contract/triage';
import { isLikelySame } from '@hearback/domain/text';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { similar, type SimilarThing } from '../../platform/known-things/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { findSignals } from '../listen/index.ts';

type Out = z.input<typeof SimilarThingSchema>;

const thingOut = (thing: SimilarThing): Out => ({
  id: thing.id,
  kind: thing.kind,
  reference: thing.reference,
  state: thing.state,
  title: thing.title,
  excerpt: thing.excerpt,
  at: thing.at.toISOString(),
  score: thing.score,
  likely: isLikelySame(thing.score),
  shared_terms: thing.sharedTerms.map((term) => ({ ...term })),
});

/** What is already known that sounds like something. */
export function createSimilar(journal: Journal) {
  const find = (
    caller: Caller,
    sought: { title: string; body: string; kinds?: readonly string[] | undefined; limit: number },
  ): Promise<{ items: Out[] }> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const { kinds, ...text } = sought;
      const found = await similar(tables, { ...text, ...(kinds ? { kinds } : {}) });
      return { items: found.map(thingOut) };
    });

  const ofSignal = (
    caller: Caller,
    id: string,
    filter: { kind?: string | undefined; limit: number },
  ): Promise<{ items: Out[] }> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const [signal] = await findSignals(tables, [id]);
      if (!signal) throw notFound('signal');
      const found = await similar(tables, {
        title: signal.title,
        body: signal.description,
        ownId: signal.id,
        limit: filter.limit,
        ...(filter.kind ? { kinds: [filter.kind] } : {}),
      });
      return { items: found.map(thingOut) };
    });

  return { find, ofSignal };
}
