import { home } from './english/home.ts';
import { listen } from './english/listen.ts';
import { count } from './english/numbers.ts';
import { plan } from './english/plan.ts';
import { rationale } from './english/rationale.ts';
import { record } from './english/record.ts';
import { stageLists } from './english/stages.ts';
import { triage } from './english/triage.ts';
import type { Stage } from '../stage-names.ts';

/**
 * Everything the pages say, in English. A value is a text, or a function of what goes into it, so that each language forms its
 * own plurals; `Messages` is what another language has to fill.
 */
export const english = {
  ...home,
  ...listen,
  ...plan,
  ...rationale,
  ...record,
  ...stageLists,
  ...triage,
  brand: 'Hearback',
  skip: 'Skip to content',
  stages: {
    label: 'Stages',
    menu: 'Stages, menu',
    loop: 'Loop',
    place: (place: number) => `${place}/10`,
    names: {
      charter: 'charter',
      listen: 'listen',
      triage: 'triage',
      prioritize: 'prioritize',
      plan: 'plan',
      deliver: 'deliver',
      verify: 'verify',
      learn: 'learn',
      engage: 'engage',
      govern: 'govern',
    } satisfies Record<Stage, string>,
    questions: {
      charter: 'Why do we run this loop?',
      listen: 'What did people say?',
      triage: 'What is it, and whose?',
      prioritize: 'What is worth doing first?',
      plan: 'Who does what by when?',
      deliver: 'How do we not hurt anyone?',
      verify: 'Did it work?',
      learn: 'What do we know now?',
      engage: 'Does everyone feel heard?',
      govern: 'Is the loop healthy?',
    } satisfies Record<Stage, string>,
  },
  nav: {
    label: 'Pages',
    tell: 'Tell us',
    mine: 'Mine',
    changing: 'What’s changing',
    find: 'Find',
    theme: 'Theme',
    themeLong: 'Light or dark',
    menu: 'Pages',
    you: 'You',
    signedInAs: (name: string) => `Signed in as ${name}`,
  },
  keys: {
    title: 'Keys on this page',
    lede: 'They work while you are not typing.',
    switch: 'Single-key shortcuts',
    close: 'Close',
    tell: 'tell us something',
    find: 'find something known',
    help: 'show the keys',
    down: 'the next one',
    up: 'the one before',
    open: 'open it',
    theme: 'light or dark',
  },
  waiting: 'Loading',
  trouble: {
    title: 'That did not work',
    again: 'Try again',
    unexpected: 'Something in this page went wrong.',
    unexpectedRemedy: 'Load the page again. If it stays, tell whoever runs this Hearback what you did.',
    nowhere: 'There is no page at this address.',
    nowhereRemedy: 'Go to the loop and follow the stage you need.',
    home: 'To the loop',
  },
  time: {
    minutes: (n: number) => `${n} min`,
    hours: (n: number) => `${n} h`,
    hoursAndMinutes: (hours: number, minutes: number) => `${hours} h ${String(minutes).padStart(2, '0')}`,
    days: (n: number) => `${n} d`,
    late: (span: string) => `${span} late`,
    today: 'today',
    by: (when: string) => `by ${when}`,
    waiting: 'waiting',
    noClock: 'no clock',
    used: (share: string) => `${share} of the time is used`,
  },
  people: (n: number) => count(n, 'person', 'people'),
  teams: (n: number) => count(n, 'team', 'teams'),
  roles: (roles: readonly string[]) => (roles.length === 0 ? 'reporter' : roles.join(', ')),
  you: {
    title: (name: string) => `You are ${name}`,
    lede: (roles: string) => `Your part here: ${roles}.`,
    signOut: 'Sign out',
    others: 'Be somebody else',
  },
  signIn: {
    title: 'Sign in',
    lede: 'Nobody is signed in on this browser.',
    remedy: 'Or open the link that whoever runs this Hearback gave you. It signs you in once.',
    demoTitle: 'Who would you like to be?',
    demoLede:
      'This is the sample workspace, and nothing in it is real. You can become somebody else at any time, by your name above.',
    personas: 'People',
    choose: (name: string) => `Go on as ${name}`,
  },
};

export type Messages = typeof english;
