import { Refusal } from '@hearback/domain/record';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { findComponents } from '../charter/index.ts';
import { findProblems } from '../triage/index.ts';
import { findRetrospective } from './retrospectives.store.ts';

/** What a lesson names. */
type Named = {
  readonly component_ids?: readonly string[] | undefined;
  readonly problem_ids?: readonly string[] | undefined;
  readonly retrospective_id?: string | undefined;
};

export function unknownReference(what: string, field: string): Refusal {
  return new Refusal('unknown_reference', `There is no such ${what} here.`, {
    field,
    remedy: `Name a ${what} of this workspace that you can see.`,
  });
}

/** @throws Refusal `unknown_reference` when one of them is not here */
async function requireComponents(tables: WorkspaceTables, ids: readonly string[]): Promise<void> {
  const found = new Set((await findComponents(tables, ids)).map((each) => each.id));
  const missing = ids.findIndex((id) => !found.has(id));
  if (missing >= 0) throw unknownReference('component', `/component_ids/${missing}`);
}

/**
 * Checks what a lesson names, and says whom that is restricted to: a lesson is as restricted as what it was learned from.
 * @throws Refusal `unknown_reference`, or `audiences_differ` for two restricted circles at once
 */
export async function audienceNamed(tables: WorkspaceTables, named: Named): Promise<string | null> {
  const { component_ids: componentIds = [], problem_ids: problemIds = [], retrospective_id: retrospectiveId } = named;
  await requireComponents(tables, componentIds);
  const problems = new Map((await findProblems(tables, problemIds)).map((each) => [each.id, each]));
  const missing = problemIds.findIndex((id) => !problems.has(id));
  if (missing >= 0) throw unknownReference('problem', `/problem_ids/${missing}`);
  const retrospective = retrospectiveId === undefined ? undefined : await findRetrospective(tables, retrospectiveId);
  if (retrospectiveId !== undefined && !retrospective) throw unknownReference('retrospective', '/retrospective_id');
  const restrictedTo = [...problems.values()].map((problem) => problem.audienceId);
  const audiences = new Set([...restrictedTo, retrospective?.audience_id ?? null].filter((id) => id !== null));
  if (audiences.size > 1) throw differ('What this was learned from is restricted to different audiences.');
  return [...audiences][0] ?? null;
}

/** @throws Refusal `audiences_differ` when a lesson would come to name what not all of its readers may see */
export function requireSameAudience(lesson: string | null, named: string | null): void {
  if (named === null || named === lesson) return;
  throw differ('The lesson is read by people who may not see these problems.');
}

function differ(detail: string): Refusal {
  return new Refusal('audiences_differ', detail, {
    field: '/problem_ids',
    remedy: 'Write one lesson per audience.',
  });
}
