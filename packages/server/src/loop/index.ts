// The loop shows what spans many stages: home, threads, and what a loop review may speak of. It reads every stage and
// changes none; no stage imports it.
import { getHome, getMine, getThread } from '@hearback/contract/loop';
import type { Door } from '../platform/door/index.ts';
import { route } from '../platform/http/index.ts';
import type { Journal } from '../platform/journal/index.ts';
import { readHome } from './home/home.view.ts';
import { readMine } from './mine/mine.view.ts';
import { readThread } from './thread/thread.view.ts';

export { createAgendaFacts } from './agenda-facts.view.ts';
export { createRecordLookups } from './commentable.view.ts';
export { readHeldRecords } from './held.view.ts';
export { createSignalFates } from './signal-fates.view.ts';

export function createLoop(journal: Journal): { readonly door: Door } {
  return {
    door: {
      routes: [
        route(getHome, ({ caller }) => readHome(journal, caller)),
        route(getMine, ({ caller }) => readMine(journal, caller)),
        route(getThread, ({ caller, params }) => readThread(journal, caller, params)),
      ],
      consumers: [],
      scheduled: [],
    },
  };
}
