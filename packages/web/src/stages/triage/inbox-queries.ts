import { answered, type components } from '@hearback/client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../../data/api.ts';

export type InboxItem = components['schemas']['InboxItem'];
export type Similar = components['schemas']['SimilarThing'];
export type SignalDetail = components['schemas']['SignalDetail'];
export type SignalTriage = components['schemas']['SignalTriage'];
export type ProblemRecord = components['schemas']['ProblemRecord'];

const pageSize = 50;

export const inboxQuery = infiniteQueryOptions({
  queryKey: ['inbox'],
  queryFn: ({ pageParam }) =>
    answered(
      api.GET('/inbox', { params: { query: { limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) } } }),
    ),
  initialPageParam: '',
  getNextPageParam: ({ next_cursor }) => next_cursor,
  refetchInterval: 60_000,
});

export function signalQuery(id: string) {
  return queryOptions({
    queryKey: ['signal', id],
    queryFn: () => answered(api.GET('/signals/{id}', { params: { path: { id } } })),
  });
}

/** Whose a signal is, its clocks, its problem, and what was asked. */
export function signalTriageQuery(id: string) {
  return queryOptions({
    queryKey: ['signal', id, 'triage'],
    queryFn: () => answered(api.GET('/signals/{id}/triage', { params: { path: { id } } })),
  });
}

export function signalSimilarQuery(id: string) {
  return queryOptions({
    queryKey: ['signal', id, 'similar'],
    queryFn: () => answered(api.GET('/signals/{id}/similar', { params: { path: { id }, query: { limit: 6 } } })),
  });
}

export function problemQuery(id: string) {
  return queryOptions({
    queryKey: ['problem', id],
    queryFn: () => answered(api.GET('/problems/{id}', { params: { path: { id } } })),
  });
}
