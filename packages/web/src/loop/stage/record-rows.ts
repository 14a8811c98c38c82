import type { components } from '@hearback/client';
import { nothing, type Row } from './listing.ts';

type Schemas = components['schemas'];

export function signalRow({
  id,
  reference,
  title,
  state,
  received_at,
  reporter,
  kind,
  severity,
}: Schemas['Signal']): Row {
  const meta = () => [reporter.name, kind, severity];
  return { id, kind: 'signal', reference, title, isSaid: true, state, at: received_at, meta };
}

export function proposalRow({
  id,
  reference,
  title,
  state,
  opened_at,
  created_at,
}: Schemas['ProposalPage']['items'][number]): Row {
  return { id, kind: 'proposal', reference, title, state, at: opened_at ?? created_at, meta: nothing };
}

export function decisionRow(decision: Schemas['DecisionPage']['items'][number]): Row {
  const { id, reference, title, state, kind, lane, due_at, made_at, created_at } = decision;
  return {
    id,
    kind: 'decision',
    reference,
    title,
    state,
    at: made_at ?? created_at,
    meta: ({ say, write }, now) => [
      kind,
      say.list.lane(lane),
      made_at === null && due_at !== null ? say.list.due(write.day(due_at, now)) : null,
    ],
  };
}

export function workItemRow(item: Schemas['WorkItem']): Row {
  const { id, reference, title, state, due_on, estimate, blocked_by, carried_over, opened_at } = item;
  return {
    id,
    kind: 'work_item',
    reference,
    title,
    state,
    at: opened_at,
    meta: ({ say, write }, now) => [
      due_on === null ? null : say.list.due(write.day(due_on, now)),
      say.list.days(write.number(estimate.likely)),
      blocked_by,
      carried_over > 0 ? say.list.carried(carried_over) : null,
    ],
  };
}

export function changeRow({ change, share }: { change: Schemas['Change']; share: number | null }): Row {
  const { id, reference, title, state, lane, elsewhere, released_at, started_at, opened_at } = change;
  const known = share ?? (state === 'releasing' ? elsewhere?.share : null) ?? null;
  return {
    id,
    kind: 'change',
    reference,
    title,
    state,
    at: released_at ?? started_at ?? opened_at,
    meta: ({ say, write }) => [
      lane === null ? null : say.list.lane(lane),
      known === null ? null : say.list.users(write.percent(known / 100)),
      elsewhere ? say.list.tool(elsewhere.tool) : null,
    ],
  };
}

export function outcomeRow(outcome: Schemas['OutcomePage']['items'][number]): Row {
  const { id, reference, decision, state, criterion, judged_at, window_ends_at, released_at } = outcome;
  return {
    id,
    kind: 'outcome',
    reference,
    title: decision.title,
    state,
    at: released_at,
    meta: ({ say, write }, now) => [
      criterion.metric,
      judged_at === null
        ? say.list.measuredUntil(write.day(window_ends_at, now))
        : say.list.judged(write.day(judged_at, now)),
    ],
  };
}

export function lessonRow({
  id,
  reference,
  title,
  state,
  edition,
  components: about,
  written_at,
}: Schemas['LessonPage']['items'][number]): Row {
  return {
    id,
    kind: 'lesson',
    reference,
    title,
    state,
    at: written_at,
    meta: ({ say, write }) => [
      write.list(about.map(({ name }) => name)),
      edition > 1 ? say.list.edition(edition) : null,
    ],
  };
}
