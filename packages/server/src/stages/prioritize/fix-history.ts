import { sql } from 'kysely';
import type { WorkspaceTables } from '../../platform/database/index.ts';

const windowDays = 90;

/**
 * How the decisions to act on a component went in the last 90 days: how many were made, and how many of them saw their
 * problem reopened after it was shipped, or a change of theirs rolled back. Read from the journal, where the later stages
 * say so. Of several components, the worst counts.
 */
export async function fixHistory(
  tables: WorkspaceTables,
  componentIds: readonly string[],
  now: Date,
): Promise<{ finished: number; reopenedOrRolledBack: number }> {
  if (componentIds.length === 0) return { finished: 0, reopenedOrRolledBack: 0 };
  const since = new Date(now.getTime() - windowDays * 86_400_000);
  const decisions = await tables
    .selectFrom('prioritize.decisions')
    .select(['id', 'component_ids'])
    .where('made_at', '>=', since)
    .where('kind', 'in', ['fix', 'accept'])
    .where(sql<boolean>`component_ids && ${[...componentIds]}::uuid[]`)
    .execute();
  if (decisions.length === 0) return { finished: 0, reopenedOrRolledBack: 0 };
  const ids = decisions.map((decision) => decision.id);
  const reopened = await tables
    .selectFrom('prioritize.decision_problems as link')
    .innerJoin('platform.journal as entry', 'entry.subject_id', 'link.problem_id')
    .innerJoin('prioritize.decisions as decision', 'decision.id', 'link.decision_id')
    .select('link.decision_id')
    .where('link.decision_id', 'in', ids)
    .where('entry.type', '=', 'triage.problem_moved')
    .where(
      sql<boolean>`entry.data->>'to' = 'open' AND entry.data->>'from' IN ('shipped', 'helped') AND entry.at > decision.made_at`,
    )
    .execute();
  const rolledBack = await tables
    .selectFrom('platform.journal_ties as tie')
    .innerJoin('platform.journal as entry', 'entry.id', 'tie.entry_id')
    .select('tie.record_id')
    .where('tie.record_id', 'in', ids)
    .where('entry.type', '=', 'deliver.change_moved')
    .where(sql<boolean>`entry.data->>'to' = 'rolled_back'`)
    .execute();
  const bad = new Set([...reopened.map((row) => row.decision_id), ...rolledBack.map((row) => row.record_id)]);
  const each = componentIds.map((componentId) => {
    const own = decisions.filter((decision) => decision.component_ids.includes(componentId));
    return { finished: own.length, reopenedOrRolledBack: own.filter((decision) => bad.has(decision.id)).length };
  });
  const share = (one: { finished: number; reopenedOrRolledBack: number }): number =>
    one.finished >= 10 ? one.reopenedOrRolledBack / one.finished : 0;
  return each.reduce((worst, one) => (share(one) > share(worst) ? one : worst));
}
