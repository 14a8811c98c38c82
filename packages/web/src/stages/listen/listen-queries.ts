import { answered } from '@hearback/client';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../../data/api.ts';

/** The kinds that the workspace knows, each with its definition. */
export const kindsQuery = queryOptions({
  queryKey: ['terms', 'kind'],
  queryFn: () => answered(api.GET('/terms', { params: { query: { kind: 'kind' } } })),
  staleTime: 5 * 60_000,
});

/** What is known that sounds like a text; too little text finds nothing useful. */
export function knownQuery(title: string, body: string) {
  return queryOptions({
    queryKey: ['known', title, body],
    queryFn: ({ signal }) => answered(api.POST('/similar', { body: { title, body, limit: 5 }, signal })),
    enabled: `${title} ${body}`.trim().length >= 8,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** What the reader told us, newest first. */
export const mineQuery = queryOptions({
  queryKey: ['mine'],
  queryFn: () => answered(api.GET('/mine')),
});

/** What the reader was asked about what we did, and has not answered. */
export const helpQuestionsQuery = queryOptions({
  queryKey: ['help-questions', 'mine'],
  queryFn: () => answered(api.GET('/help-questions', { params: { query: { mine: 'true', open: 'true', limit: 20 } } })),
});
