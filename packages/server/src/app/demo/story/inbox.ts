import type { Beat } from '../beats.ts';
import { does, folds, replies, says } from '../beats.ts';
import { at, minutesAgo } from '../story-time.ts';

// What waits to be triaged this morning: new, late, asked back, and one that only a few may see.

const late: readonly Beat[] = [
  says(at(-4, '12:05'), 'luis', 'arm-hang', {
    component_ids: ['@runners'],
    layer: 'build_and_delivery',
    channel: 'terminal',
    kind: 'bug',
    severity: 'major',
    title: 'A runner picks up jobs and then hangs on checkout',
    description:
      'Some runner takes our jobs, says “checking out” and stays there until the timeout. Always the same name: pool-large-7. Killing the job does not help, the next one hangs too.',
    impact: { people: 7, hours_per_week: 5, blocked: false },
    reproduction: 'Start any job until pool-large-7 takes it.',
    context: { repository: 'mobile/app', commit: '5be10aa', command: 'git fetch --depth 1', runner: 'pool-large-7' },
  }),
  says(at(-6, '09:10'), 'nadia', 'portal-nadia', {
    component_ids: ['@portal'],
    kind: 'friction',
    severity: 'minor',
    title: 'The catalogue says that a team of two years ago owns our index',
    description: 'Alerts go to people who have left. I can edit the page, and it is back after a night.',
    impact: { people: 6, hours_per_week: 1 },
  }),
  says(at(-5, '13:20'), 'marek', 'portal-marek', {
    component_ids: ['@portal'],
    kind: 'bug',
    severity: 'minor',
    title: 'New services do not appear in the catalogue',
    description: 'Ours has been running for a week and is not there, so nobody can ask for access to it.',
  }),
];

const asked: readonly Beat[] = [
  says(at(-3, '12:40'), 'luis', 'slow-luis', {
    channel: 'chat',
    title: 'It is slow again',
    description: 'everything is slow again since monday',
  }),
  does(at(-2, '08:30'), 'yuki', 'slow-luis', '/ask', {
    question: 'Sorry to hear it. Which job, or which page? One link is enough for us to find the rest.',
  }),
  says(at(-2, '09:12'), 'daniel', 'tuesday-daniel', {
    component_ids: ['@resolver'],
    layer: 'networking',
    kind: 'bug',
    title: 'Lookups of the ledger database time out on Tuesdays around nine',
    description:
      'Every Tuesday around nine our lookups for the ledger database time out for two or three minutes. We retry, so nobody pages, but the queue backs up.\n\n```\ncurl -H "Authorization: Bearer 3fK9pXq2LmT7vRz8YwBnC4dJ" https://ledger.internal/health\n```',
    impact: { people: 5, hours_per_week: 2, blocked: false },
    workaround: 'Retries.',
  }),
  does(at(-1, '10:20'), 'leila', 'tuesday-daniel', '/ask', {
    question:
      'Is it all names or only the ledger database? If you have one, the output of `dig ledger.internal` in such a minute would tell us whether the new cache is in it.',
  }),
];

const fresh: readonly Beat[] = [
  says(at(0, '13:10'), 'tomas', 'spans-tomas', {
    component_ids: ['@logs'],
    layer: 'observability',
    kind: 'bug',
    severity: 'minor',
    title: 'Trace search drops spans older than two days',
    description: 'A trace of Monday has its first and last span, and nothing in between.',
    impact: { people: 6, hours_per_week: 1 },
  }),
  says(at(0, '13:50'), 'pipeline', 'gc-pipeline', {
    component_ids: ['@cache'],
    layer: 'build_and_delivery',
    channel: 'telemetry',
    kind: 'friction',
    title: 'Cache hits fell from 81 % to 64 %',
    description: 'By build, last 7 days against the 28 before. The fall begins with the merge of the new lock files.',
    context: { metric: 'cache hits, per cent', before: 81, after: 64, builds: 2217 },
  }),
  says(at(0, '14:20'), 'oskar', 'ingress-oskar', {
    component_ids: ['@ingress'],
    layer: 'networking',
    channel: 'code',
    kind: 'question',
    title: 'deploy/ingress.yaml: the annotation in the handbook is the old one',
    description: 'FEEDBACK(ingress): the handbook says nginx.rewrite, the cluster wants route.rewrite. Which is right?',
    context: { repository: 'ledger/books', file: 'deploy/ingress.yaml', line: 31 },
  }),
  says(minutesAgo(320), 'mei-ling', 'volume-mei-ling', {
    component_ids: ['@volumes'],
    layer: 'storage',
    kind: 'bug',
    severity: 'major',
    title: 'A volume cannot be made larger while it is mounted',
    description: 'It says that it worked, and `df` says that it did not. We found out when the disk was full.',
    impact: { people: 9, hours_per_week: 2, blocked: true },
    workaround: 'Unmount, grow, mount: ten minutes of being away.',
  }),
  says(minutesAgo(185), 'hanna', 'runner-hanna', {
    component_ids: ['@runners'],
    layer: 'build_and_delivery',
    kind: 'request',
    title: 'Tell me before the pool for large jobs is full',
    description: 'I would start my long job in the evening if I knew that the pool is full until noon.',
    impact: { people: 7 },
  }),
  says(minutesAgo(95), 'tomas', 'rollback-tomas', {
    component_ids: ['@deploys'],
    layer: 'build_and_delivery',
    channel: 'terminal',
    kind: 'bug',
    severity: 'major',
    title: 'deploy --back says it went back, and the new version still answers',
    description: 'Half of the pods went back. `deploy status` says all of them did.',
    impact: { people: 6, blocked: true },
    context: { repository: 'search/api', command: 'deploy --back', exit_code: 0 },
  }),
  says(minutesAgo(40), 'nadia', 'thanks-nadia', {
    component_ids: ['@previews'],
    kind: 'praise',
    title: 'The preview keeps its address. Thank you.',
    description: 'My testers stopped writing to me. I did not know that I would miss them.',
  }),
];

const restricted: readonly Beat[] = [
  says(at(-1, '09:05'), 'hanna', 'leak-hanna', {
    component_ids: ['@runners'],
    kind: 'bug',
    severity: 'critical',
    audience_id: '@security-response',
    title: 'A job of another team printed our deploy key',
    description:
      'In the log of a job that is not ours I can read the name of our deploy key and its first characters. I have told nobody else.',
    impact: { people: 7 },
  }),
  folds(at(-1, '09:20'), 'ingrid', 'leak', ['leak-hanna'], {
    title: 'Jobs on a shared runner can read what the job before left',
    kind: 'bug',
    severity: 'critical',
    audience_id: '@security-response',
  }),
  replies(
    at(-1, '09:25'),
    'ingrid',
    ['problem', 'leak'],
    'The runner is out of the pool, your key is changed. Sunniva looks at what the others left behind.',
    'team_note',
  ),
];

export const inbox: readonly Beat[] = [...late, ...asked, ...fresh, ...restricted];
