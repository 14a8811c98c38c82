import type { Beat } from '../beats.ts';
import { adds, attaches, does, folds, makes, replies, says } from '../beats.ts';
import { at } from '../story-time.ts';

// Jobs wait for images: the standard lane, from the first complaint to a lesson.

const build = { component_ids: ['@runners'], layer: 'build_and_delivery' };

const said: readonly Beat[] = [
  says(at(-50, '08:12'), 'mei-ling', 'warm-mei-ling', {
    ...build,
    channel: 'terminal',
    kind: 'friction',
    title: 'Jobs wait twelve minutes for an image',
    description:
      'I start the pipeline, go for coffee, and it is still pulling the image. Twelve minutes for a job that runs for ninety seconds.',
    impact: { people: 9, hours_per_week: 7, blocked: false },
    environment: 'runner pool: large, image: checkout-build 4.2 (3.1 GB)',
    context: { repository: 'checkout/web', commit: '4f2a91c', command: 'make test', exit_code: 0 },
  }),
  says(at(-50, '11:47'), 'tomas', 'warm-tomas', {
    ...build,
    channel: 'interview',
    kind: 'friction',
    title: 'After lunch is the worst',
    description:
      'After lunch is the worst. Everyone pushes and the nodes are all new, so every one of them pulls everything again.',
    impact: { people: 6, hours_per_week: 4 },
    workaround: 'We push before noon when we can.',
  }),
  says(at(-49, '09:05'), 'daniel', 'warm-daniel', {
    ...build,
    kind: 'friction',
    title: 'Our nightly reconciliation misses its window because of image pulls',
    description:
      'The reconciliation job has forty minutes. On a new node fifteen of them go into pulling the image, and then it is killed. We run it twice to be safe, which makes it worse for everybody else.',
    impact: { people: 5, hours_per_week: 6, blocked: false },
    reproduction:
      '1. Drain a node of the large pool. 2. Start any ledger job. 3. Look at the time between “scheduled” and “started”.',
    workaround: 'Running it twice.',
  }),
  says(at(-49, '13:20'), 'hanna', 'warm-hanna', {
    ...build,
    kind: 'friction',
    title: 'The emulator image is pulled anew for every single build',
    description: 'Ours is six gigabytes, I know. But it changes once a month and we pull it eighty times a day.',
    impact: { people: 7, hours_per_week: 5 },
  }),
  says(at(-48, '08:31'), 'luis', 'warm-luis', {
    ...build,
    channel: 'chat',
    title: 'runner takes forever to start again',
    description:
      'is it me or does everything wait ten minutes before it even begins? not the tests, the bit before the tests',
  }),
  says(at(-48, '10:02'), 'nadia', 'warm-nadia', {
    ...build,
    kind: 'bug',
    title: 'Jobs hang while fetching through the proxy',
    description:
      'Fetching dependencies through the proxy stops at 99 % for some minutes. The image itself is there at once.',
    impact: { people: 2, hours_per_week: 1 },
  }),
  says(at(-47, '09:40'), 'pipeline', 'warm-detector', {
    ...build,
    channel: 'telemetry',
    kind: 'friction',
    title: 'Wait before a job starts rose from 8.9 to 11.8 minutes',
    description:
      'Median of all pools by day, last 14 days against the 14 before. The rise begins with the new node image.',
    context: { metric: 'wait before a job starts', before: 8.9, after: 11.8, runs: 4120 },
  }),
  says(at(-44, '12:15'), 'marek', 'warm-marek', {
    ...build,
    kind: 'friction',
    title: 'Hotfix took 25 minutes, 14 of them waiting for an image',
    description:
      'Customers could not pay by card for 25 minutes. The fix was one line. Fourteen of the 25 minutes were the runner pulling our image.',
    impact: { people: 9, hours_per_week: 2, blocked: true },
    incident_url: 'https://incidents.tideline.example/i/2291',
  }),
];

const understood: readonly Beat[] = [
  replies(
    at(-50, '09:30'),
    'ingrid',
    ['signal', 'warm-mei-ling'],
    'Heard, thank you. I see the same on the small pools. I collect what others say before I name a cause.',
  ),
  folds(
    at(-48, '12:10'),
    'ingrid',
    'warm',
    ['warm-mei-ling', 'warm-tomas', 'warm-daniel', 'warm-hanna', 'warm-luis', 'warm-nadia'],
    {
      title: 'Jobs wait a long time for images to pull',
      statement:
        'Each new node pulls every image from the registry before its first job starts. Nodes live for hours, images are gigabytes.',
      kind: 'friction',
      severity: 'major',
    },
  ),
  attaches(at(-47, '10:00'), 'ingrid', 'warm', ['warm-detector'], 'The detector sees what people say.'),
  does(at(-46, '09:15'), 'yuki', 'warm', '/detach', {
    signal_ids: ['@warm-nadia'],
    reason: 'That one is the proxy: the image was there at once.',
  }),
  does(at(-46, '09:20'), 'yuki', 'warm-nadia', '/answer', {
    answer:
      'The proxy kept a broken index of one package. It was rebuilt this morning; if 99 % comes back, clear `~/.cache/deps` and tell us again.',
    known_answer: true,
  }),
  attaches(at(-44, '13:05'), 'ingrid', 'warm', ['warm-marek']),
  does(at(-46, '09:45'), 'ingrid', 'warm', '/assign', { person_id: '@yusuf', reason: 'Knows the node images best.' }),
];

const decided: readonly Beat[] = [
  makes(at(-45, '10:30'), 'yusuf', 'warm-proposal', '/proposals', {
    title: 'Keep warm images on every node pool',
    summary:
      'A node pulls the twenty images that its pool uses most before it takes its first job. The list is made daily from what ran. Images older than seven days are refused, so that nobody builds on a stale base.',
    problem_ids: ['@warm'],
    options: [
      {
        title: 'Warm images on every pool',
        good: ['Nobody has to change anything', 'Works for all languages'],
        bad: ['Disk on small nodes'],
        preferred: true,
      },
      {
        title: 'A registry mirror in each zone',
        good: ['Also helps deploys'],
        bad: ['One more thing to run', 'Saves a third at most'],
      },
      {
        title: 'Smaller images, team by team',
        good: ['The right thing in the long run'],
        bad: ['Months, and forty repositories'],
      },
    ],
    estimates: {
      reach_people: { low: 31, likely: 70, high: 120 },
      impact_level: { low: 1, likely: 2, high: 3 },
      effort_person_days: { low: 9, likely: 14, high: 25 },
      risk_points: { low: 1, likely: 2, high: 4 },
      confidence: 0.8,
    },
    alignments: [
      { principle_id: '@one-way', points: 2, note: 'The same for every pool.' },
      { principle_id: '@says-what', points: 0 },
      { principle_id: '@self-service', points: 1 },
      { principle_id: '@short-lived', points: 0 },
    ],
    lane_questions: { undo: 'one_step' },
  }),
  does(at(-44, '09:00'), 'yusuf', 'warm-proposal', '/open', {
    functions: ['engineering', 'product', 'reliability', 'security'],
  }),
  adds(at(-43, '08:40'), 'priya', '/proposals/@warm-proposal/assessments', {
    function: 'product',
    verdict: 'for',
    note: 'The most named wait of all, and the one that people plan their day around.',
    estimates: { reach_people: { low: 40, likely: 80, high: 130 }, impact_level: { low: 1.5, likely: 2, high: 3 } },
  }),
  adds(at(-43, '09:25'), 'efe', '/proposals/@warm-proposal/assessments', {
    function: 'engineering',
    verdict: 'for',
    note: 'Simple enough to explain at night. I would count on disk trouble with the small nodes.',
    estimates: { effort_person_days: { low: 10, likely: 18, high: 30 }, risk_points: { low: 1, likely: 3, high: 5 } },
  }),
  adds(at(-43, '12:50'), 'rasmus', '/proposals/@warm-proposal/assessments', {
    function: 'reliability',
    verdict: 'for',
    note: 'Take it pool by pool, the small ones last, and watch the disks.',
    estimates: { risk_points: { low: 2, likely: 3, high: 5 } },
  }),
  adds(at(-42, '08:20'), 'sunniva', '/proposals/@warm-proposal/assessments', {
    function: 'security',
    verdict: 'unsure',
    note: 'A warm image is an old image. I am for it once staleness has a limit that a machine enforces.',
  }),
  makes(at(-42, '08:35'), 'sunniva', 'warm-concern', '/concerns', {
    proposal_id: '@warm-proposal',
    text: 'Whoever builds on a base image that was patched yesterday, but is warm from last week, ships the hole that the patch closed. Seven days are too long for critical patches.',
  }),
  makes(at(-42, '10:10'), 'kwame', 'warm-decision', '/decisions', {
    kind: 'accept',
    title: 'Keep warm images on every node pool',
    rationale:
      'Waiting for images costs about 26 hours a week in all four product teams, and it is worst when it matters most, in a hotfix. A mirror saves a third at most; smaller images take months. Warm images need nobody to change anything.',
    proposal_id: '@warm-proposal',
    success_criteria: [
      {
        metric: 'Wait before a job starts, median',
        unit: 'minutes',
        baseline: 11.8,
        direction: 'down',
        target: 6,
        smallest_effect: 2,
        window_days: 14,
        source: 'runs of all pools, by day',
      },
      {
        kind: 'reporters',
        metric: 'Reporters say it helped',
        unit: 'share of answers',
        direction: 'up',
        target: 0.66,
        smallest_effect: 0,
        window_days: 14,
        source: 'what they answer when asked',
      },
    ],
  }),
  does(at(-42, '13:30'), 'yusuf', 'warm-concern', '/answer', {
    answer:
      'Agreed. A critical patch removes the image from the list at once, by the same feed that pages you; seven days hold for everything else. The refusal is in the node, so that nobody can forget it.',
  }),
  does(at(-41, '08:05'), 'sunniva', 'warm-concern', '/resolve'),
  does(at(-41, '09:00'), 'kwame', 'warm-decision', '/comment-period'),
  replies(
    at(-40, '10:40'),
    'tomas',
    ['decision', 'warm-decision'],
    'Please count the image of search-index in, it is not among the twenty by size but by use.',
  ),
  replies(
    at(-40, '11:15'),
    'yusuf',
    ['decision', 'warm-decision'],
    'The list is by use. search-index is number eleven today.',
  ),
  does(at(-38, '09:30'), 'kwame', 'warm-decision', '/make'),
];

export const warmImages: readonly Beat[] = [...said, ...understood, ...decided];
