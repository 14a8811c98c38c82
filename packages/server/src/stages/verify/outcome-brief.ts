import { reference } from '@hearback/domain/record';
import type { OutcomeEvidence, OutcomeState } from '@hearback/domain/verify';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { answersFor, type HelpCounts } from './help.store.ts';
import { criterionOf } from './judging.ts';
import { judgementsOf, outcomesById, stateOf } from './outcomes.store.ts';

/** An outcome as later stages see it. */
export type OutcomeBrief = {
  readonly id: string;
  readonly reference: string;
  readonly state: OutcomeState;
  readonly kind: 'metric' | 'reporters';
  readonly metric: string;
  readonly unit: string;
  readonly target: number;
  /** Means of both sides at the last look; null before one, and where reporters give it. */
  readonly meanBefore: number | null;
  readonly meanAfter: number | null;
  readonly helped: HelpCounts;
  readonly decisionId: string;
  readonly audienceId: string | null;
};

/** The outcomes with these ids that these eyes may see, in the order of their references. */
export async function findOutcomes(tables: WorkspaceTables, ids: readonly string[]): Promise<OutcomeBrief[]> {
  const briefs: OutcomeBrief[] = [];
  for (const row of await outcomesById(tables, ids)) {
    const { kind, metric, unit, target } = await criterionOf(tables, row);
    const last = kind === 'metric' ? (await judgementsOf(tables, row.id)).at(-1) : undefined;
    const evidence = last?.evidence as unknown as OutcomeEvidence | undefined;
    briefs.push({
      id: row.id,
      reference: reference('outcome', row.number),
      state: stateOf(row),
      kind,
      metric,
      unit,
      target,
      meanBefore: evidence?.meanBefore ?? null,
      meanAfter: evidence?.meanAfter ?? null,
      helped: await answersFor(tables, { decisionId: row.decision_id, audienceId: row.audience_id }),
      decisionId: row.decision_id,
      audienceId: row.audience_id,
    });
  }
  return briefs;
}
