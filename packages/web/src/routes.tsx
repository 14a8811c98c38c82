import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Link,
} from '@tanstack/react-router';
import { homeQuery } from './data/api.ts';
import { threadQuery } from './loop/record/thread-query.ts';
import { readStageSearch } from './loop/stage/stage-search.ts';
import { Shell } from './shell/shell.tsx';
import { readInboxSearch } from './stages/triage/inbox-search.ts';
import { useLanguage } from './ui/messages/language.tsx';
import { Trouble, Waiting } from './ui/notices.tsx';

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Shell,
  notFoundComponent: Nowhere,
});

// Loaders start the data while the page's code comes; pages themselves wait and say what failed.
const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  loader: ({ context }) => void context.queries.prefetchQuery(homeQuery),
  component: lazyRouteComponent(() => import('./loop/home/home.tsx'), 'Home'),
});

const inbox = createRoute({
  getParentRoute: () => root,
  path: '/triage',
  validateSearch: readInboxSearch,
  component: lazyRouteComponent(() => import('./stages/triage/inbox.tsx'), 'Inbox'),
});

const record = createRoute({
  getParentRoute: () => root,
  path: '/records/$kind/$id',
  loader: ({ context, params }) => void context.queries.prefetchQuery(threadQuery(params.kind, params.id)),
  component: lazyRouteComponent(() => import('./loop/record/record.tsx'), 'RecordPage'),
});

const tell = createRoute({
  getParentRoute: () => root,
  path: '/tell',
  component: lazyRouteComponent(() => import('./stages/listen/tell.tsx'), 'Tell'),
});

const mine = createRoute({
  getParentRoute: () => root,
  path: '/mine',
  component: lazyRouteComponent(() => import('./stages/listen/mine.tsx'), 'Mine'),
});

const changing = createRoute({
  getParentRoute: () => root,
  path: '/changing',
  component: lazyRouteComponent(() => import('./loop/home/changing.tsx'), 'Changing'),
});

const you = createRoute({
  getParentRoute: () => root,
  path: '/you',
  component: lazyRouteComponent(() => import('./session/you.tsx'), 'You'),
});

const rationale = createRoute({
  getParentRoute: () => root,
  path: '/decisions/$id/rationale',
  component: lazyRouteComponent(() => import('./stages/prioritize/rationale.tsx'), 'Rationale'),
});

const stage = createRoute({
  getParentRoute: () => root,
  path: '/$stage',
  validateSearch: readStageSearch,
  component: lazyRouteComponent(() => import('./loop/stage/stage-page.tsx'), 'StagePage'),
});

export function createPages(queries: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([home, inbox, record, tell, mine, changing, you, rationale, stage]),
    context: { queries },
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultPendingComponent: Waiting,
    defaultErrorComponent: ({ error, reset }) => <Trouble error={error} onAgain={reset} heading="h1" />,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPages>;
  }
}

function Nowhere() {
  const { say } = useLanguage();
  return (
    <section className="trouble">
      <title>{`${say.trouble.nowhere} · ${say.brand}`}</title>
      <h1>{say.trouble.nowhere}</h1>
      <p className="quiet">{say.trouble.nowhereRemedy}</p>
      <p>
        <Link to="/">{say.trouble.home}</Link>
      </p>
    </section>
  );
}
