/** What a rule looks at; every given condition has to hold. An empty condition list is a rule for everything. */
export type RoutingRule = {
  readonly id: string;
  /** Rules are tried from the lowest order up; equal orders by id, so that the answer never depends on storage. */
  readonly order: number;
  readonly when: {
    readonly kind?: string;
    readonly layer?: string;
    /** A word or phrase in the title or description; whole words, any case. */
    readonly term?: string;
  };
  readonly teamId: string;
};

/** What is routed. */
export type Routable = {
  readonly kind?: string;
  readonly layer?: string;
  readonly componentIds: readonly string[];
  readonly text: string;
};

/** Who owns what, as the charter says: `ownerOf` gives a component's team, climbing its tree. */
export type Ownership = {
  readonly ownerOf: (componentId: string) => string | undefined;
  /** The team of the stewards: where everything goes that no rule claims. */
  readonly stewardsTeamId: string;
};

/** Where it goes and why, in a code and in words. */
export type Route = {
  readonly teamId: string;
  readonly by: 'component' | 'rule' | 'last_resort';
  /** The component or rule that decided; absent for the last resort. */
  readonly byId: string | undefined;
  readonly reason: string;
};

/**
 * Routes by what is known for certain: the first named component with an owning team, then the first rule that holds,
 * then the stewards' queue. There is always an answer, so nothing is ever in no queue.
 */
export function routeOf(item: Routable, rules: readonly RoutingRule[], ownership: Ownership): Route {
  for (const componentId of item.componentIds) {
    const teamId = ownership.ownerOf(componentId);
    if (teamId !== undefined) {
      return { teamId, by: 'component', byId: componentId, reason: 'The team owns the component it names.' };
    }
  }
  const rule = rules
    .toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
    .find((candidate) => holds(candidate, item));
  if (rule) return { teamId: rule.teamId, by: 'rule', byId: rule.id, reason: `A rule says so: ${inWords(rule)}.` };
  return {
    teamId: ownership.stewardsTeamId,
    by: 'last_resort',
    byId: undefined,
    reason: 'No component with an owner is named and no rule applies, so the stewards find its owner.',
  };
}

function holds({ when }: RoutingRule, item: Routable): boolean {
  return (
    (when.kind === undefined || when.kind === item.kind) &&
    (when.layer === undefined || when.layer === item.layer) &&
    (when.term === undefined || hasTerm(item.text, when.term))
  );
}

/** Compares word by word, so that a term of two words matches across punctuation and never inside a longer word. */
function hasTerm(text: string, term: string): boolean {
  const wanted = wordsOf(term).join(' ');
  return wanted !== '' && ` ${wordsOf(text).join(' ')} `.includes(` ${wanted} `);
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function inWords({ when }: RoutingRule): string {
  const parts = [
    when.kind === undefined ? undefined : `kind is ${when.kind}`,
    when.layer === undefined ? undefined : `layer is ${when.layer}`,
    when.term === undefined ? undefined : `it mentions “${when.term}”`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? 'everything that is left' : parts.join(' and ');
}
