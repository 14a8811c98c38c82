import { liveProblemStates } from '@hearback/domain/triage';
import { type Consumer, entriesById, type Journal, systemActor, type Writing } from '../../platform/journal/index.ts';
import { allAudienceIds, retiredTeamIds } from '../charter/index.ts';
import { findSignals, type SignalBrief } from '../listen/index.ts';
import { decisionDue, retimeClocks } from './clocks.ts';
import { problemSubject } from './hold-problem.ts';
import { standingOf } from './moves.ts';
import { lockProblem, type ProblemRow, updateProblem } from './problems.store.ts';
import { updateQueued } from './queue.store.ts';
import { createRouter } from './routing.ts';

/** Per transaction: a long one would hold up the relay for everybody. */
const atOnce = 100;

/** Nothing is ever in no queue: what a team still owns when it is retired is routed anew, as if it came in now. */
export function followCharter(journal: Journal): Consumer {
  return {
    name: 'triage.follow_charter',
    wants: (type) => type === 'charter.team_changed',
    handle: async ({ workspaceId, entryIds }) => {
      const viewpoint = { workspaceId, audienceIds: await allAudienceIds(journal, workspaceId) };
      const changed = await journal.read(viewpoint, async ({ tables }) => {
        const retired = await retiredTeamIds(tables);
        return (await entriesById(tables, entryIds)).map((entry) => entry.subject.id).filter((id) => retired.has(id));
      });
      const requester = { viewpoint, actor: systemActor };
      for (const teamId of new Set(changed)) {
        while ((await journal.write(requester, (writing) => rerouteSignals(writing, teamId))) === atOnce);
        while ((await journal.write(requester, (writing) => rerouteProblems(writing, teamId))) === atOnce);
      }
    },
  };
}

async function rerouteSignals(writing: Writing, teamId: string): Promise<number> {
  const { tables } = writing;
  const rows = await tables
    .selectFrom('triage.queued_signals')
    .select('signal_id')
    .where('owner_team_id', '=', teamId)
    .where('untriaged', '=', true)
    .orderBy('signal_id')
    .limit(atOnce)
    .forUpdate()
    .execute();
  const signals = await findSignals(
    tables,
    rows.map((row) => row.signal_id),
  );
  const route = await createRouter(tables, [...new Set(signals.flatMap((signal) => signal.componentIds))]);
  for (const signal of signals) await moveSignalTo(writing, signal, teamId, route(signal));
  return rows.length;
}

async function moveSignalTo(
  writing: Writing,
  signal: SignalBrief,
  from: string,
  to: ReturnType<Awaited<ReturnType<typeof createRouter>>>,
): Promise<void> {
  const { id, severity, audienceId } = signal;
  const next = await retimeClocks(writing, { kind: 'signal', id, audienceId }, { severity, teamId: to.teamId });
  await updateQueued(writing.tables, id, {
    owner_team_id: to.teamId,
    assignee_id: null,
    routed_by: to.by,
    routed_by_id: to.byId ?? null,
    routed_reason: to.reason,
    next_due_at: next,
  });
  writing.record({
    type: 'triage.signal_routed',
    subject: { kind: 'signal', id },
    data: { from, team: to.teamId, by: to.by },
    audienceId,
  });
}

async function rerouteProblems(writing: Writing, teamId: string): Promise<number> {
  const rows = await writing.tables
    .selectFrom('triage.problems')
    .select('id')
    .where('owner_team_id', '=', teamId)
    .where('state', 'in', [...liveProblemStates])
    .orderBy('id')
    .limit(atOnce)
    .execute();
  for (const { id } of rows) {
    const row = await lockProblem(writing.tables, id);
    if (row?.owner_team_id === teamId) await moveProblemTo(writing, row);
  }
  return rows.length;
}

async function moveProblemTo(writing: Writing, row: ProblemRow): Promise<void> {
  const { tables } = writing;
  const route = await createRouter(tables, row.component_ids);
  const { teamId } = route({
    kind: row.kind,
    layerKey: row.layer_key,
    componentIds: row.component_ids,
    title: row.title,
    description: row.statement,
  });
  const byClock = await retimeClocks(writing, problemSubject(row), { severity: row.severity, teamId });
  await updateProblem(tables, row.id, {
    owner_team_id: teamId,
    assignee_id: null,
    due_at: await decisionDue(tables, { ...standingOf(row), teamId }, byClock),
  });
  writing.record({
    type: 'triage.problem_routed',
    subject: { kind: 'problem', id: row.id },
    data: { from: row.owner_team_id, to: teamId, components: row.component_ids },
    audienceId: row.audience_id,
  });
}
