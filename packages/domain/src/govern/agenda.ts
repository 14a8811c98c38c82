/** What a loop review may have to speak about: one fact about one record. `reference` is what people say, such as `P-88`. */
export type AgendaFact = { readonly reference: string; readonly title: string } & (
  | {
      readonly type: 'deadline';
      readonly of: 'clock' | 'charter' | 'principle' | 'action';
      readonly dueAt: Date;
      readonly endedAt?: Date;
    }
  | { readonly type: 'open'; readonly of: 'concern' | 'escalation'; readonly since: Date }
  | { readonly type: 'outcome'; readonly state: 'met' | 'not_met' | 'cant_tell'; readonly settledAt: Date }
  | { readonly type: 'moved'; readonly from: string; readonly to: string; readonly at: Date }
);

/** Why something is on the agenda; also the order of the sections. */
export type AgendaSectionName = 'breached' | 'due' | 'open' | 'outcomes' | 'moved';

/** One item, with the instant it is sorted by. */
export type AgendaItem = { readonly fact: AgendaFact; readonly at: Date; readonly words: string };
export type AgendaSection = { readonly name: AgendaSectionName; readonly items: readonly AgendaItem[] };

/** The time a review speaks about: since the one before, until the one after. */
export type ReviewPeriod = { readonly since: Date; readonly now: Date; readonly until: Date };

const order: readonly AgendaSectionName[] = ['breached', 'due', 'open', 'outcomes', 'moved'];

/** Sections that show the oldest first, since it waited longest; the others show the latest first. */
const oldestFirst: ReadonlySet<AgendaSectionName> = new Set(['breached', 'due', 'open']);

/**
 * Writes a loop review's agenda from facts: what is past its time and still open, what falls due before the next review,
 * what stands open and needs somebody, which outcomes settled since the last review, and what moved. What is none of
 * these is left out, and so are empty sections: a short agenda is good news. An outcome that was not met comes before
 * the others.
 */
export function agendaOf(facts: readonly AgendaFact[], period: ReviewPeriod): readonly AgendaSection[] {
  const placed = facts.flatMap((fact) => {
    const place = placeOf(fact, period);
    return place ? [{ ...place, fact }] : [];
  });
  return order
    .map((name) => ({
      name,
      items: placed
        .filter(({ section }) => section === name)
        .map(({ fact, at, words }) => ({ fact, at, words }))
        .toSorted((a, b) => compare(name, a, b)),
    }))
    .filter(({ items }) => items.length > 0);
}

type Place = { readonly section: AgendaSectionName; readonly at: Date; readonly words: string };

function placeOf(fact: AgendaFact, { since, now, until }: ReviewPeriod): Place | undefined {
  const isRecent = (at: Date) => at > since && at <= now;
  switch (fact.type) {
    case 'deadline':
      if (fact.endedAt && fact.endedAt <= now) return undefined;
      if (fact.dueAt < now) return { section: 'breached', at: fact.dueAt, words: `The ${fact.of} is past its time.` };
      return fact.dueAt <= until
        ? { section: 'due', at: fact.dueAt, words: `The ${fact.of} is due before the next review.` }
        : undefined;
    case 'open':
      return { section: 'open', at: fact.since, words: `The ${fact.of} is open.` };
    case 'outcome':
      return isRecent(fact.settledAt)
        ? { section: 'outcomes', at: fact.settledAt, words: outcomeWords[fact.state] }
        : undefined;
    case 'moved':
      return isRecent(fact.at)
        ? { section: 'moved', at: fact.at, words: `From ${fact.from} to ${fact.to}.` }
        : undefined;
  }
}

const outcomeWords = {
  met: 'It did what it was for.',
  not_met: 'It did not do what it was for.',
  cant_tell: 'Nobody can tell whether it helped.',
} as const;

function compare(name: AgendaSectionName, a: AgendaItem, b: AgendaItem): number {
  const byOutcome = Number(isNotMet(b.fact)) - Number(isNotMet(a.fact));
  const byTime = (a.at.getTime() - b.at.getTime()) * (oldestFirst.has(name) ? 1 : -1);
  return byOutcome || byTime || (a.fact.reference < b.fact.reference ? -1 : 1);
}

function isNotMet(fact: AgendaFact): boolean {
  return fact.type === 'outcome' && fact.state === 'not_met';
}
