/** What called for a retrospective. */
export const retrospectiveCauses = ['rolled_back', 'outcome_not_met', 'clock_missed', 'asked_for'] as const;
export type RetrospectiveCause = (typeof retrospectiveCauses)[number];

/** One turn of a thread, in words. `at` is milliseconds since 1970-01-01 UTC. */
export type ThreadTurn = {
  readonly at: number;
  /** The journal entry's type, such as `deliver.rolled_back`. */
  readonly type: string;
  /** Reference of the record it happened to. */
  readonly reference: string;
  readonly words: string;
};

/** What a draft is written from: everything readable on the thread to whoever asked. */
export type RetrospectiveFacts = {
  /** Reference and title of the record whose thread it is. */
  readonly subject: { readonly reference: string; readonly title: string };
  readonly cause: RetrospectiveCause;
  readonly turns: readonly ThreadTurn[];
  readonly decisions: readonly {
    readonly reference: string;
    readonly title: string;
    readonly because: string;
    readonly at: number;
  }[];
  /** Measured results and guardrails, each with its number in words: `median wait 11.8 → 9.2 min (target 6)`. */
  readonly numbers: readonly { readonly reference: string; readonly words: string }[];
  /** Only what people said here themselves: what was imported, or said for somebody else, is not theirs to give. */
  readonly quotes: readonly { readonly reference: string; readonly text: string }[];
  readonly people: number;
  readonly teams: number;
};

/** A question that the people who were there answer; the draft never answers it for them. */
export type Prompt = { readonly name: string; readonly question: string };

export type RetrospectiveDraft = {
  readonly title: string;
  readonly summary: string;
  /** In order of time; equal times in order of reference. */
  readonly timeline: readonly ThreadTurn[];
  /** From the first turn to the last, in milliseconds; undefined with fewer than two turns. */
  readonly durationMs: number | undefined;
  readonly decisions: RetrospectiveFacts['decisions'];
  readonly numbers: RetrospectiveFacts['numbers'];
  readonly quotes: RetrospectiveFacts['quotes'];
  readonly prompts: readonly Prompt[];
};

const causeWords: Readonly<Record<RetrospectiveCause, string>> = {
  rolled_back: 'the rollout was taken back',
  outcome_not_met: 'what was promised was not reached',
  clock_missed: 'a promised time was missed',
  asked_for: 'somebody asked to look back',
};

/** The sections of a blameless postmortem that only people can write. */
const everyTime: readonly Prompt[] = [
  { name: 'contributing_causes', question: 'What came together for this to happen? List conditions, not persons.' },
  { name: 'trigger', question: 'What set it off, and why then and not before?' },
  { name: 'detection', question: 'How did we notice? Who could have been told sooner, and by what?' },
  { name: 'went_well', question: 'What worked, and should be kept?' },
  { name: 'went_wrong', question: 'What made it worse or longer?' },
  { name: 'lucky', question: 'Where were we lucky?' },
  {
    name: 'actions',
    question: 'What one change would have prevented, softened or shown it? One owner and one date each.',
  },
];

const forCause: Readonly<Record<RetrospectiveCause, readonly Prompt[]>> = {
  rolled_back: [
    { name: 'rollback', question: 'Did taking it back go as rehearsed? What was still broken afterwards?' },
  ],
  outcome_not_met: [
    { name: 'belief', question: 'What did we believe when we decided, and which of it turned out otherwise?' },
  ],
  clock_missed: [{ name: 'waiting', question: 'Where did it wait, for what, and who knew that it was waiting?' }],
  asked_for: [],
};

/**
 * Drafts a retrospective from its thread: timeline, decisions, numbers and quotes are filled in, causes are asked for. It
 * names no person, and the same facts give the same draft.
 */
export function draftRetrospective(facts: RetrospectiveFacts): RetrospectiveDraft {
  const timeline = [...facts.turns].sort(
    (a, b) => a.at - b.at || (a.reference < b.reference ? -1 : a.reference > b.reference ? 1 : 0),
  );
  const first = timeline[0];
  const last = timeline.at(-1);
  const people = `${facts.people} ${facts.people === 1 ? 'person' : 'people'} in ${facts.teams} ${facts.teams === 1 ? 'team' : 'teams'}`;
  return {
    title: `Looking back at ${facts.subject.reference}: ${facts.subject.title}`,
    summary: `We look back because ${causeWords[facts.cause]}. It touched ${people}.`,
    timeline,
    durationMs: first === undefined || last === undefined || timeline.length < 2 ? undefined : last.at - first.at,
    decisions: [...facts.decisions].sort((a, b) => a.at - b.at),
    numbers: facts.numbers,
    quotes: facts.quotes,
    prompts: [...forCause[facts.cause], ...everyTime],
  };
}

/** The draft as Markdown, which people then edit. Times are UTC; unanswered prompts stand as questions in italics. */
export function retrospectiveMarkdown(draft: RetrospectiveDraft): string {
  const list = (items: readonly string[]): string =>
    items.map((item) => `- ${item.replaceAll(/\s+/gu, ' ').trim()}`).join('\n');
  const sections: readonly (readonly [heading: string, body: string])[] = [
    [
      'What happened, in order',
      list(draft.timeline.map((turn) => `${timeOf(turn.at)} · ${turn.reference} · ${turn.words}`)),
    ],
    ['What was decided', list(draft.decisions.map((one) => `${one.reference} ${one.title}, because ${one.because}`))],
    ['Numbers', list(draft.numbers.map((one) => `${one.reference} · ${one.words}`))],
    [
      'In their words',
      draft.quotes
        .map((one) => `> ${one.text.trim().replaceAll(/\r?\n/gu, '\n> ')}\n>\n> ${one.reference}`)
        .join('\n\n'),
    ],
    ...draft.prompts.map((prompt) => [headingOf(prompt.name), `*${prompt.question}*`] as const),
  ];
  const written = sections.filter(([, body]) => body !== '').map(([heading, body]) => `## ${heading}\n\n${body}`);
  return `${[`# ${draft.title}`, draft.summary, ...written].join('\n\n')}\n`;
}

/**
 * A draft's Markdown without what it took from these records: for eyes that may not see them, because they were restricted
 * after it was drafted. What people wrote around it stays.
 */
export function withoutReferences(markdown: string, hidden: ReadonlySet<string>): string {
  if (hidden.size === 0) return markdown;
  const isHidden = (line: string): boolean =>
    [...hidden].some((reference) => line.startsWith(`- ${reference} `) || line.includes(` · ${reference} · `));
  return markdown
    .split('\n\n')
    .flatMap((block) => {
      const lines = block.split('\n');
      if (block.startsWith('> ')) return hidden.has((lines.at(-1) ?? '').slice(2).trim()) ? [] : [block];
      const kept = lines.filter((line) => !line.startsWith('- ') || !isHidden(line));
      return kept.length === 0 ? [] : [kept.join('\n')];
    })
    .join('\n\n');
}

function timeOf(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}

function headingOf(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
