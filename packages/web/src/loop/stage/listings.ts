import { answered } from '@hearback/client';
import { api } from '../../data/api.ts';
import type { Stage } from '../../ui/stage-names.ts';
import { agendaOf, charterShows, newsOf } from './other-rows.ts';
import type { PageQuery, Show } from './listing.ts';
import { rowsOf } from './listing.ts';
import { changeRow, decisionRow, lessonRow, outcomeRow, proposalRow, signalRow, workItemRow } from './record-rows.ts';

const each = <State extends string>(
  states: readonly State[],
  load: (state: State, page: PageQuery) => ReturnType<Show['load']>,
): readonly Show[] => states.map((name) => ({ name, load: (page) => load(name, page) }));

const proposals = async (query: PageQuery & { state?: 'open' }) =>
  rowsOf(await answered(api.GET('/proposals', { params: { query } })), proposalRow);

const decisions = async (query: PageQuery & { state?: 'commenting' | 'made' }) =>
  rowsOf(await answered(api.GET('/decisions', { params: { query } })), decisionRow);

/** Started ones say in how many hands they are, which only each one by itself knows. */
async function changes(query: PageQuery & { state?: 'planned' | 'releasing' | 'released' | 'rolled_back' }) {
  const { items, next_cursor } = await answered(api.GET('/changes', { params: { query } }));
  const shared = await Promise.all(
    items.map(async (change) => {
      if (change.state !== 'releasing') return { change, share: null };
      const { rollouts } = await answered(api.GET('/changes/{id}', { params: { path: { id: change.id } } }));
      return { change, share: rollouts.at(-1)?.share ?? null };
    }),
  );
  return rowsOf({ items: shared, next_cursor }, changeRow);
}

const outcomes = async (query: PageQuery & { state?: 'pending' | 'met' | 'not_met' | 'cant_tell' }) =>
  rowsOf(await answered(api.GET('/outcomes', { params: { query } })), outcomeRow);

const lessons = async (query: PageQuery & { state?: 'published' | 'draft' }) =>
  rowsOf(await answered(api.GET('/lessons', { params: { query } })), lessonRow);

const signals = async (query: PageQuery & { state?: 'received' | 'waiting' | 'attached' | 'answered' }) =>
  rowsOf(await answered(api.GET('/signals', { params: { query } })), signalRow);

const backlog = async (query: PageQuery & { group: 'now' | 'next' | 'later' | 'done' }) =>
  rowsOf(await answered(api.GET('/backlog', { params: { query } })), workItemRow);

/** What each stage's list can show; the first is shown at first. Triage has its inbox. */
export const listings: Readonly<Record<Exclude<Stage, 'triage'>, readonly Show[]>> = {
  charter: charterShows,
  listen: [
    { name: 'all', load: signals },
    ...each(['received', 'waiting', 'attached', 'answered'], (state, page) => signals({ ...page, state })),
  ],
  prioritize: [
    { name: 'open', load: (page) => proposals({ ...page, state: 'open' }) },
    { name: 'proposals', load: proposals },
    ...each(['commenting', 'made'], (state, page) => decisions({ ...page, state })),
    { name: 'decisions', load: decisions },
  ],
  plan: each(['now', 'next', 'later', 'done'], (group, page) => backlog({ ...page, group })),
  deliver: [
    { name: 'all', load: changes },
    ...each(['planned', 'releasing', 'released', 'rolled_back'], (state, page) => changes({ ...page, state })),
  ],
  verify: [
    { name: 'all', load: outcomes },
    ...each(['pending', 'met', 'not_met', 'cant_tell'], (state, page) => outcomes({ ...page, state })),
  ],
  learn: [
    { name: 'all', load: lessons },
    ...each(['published', 'draft'], (state, page) => lessons({ ...page, state })),
  ],
  engage: [
    { name: 'news', load: newsOf },
    { name: 'unread', load: (page) => newsOf(page, true) },
  ],
  govern: each(['breached', 'due', 'open_points', 'outcomes', 'moved'], agendaOf),
};
