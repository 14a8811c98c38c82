import { answered } from '@hearback/client';
import { api } from '../../data/api.ts';
import { nothing, type PageQuery, type Rows, rowsOf, type Show } from './listing.ts';

async function components(query: PageQuery & { orphans?: 'true' }): Promise<Rows> {
  const page = await answered(api.GET('/components', { params: { query } }));
  const teams = await answered(api.GET('/teams'));
  const names = new Map(teams.items.map(({ id, name }) => [id, name]));
  return rowsOf(page, ({ id, key, name, description, effective_owner_team_id: owner }) => ({
    id,
    kind: null,
    reference: key,
    title: name,
    state: null,
    at: null,
    meta: ({ say }) => [description, owner === null ? say.list.orphan : (names.get(owner) ?? null)],
  }));
}

async function teams(): Promise<Rows> {
  const { items } = await answered(api.GET('/teams'));
  return rowsOf({ items, next_cursor: null }, ({ id, key, name, mission, members }) => ({
    id,
    kind: null,
    reference: key,
    title: name,
    state: null,
    at: null,
    meta: ({ say }) => [mission, say.list.members(members.length)],
  }));
}

export const charterShows: readonly Show[] = [
  { name: 'components', load: components },
  { name: 'orphans', load: (page) => components({ ...page, orphans: 'true' }) },
  { name: 'teams', load: teams },
];

/** What one heard of, each with the record that it is about. */
export async function newsOf(page: PageQuery, isUnread = false): Promise<Rows> {
  const query = { ...page, ...(isUnread ? { unread: 'true' } : {}) };
  return rowsOf(await answered(api.GET('/notifications', { params: { query } })), (news) => ({
    id: news.record_id,
    kind: news.record_kind,
    reference: '',
    title: news.words,
    state: null,
    at: news.at,
    meta: ({ say }) => [news.read_at === null ? say.list.unread : null],
  }));
}

/** A section of the next loop review's agenda. */
export async function agendaOf(show: 'breached' | 'due' | 'open_points' | 'outcomes' | 'moved'): Promise<Rows> {
  const { sections } = await answered(api.GET('/loop-reviews/agenda'));
  const name = show === 'open_points' ? 'open' : show;
  const items = sections.find((section) => section.name === name)?.items ?? [];
  return rowsOf({ items, next_cursor: null }, ({ reference, title, at, words }) => ({
    id: `${reference} ${at} ${words}`,
    kind: null,
    reference,
    title,
    state: null,
    at,
    meta: words === '' ? nothing : () => [words],
  }));
}
