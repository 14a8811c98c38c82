import { home } from './fixtures/home.ts';
import { inboxItems } from './fixtures/inbox.ts';
import { thread } from './fixtures/thread.ts';
import type { As } from './mock-api.ts';

export type PageToSee = { readonly name: string; readonly path: string; readonly as?: As };

const opened = inboxItems.find(({ reference }) => reference === 'S-1947');
const problem = inboxItems.find(({ kind }) => kind === 'problem');

/** Every page there is, with the fixtures' ids where it needs one. */
export const pages: readonly PageToSee[] = [
  { name: 'home', path: '/' },
  { name: 'inbox', path: '/triage' },
  { name: 'inbox-signal', path: `/triage?open=${opened?.id}` },
  { name: 'inbox-problem', path: `/triage?open=${problem?.id}` },
  { name: 'record', path: `/records/problem/${thread.record.id}` },
  { name: 'record-missing', path: `/records/lesson/${thread.record.id}` },
  { name: 'stage', path: '/prioritize' },
  { name: 'tell', path: '/tell' },
  { name: 'mine', path: '/mine', as: 'reporter' },
  { name: 'changing', path: '/changing', as: 'reporter' },
  { name: 'nowhere', path: '/nowhere/at/all' },
  { name: 'sign-in', path: '/', as: 'nobody' },
];

/** A move that leads out of home, for tests that follow it. */
export const firstMove = home.mine[0];
