import { sql } from 'kysely';
import type { RecordLookup, RecordLookups } from '../stages/listen/index.ts';

type Row = { audience_id: string | null; component_ids: string[]; owner_team_id: string | null };

const componentsOf = (table: string, column: string): string =>
  `coalesce((SELECT array_agg(c.component_id) FROM ${table} c
              WHERE c.workspace_id = t.workspace_id AND c.${column} = t.id), '{}')`;

/** Per kind: where its records are, what they are about, and whose they are; what has no owner of its own names none. */
const sources: Readonly<Record<string, { from: string; components: string; owner: string }>> = {
  problem: {
    from: 'triage.problems t',
    components: componentsOf('triage.problem_components', 'problem_id'),
    owner: 't.owner_team_id',
  },
  proposal: {
    from: 'prioritize.proposals t',
    components: `coalesce((SELECT array_agg(DISTINCT c.component_id) FROM prioritize.proposal_problems p
                   JOIN triage.problem_components c ON c.workspace_id = p.workspace_id AND c.problem_id = p.problem_id
                  WHERE p.workspace_id = t.workspace_id AND p.proposal_id = t.id), '{}')`,
    owner: 'NULL::uuid',
  },
  decision: { from: 'prioritize.decisions t', components: 't.component_ids', owner: 't.owner_team_id' },
  work_item: {
    from: 'plan.work_items t',
    components: componentsOf('plan.work_item_components', 'work_item_id'),
    owner: 't.owner_team_id',
  },
  change: {
    from: 'deliver.changes t',
    components: componentsOf('deliver.change_components', 'change_id'),
    owner: 't.owner_team_id',
  },
  rollout: {
    from: `deliver.rollouts t JOIN deliver.changes r ON r.workspace_id = t.workspace_id AND r.id = t.change_id`,
    components: componentsOf('deliver.change_components', 'change_id').replace('t.id', 't.change_id'),
    owner: 'r.owner_team_id',
  },
  outcome: {
    from: `verify.outcomes t JOIN prioritize.decisions d ON d.workspace_id = t.workspace_id AND d.id = t.decision_id`,
    components: 'd.component_ids',
    owner: 'd.owner_team_id',
  },
  retrospective: { from: 'learn.retrospectives t', components: 't.component_ids', owner: 't.owner_team_id' },
  lesson: {
    from: 'learn.lessons t',
    components: componentsOf('learn.lesson_components', 'lesson_id'),
    owner: 'NULL::uuid',
  },
};

function lookupIn({ from, components, owner }: { from: string; components: string; owner: string }): RecordLookup {
  return async (tables, id) => {
    const { rows } = await sql<Row>`
      SELECT t.audience_id, ${sql.raw(components)} AS component_ids, ${sql.raw(owner)} AS owner_team_id
        FROM ${sql.raw(from)} WHERE t.workspace_id = platform.current_workspace() AND t.id = ${id}`.execute(tables);
    const [row] = rows;
    return row && { audienceId: row.audience_id, componentIds: row.component_ids, ownerTeamId: row.owner_team_id };
  };
}

/** Every kind of record beside signals that people can comment on. */
export function createRecordLookups(): RecordLookups {
  return Object.fromEntries(Object.entries(sources).map(([kind, source]) => [kind, lookupIn(source)]));
}
