import type { Insertable, Selectable, Updateable } from 'kysely';
import { sql } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';

export type ProposalRow = Selectable<DB['prioritize.proposals']>;
export type AssessmentRow = Selectable<DB['prioritize.assessments']>;

export async function insertProposal(
  tables: WorkspaceTables,
  row: Insertable<DB['prioritize.proposals']>,
  problemIds: readonly string[],
): Promise<ProposalRow> {
  const proposal = await tables.insertInto('prioritize.proposals').values(row).returningAll().executeTakeFirstOrThrow();
  await tables
    .insertInto('prioritize.proposal_problems')
    .values(
      problemIds.map((problem_id) => ({ proposal_id: proposal.id, problem_id, audience_id: proposal.audience_id })),
    )
    .execute();
  return proposal;
}

export function findProposal(tables: WorkspaceTables, id: string): Promise<ProposalRow | undefined> {
  return tables.selectFrom('prioritize.proposals').selectAll().where('id', '=', id).executeTakeFirst();
}

export function lockProposal(tables: WorkspaceTables, id: string): Promise<ProposalRow | undefined> {
  return tables.selectFrom('prioritize.proposals').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export function updateProposal(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['prioritize.proposals']>,
): Promise<ProposalRow> {
  return tables
    .updateTable('prioritize.proposals')
    .set({ ...change, version: sql`version + 1` })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Newest first, one more than `limit`. */
export function listProposalRows(
  tables: WorkspaceTables,
  ask: { state?: string | undefined; problemId?: string | undefined; before?: string | undefined; limit: number },
): Promise<ProposalRow[]> {
  const naming = tables
    .selectFrom('prioritize.proposal_problems')
    .select('proposal_id')
    .where('problem_id', '=', ask.problemId ?? '');
  return tables
    .selectFrom('prioritize.proposals')
    .selectAll()
    .$if(ask.state !== undefined, (query) => query.where('state', '=', ask.state ?? ''))
    .$if(ask.problemId !== undefined, (query) => query.where('id', 'in', naming))
    .$if(ask.before !== undefined, (query) => query.where('id', '<', ask.before ?? ''))
    .orderBy('id', 'desc')
    .limit(ask.limit + 1)
    .execute();
}

export async function problemIdsOf(tables: WorkspaceTables, proposalId: string): Promise<string[]> {
  const rows = await tables
    .selectFrom('prioritize.proposal_problems')
    .select('problem_id')
    .where('proposal_id', '=', proposalId)
    .orderBy('problem_id')
    .execute();
  return rows.map((row) => row.problem_id);
}

/** Of these problems, those that another open proposal names. */
export async function stillProposed(
  tables: WorkspaceTables,
  problemIds: readonly string[],
  exceptProposalId: string,
): Promise<Set<string>> {
  const rows = await tables
    .selectFrom('prioritize.proposal_problems as link')
    .innerJoin('prioritize.proposals as proposal', 'proposal.id', 'link.proposal_id')
    .select('link.problem_id')
    .where('link.problem_id', 'in', [...problemIds])
    .where('proposal.state', '=', 'open')
    .where('proposal.id', '!=', exceptProposalId)
    .execute();
  return new Set(rows.map((row) => row.problem_id));
}

/** Every open proposal, for a ranking. With `audienceId`, only those that are open to everybody or to that audience. */
export function listOpenProposals(tables: WorkspaceTables, audience?: { id: string | null }): Promise<ProposalRow[]> {
  return tables
    .selectFrom('prioritize.proposals')
    .selectAll()
    .where('state', '=', 'open')
    .$if(audience !== undefined, (query) =>
      query.where((eb) => eb.or([eb('audience_id', 'is', null), eb('audience_id', '=', audience?.id ?? null)])),
    )
    .orderBy('id')
    .execute();
}

export function listAssessmentRows(tables: WorkspaceTables, proposalIds: readonly string[]): Promise<AssessmentRow[]> {
  if (proposalIds.length === 0) return Promise.resolve([]);
  return tables
    .selectFrom('prioritize.assessments')
    .selectAll()
    .where('proposal_id', 'in', [...proposalIds])
    .orderBy('id')
    .execute();
}

export function insertAssessment(
  tables: WorkspaceTables,
  row: Insertable<DB['prioritize.assessments']>,
): Promise<AssessmentRow> {
  return tables.insertInto('prioritize.assessments').values(row).returningAll().executeTakeFirstOrThrow();
}

export function lockAssessment(tables: WorkspaceTables, id: string): Promise<AssessmentRow | undefined> {
  return tables.selectFrom('prioritize.assessments').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export function findAssessment(tables: WorkspaceTables, id: string): Promise<AssessmentRow | undefined> {
  return tables.selectFrom('prioritize.assessments').selectAll().where('id', '=', id).executeTakeFirst();
}

export function updateAssessment(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['prioritize.assessments']>,
): Promise<AssessmentRow> {
  return tables
    .updateTable('prioritize.assessments')
    .set({ ...change, version: sql`version + 1` })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
