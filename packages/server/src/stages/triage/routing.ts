import { Refusal } from '@hearback/domain/record';
import { type Route, type RoutingRule, routeOf } from '@hearback/domain/triage';
import type { Selectable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';
import type { Writing } from '../../platform/journal/index.ts';
import { findComponents, retiredTeamIds, stewardsTeamId } from '../charter/index.ts';
import type { SignalBrief } from '../listen/index.ts';
import { startClocks } from './clocks.ts';
import { findQueued, insertQueued, updateQueued } from './queue.store.ts';

export type RuleRow = Selectable<DB['triage.routing_rules']>;

/** Rules in the order they are tried. */
export function ruleRows(tables: WorkspaceTables, retired: boolean): Promise<RuleRow[]> {
  return tables
    .selectFrom('triage.routing_rules')
    .selectAll()
    .$if(!retired, (query) => query.where('retired_at', 'is', null))
    .orderBy('position')
    .orderBy('id')
    .execute();
}

const ruleOf = (row: RuleRow): RoutingRule => ({
  id: row.id,
  order: row.position,
  when: {
    ...(row.kind === null ? {} : { kind: row.kind }),
    ...(row.layer_key === null ? {} : { layer: row.layer_key }),
    ...(row.term === null ? {} : { term: row.term }),
  },
  teamId: row.team_id,
});

/** What is routed: a signal, or a problem that is being opened. */
export type Routed = {
  readonly kind: string | null;
  readonly layerKey: string | null;
  readonly componentIds: readonly string[];
  readonly title: string;
  readonly description: string;
};

/** Whose a signal is. */
export type SignalOwnership = {
  readonly teamId: string;
  readonly by: Route['by'] | 'person';
  readonly reason: string;
  readonly assigneeId: string | null;
};

/** A function that routes by the rules and owners of this moment. */
export async function createRouter(
  tables: WorkspaceTables,
  componentIds: readonly string[],
): Promise<(item: Routed) => Route> {
  // Nobody looks into the queue of a team that is no more.
  const retired = await retiredTeamIds(tables);
  const rules = (await ruleRows(tables, false)).map(ruleOf).filter((rule) => !retired.has(rule.teamId));
  const owners = new Map((await findComponents(tables, componentIds)).map((each) => [each.id, each.ownerTeamId]));
  const ownership = {
    ownerOf: (id: string) => {
      const teamId = owners.get(id) ?? undefined;
      return teamId === undefined || retired.has(teamId) ? undefined : teamId;
    },
    stewardsTeamId: await stewardsTeamId(tables),
  };
  return (item) =>
    routeOf(
      {
        componentIds: item.componentIds,
        text: `${item.title}\n${item.description}`,
        ...(item.kind === null ? {} : { kind: item.kind }),
        ...(item.layerKey === null ? {} : { layer: item.layerKey }),
      },
      rules,
      ownership,
    );
}

/** Whose a signal is, and why; one that came in a moment ago is whose it will be. */
export async function ownerOf(tables: WorkspaceTables, signal: SignalBrief): Promise<SignalOwnership> {
  const queued = (await findQueued(tables, [signal.id])).get(signal.id);
  if (queued)
    return {
      teamId: queued.owner_team_id,
      by: queued.routed_by as SignalOwnership['by'],
      reason: queued.routed_reason,
      assigneeId: queued.assignee_id,
    };
  const route = (await createRouter(tables, signal.componentIds))(signal);
  return { teamId: route.teamId, by: route.by, reason: route.reason, assigneeId: null };
}

/**
 * Gives each signal its owner, and a live one its clocks from when it was received. Signals that have an owner keep it, so
 * it may run twice. What comes in live is said one by one; an import in one entry.
 */
export async function routeSignals(writing: Writing, signals: readonly SignalBrief[]): Promise<void> {
  const { tables, record } = writing;
  const route = await createRouter(tables, [...new Set(signals.flatMap((signal) => signal.componentIds))]);
  const routes = new Map(signals.map((signal) => [signal.id, route(signal)]));
  const inserted = await insertQueued(
    tables,
    signals.map((signal) => {
      const found = routes.get(signal.id);
      if (!found) throw new Error('A signal was not routed.');
      return {
        signal_id: signal.id,
        owner_team_id: found.teamId,
        live: signal.live,
        untriaged: signal.state === 'received' || signal.state === 'waiting',
        severity: signal.severity,
        routed_by: found.by,
        routed_by_id: found.byId ?? null,
        routed_reason: found.reason,
        received_at: signal.receivedAt,
        audience_id: signal.audienceId,
      };
    }),
  );
  const fresh = signals.filter((signal) => inserted.has(signal.id));
  for (const signal of fresh) {
    const found = routes.get(signal.id);
    if (!signal.live || !found) continue;
    await startSignalClocks(writing, signal, found.teamId);
    record({
      type: 'triage.signal_routed',
      subject: { kind: 'signal', id: signal.id },
      data: { team: found.teamId, by: found.by, by_id: found.byId ?? null },
      audienceId: signal.audienceId,
    });
  }
  const historical = fresh.filter((signal) => !signal.live);
  if (historical.length > 0)
    record({
      type: 'triage.signals_routed',
      subject: { kind: 'workspace', id: writing.workspaceId },
      data: { signals: historical.length },
    });
}

async function startSignalClocks(writing: Writing, signal: SignalBrief, teamId: string): Promise<void> {
  const next = await startClocks(
    writing,
    { kind: 'signal', id: signal.id, audienceId: signal.audienceId },
    { kinds: ['acknowledge', 'triage'], severity: signal.severity, teamId, startedAt: signal.receivedAt },
  );
  await updateQueued(writing.tables, signal.id, { next_due_at: next });
}

/** @throws Refusal `unknown_reference` when one of the components is not here. */
export async function requireComponents(tables: WorkspaceTables, ids: readonly string[]): Promise<void> {
  const wanted = [...new Set(ids)];
  const found = new Set((await findComponents(tables, wanted)).map((component) => component.id));
  const missing = wanted.filter((id) => !found.has(id));
  if (missing.length > 0)
    throw new Refusal('unknown_reference', `${missing.length} of the components are not here.`, {
      field: '/component_ids',
      remedy: 'Use ids of components of this workspace.',
      facts: { missing },
    });
}
