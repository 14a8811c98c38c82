import { answered, type components } from '@hearback/client';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../../data/api.ts';
import type { Filters } from './inbox-search.ts';

export type InboxItem = components['schemas']['InboxItem'];
export type Similar = components['schemas']['SimilarThing'];
export type SignalDetail = components['schemas']['SignalDetail'];
export type SignalTriage = components['schemas']['SignalTriage'];
export type ProblemRecord = components['schemas']['ProblemRecord'];

const pageSize = 50;

/** One page after the other; a change of filter shows the old list until the new one is there. */
export function inboxQuery({ kind, queue, assignee }: Filters, personId: string) {
  const filters = {
    ...(kind ? { kind } : {}),
    ...(queue ? { queue } : {}),
    ...(assignee ? { assignee_id: personId } : {}),
  };
  return infiniteQueryOptions({
    queryKey: ['inbox', filters],
    queryFn: ({ pageParam }) => {
      const page = { limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) };
      return answered(api.GET('/inbox', { params: { query: { ...filters, ...page } } }));
    },
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
}

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
