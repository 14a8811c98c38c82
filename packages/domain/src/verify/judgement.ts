import {
  judgeOutcome,
  type JudgedCriterion,
  type OutcomeEvidence,
  type OutcomeVerdict,
  showTypedIn,
} from './outcome-judge.ts';
import type { DailyPoint, OutcomeWindow } from './outcome-window.ts';
import { type HelpedAnswers, outcomeOfAnswers, type ReportersReason } from './reporters-helped.ts';

/** Everything that one look of the judge rests on: kept with the verdict, so that it replays. Plain data, fit for JSON. */
export type JudgementInputs =
  | {
      readonly kind: 'metric';
      readonly criterion: JudgedCriterion;
      readonly window: OutcomeWindow;
      readonly before: readonly DailyPoint[];
      readonly after: readonly DailyPoint[];
      /** Typed-in averages of both sides, where nothing was measured; null otherwise. */
      readonly typedIn: { readonly before: number; readonly after: number } | null;
    }
  | { readonly kind: 'reporters'; readonly answers: HelpedAnswers; readonly windowIsOver: boolean };

/** What the judge says, and on what. */
export type Judgement = {
  readonly result: 'met' | 'not_met' | 'cant_tell';
  readonly reason: OutcomeVerdict['reason'] | ReportersReason;
  readonly evidence: OutcomeEvidence | HelpedAnswers;
};

/**
 * One look of the judge, from its inputs alone: the same inputs give the same judgement, bit for bit, under the same
 * `outcomeJudgeVersion`. Undefined when reporters may still answer and not enough have.
 */
export function judge(inputs: JudgementInputs): Judgement | undefined {
  if (inputs.kind === 'reporters') {
    const outcome = outcomeOfAnswers(inputs.answers, inputs.windowIsOver);
    return outcome && { ...outcome, evidence: inputs.answers };
  }
  const nothingMeasured = inputs.before.length === 0 && inputs.after.length === 0;
  return nothingMeasured && inputs.typedIn
    ? showTypedIn(inputs.criterion, inputs.typedIn.before, inputs.typedIn.after)
    : judgeOutcome(inputs.criterion, inputs.before, inputs.after);
}
