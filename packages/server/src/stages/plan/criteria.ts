import type { AddCriterion } from '@hearback/contract/plan';
import { requireQuote } from '@hearback/domain/plan';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Tie, Writing } from '../../platform/journal/index.ts';
import { requirePeople } from '../charter/index.ts';
import { findSignals } from '../listen/index.ts';
import { signalsOf } from '../triage/index.ts';
import { insertCriteria, listCriterionRows } from './work-items.store.ts';

type CriterionIn = z.output<typeof AddCriterion>;

/** The item that criteria are written for. */
type Target = { readonly id: string; readonly problemIds: readonly string[]; readonly audienceId: string | null };

/**
 * Adds criteria to an item. Each quotes a signal that is evidence for the item's problems, in words that really stand in it
 * as it is stored, and never one that fewer people may see than the item.
 * @param at where the criteria stand in the input, as a JSON pointer to the n-th
 * @returns the ties to the quoted signals
 * @throws Refusal `quote_not_found`, `quote_off_thread`, `quote_would_leak`, `unknown_reference`
 */
export async function addCriteria(
  writing: Writing,
  target: Target,
  criteria: readonly CriterionIn[],
  at: (index: number) => string,
): Promise<Tie[]> {
  if (criteria.length === 0) return [];
  const { tables, newId } = writing;
  const evidence = new Set((await signalsOf(tables, target.problemIds)).map(({ signalId }) => signalId));
  const signals = new Map(
    (
      await findSignals(
        tables,
        criteria.map(({ quote }) => quote.signal_id),
      )
    ).map((signal) => [signal.id, signal]),
  );
  for (const [index, { test }] of criteria.entries())
    if (test.tester_id) await requirePeople(tables, [test.tester_id], `${at(index)}/test/tester_id`);
  const before = (await listCriterionRows(tables, target.id)).length;
  for (const [index, { quote }] of criteria.entries()) {
    const signal = signals.get(quote.signal_id);
    const field = `${at(index)}/quote/signal_id`;
    if (!signal)
      throw new Refusal('unknown_reference', 'There is no such signal here.', {
        field,
        remedy: 'Quote a signal of the problem that this is about.',
      });
    if (!evidence.has(signal.id))
      throw new Refusal('quote_off_thread', `${signal.reference} is no evidence for what was decided.`, {
        field,
        remedy: 'Attach the signal to the problem first, or quote one that is attached.',
      });
    if (signal.audienceId !== null && signal.audienceId !== target.audienceId)
      throw new Refusal('quote_would_leak', `${signal.reference} is restricted, and this work is not.`, {
        field,
        remedy: 'Say it in your own words under another signal, or restrict the decision too.',
      });
    requireQuote(quote.words, [signal.title, signal.description], `${at(index)}/quote/words`);
  }
  await insertCriteria(
    tables,
    criteria.map(({ text, quote, test }, index) => ({
      id: newId(),
      work_item_id: target.id,
      position: before + index,
      text,
      signal_id: quote.signal_id,
      quote: quote.words,
      test_environment: test.environment,
      test_method: test.method,
      tester_id: test.tester_id ?? null,
      audience_id: target.audienceId,
    })),
  );
  return [...signals.keys()].map((id) => ({ kind: 'signal', id, tie: 'quotes' }));
}
