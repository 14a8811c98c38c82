import type { Beat } from '../beats.ts';
import { adds, does, folds, makes, replies, says } from '../beats.ts';
import { at, minutesAgo } from '../story-time.ts';

// What is being weighed now: assessed, open for comment, held by a concern, or waiting to be decided.

const aligned = (points: readonly [oneWay: number, saysWhat: number, selfService: number, shortLived: number]) =>
  ['@one-way', '@says-what', '@self-service', '@short-lived'].map((principle_id, index) => ({
    principle_id,
    points: points[index] ?? 0,
  }));

const quotas: readonly Beat[] = [
  says(at(-22, '08:40'), 'oskar', 'quota-oskar', {
    component_ids: ['@scheduler'],
    layer: 'scheduling',
    channel: 'terminal',
    kind: 'friction',
    title: '“quota exceeded”, and no word which',
    description: 'There are eleven quotas. The message says that one of them is exceeded. I tried nine.',
    context: { repository: 'ledger/batch', command: 'deploy batch', exit_code: 1 },
    impact: { people: 5, hours_per_week: 2 },
  }),
  says(at(-21, '12:15'), 'tomas', 'quota-tomas', {
    component_ids: ['@scheduler'],
    layer: 'scheduling',
    kind: 'friction',
    title: 'Quota errors do not name the quota',
    description: 'It took two of us an afternoon to find that it was the number of volumes, of all things.',
    impact: { people: 6, hours_per_week: 2 },
  }),
  says(at(-19, '08:25'), 'hanna', 'quota-hanna', {
    component_ids: ['@scheduler'],
    layer: 'scheduling',
    channel: 'chat',
    kind: 'friction',
    title: 'which quota???',
    description: 'exceeded quota. ok. which one. how much do we have. who do I ask',
  }),
  folds(at(-19, '12:30'), 'jonas', 'quota', ['quota-oskar', 'quota-tomas', 'quota-hanna'], {
    title: 'A quota error does not say which quota, how much, or whom to ask',
    kind: 'friction',
    severity: 'major',
  }),
  makes(at(-13, '09:30'), 'jonas', 'quota-proposal', '/proposals', {
    title: 'Quota errors that name the quota',
    summary: 'The error names the quota, what is used, what is allowed, and the page on which more is asked for.',
    problem_ids: ['@quota'],
    options: [
      {
        title: 'A better message from the scheduler',
        good: ['Everybody gets it'],
        bad: ['We have to carry a patch'],
        preferred: true,
      },
      { title: 'A command that explains', good: ['No patch'], bad: ['Only who knows the command is helped'] },
    ],
    estimates: {
      reach_people: { low: 25, likely: 60, high: 110 },
      impact_level: { low: 0.5, likely: 1, high: 2 },
      effort_person_days: { low: 4, likely: 6, high: 12 },
      risk_points: { low: 1, likely: 2, high: 3 },
      confidence: 0.8,
    },
    alignments: aligned([0, 3, 1, 0]),
    lane_questions: {},
  }),
  does(at(-6, '09:00'), 'jonas', 'quota-proposal', '/open', {
    functions: ['engineering', 'product', 'security'],
    assess_within_days: 10,
  }),
  adds(at(-5, '09:30'), 'efe', '/proposals/@quota-proposal/assessments', {
    function: 'engineering',
    verdict: 'for',
    note: 'The patch is forty lines and upstream wants it.',
    estimates: { effort_person_days: { low: 3, likely: 5, high: 9 } },
  }),
  adds(at(-4, '12:10'), 'rasmus', '/proposals/@quota-proposal/assessments', {
    function: 'reliability',
    verdict: 'for',
    note: 'Nothing can break that is not broken.',
  }),
  adds(at(-3, '08:40'), 'sunniva', '/proposals/@quota-proposal/assessments', {
    function: 'security',
    verdict: 'for',
    note: 'Show a team its own quotas only.',
  }),
];

const flaky: readonly Beat[] = [
  says(at(-29, '09:55'), 'mei-ling', 'flaky-mei-ling', {
    component_ids: ['@runners'],
    layer: 'build_and_delivery',
    kind: 'bug',
    title: 'Flaky test quarantine hides real failures',
    description:
      'A test that found a real bug sat in quarantine for three weeks because it had failed “too often”. It failed because we were broken.',
    impact: { people: 9, hours_per_week: 3 },
  }),
  says(at(-28, '13:25'), 'nadia', 'flaky-nadia', {
    component_ids: ['@runners'],
    layer: 'build_and_delivery',
    kind: 'friction',
    title: 'Nobody looks into the quarantine',
    description: 'Forty tests of ours are in there. I do not know since when, and nothing reminds me.',
  }),
  folds(at(-27, '12:00'), 'ingrid', 'flaky', ['flaky-mei-ling', 'flaky-nadia'], {
    title: 'The quarantine for flaky tests hides real failures',
    kind: 'bug',
    severity: 'major',
  }),
  makes(at(-16, '10:10'), 'mei-ling', 'flaky-proposal', '/proposals', {
    title: 'Out of quarantine after five days, or to a person',
    summary:
      'A test leaves quarantine after five days by itself. If it fails again, its team gets it with the last ten failures side by side.',
    problem_ids: ['@flaky'],
    options: [
      { title: 'Five days, then a person', good: ['Nothing is forgotten'], bad: ['Some red builds'], preferred: true },
      { title: 'No quarantine', good: ['Simple'], bad: ['Everybody waits for everybody’s flaky tests'] },
    ],
    estimates: {
      reach_people: { low: 40, likely: 90, high: 140 },
      impact_level: { low: 0.5, likely: 1, high: 2 },
      effort_person_days: { low: 5, likely: 9, high: 15 },
      risk_points: { low: 1, likely: 2, high: 4 },
      confidence: 0.6,
    },
    alignments: aligned([1, 2, 1, 0]),
    lane_questions: {},
  }),
  does(at(-15, '09:00'), 'ingrid', 'flaky-proposal', '/open', { functions: ['engineering', 'product'] }),
  adds(at(-14, '09:50'), 'efe', '/proposals/@flaky-proposal/assessments', {
    function: 'engineering',
    verdict: 'for',
    note: 'Five days is long enough to find out.',
  }),
  adds(at(-13, '12:30'), 'priya', '/proposals/@flaky-proposal/assessments', {
    function: 'product',
    verdict: 'for',
    note: 'Trust in red builds is worth more than green ones.',
  }),
  makes(at(-3, '09:10'), 'kwame', 'flaky-decision', '/decisions', {
    kind: 'accept',
    title: 'Out of quarantine after five days, or to a person',
    rationale: 'A quarantine without an end is a bin. Five days, then somebody looks, with the failures side by side.',
    proposal_id: '@flaky-proposal',
    success_criteria: [
      {
        metric: 'Tests in quarantine for more than five days',
        unit: 'tests',
        baseline: 214,
        direction: 'down',
        target: 20,
        smallest_effect: 60,
        window_days: 28,
        source: 'the list of the quarantine, by day',
      },
    ],
  }),
  does(at(-1, '13:30'), 'kwame', 'flaky-decision', '/comment-period'),
  replies(
    minutesAgo(200),
    'marek',
    ['decision', 'flaky-decision'],
    'Five days over a long weekend are nobody’s days. Could it be working days?',
  ),
];

const longerLogs: readonly Beat[] = [
  says(at(-27, '09:35'), 'oskar', 'keep-oskar', {
    component_ids: ['@logs'],
    layer: 'observability',
    kind: 'request',
    title: 'Please keep build logs longer than fourteen days',
    description: 'An audit asks for the log of a release of last quarter. We have screenshots.',
    impact: { people: 5, hours_per_week: 1 },
  }),
  says(at(-26, '11:40'), 'luis', 'keep-luis', {
    component_ids: ['@logs'],
    layer: 'observability',
    kind: 'request',
    title: 'Build logs of releases should stay',
    description: 'Not all of them. Those of what went to customers.',
  }),
  folds(at(-25, '12:00'), 'sofia', 'keep', ['keep-oskar', 'keep-luis'], {
    title: 'Build logs of releases are gone after fourteen days',
    kind: 'request',
    severity: 'minor',
  }),
  makes(at(-12, '09:40'), 'sofia', 'keep-proposal', '/proposals', {
    title: 'Keep the logs of releases for two years',
    summary:
      'Logs of builds that went to customers are kept for two years, read-only and compressed. All others stay at fourteen days.',
    problem_ids: ['@keep'],
    options: [
      { title: 'Releases only', good: ['2 % of the volume'], bad: ['A label that has to be right'], preferred: true },
      { title: 'Everything for a year', good: ['No label'], bad: ['40 times the cost'] },
    ],
    estimates: {
      reach_people: { low: 10, likely: 25, high: 60 },
      impact_level: { low: 0.5, likely: 1, high: 1 },
      effort_person_days: { low: 3, likely: 5, high: 8 },
      risk_points: { low: 1, likely: 2, high: 3 },
      confidence: 0.8,
    },
    alignments: aligned([1, 0, 1, 0]),
    lane_questions: {},
  }),
  does(at(-12, '10:00'), 'sofia', 'keep-proposal', '/open', {}),
  adds(at(-11, '09:15'), 'rasmus', '/proposals/@keep-proposal/assessments', {
    function: 'reliability',
    verdict: 'for',
    note: 'Cheap, and audits come every year.',
  }),
  makes(at(-9, '09:45'), 'sunniva', 'keep-concern', '/concerns', {
    proposal_id: '@keep-proposal',
    text: 'Build logs hold tokens more often than we like. Two years of them is two years of things to leak. What masks them before they are kept?',
  }),
  does(at(-5, '10:30'), 'sofia', 'keep-concern', '/answer', {
    answer:
      'The same masking that this loop uses at its door runs before they are written, and again once a month with the newest patterns.',
  }),
];

/** Two whose owners have the next move. */
const undecided: readonly Beat[] = [
  says(at(-16, '09:15'), 'marek', 'cpu-marek', {
    component_ids: ['@scheduler'],
    layer: 'scheduling',
    kind: 'friction',
    title: 'Chart defaults ask for four CPUs for a cron job',
    description: 'A job that copies one file asks for four CPUs, and waits an hour until four are free.',
    impact: { people: 9, hours_per_week: 2 },
  }),
  says(at(-14, '12:55'), 'luis', 'cpu-luis', {
    component_ids: ['@scheduler'],
    layer: 'scheduling',
    kind: 'friction',
    title: 'cron jobs pend for an hour',
    description: 'default requests are huge. we did not set them, the chart did',
  }),
  folds(at(-13, '12:05'), 'jonas', 'cpu', ['cpu-marek', 'cpu-luis'], {
    title: 'Charts ask for four CPUs when nobody says otherwise',
    kind: 'friction',
    severity: 'minor',
  }),
  says(at(-10, '08:50'), 'hanna', 'cold-hanna', {
    component_ids: ['@cache'],
    layer: 'build_and_delivery',
    kind: 'friction',
    title: 'The build cache misses everything after each merge',
    description: 'First build after a merge: 19 minutes. Second: 4. Everybody has the first one in the morning.',
    impact: { people: 7, hours_per_week: 5 },
  }),
  says(at(-8, '09:40'), 'daniel', 'cold-daniel', {
    component_ids: ['@cache'],
    layer: 'build_and_delivery',
    kind: 'friction',
    title: 'Mornings begin with a cold cache',
    description:
      'The first build of the day takes four times as long as the second, and the first is the one I wait for.',
    impact: { people: 5, hours_per_week: 3 },
  }),
  folds(at(-7, '12:10'), 'ingrid', 'cold', ['cold-hanna', 'cold-daniel'], {
    title: 'The build cache is cold after every merge',
    kind: 'friction',
    severity: 'major',
  }),
  does(at(-7, '12:15'), 'ingrid', 'cold', '/assign', {
    person_id: '@ingrid',
    reason: 'I want to look at its keys before we propose anything.',
  }),
];

export const proposals: readonly Beat[] = [...quotas, ...flaky, ...longerLogs, ...undecided];
