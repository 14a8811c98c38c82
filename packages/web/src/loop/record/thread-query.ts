import { answered } from '@hearback/client';
import type { operations } from '@hearback/client';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../data/api.ts';

type Kind = operations['getThread']['parameters']['path']['kind'];

/** The thread of a record; an unknown kind is the server's to refuse. */
export function threadQuery(kind: string, id: string) {
  return queryOptions({
    queryKey: ['thread', kind, id],
    queryFn: () => answered(api.GET('/threads/{kind}/{id}', { params: { path: { kind: kind as Kind, id } } })),
  });
}
