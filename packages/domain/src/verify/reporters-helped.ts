/** What reporters answered to "did this help?". */
export type HelpedAnswers = {
  /** Reporters who were asked, and who have answered; a later answer replaces the earlier. */
  readonly asked: number;
  readonly yes: number;
  readonly no: number;
  /** An answer that is neither: it counts as given, and for neither side. 0 when left out. */
  readonly partly?: number;
};

/** What one reporter may answer. */
export const helpedWords = ['yes', 'no', 'partly'] as const;
export type HelpedWord = (typeof helpedWords)[number];

export type HelpedVerdict = {
  readonly result: 'met' | 'not_met' | 'cant_tell';
  /** Not met: the problem opens again. */
  readonly reopensProblem: boolean;
  /** Answers still needed before "met" is possible; 0 when enough are in. */
  readonly answersNeeded: number;
};

/**
 * "Reporters say it helped", of the answers given: met when at least two thirds say yes and min(3, asked) or more have
 * answered; not met when most say no, for a single reporter too, and then the problem reopens; else can't tell.
 */
export function judgeHelped({ asked, yes, no, partly = 0 }: HelpedAnswers): HelpedVerdict {
  const answered = yes + no + partly;
  const answersNeeded = Math.max(0, Math.min(3, asked) - answered);
  if (no * 2 > answered) return { result: 'not_met', reopensProblem: true, answersNeeded };
  const isMet = answered > 0 && answersNeeded === 0 && yes * 3 >= answered * 2;
  return { result: isMet ? 'met' : 'cant_tell', reopensProblem: false, answersNeeded };
}

/** Why an outcome that reporters give is what it is. */
export type ReportersReason =
  'two_thirds_say_yes' | 'most_say_no' | 'too_few_answers' | 'answers_divided' | 'nobody_to_ask';

/** A settled outcome of a criterion "reporters say it helped". */
export type ReportersOutcome = {
  readonly result: HelpedVerdict['result'];
  readonly reason: ReportersReason;
};

/**
 * The outcome of a criterion "reporters say it helped", or undefined while it stays pending. An outcome is final, so until
 * the window is over it waits for min(3, asked) answers on either side: the first of thirty to answer does not speak for all.
 * (A problem does not wait: it opens again as soon as most of the answers given say no, see `judgeHelped`.)
 * @param windowIsOver whether the criterion's window has passed; then whatever was answered decides
 */
export function outcomeOfAnswers(answers: HelpedAnswers, windowIsOver: boolean): ReportersOutcome | undefined {
  const { result, answersNeeded } = judgeHelped(answers);
  if (answersNeeded > 0 && !windowIsOver) return undefined;
  if (result === 'met') return { result, reason: 'two_thirds_say_yes' };
  if (result === 'not_met') return { result, reason: 'most_say_no' };
  if (!windowIsOver) return undefined;
  if (answers.asked === 0) return { result, reason: 'nobody_to_ask' };
  return { result, reason: answersNeeded > 0 ? 'too_few_answers' : 'answers_divided' };
}
