import type {
  Measurement,
  MeasurementQuery,
  RecordedMeasurements,
  RecordMeasurements,
} from '@hearback/contract/verify';
import { furtherWindowEnd, judge, type JudgementInputs, type OutcomeVerdict } from '@hearback/domain/verify';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { decodeCursor, pageFrom } from '../../platform/http/index.ts';
import type { Journal, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import {
  criteriaOf,
  type CriterionBrief,
  type DecisionBrief,
  decisionsOfCriteria,
  findDecisions,
} from '../prioritize/index.ts';
import { criterionOf, inputsFor, moveOutcome } from './judging.ts';
import {
  insertMeasurements,
  listMeasurementRows,
  measurementsAt,
  type MeasurementRow,
  type MeasurementSource,
} from './measurements.store.ts';
import { lockUntold, type OutcomeRow } from './outcomes.store.ts';
import { requireForDecision } from './permission.ts';

type Given = z.output<typeof RecordMeasurements>['measurements'][number];
type Report = z.input<typeof RecordedMeasurements>;
type MeasurementOut = z.input<typeof Measurement>;
/** What a criterion is, and the decision that it was fixed in. */
type Known = ReadonlyMap<string, { readonly criterion: CriterionBrief; readonly decision: DecisionBrief }>;

/** Clocks of machines differ by this much without anybody being wrong. */
const clockSkewMs = 5 * 60_000;

const keyOf = (criterionId: string, source: string, at: number): string => `${criterionId} ${source} ${at}`;
const keyOfGiven = (one: Given): string => keyOf(one.criterion_id, one.source, Date.parse(one.at));
const keyOfRow = (row: MeasurementRow): string => keyOf(row.criterion_id, row.source, row.at.getTime());

async function knownCriteria(tables: WorkspaceTables, ids: readonly string[]): Promise<Known> {
  const decisionIds = new Set((await decisionsOfCriteria(tables, ids)).values());
  const known = new Map<string, { criterion: CriterionBrief; decision: DecisionBrief }>();
  for (const decision of await findDecisions(tables, [...decisionIds]))
    for (const criterion of await criteriaOf(tables, decision.id)) known.set(criterion.id, { criterion, decision });
  return known;
}

/** Why a value is not taken, whatever else was recorded; undefined when nothing speaks against it. */
function objection(one: Given, known: Known, now: Date): string | undefined {
  const found = known.get(one.criterion_id);
  if (!found) return 'There is no such success criterion of a made decision here.';
  if (found.criterion.kind === 'reporters') return 'What reporters answer is its measure; nothing is recorded for it.';
  if (Date.parse(one.at) > now.getTime() + clockSkewMs) return 'It lies in the future.';
  return undefined;
}

/** What is recorded at the times of these, by key. */
async function storedFor(tables: WorkspaceTables, given: readonly Given[]): Promise<Map<string, number>> {
  const stored = new Map<string, number>();
  const groups = Map.groupBy(given, (one) => `${one.criterion_id} ${one.source}`);
  for (const group of groups.values()) {
    const [first] = group;
    const times = group.map((one) => new Date(one.at));
    if (first)
      for (const row of await measurementsAt(tables, first.criterion_id, first.source, times))
        stored.set(keyOfRow(row), row.value);
  }
  return stored;
}

/** Takes what is new, and accounts for every one. Of the same time twice in one request the first counts. */
async function take(
  writing: Writing,
  given: readonly Given[],
  known: Known,
): Promise<{ report: Report; inserted: MeasurementRow[] }> {
  const { tables, now, actor } = writing;
  const objections = given.map((one) => objection(one, known, now));
  const sound = given.filter((_, index) => objections[index] === undefined);
  const first = new Map(sound.toReversed().map((one) => [keyOfGiven(one), one]));
  const rows = [...first.values()].map((one) => ({
    criterion_id: one.criterion_id,
    source: one.source,
    at: new Date(one.at),
    value: one.value,
    recorded_by: actor.id,
    recorded_at: now,
    audience_id: known.get(one.criterion_id)?.decision.audienceId ?? null,
  }));
  const inserted = rows.length > 0 ? await insertMeasurements(tables, rows) : [];
  const fresh = new Set(inserted.map(keyOfRow));
  const stored = await storedFor(tables, sound);
  const rejected: Report['rejected'] = [];
  let taken = 0;
  for (const [index, one] of given.entries()) {
    const key = keyOfGiven(one);
    const reason = objections[index] ?? differs(one.value, stored.get(key));
    if (reason !== undefined) rejected.push({ index, reason });
    else if (fresh.delete(key)) taken += 1;
  }
  const already_there = given.length - taken - rejected.length;
  return { report: { read: given.length, taken, already_there, rejected }, inserted };
}

function differs(value: number, stored: number | undefined): string | undefined {
  return stored === value
    ? undefined
    : `Another value stands at this time: ${stored}. Outcomes replay from it, so it stays.`;
}

/** One entry per decision: a feed of values is news of what they are measured for. */
function tell(writing: Writing, inserted: readonly MeasurementRow[], known: Known): void {
  for (const [decision, rows] of Map.groupBy(inserted, (row) => known.get(row.criterion_id)?.decision))
    if (decision)
      writing.record({
        type: 'verify.measurements_recorded',
        subject: { kind: 'decision', id: decision.id },
        data: { taken: rows.length },
        audienceId: decision.audienceId,
      });
}

const needsDays = new Set<string | null>(['too_few_days', 'not_judged_typed_in']);

/** More data: what could not be told waits for another look. Too few days still are not looked at again. */
async function lookAgain(writing: Writing, row: OutcomeRow): Promise<void> {
  const { tables, now } = writing;
  const { windowDays } = await criterionOf(tables, row);
  const reason = row.reason as OutcomeVerdict['reason'];
  const end = new Date(furtherWindowEnd(reason, row.window_ends_at.getTime(), windowDays, now.getTime()));
  if (needsDays.has(reason)) {
    const inputs: JudgementInputs = await inputsFor(tables, { ...row, window_ends_at: end }, now);
    if (needsDays.has(judge(inputs)?.reason ?? null)) return;
  }
  await moveOutcome(writing, row, 'pending', 'more_data', end);
}

export function createMeasurements(journal: Journal) {
  const record = (caller: Caller, { measurements }: z.output<typeof RecordMeasurements>): Promise<Report> =>
    journal.write(caller, async (writing) => {
      const { tables } = writing;
      const known = await knownCriteria(
        tables,
        measurements.map((one) => one.criterion_id),
      );
      for (const decision of new Set([...known.values()].map((one) => one.decision)))
        await requireForDecision(tables, caller, 'verify.measure', decision);
      const { report, inserted } = await take(writing, measurements, known);
      tell(writing, inserted, known);
      const measured = inserted.filter((row) => row.source === 'measured').map((row) => row.criterion_id);
      for (const row of await lockUntold(tables, [...new Set(measured)])) await lookAgain(writing, row);
      return report;
    });

  const list = (
    caller: Caller,
    ask: z.output<typeof MeasurementQuery>,
  ): Promise<{ items: MeasurementOut[]; next_cursor: string | null }> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const place = decodeCursor(ask.cursor, ['instant', 'text']);
      if ((await knownCriteria(tables, [ask.criterion_id])).size === 0) throw notFound('success criterion');
      const rows = await listMeasurementRows(tables, {
        criterionId: ask.criterion_id,
        source: ask.source,
        after: place && { at: place[0], source: place[1] },
        limit: ask.limit,
      });
      return pageFrom(
        rows,
        ask.limit,
        (row) => [row.at.toISOString(), row.source],
        (row) => ({
          criterion_id: row.criterion_id,
          at: row.at.toISOString(),
          value: row.value,
          source: row.source as MeasurementSource,
          recorded_at: row.recorded_at.toISOString(),
        }),
      );
    });

  return { record, list };
}
