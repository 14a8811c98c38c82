import { answered, type components, createClient, Problem } from '@hearback/client';
import { QueryClient, queryOptions } from '@tanstack/react-query';

/** The page's own server; the session's cookie says who asks. */
export const api = createClient({ baseUrl: '' });

const isWorthRetrying = (error: Error): boolean =>
  error instanceof Problem && (error.status === 0 || error.status >= 500);

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 15_000, retry: (failures, error) => failures < 2 && isWorthRetrying(error) },
    },
  });
}

export type Me = components['schemas']['Me'];

/** Whether somebody only reports: they see their own pages instead of the ten stages. */
export function isReporterOnly({ roles }: Pick<Me, 'roles'>): boolean {
  return roles.every((role) => role === 'reporter');
}

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => answered(api.GET('/me')),
  staleTime: 5 * 60_000,
});

export const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: () => answered(api.GET('/home')),
  refetchInterval: 30_000,
});
