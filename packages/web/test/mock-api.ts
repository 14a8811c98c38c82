import { home } from './fixtures/home.ts';
import { type InboxItem, inboxItems, problemOf, signalOf, similar, triageOf } from './fixtures/inbox.ts';
import { kindTerms, mySignals, receiptOf } from './fixtures/listen.ts';
import { maintainer, personas, reporter } from './fixtures/people.ts';
import { thread } from './fixtures/thread.ts';

export type Asked = { readonly method: string; readonly path: string; readonly query: URLSearchParams; readonly body: unknown; readonly headers: Readonly<Record<string, string>> };
export type Answer = { readonly status: number; readonly body: unknown };

export type As = 'maintainer' | 'reporter' | 'nobody';

/** An API with the fixtures behind it that remembers what was done to the inbox: enough to try every step and its undo. */
export function createMockApi(as: As = 'maintainer') {
  let who = as;
  let items = [...inboxItems];
  const gone = new Map<string, InboxItem>();
  const asked: Asked[] = [];

  const leave = (id: string) => {
    const item = items.find((one) => one.id === id);
    if (item) gone.set(id, item);
    items = items.filter((one) => one.id !== id);
  };
  const comeBack = (id: string) => {
    const item = gone.get(id);
    if (item) items = [...items, { ...item, version: item.version + 2 }];
    gone.delete(id);
  };
  const find = (id: string) => items.find((one) => one.id === id) ?? gone.get(id) ?? inboxItems.find((one) => one.id === id);

  const routes: readonly (readonly [string, RegExp, (match: readonly string[], request: Asked) => Answer])[] = [
    ['GET', /^\/me$/, () => (who === 'nobody' ? nobody : ok(who === 'reporter' ? reporter : maintainer))],
    ['GET', /^\/demo\/personas$/, () => ok({ items: personas })],
    ['POST', /^\/demo\/sign-in$/, (_match, { body }) => signIn(body)],
    ['GET', /^\/home$/, () => ok(home)],
    ['GET', /^\/threads\/([a-z_]+)\/([\w-]+)$/, ([kind]) => (kind === 'problem' ? ok(thread) : kind === 'lesson' ? missing : ok({ ...thread, record: { ...thread.record, kind } }))],
    ['GET', /^\/terms$/, () => ok({ items: kindTerms })],
    ['GET', /^\/similar$/, ({}, { query }) => ok({ items: (query.get('q') ?? '').includes('zebra') ? [] : similar })],
    ['POST', /^\/similar$/, () => ok({ items: similar })],
    ['GET', /^\/inbox$/, () => ok({ items, next_cursor: null, counts: { signals: items.length - 2, problems: 2, overdue: 3, waiting: 1, historical: 0 } })],
    ['GET', /^\/signals$/, () => ok({ items: mySignals, next_cursor: null })],
    ['POST', /^\/signals$/, (_match, { body }) => ({ status: 201, body: receiptOf(body as { title: string }) })],
    ['GET', /^\/signals\/([\w-]+)$/, ([id = '']) => have(find(id), signalOf)],
    ['GET', /^\/signals\/([\w-]+)\/triage$/, ([id = '']) => have(find(id), triageOf)],
    ['GET', /^\/signals\/([\w-]+)\/similar$/, () => ok({ items: similar })],
    ['POST', /^\/signals\/([\w-]+)\/(?:ask|answer|reject)$/, ([id = '']) => have(find(id), (item) => (leave(id), triageOf(item)))],
    ['POST', /^\/signals\/([\w-]+)\/reopen$/, ([id = '']) => have(find(id), (item) => (comeBack(id), triageOf(item)))],
    ['GET', /^\/problems\/([\w-]+)$/, ([id = '']) => ok(problemOf(find(id) ?? { id, reference: 'P-231', title: 'Lookups fail while resolver pods move' }))],
    ['POST', /^\/problems$/, (_match, { body }) => ({ status: 201, body: opened(body as { title: string; signal_ids: string[] }) })],
    ['POST', /^\/problems\/([\w-]+)\/attach$/, ([id = ''], { body }) => moved(id, body, leave)],
    ['POST', /^\/problems\/([\w-]+)\/detach$/, ([id = ''], { body }) => moved(id, body, comeBack)],
    ['POST', /^\/problems\/([\w-]+)\/(?:ask|severity)$/, ([id = '']) => ok(problemOf(find(id) ?? { id, reference: 'P-231', title: '' }))],
  ];

  function signIn(body: unknown): Answer {
    who = (body as { person_id: string }).person_id === personas[1]?.person_id ? 'reporter' : 'maintainer';
    return ok({});
  }
  function opened({ title, signal_ids }: { title: string; signal_ids: string[] }) {
    signal_ids.forEach(leave);
    return problemOf({ id: similar[0]?.id ?? '', reference: 'P-240', title });
  }
  function moved(id: string, body: unknown, each: (id: string) => void): Answer {
    (body as { signal_ids: string[] }).signal_ids.forEach(each);
    return ok(problemOf({ id, reference: 'P-231', title: 'Lookups fail while resolver pods move' }));
  }

  return {
    asked: asked as readonly Asked[],
    answer(request: Asked): Answer {
      asked.push(request);
      for (const [method, path, respond] of routes) {
        const match = method === request.method ? path.exec(request.path) : null;
        if (match) return respond(match.slice(1), request);
      }
      return missing;
    },
  };
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

function have(item: InboxItem | undefined, body: (item: InboxItem) => unknown): Answer {
  return item ? ok(body(item)) : missing;
}

function refusal(status: number, code: string, detail: string, remedy: string): Answer {
  return { status, body: { type: `/docs/problems#${code}`, title: detail, status, code, detail, remedy } };
}

const missing = refusal(404, 'not_found', 'There is no such record here.', 'Check the address; it may be restricted to others.');
const nobody = refusal(401, 'unauthenticated', 'Nobody is signed in.', 'Sign in, or send a token as “Authorization: Bearer …”.');
