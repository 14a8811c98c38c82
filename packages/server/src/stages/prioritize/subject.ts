import { Refusal } from '@hearback/domain/record';
import type { BusinessCalendar, DecisionKind, DecisionRight, PermissionScope } from '@hearback/domain/charter';
import { approverFor } from '@hearback/domain/charter';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { decisionRights, findTeam, stewardsTeamId } from '../charter/index.ts';
import { canonicalProblems, findProblems, type ProblemBrief } from '../triage/index.ts';

/** What a proposal or a decision is about: its problems, and what follows from them. */
export type Subject = {
  readonly problems: readonly ProblemBrief[];
  readonly componentIds: readonly string[];
  readonly layers: readonly string[];
  readonly ownerTeamIds: readonly string[];
  /** The team that decides: the first problem's owner. */
  readonly ownerTeamId: string;
  /** The audience of the restricted problems among them; null when all are open. */
  readonly audienceId: string | null;
};

const distinct = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];

/**
 * The subject of problems, each as it goes on now: what was merged since is decided where it went.
 * @throws Refusal `unknown_reference` when one is not here, `audiences_differ` for two restricted circles at once
 */
export async function subjectOf(tables: WorkspaceTables, problemIds: readonly string[]): Promise<Subject> {
  const wanted = distinct(problemIds);
  const known = await findProblems(tables, wanted);
  const missing = wanted.find((id) => !known.some((problem) => problem.id === id));
  if (missing !== undefined || known.length === 0)
    throw new Refusal('unknown_reference', `There is no problem ${missing ?? ''} here.`, {
      field: '/problem_ids',
      remedy: 'Name problems of this workspace that you can see.',
    });
  const problems = await canonicalProblems(tables, wanted);
  const audiences = distinct(problems.flatMap((problem) => (problem.audienceId ? [problem.audienceId] : [])));
  if (audiences.length > 1)
    throw new Refusal('audiences_differ', 'These problems are restricted to different audiences.', {
      field: '/problem_ids',
      remedy: 'Treat them in one proposal per audience.',
    });
  const owners = distinct(problems.flatMap((problem) => (problem.ownerTeamId ? [problem.ownerTeamId] : [])));
  return {
    problems,
    componentIds: distinct(problems.flatMap((problem) => problem.componentIds)),
    layers: distinct(problems.flatMap((problem) => (problem.layerKey ? [problem.layerKey] : []))),
    ownerTeamIds: owners,
    ownerTeamId: owners[0] ?? (await stewardsTeamId(tables)),
    audienceId: audiences[0] ?? null,
  };
}

/** The subject as the caller's permissions see it: of several owners, the caller's own team where it is among them. */
export function scopeFor(caller: Caller, subject: Subject): PermissionScope {
  const own = subject.ownerTeamIds.find((id) => caller.standing.teamIds.includes(id));
  return { componentIds: subject.componentIds, ownerTeamId: own ?? subject.ownerTeamId };
}

/** @throws Refusal `approver_missing` or `approver_ambiguous` */
export async function rightFor(tables: WorkspaceTables, kind: DecisionKind, subject: Subject): Promise<DecisionRight> {
  return approverFor(
    kind,
    { componentIds: subject.componentIds, layers: subject.layers },
    await decisionRights(tables),
  );
}

/** The decision right, where there is exactly one. */
export async function rightIfAny(
  tables: WorkspaceTables,
  kind: DecisionKind,
  subject: Subject,
): Promise<DecisionRight | undefined> {
  try {
    return await rightFor(tables, kind, subject);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** The deciding team's calendar and how many are in it. */
export async function decidingTeam(
  tables: WorkspaceTables,
  subject: Subject,
): Promise<{ calendar: BusinessCalendar; size: number }> {
  const team = await findTeam(tables, subject.ownerTeamId);
  if (!team) throw new Error(`The team ${subject.ownerTeamId} owns a problem and is not there.`);
  return { calendar: team.calendar, size: team.memberIds.length };
}
