/** What a decision's permanent page and MADR file are written from. Texts are as people wrote them; dates are `YYYY-MM-DD`. */
export type RationaleFacts = {
  /** `D-61`. */
  readonly reference: string;
  readonly title: string;
  readonly result: 'answer' | 'fix' | 'accept' | 'defer' | 'decline';
  /** Reference of the decision that took its place. */
  readonly supersededBy?: string;
  readonly date: string;
  readonly decidedBy: string;
  readonly assessedBy: readonly { readonly name: string; readonly function: string }[];
  readonly informed: readonly string[];
  /** What hurts, and the problems it rests on. */
  readonly context: string;
  readonly problems: readonly {
    readonly reference: string;
    readonly title: string;
    readonly people: number;
    readonly teams: number;
  }[];
  readonly quotes: readonly { readonly text: string; readonly reference: string }[];
  /** What weighed: principles, policies, deadlines. */
  readonly drivers: readonly string[];
  readonly options: readonly {
    readonly title: string;
    readonly isChosen: boolean;
    readonly good: readonly string[];
    readonly bad: readonly string[];
    /** The middle 90 % of its score, if it was scored. */
    readonly score?: { readonly low: number; readonly high: number };
  }[];
  /** Why. For a "no" also what would change our mind. */
  readonly because: string;
  readonly wouldChangeOurMind: readonly string[];
  readonly consequences: { readonly good: readonly string[]; readonly bad: readonly string[] };
  readonly criteria: readonly {
    readonly metric: string;
    readonly baseline: string;
    readonly target: string;
    readonly smallestEffect: string;
    readonly windowDays: number;
    /** Its outcome in words, when there is one. */
    readonly outcome?: string;
  }[];
  readonly concerns: readonly {
    readonly raisedBy: string;
    readonly text: string;
    readonly answer?: string;
    readonly ending: 'resolved' | 'withdrawn' | 'overridden';
    /** Why the approver overrode it. */
    readonly reason?: string;
  }[];
  /** What replays the ranking, if one was made. */
  readonly replay?: {
    readonly formula: string;
    readonly formulaVersion: number;
    readonly weights: readonly { readonly label: string; readonly weight: number }[];
    readonly seed: number;
    readonly draws: number;
    readonly score: number;
  };
};

const statusOf: Readonly<Record<RationaleFacts['result'], string>> = {
  answer: 'accepted',
  fix: 'accepted',
  accept: 'accepted',
  defer: 'deferred',
  decline: 'rejected',
};

/**
 * A decision's rationale as the text of a file of MADR 4.0.0 (Markdown Architectural Decision Records), ending in a line feed.
 * What people wrote keeps its Markdown, except that their headings and rules cannot break the file's own. The same facts give
 * the same text.
 */
export function rationaleFile(facts: RationaleFacts): string {
  const sections = [
    frontMatter(facts),
    `# ${oneLine(facts.title)}`,
    section('## Context and Problem Statement', context(facts)),
    section('## Decision Drivers', bullets(facts.drivers)),
    section('## Considered Options', bullets(facts.options.map((option) => option.title))),
    section('## Decision Outcome', outcome(facts)),
    section('### Consequences', consequences(facts.consequences)),
    section('### Confirmation', confirmation(facts)),
    section('## Pros and Cons of the Options', prosAndCons(facts)),
    section('## More Information', moreInformation(facts)),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

function frontMatter(facts: RationaleFacts): string {
  const status = facts.supersededBy === undefined ? statusOf[facts.result] : `superseded by ${facts.supersededBy}`;
  const list = (names: readonly string[]): string =>
    `[${names.map((name) => JSON.stringify(oneLine(name))).join(', ')}]`;
  return [
    '---',
    `status: ${JSON.stringify(status)}`,
    `date: ${facts.date}`,
    `decision-makers: ${list([facts.decidedBy])}`,
    `consulted: ${list(facts.assessedBy.map((one) => `${one.name} (${one.function})`))}`,
    `informed: ${list(facts.informed)}`,
    '---',
  ].join('\n');
}

function context(facts: RationaleFacts): string {
  const problems = facts.problems.map(
    (problem) =>
      `${problem.reference} ${problem.title} (${count(problem.people, 'person', 'people')} in ${count(problem.teams, 'team', 'teams')})`,
  );
  const quotes = facts.quotes.map(
    (quote) => `> ${block(quote.text).replaceAll('\n', '\n> ')}\n>\n> ${oneLine(quote.reference)}`,
  );
  return paragraphs([block(facts.context), bullets(problems), ...quotes]);
}

function outcome(facts: RationaleFacts): string {
  const chosen = facts.options.find((option) => option.isChosen);
  const because = block(facts.because);
  const first = chosen === undefined ? because : `Chosen option: "${oneLine(chosen.title)}", because ${because}`;
  const change = bullets(facts.wouldChangeOurMind);
  return paragraphs([first, change === '' ? '' : 'What would change our mind:', change]);
}

function consequences({ good, bad }: RationaleFacts['consequences']): string {
  return bullets([...good.map((text) => `Good, because ${text}`), ...bad.map((text) => `Bad, because ${text}`)]);
}

function confirmation(facts: RationaleFacts): string {
  return bullets(
    facts.criteria.map((one) => {
      const promise = `${one.metric}: from ${one.baseline} to ${one.target}, at least ${one.smallestEffect}, within ${count(one.windowDays, 'day', 'days')}.`;
      return one.outcome === undefined ? `${promise} Not judged yet.` : `${promise} ${one.outcome}`;
    }),
  );
}

function prosAndCons(facts: RationaleFacts): string {
  return paragraphs(
    facts.options.map((option) => {
      const score =
        option.score === undefined ? '' : `Score ${option.score.low} to ${option.score.high} in nine of ten draws.`;
      const reasons = consequences(option);
      return reasons === '' && score === '' ? '' : paragraphs([`### ${oneLine(option.title)}`, score, reasons]);
    }),
  );
}

function moreInformation(facts: RationaleFacts): string {
  const concerns = facts.concerns.map((concern) => {
    const answer = concern.answer === undefined ? '' : ` Answer: ${concern.answer}`;
    const reason = concern.reason === undefined ? '' : ` Reason: ${concern.reason}`;
    return `${concern.raisedBy} objected: ${concern.text}${answer} It was ${concern.ending}.${reason}`;
  });
  return paragraphs([`Decision ${facts.reference}.`, bullets(concerns), replay(facts.replay)]);
}

function replay(facts: RationaleFacts['replay']): string {
  if (facts === undefined) return '';
  const weights = facts.weights.map((one) => `${oneLine(one.label)} ${one.weight}`).join(', ');
  return `Replays from formula ${oneLine(facts.formula)}, version ${facts.formulaVersion} (${weights}), seed ${facts.seed}, ${facts.draws} draws, to score ${facts.score}.`;
}

function section(heading: string, body: string): string {
  return body === '' ? '' : `${heading}\n\n${body}`;
}

function paragraphs(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n\n');
}

function bullets(texts: readonly string[]): string {
  return texts.map((text) => `* ${oneLine(text)}`).join('\n');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}

/** Text of several lines whose headings, rules and front matter cannot be taken for the file's own. */
function block(text: string): string {
  return text
    .trim()
    .replaceAll(/\r\n?/gu, '\n')
    .replaceAll(/^( {0,3})(?=#|-{2,}[ \t]*$|={2,}[ \t]*$)/gmu, '$1\\');
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
