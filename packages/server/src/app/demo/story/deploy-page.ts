import type { Beat } from '../beats.ts';
import { completes, does, fixes, folds, makes, moves, replies, says } from '../beats.ts';
import { at } from '../story-time.ts';

// The deploy page says failed: the fix lane. And a question whose answer is known since.

const deploys = { component_ids: ['@deploys'] };

const failingStep: readonly Beat[] = [
  says(at(-47, '08:25'), 'nadia', 'failed-nadia', {
    ...deploys,
    kind: 'friction',
    title: 'The deploy page says failed. It never says what.',
    description:
      'The deploy page says failed. It never says what. I open four tabs and scroll through two thousand lines to find the one that matters.',
    impact: { people: 6, hours_per_week: 3 },
  }),
  says(at(-47, '12:05'), 'oskar', 'failed-oskar', {
    ...deploys,
    channel: 'terminal',
    kind: 'friction',
    title: 'deploy exits 1 and prints a link to a page that says “failed”',
    description:
      'Could it print the last lines of the step that failed? My shell has room for twenty lines. curl -H "Authorization: Bearer 7Qm2xV9rTfK4pLs8WzYdB3nHc6" works as a way to fetch them, by the way.',
    context: { repository: 'ledger/books', commit: 'a91c04e', command: 'hearback report --last', exit_code: 1 },
    impact: { people: 4, hours_per_week: 2 },
  }),
  says(at(-46, '10:50'), 'luis', 'failed-luis', {
    ...deploys,
    channel: 'chat',
    kind: 'friction',
    title: 'what failed??',
    description:
      'deploy failed. what failed? the page has a red cross and a smiley. I asked in chat and somebody found it in a minute, but I cannot ask each time',
  }),
  folds(at(-46, '13:10'), 'ingrid', 'failed', ['failed-nadia', 'failed-oskar', 'failed-luis'], {
    title: 'A failed deploy does not say what failed',
    statement: 'The page and the command show that a deploy failed, and hide which step and why behind the whole log.',
    kind: 'friction',
    severity: 'minor',
  }),
  fixes(at(-45, '08:40'), 'ingrid', 'failed-fix', 'failed', {
    what: 'Show the failing step and its last twenty lines first',
    why: 'Everything that is needed is in the log already; it only has to come first. A day of work, and reverted by one setting.',
    when: { due_on: '@date-41' },
    likely_person_days: 1,
    criteria: [
      {
        text: 'The first thing one sees of a failed deploy is the step and its last lines.',
        quote: { signal_id: '@failed-nadia', words: 'I open four tabs and scroll through two thousand lines' },
        test: {
          environment: 'staging',
          method: 'Break a deploy in each of the five steps and look.',
          tester_id: '@yusuf',
        },
      },
    ],
  }),
  moves(at(-45, '09:00'), 'ingrid', 'failed-fix', 'in_progress'),
  completes(at(-43, '13:20'), 'ingrid', 'failed-fix', 'All five steps broken on purpose; each was named first.'),
  makes(at(-42, '08:00'), 'ingrid', 'failed-change', '/changes', {
    title: 'Failed deploys show the failing step first',
    users_notice: 'The deploy page and `deploy` print the failing step and its last twenty lines first.',
    work_item_ids: ['@failed-fix'],
  }),
  does(at(-42, '08:10'), 'ingrid', 'failed-change', '/move', { to: 'releasing' }),
  does(at(-42, '09:30'), 'ingrid', 'failed-change', '/move', { to: 'released' }),
];

const biggerRunner: readonly Beat[] = [
  says(at(-48, '09:10'), 'marek', 'bigger-marek', {
    component_ids: ['@runners'],
    kind: 'question',
    title: 'How do we get a bigger runner for one job?',
    description: 'Our end-to-end tests need 16 GB. Do I file something, or is there a label?',
  }),
  does(at(-48, '09:55'), 'yuki', 'bigger-marek', '/answer', {
    answer:
      'There is a label: add `pool: large` to that job. No ticket, and it is billed to nobody. Please keep it to the jobs that need it.',
    known_answer: true,
  }),
  says(at(-11, '12:20'), 'hanna', 'bigger-hanna', {
    component_ids: ['@runners'],
    kind: 'question',
    channel: 'chat',
    title: 'Can one job have more memory than the others?',
    description: 'the emulator job is killed at 8 GB, the rest is fine',
  }),
  does(at(-11, '12:35'), 'yuki', 'bigger-hanna', '/answer', {
    answer:
      'Yes: add `pool: large` to that job. The same question came from Checkout before, so it is a known answer now.',
  }),
];

/** Shipped, and too few have said whether it helped. */
const wrongHost: readonly Beat[] = [
  says(at(-35, '09:20'), 'hanna', 'host-hanna', {
    component_ids: ['@previews'],
    kind: 'bug',
    title: 'Preview comments link to a host that is not there yet',
    description:
      'The comment on the pull request comes minutes before the preview answers, so the first click is always an error.',
    impact: { people: 8, hours_per_week: 1 },
  }),
  says(at(-35, '13:45'), 'tomas', 'host-tomas', {
    component_ids: ['@previews'],
    kind: 'bug',
    title: 'First click on a preview link fails',
    description: 'Reload and it works. Testers from outside do not reload, they write to me.',
  }),
  says(at(-34, '08:15'), 'mei-ling', 'host-mei-ling', {
    component_ids: ['@previews'],
    kind: 'friction',
    title: 'Preview link is posted too early',
    description: 'Please post it when it works. Until then a dash is fine.',
  }),
  folds(at(-34, '12:30'), 'ingrid', 'host', ['host-hanna', 'host-tomas', 'host-mei-ling'], {
    title: 'Preview links are posted before they work',
    kind: 'bug',
    severity: 'minor',
  }),
  fixes(at(-33, '09:00'), 'yusuf', 'host-fix', 'host', {
    what: 'Post the link when the preview answers',
    why: 'The comment waits for the first good answer, two minutes at most.',
    when: { due_on: '@date-31' },
    likely_person_days: 0.5,
  }),
  moves(at(-33, '09:30'), 'yusuf', 'host-fix', 'in_progress'),
  moves(at(-32, '11:00'), 'yusuf', 'host-fix', 'completed'),
  makes(at(-32, '11:20'), 'yusuf', 'host-change', '/changes', {
    title: 'Preview links come when they work',
    users_notice: 'The comment with the link comes some minutes later, and its first click works.',
    work_item_ids: ['@host-fix'],
  }),
  does(at(-32, '11:30'), 'yusuf', 'host-change', '/move', { to: 'releasing' }),
  does(at(-32, '12:00'), 'yusuf', 'host-change', '/move', { to: 'released' }),

  replies(at(-32, '12:10'), 'yusuf', ['problem', 'host'], 'Out since noon. Please click a first time and tell us.'),
];

export const deployPage: readonly Beat[] = [...failingStep, ...biggerRunner, ...wrongHost];
