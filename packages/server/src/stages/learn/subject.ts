import type { RetrospectiveSubject } from '@hearback/domain/learn';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { stewardsTeamId } from '../charter/index.ts';
import { findChanges } from '../deliver/index.ts';
import { findSignals } from '../listen/index.ts';
import { findDecisions } from '../prioritize/index.ts';
import { findProblems, signalOwner } from '../triage/index.ts';

/** The record that a retrospective looks back at. */
export type Subject = {
  readonly kind: RetrospectiveSubject;
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly severity: string | null;
  readonly ownerTeamId: string;
  readonly componentIds: readonly string[];
  readonly audienceId: string | null;
};

/** The subject, when there is one for these eyes. */
export async function findSubject(
  tables: WorkspaceTables,
  { kind, id }: Pick<Subject, 'kind' | 'id'>,
): Promise<Subject | undefined> {
  switch (kind) {
    case 'signal': {
      const [signal] = await findSignals(tables, [id]);
      return signal && { ...partsOf(signal), kind, ownerTeamId: await signalOwner(tables, signal) };
    }
    case 'problem': {
      const [problem] = await findProblems(tables, [id]);
      return problem && { ...partsOf(problem), kind, ownerTeamId: problem.ownerTeamId };
    }
    case 'decision': {
      const [decision] = await findDecisions(tables, [id]);
      const ownerTeamId = decision && (decision.ownerTeamId ?? (await stewardsTeamId(tables)));
      return decision && ownerTeamId ? { ...partsOf(decision), kind, ownerTeamId } : undefined;
    }
    case 'change': {
      const [change] = await findChanges(tables, [id]);
      return change && { ...partsOf(change), kind, ownerTeamId: change.ownerTeamId };
    }
  }
}

type Brief = Pick<Subject, 'id' | 'reference' | 'title' | 'componentIds' | 'audienceId'> & {
  readonly severity?: string | null;
};

function partsOf({
  id,
  reference,
  title,
  severity,
  componentIds,
  audienceId,
}: Brief): Omit<Subject, 'kind' | 'ownerTeamId'> {
  return { id, reference, title, severity: severity ?? null, componentIds, audienceId };
}
