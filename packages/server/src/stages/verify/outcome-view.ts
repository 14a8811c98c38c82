import type { Outcome, OutcomeItem } from '@hearback/contract/verify';
import { reference } from '@hearback/domain/record';
import { daysNeeded, type JudgementInputs, type OutcomeEvidence } from '@hearback/domain/verify';
import type { z } from 'zod';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { findChanges } from '../deliver/index.ts';
import { criteriaOf, type CriterionBrief, findDecisions } from '../prioritize/index.ts';
import { answersFor } from './help.store.ts';
import { criterionOf, inputsFor, windowOf } from './judging.ts';
import { pointsOf } from './measurements.store.ts';
import { findOutcome, type JudgementRow, judgementsOf, type OutcomeRow, stateOf } from './outcomes.store.ts';

export type OutcomeItemOut = z.input<typeof OutcomeItem>;
export type OutcomeOut = z.input<typeof Outcome>;
type MetricInputs = Extract<JudgementInputs, { kind: 'metric' }>;

const iso = (at: number): string => new Date(at).toISOString();

function criterionOut(criterion: CriterionBrief): OutcomeItemOut['criterion'] {
  return {
    id: criterion.id,
    metric: criterion.metric,
    unit: criterion.unit,
    baseline: criterion.baseline,
    direction: criterion.direction,
    target: criterion.target,
    smallest_effect: criterion.smallestEffect,
    window_days: criterion.windowDays,
    source: criterion.source,
  };
}

/** Outcomes as lists show them, in the order given. */
export async function itemsOut(tables: WorkspaceTables, rows: readonly OutcomeRow[]): Promise<OutcomeItemOut[]> {
  const decisionIds = [...new Set(rows.map((row) => row.decision_id))];
  const decisions = new Map((await findDecisions(tables, decisionIds)).map((one) => [one.id, one]));
  const changeIds = [...new Set(rows.flatMap((row) => row.change_id ?? []))];
  const changes = new Map((await findChanges(tables, changeIds)).map((one) => [one.id, one]));
  const criteria = new Map<string, CriterionBrief>();
  for (const id of decisionIds) for (const one of await criteriaOf(tables, id)) criteria.set(one.id, one);
  return rows.map((row) => {
    const decision = decisions.get(row.decision_id);
    const criterion = criteria.get(row.criterion_id);
    const change = changes.get(row.change_id ?? '');
    if (!decision || !criterion) throw new Error(`${reference('outcome', row.number)} has lost what it is of.`);
    return {
      id: row.id,
      reference: reference('outcome', row.number),
      state: row.state,
      kind: criterion.kind,
      decision: { id: decision.id, reference: decision.reference, title: decision.title },
      change: change ? { id: change.id, reference: change.reference, title: change.title } : null,
      criterion: criterionOut(criterion),
      released_at: row.released_at.toISOString(),
      window_ends_at: row.window_ends_at.toISOString(),
      opened_at: row.opened_at.toISOString(),
      judged_at: row.judged_at?.toISOString() ?? null,
      reason: row.state === 'pending' ? null : (row.reason as OutcomeItemOut['reason']),
      version: row.version,
    };
  });
}

function evidenceOut(judgement: JudgementRow | undefined, kind: OutcomeItemOut['kind']): OutcomeOut['evidence'] {
  if (!judgement || kind === 'reporters') return null;
  const evidence = judgement.evidence as unknown as OutcomeEvidence;
  return {
    judge_version: evidence.judgeVersion,
    days_before: evidence.daysBefore,
    days_after: evidence.daysAfter,
    mean_before: evidence.meanBefore ?? null,
    mean_after: evidence.meanAfter ?? null,
    improvement: evidence.improvement ?? null,
    interval: evidence.interval ?? null,
    effective_before: evidence.effectiveBefore ?? null,
    effective_after: evidence.effectiveAfter ?? null,
    detectable_effect: evidence.detectableEffect ?? null,
  };
}

/** What was compared when it was judged; while it is pending, what there is to compare now. */
async function comparedIn(
  tables: WorkspaceTables,
  row: OutcomeRow,
  last: JudgementRow | undefined,
  now: Date,
): Promise<MetricInputs | undefined> {
  const inputs =
    last && row.state !== 'pending' ? (last.inputs as unknown as JudgementInputs) : await inputsFor(tables, row, now);
  return inputs.kind === 'metric' ? inputs : undefined;
}

async function seriesOut(
  tables: WorkspaceTables,
  row: OutcomeRow,
  criterion: CriterionBrief,
  compared: MetricInputs | undefined,
): Promise<OutcomeOut['series']> {
  const window = windowOf(row, criterion);
  const typedIn = await pointsOf(tables, row.criterion_id, 'typed_in', window.from, window.end);
  const days = (side: MetricInputs['before']) =>
    side.map((point) => ({ day: iso(point.at), mean: point.value, count: point.count }));
  return {
    before: days(compared?.before ?? []),
    after: days(compared?.after ?? []),
    typed_in: typedIn.map((point) => ({ at: iso(point.at), value: point.value })),
  };
}

/** One outcome with its evidence. @throws Refusal `not_found` */
export async function outcomeDetail(tables: WorkspaceTables, id: string, now: Date): Promise<OutcomeOut> {
  const row = await findOutcome(tables, id);
  const [item] = row ? await itemsOut(tables, [row]) : [];
  if (!row || !item) throw notFound('outcome');
  const criterion = await criterionOf(tables, row);
  const looks = await judgementsOf(tables, id);
  const last = looks.at(-1);
  const compared = await comparedIn(tables, row, last, now);
  const isSettled = stateOf(row) === 'met' || stateOf(row) === 'not_met';
  return {
    ...item,
    tier: criterion.kind === 'reporters' ? 'perception' : 'second',
    released_how: row.released_how,
    looks: looks.length,
    evidence: evidenceOut(last, criterion.kind),
    days_needed: (!isSettled && compared && daysNeeded(compared.before, criterion.smallestEffect)) || null,
    helped: await answersFor(tables, { decisionId: row.decision_id, audienceId: row.audience_id }),
    series: await seriesOut(tables, row, criterion, compared),
  };
}
