import type { FeedbackReport } from '@hearback/contract/prioritize';
import { severities, type Severity } from '@hearback/domain/charter';
import { liveProblemStates } from '@hearback/domain/triage';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { findComponents } from '../charter/index.ts';
import { findSignals } from '../listen/index.ts';
import { findProblems, type ProblemBrief } from '../triage/index.ts';
import { reachOf } from './reach.ts';

type Report = z.input<typeof FeedbackReport>;
type Group = Report['groups'][number];

const quotesPerProblem = 3;
const quoteLength = 280;

/** The problems that somebody still owes a move; found among the known things, where triage publishes them. */
async function liveProblems(tables: WorkspaceTables): Promise<ProblemBrief[]> {
  const known = await tables
    .selectFrom('platform.known_things')
    .select('id')
    .where('kind', '=', 'problem')
    .where('state', 'in', [...liveProblemStates])
    .orderBy('id')
    .execute();
  const problems = await findProblems(
    tables,
    known.map((thing) => thing.id),
  );
  return problems.filter((problem) => problem.mergedIntoId === null && liveProblemStates.includes(problem.state));
}

async function problemOf(tables: WorkspaceTables, problem: ProblemBrief): Promise<Group['problems'][number]> {
  const { evidence } = await reachOf(tables, [problem.id], problem.audienceId);
  const signals = await findSignals(tables, evidence.signal_ids.slice(0, quotesPerProblem));
  return {
    id: problem.id,
    reference: problem.reference,
    title: problem.title,
    state: problem.state,
    people: evidence.people,
    quotes: signals.map((signal) => ({
      signal: signal.reference,
      text: (signal.description === '' ? signal.title : signal.description).slice(0, quoteLength),
    })),
  };
}

async function groupOf(
  tables: WorkspaceTables,
  component: Group['component'],
  severity: Severity | null,
  problems: readonly ProblemBrief[],
): Promise<Group> {
  // Counted over the group, so that who reported two of its problems is one person. Each problem keeps to its own audience.
  const open = problems.filter((problem) => problem.audienceId === null).map((problem) => problem.id);
  const { evidence } = await reachOf(
    tables,
    open.length > 0 ? open : problems.map((one) => one.id),
    open.length > 0 ? null : (problems[0]?.audienceId ?? null),
  );
  const each: Group['problems'] = [];
  for (const problem of problems) each.push(await problemOf(tables, problem));
  return {
    component,
    severity,
    people: evidence.people,
    respondents: evidence.respondents,
    signals: evidence.signal_ids.length,
    problems: each.sort((a, b) => b.people - a.people || (a.id < b.id ? -1 : 1)),
  };
}

/** Live problems by component and severity, the gravest first, with counts of people and quotes: what a review meeting reads. */
export function createFeedbackReport(journal: Journal) {
  return (caller: Caller, ask: { component_id?: string | undefined }): Promise<Report> =>
    journal.read(caller.viewpoint, async ({ tables, now }) => {
      const problems = await liveProblems(tables);
      const components = await findComponents(tables, [
        ...new Set(problems.flatMap((problem) => problem.componentIds)),
      ]);
      const columns: Group['component'][] = [...components.map(({ id, name }) => ({ id, name })), null];
      const groups: Group[] = [];
      for (const component of columns.filter((one) => ask.component_id === undefined || one?.id === ask.component_id)) {
        const here = problems.filter((problem) =>
          component ? problem.componentIds.includes(component.id) : problem.componentIds.length === 0,
        );
        for (const severity of [...severities, null]) {
          const own = here.filter((problem) => problem.severity === severity);
          if (own.length > 0) groups.push(await groupOf(tables, component, severity, own));
        }
      }
      return { at: now.toISOString(), groups };
    });
}
