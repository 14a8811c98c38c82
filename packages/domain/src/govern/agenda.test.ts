import { expect, test } from 'vitest';
import { type AgendaFact, agendaOf } from './agenda.ts';

const day = (number: number) => new Date(Date.UTC(2025, 5, number));
const period = { since: day(1), now: day(15), until: day(29) };
const named = (reference: string) => ({ reference, title: `About ${reference}` });

const facts: AgendaFact[] = [
  { ...named('P-1'), type: 'deadline', of: 'clock', dueAt: day(14) },
  { ...named('P-2'), type: 'deadline', of: 'clock', dueAt: day(3) },
  { ...named('P-3'), type: 'deadline', of: 'clock', dueAt: day(3), endedAt: day(4) },
  { ...named('charter'), type: 'deadline', of: 'charter', dueAt: day(20) },
  { ...named('P-4'), type: 'deadline', of: 'clock', dueAt: day(30) },
  { ...named('PROP-1'), type: 'open', of: 'concern', since: day(2) },
  { ...named('O-1'), type: 'outcome', state: 'met', settledAt: day(12) },
  { ...named('O-2'), type: 'outcome', state: 'not_met', settledAt: day(5) },
  { ...named('O-3'), type: 'outcome', state: 'met', settledAt: day(1) },
  { ...named('W-1'), type: 'moved', from: 'planned', to: 'in progress', at: day(8) },
  { ...named('W-2'), type: 'moved', from: 'planned', to: 'cancelled', at: day(10) },
];
const outline = (given: readonly AgendaFact[]) =>
  agendaOf(given, period).map(({ name, items }) => [name, items.map(({ fact }) => fact.reference)]);

test('an agenda has what is breached, due, open, settled and moved, the most pressing first', () => {
  expect(outline(facts)).toEqual([
    ['breached', ['P-2', 'P-1']],
    ['due', ['charter']],
    ['open', ['PROP-1']],
    ['outcomes', ['O-2', 'O-1']],
    ['moved', ['W-2', 'W-1']],
  ]);
});

test('an agenda does not depend on the order of its facts, and is empty when nothing calls for it', () => {
  expect(outline(facts.toReversed())).toEqual(outline(facts));
  expect(outline([facts[2]!, facts[4]!])).toEqual([]);
});
