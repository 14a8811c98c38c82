/** What a signal has said so far; only whether it is there matters, blank text is not. */
export type SignalContext = {
  readonly kind?: string;
  readonly description?: string;
  readonly componentIds?: readonly string[];
  readonly severity?: string;
  readonly impact?: string;
  readonly reproduction?: string;
  readonly environment?: string;
  readonly workaround?: string;
  readonly evidence?: readonly string[];
};

/** Something worth asking for. */
export type ContextItem = Exclude<keyof SignalContext, 'kind'>;

/** How much of what helps is there, and the one thing that would help most. */
export type ContextReading = {
  /** 0 to 1: the share of the usefulness that is there. */
  readonly completeness: number;
  readonly nextItem: ContextItem | undefined;
  /** The question to ask, in words; absent when nothing useful is missing. */
  readonly question: string | undefined;
};

const questions: Readonly<Record<ContextItem, string>> = {
  description: 'What happened, in a sentence or two?',
  componentIds: 'Which part of the platform is it about?',
  severity: 'How bad is it?',
  impact: 'Who is held up by it, and how much?',
  reproduction: 'How can somebody else see it happen?',
  environment: 'Where did it happen?',
  workaround: 'Is there a way around it?',
  evidence: 'Is there a log, a run or a picture that shows it?',
};

type Weights = Readonly<Partial<Record<ContextItem, number>>>;

const ordinary: Weights = { description: 4, componentIds: 3, impact: 3, severity: 2, workaround: 1, evidence: 1 };

/**
 * How useful each item is, per kind, on a scale of our own from 1 (nice) to 4 (without it somebody has to ask). A bug
 * wants to be reproduced; a request wants to know who needs it; praise and questions want nearly nothing.
 */
const usefulness: Readonly<Record<string, Weights>> = {
  bug: {
    description: 4,
    componentIds: 3,
    reproduction: 4,
    environment: 3,
    severity: 2,
    impact: 2,
    workaround: 1,
    evidence: 2,
  },
  request: { description: 4, impact: 3, componentIds: 2, workaround: 2 },
  question: { description: 4, componentIds: 2 },
  praise: { description: 4, componentIds: 2 },
};

/** Reads the meter. It never blocks: a bare title is a signal like any other, with a completeness of 0. */
export function readContext(signal: SignalContext): ContextReading {
  const weights = Object.entries(usefulness[signal.kind ?? ''] ?? ordinary) as [ContextItem, number][];
  const missing = weights.filter(([item]) => !isThere(signal[item]));
  const sum = (items: readonly [ContextItem, number][]) => items.reduce((total, [, weight]) => total + weight, 0);
  const [next] = missing.toSorted(([, a], [, b]) => b - a);
  return {
    completeness: 1 - sum(missing) / sum(weights),
    nextItem: next?.[0],
    question: next && questions[next[0]],
  };
}

function isThere(value: string | readonly string[] | undefined): boolean {
  if (value === undefined) return false;
  return typeof value === 'string' ? value.trim() !== '' : value.length > 0;
}
