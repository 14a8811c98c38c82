/** A wording that points at a person rather than at what made the mistake easy. */
export type BlamingWord = {
  /** UTF-16 offsets in the text, `end` excluded. */
  readonly start: number;
  readonly end: number;
  readonly words: string;
  /** What to ask instead. */
  readonly hint: string;
};

const hints: readonly { readonly pattern: RegExp; readonly hint: string }[] = [
  {
    pattern: /\b(?:human|operator|user) error\b/giu,
    hint: 'What made the wrong step easy, and the right one hard to see?',
  },
  {
    pattern: /\b(?:careless|negligent|sloppy|lazy|incompetent|stupid|reckless|irresponsible)(?:ly|ness)?\b/giu,
    hint: 'Say what happened and what was known at the time, not what somebody is like.',
  },
  {
    pattern:
      /\b(?:should|could|ought to|must) (?:not )?have (?:known|noticed|checked|seen|tested|caught|realized|realised|asked|read)\b/giu,
    hint: 'Hindsight. What did they see then, and what would have shown it to them?',
  },
  {
    pattern:
      /\b(?:(?:forgot|neglected|refused|did(?:n't|n’t| not) bother) to|failed to (?:notice|check|test|follow|read|ask|tell|consider|verify|document|escalate|communicate|reali[sz]e))\b/giu,
    hint: 'Name the step that did not happen, and what normally makes it happen.',
  },
  {
    pattern: /\b(?:(?:his|her|their|your|whose) (?:fault|mistake|blunder)|(?:to blame|blame[ds]?|guilty|culprit))\b/giu,
    hint: 'Look for what contributed: tools, signals, time, handover.',
  },
  {
    pattern: /\b(?:obvious(?:ly)?|clearly wrong|common sense|of course)\b/giu,
    hint: 'It is plain now. Was it then, and to whom?',
  },
];

/**
 * Points at wording that blames, in order; it forbids nothing. English only: text in another language gives no hints.
 */
export function blamingWords(text: string): readonly BlamingWord[] {
  return hints
    .flatMap(({ pattern, hint }) =>
      [...text.matchAll(pattern)].map((match) => ({
        start: match.index,
        end: match.index + match[0].length,
        words: match[0],
        hint,
      })),
    )
    .sort((a, b) => a.start - b.start || a.end - b.end);
}
