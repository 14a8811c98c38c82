import { reference, transition } from '@hearback/domain/record';
import {
  dailyPoints,
  judge,
  type JudgedCriterion,
  type Judgement,
  type JudgementInputs,
  leastDaysBefore,
  type MeasuredPoint,
  outcomeJudgeVersion,
  type OutcomeState,
  outcomeTransitions,
  type OutcomeWindow,
} from '@hearback/domain/verify';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { Tie, Writing } from '../../platform/journal/index.ts';
import { criteriaOf, type CriterionBrief, type DecisionBrief, findDecisions } from '../prioritize/index.ts';
import { answersFor } from './help.store.ts';
import { pointsOf } from './measurements.store.ts';
import { insertJudgement, type OutcomeRow, stateOf, updateOutcome } from './outcomes.store.ts';

const dayMs = 86_400_000;

/** The criterion that an outcome is of. */
export async function criterionOf(tables: WorkspaceTables, row: OutcomeRow): Promise<CriterionBrief> {
  const criterion = (await criteriaOf(tables, row.decision_id)).find((one) => one.id === row.criterion_id);
  if (!criterion) throw new Error(`${reference('outcome', row.number)} has lost its criterion.`);
  return criterion;
}

/** What a criterion asks of the numbers. */
function judgedCriterion(criterion: CriterionBrief): JudgedCriterion {
  return { direction: criterion.direction, target: criterion.target, smallestEffect: criterion.smallestEffect };
}

/** The days that are compared. The end moves when an outcome that could not be told goes on; the beginning never does. */
export function windowOf(row: OutcomeRow, criterion: CriterionBrief): OutcomeWindow {
  const release = row.released_at.getTime();
  return {
    from: release - Math.max(leastDaysBefore, criterion.windowDays) * dayMs,
    release,
    end: row.window_ends_at.getTime(),
  };
}

/** Everything the judge looks at, as it is stored now. */
export async function inputsFor(tables: WorkspaceTables, row: OutcomeRow, now: Date): Promise<JudgementInputs> {
  if (row.kind === 'reporters') {
    const answers = await answersFor(tables, { decisionId: row.decision_id, audienceId: row.audience_id });
    return { kind: 'reporters', answers, windowIsOver: row.window_ends_at <= now };
  }
  const criterion = await criterionOf(tables, row);
  const window = windowOf(row, criterion);
  const measured = await pointsOf(tables, row.criterion_id, 'measured', window.from, window.end);
  return {
    kind: 'metric',
    criterion: judgedCriterion(criterion),
    window,
    before: dailyPoints(measured.filter((point) => point.at < window.release)),
    after: dailyPoints(measured.filter((point) => point.at >= window.release)),
    typedIn: measured.length > 0 ? null : await typedIn(tables, row, window, criterion.baseline),
  };
}

/** The mean of what was typed in on each side; before it, the baseline will do. Null when there is nothing after. */
async function typedIn(
  tables: WorkspaceTables,
  row: OutcomeRow,
  window: OutcomeWindow,
  baseline: number | null,
): Promise<{ before: number; after: number } | null> {
  const points = await pointsOf(tables, row.criterion_id, 'typed_in', window.from, window.end);
  const before = meanOf(points.filter((point) => point.at < window.release)) ?? baseline;
  const after = meanOf(points.filter((point) => point.at >= window.release));
  return before === null || after === null ? null : { before, after };
}

function meanOf(points: readonly MeasuredPoint[]): number | null {
  return points.length === 0 ? null : points.reduce((sum, point) => sum + point.value, 0) / points.length;
}

/**
 * One look at a locked, pending outcome: the judgement with its inputs is kept, and the outcome moves. Returns the row as it
 * is then, or undefined when reporters may still answer.
 * @throws Refusal `illegal_transition` when the outcome is not pending
 */
export async function judgeLocked(
  writing: Writing,
  row: OutcomeRow,
  inputs: JudgementInputs,
): Promise<OutcomeRow | undefined> {
  transition('outcome', outcomeTransitions, stateOf(row), 'cant_tell');
  const judgement = judge(inputs);
  if (!judgement) return undefined;
  await keep(writing, row, inputs, judgement);
  return moveOutcome(writing, row, judgement.result, judgement.reason);
}

function keep(writing: Writing, row: OutcomeRow, inputs: JudgementInputs, judgement: Judgement): Promise<void> {
  return insertJudgement(writing.tables, {
    id: writing.newId(),
    outcome_id: row.id,
    at: writing.now,
    judge_version: outcomeJudgeVersion,
    inputs: JSON.stringify(inputs),
    result: judgement.result,
    reason: judgement.reason,
    evidence: JSON.stringify(judgement.evidence),
    audience_id: row.audience_id,
  });
}

/** What an entry about outcomes ties: those who spoke of the problems hear of it through them. */
export function outcomeTies(decision: Pick<DecisionBrief, 'id' | 'problemIds'>, changeId: string | null): Tie[] {
  return [
    { kind: 'decision', id: decision.id, tie: 'outcome_of' },
    ...(changeId ? [{ kind: 'change', id: changeId, tie: 'outcome_of' }] : []),
    ...decision.problemIds.map((id) => ({ kind: 'problem', id, tie: 'about' })),
  ];
}

/** Moves an outcome where its table allows, with the entry `verify.outcome_moved`. */
export async function moveOutcome(
  writing: Writing,
  row: OutcomeRow,
  to: OutcomeState,
  reason: string,
  windowEnd?: Date,
): Promise<OutcomeRow> {
  const from = stateOf(row);
  transition('outcome', outcomeTransitions, from, to);
  const moved = await updateOutcome(writing.tables, row.id, {
    state: to,
    ...(to === 'pending' ? { window_ends_at: windowEnd ?? row.window_ends_at } : { judged_at: writing.now, reason }),
  });
  const [decision] = await findDecisions(writing.tables, [row.decision_id]);
  writing.record({
    type: 'verify.outcome_moved',
    subject: { kind: 'outcome', id: row.id },
    refs: outcomeTies({ id: row.decision_id, problemIds: decision?.problemIds ?? [] }, row.change_id),
    data: { from, to, reason },
    audienceId: row.audience_id,
  });
  return moved;
}
