import type { Lane, LaneReason } from '@hearback/domain/prioritize';
import type { Writing } from '../../platform/journal/index.ts';
import { type DecisionRow, lockUndecided, updateDecision } from './decisions.store.ts';

/** One raising or lowering of a decision's lane, as it is shown. */
export type LaneChange = {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  /** Null where a rule did it. */
  readonly by_id: string | null;
  readonly at: string;
};

export function laneChangesOf(row: DecisionRow): LaneChange[] {
  return row.lane_changes as unknown as LaneChange[];
}

export function laneReasonsOf(row: DecisionRow): LaneReason[] {
  return row.lane_reasons as unknown as LaneReason[];
}

/** Writes a new lane with its reason on the decision and the thread. */
export async function changeLane(
  writing: Writing,
  row: DecisionRow,
  to: Lane,
  reason: LaneReason,
  byId: string | null,
): Promise<DecisionRow> {
  const { tables, now, record } = writing;
  const change: LaneChange = { from: row.lane, to, reason: reason.words, by_id: byId, at: now.toISOString() };
  const changed = await updateDecision(tables, row.id, {
    lane: to,
    lane_changes: JSON.stringify([...laneChangesOf(row), change]),
    lane_reasons: JSON.stringify([...laneReasonsOf(row), reason]),
  });
  record({
    type: 'prioritize.lane_changed',
    subject: { kind: 'decision', id: row.id },
    data: { from: row.lane, to, code: reason.code },
    audienceId: row.audience_id,
  });
  return changed;
}

const flagged: LaneReason = {
  code: 'flagged',
  words: 'An assessor says that it touches security, privacy, data or cost.',
};

/**
 * An assessor's flag makes the proposal's undecided decisions significant, once: the approver may lower the lane again with
 * a reason, and that stands. Harm now goes first, and a “no” releases nothing, so these are left alone.
 */
export async function raiseForFlag(writing: Writing, proposalId: string): Promise<void> {
  for (const row of await lockUndecided(writing.tables, proposalId)) {
    const isRaised = laneReasonsOf(row).some((reason) => reason.code === flagged.code);
    const acts = row.kind === 'accept' || row.kind === 'fix';
    if (acts && !isRaised && (row.lane === 'fix' || row.lane === 'standard'))
      await changeLane(writing, row, 'significant', flagged, null);
  }
}
