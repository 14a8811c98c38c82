import type { Beat } from '../beats.ts';
import { adds, attaches, completes, does, fixes, folds, makes, moves, replies, says } from '../beats.ts';
import { at } from '../story-time.ts';

// What is worked on now, and what was shipped last week and is being measured.

const secretsAtNight: readonly Beat[] = [
  says(at(-33, '08:50'), 'daniel', 'night-daniel', {
    component_ids: ['@secrets'],
    layer: 'identity_and_secrets',
    kind: 'friction',
    title: 'Secrets sync needs two approvals, also at three in the morning',
    description:
      'At 03:10 I had the right password in my hands and nobody to approve it. Second approval at 07:40. Payments stood still until then.',
    impact: { people: 5, hours_per_week: 2, blocked: true },
    severity: 'major',
    incident_url: 'https://incidents.tideline.example/i/2318',
  }),
  says(at(-32, '10:20'), 'marek', 'night-marek', {
    component_ids: ['@secrets'],
    layer: 'identity_and_secrets',
    kind: 'friction',
    title: 'Two approvals for a secret, at night there are not two of us',
    description: 'We are one on call. The rule wants two. So one of us wakes another for a click.',
    impact: { people: 9, hours_per_week: 1 },
  }),
  says(at(-30, '12:30'), 'hanna', 'night-hanna', {
    component_ids: ['@secrets'],
    layer: 'identity_and_secrets',
    channel: 'interview',
    kind: 'friction',
    title: '“I keep a copy of the password, so that I need nobody at night”',
    description: 'I am not proud of it: I keep a copy of the password, so that I need nobody at night. Everybody does.',
    impact: { people: 7 },
  }),
  folds(at(-32, '12:30'), 'sunniva', 'night', ['night-daniel', 'night-marek'], {
    title: 'A secret cannot be changed at night without waking a second person',
    kind: 'friction',
    severity: 'major',
  }),
  attaches(at(-30, '13:30'), 'sunniva', 'night', ['night-hanna']),
  replies(
    at(-33, '09:20'),
    'sunniva',
    ['signal', 'night-daniel'],
    'I am sorry about that night. The rule is ours, and it was made for days. I ask the others how theirs went.',
  ),
  makes(at(-28, '09:15'), 'daniel', 'night-proposal', '/proposals', {
    title: 'One approval at night, a second look in the morning',
    summary:
      'Whoever is on call may change a secret alone between 20:00 and 07:00. Somebody of the team looks at it before noon; if nobody does, the change is taken back.',
    problem_ids: ['@night'],
    options: [
      {
        title: 'One approval at night, a second look before noon',
        good: ['Nobody is woken for a click', 'Nobody keeps copies'],
        bad: ['Some hours with one pair of eyes'],
        preferred: true,
      },
      { title: 'A second person on call', good: ['Two pairs of eyes'], bad: ['Twice the nights'] },
      { title: 'Leave it', good: ['Nothing to build'], bad: ['Copies of passwords on laptops'] },
    ],
    estimates: {
      reach_people: { low: 14, likely: 26, high: 60 },
      impact_level: { low: 1, likely: 2, high: 3 },
      effort_person_days: { low: 5, likely: 8, high: 14 },
      risk_points: { low: 2, likely: 4, high: 6 },
      confidence: 0.7,
    },
    alignments: [
      { principle_id: '@one-way', points: 0 },
      { principle_id: '@says-what', points: 0 },
      { principle_id: '@self-service', points: 3, note: 'Exactly this.' },
      { principle_id: '@short-lived', points: 1, note: 'No more copies.' },
    ],
    lane_questions: {},
  }),
  does(at(-28, '12:00'), 'sunniva', 'night-proposal', '/open', { functions: ['reliability'] }),
  adds(at(-27, '08:30'), 'rasmus', '/proposals/@night-proposal/assessments', {
    function: 'reliability',
    verdict: 'for',
    note: 'Copies on laptops are worse than one pair of eyes for some hours.',
  }),
  adds(at(-26, '12:20'), 'sunniva', '/proposals/@night-proposal/assessments', {
    function: 'security',
    verdict: 'for',
    note: 'For it, with the morning look enforced by a machine. I flag it: it touches secrets.',
    is_flagged: true,
  }),
  adds(at(-25, '09:10'), 'efe', '/proposals/@night-proposal/assessments', {
    function: 'engineering',
    verdict: 'for',
    note: 'A week. The taking back is most of it.',
  }),
  adds(at(-25, '10:40'), 'priya', '/proposals/@night-proposal/assessments', {
    function: 'product',
    verdict: 'for',
    note: 'Written by somebody who stood there at 03:10. That is how it should be.',
  }),
  makes(at(-24, '09:30'), 'kwame', 'night-decision', '/decisions', {
    kind: 'accept',
    title: 'One approval at night, a second look before noon',
    rationale:
      'People keep copies of passwords because our rule cannot be kept at night. A rule that is broken by everybody protects nobody. One approval with a second look that is enforced is safer than two approvals on paper.',
    proposal_id: '@night-proposal',
    success_criteria: [
      {
        metric: 'Wait for a changed secret at night, median',
        unit: 'minutes',
        baseline: 140,
        direction: 'down',
        target: 10,
        smallest_effect: 30,
        window_days: 28,
        source: 'secrets sync, by day',
      },
    ],
  }),
  does(at(-24, '09:35'), 'kwame', 'night-decision', '/comment-period', { days: 5 }),
  does(at(-18, '09:30'), 'kwame', 'night-decision', '/make'),
  makes(at(-17, '10:00'), 'sunniva', 'night-rule', '/work-items', {
    decision_id: '@night-decision',
    title: 'One approval between 20:00 and 07:00',
    component_ids: ['@secrets'],
    assignee_id: '@sunniva',
    estimate: { low: 2, likely: 3, high: 5 },
    due_on: '@date-6',
    criteria: [
      {
        text: 'Whoever is on call changes a secret alone at 03:10.',
        quote: { signal_id: '@night-daniel', words: 'I had the right password in my hands and nobody to approve it' },
        test: { environment: 'staging, at night', method: 'Somebody of Ledger does it.', tester_id: '@daniel' },
      },
    ],
  }),
  makes(at(-17, '10:05'), 'sunniva', 'night-back', '/work-items', {
    decision_id: '@night-decision',
    title: 'Take a change back that nobody looked at before noon',
    component_ids: ['@secrets'],
    assignee_id: '@sunniva',
    estimate: { low: 3, likely: 5, high: 9 },
    due_on: '@date+3',
    criteria: [
      {
        text: 'A change without a second look is gone at 12:00, and both are told.',
        quote: { signal_id: '@night-marek', words: 'So one of us wakes another for a click' },
        test: { environment: 'staging', method: 'Change a secret at night and look away.', tester_id: '@marek' },
      },
    ],
  }),
  makes(at(-17, '10:10'), 'sunniva', 'night-docs', '/work-items', {
    decision_id: '@night-decision',
    title: 'Say in the handbook how a night works now',
    component_ids: ['@secrets'],
    assignee_id: '@ingrid',
    estimate: { low: 0.5, likely: 1, high: 2 },
    due_on: '@date+6',
    criteria: [
      {
        text: 'Somebody new on call finds it in a minute.',
        quote: { signal_id: '@night-hanna', words: 'I keep a copy of the password' },
        test: { environment: 'a desk', method: 'Ask somebody new.' },
      },
    ],
  }),
  moves(at(-16, '08:30'), 'sunniva', 'night-rule', 'in_progress'),
  completes(at(-6, '11:30'), 'sunniva', 'night-rule', 'Daniel changed a secret on staging at 23:40, alone.'),
  moves(at(-6, '12:00'), 'sunniva', 'night-back', 'in_progress'),
  moves(
    at(-2, '09:20'),
    'sunniva',
    'night-back',
    'blocked',
    'The audit log does not say who looked; Runtime adds it this week.',
  ),
];

const alarms: readonly Beat[] = [
  says(at(-18, '08:20'), 'nadia', 'alarms-nadia', {
    component_ids: ['@scheduler'],
    layer: 'scheduling',
    kind: 'friction',
    title: 'A pod over its memory limit just vanishes',
    description: 'It is killed, started again, killed. Nothing tells us. We find out when customers do.',
    impact: { people: 6, hours_per_week: 2 },
  }),
  folds(at(-18, '12:40'), 'jonas', 'alarms', ['alarms-nadia'], {
    title: 'Nothing tells a team that its pods are killed for memory',
    kind: 'friction',
    severity: 'minor',
  }),
  fixes(at(-14, '09:00'), 'jonas', 'alarms-fix', 'alarms', {
    what: 'A message to the owning team when a pod is killed for memory',
    why: 'The event is there already and goes nowhere. One rule sends it to the team that owns the pod.',
    when: { due_on: '@date-2' },
    likely_person_days: 2,
    criteria: [
      {
        text: 'The team hears within five minutes, with the pod’s name and limit.',
        quote: { signal_id: '@alarms-nadia', words: 'Nothing tells us' },
        test: { environment: 'staging', method: 'A pod that eats memory.', tester_id: '@sofia' },
      },
    ],
  }),
  moves(at(-13, '13:00'), 'jonas', 'alarms-fix', 'in_progress'),
];

/** Shipped last week: asked, and measured until its window is over. */
const previews: readonly Beat[] = [
  says(at(-25, '08:35'), 'daniel', 'preview-daniel', {
    component_ids: ['@previews'],
    layer: 'environments',
    kind: 'friction',
    title: 'The preview’s address changes on every push',
    description:
      'Auditors test on our previews. Each push gives a new address, so they test what is gone and report that it is gone.',
    impact: { people: 6, hours_per_week: 3 },
  }),
  says(at(-24, '13:10'), 'hanna', 'preview-hanna', {
    component_ids: ['@previews'],
    layer: 'environments',
    kind: 'friction',
    title: 'Preview URL changes, bookmarks die',
    description: 'I put it into the phone’s home screen and an hour later it is dead.',
    impact: { people: 7, hours_per_week: 1 },
  }),
  says(at(-23, '09:45'), 'tomas', 'preview-tomas', {
    component_ids: ['@previews'],
    layer: 'environments',
    kind: 'request',
    title: 'A stable address for each pull request',
    description: 'One address per pull request, whatever I push to it.',
  }),
  folds(at(-23, '12:10'), 'yusuf', 'preview', ['preview-daniel', 'preview-hanna', 'preview-tomas'], {
    title: 'A preview gets a new address with every push',
    kind: 'friction',
    severity: 'minor',
  }),
  fixes(at(-15, '09:20'), 'yusuf', 'preview-fix', 'preview', {
    what: 'One address for each pull request',
    why: 'The address comes from the commit today; from the pull request it stays. Two days, and one setting takes it back.',
    when: { due_on: '@date-9' },
    likely_person_days: 2,
    criteria: [
      {
        text: 'Ten pushes, one address.',
        quote: { signal_id: '@preview-tomas', words: 'One address per pull request, whatever I push to it' },
        test: { environment: 'production', method: 'Push ten times.', tester_id: '@ingrid' },
      },
    ],
  }),
  moves(at(-14, '08:30'), 'yusuf', 'preview-fix', 'in_progress'),
  completes(at(-8, '12:30'), 'yusuf', 'preview-fix', 'Ten pushes, one address, and the old ones lead to it.'),
  makes(at(-7, '08:20'), 'yusuf', 'preview-change', '/changes', {
    title: 'One address for each pull request',
    users_notice: 'A preview keeps its address. Addresses of before lead to it for a month.',
    work_item_ids: ['@preview-fix'],
  }),
  does(at(-7, '08:30'), 'yusuf', 'preview-change', '/move', { to: 'releasing' }),
  does(at(-7, '10:00'), 'yusuf', 'preview-change', '/move', { to: 'released' }),
];

/** Ready, and waiting for its train. */
const tidy: readonly Beat[] = [
  says(at(-16, '13:05'), 'oskar', 'warn-oskar', {
    component_ids: ['@deploys'],
    channel: 'terminal',
    kind: 'bug',
    title: 'deploy prints the same warning 340 times',
    description:
      'The field “replicas” is deprecated. Three hundred and forty times, so I have stopped reading warnings at all.',
    context: { repository: 'ledger/books', command: 'deploy ledger', exit_code: 0 },
  }),
  says(at(-15, '10:15'), 'mei-ling', 'warn-mei-ling', {
    component_ids: ['@deploys'],
    kind: 'friction',
    title: 'Warnings nobody can act on, in every deploy',
    description: 'We did what it asks for months ago. It still warns.',
  }),
  folds(at(-15, '12:20'), 'ingrid', 'warn', ['warn-oskar'], {
    title: 'Deploys warn of a field that nobody uses any more',
    kind: 'bug',
    severity: 'trivial',
  }),
  attaches(at(-15, '12:25'), 'ingrid', 'warn', ['warn-mei-ling'], 'The same field.'),
  fixes(at(-10, '09:10'), 'ingrid', 'warn-fix', 'warn', {
    what: 'Warn once, and only whoever still uses the field',
    why: 'A warning that everybody gets is read by nobody.',
    when: { due_on: '@date-3' },
    likely_person_days: 0.5,
  }),
  moves(at(-9, '09:00'), 'ingrid', 'warn-fix', 'in_progress'),
  completes(at(-3, '13:40'), 'ingrid', 'warn-fix', 'No warning for Ledger; one for the two services that use it.'),
  makes(at(-2, '10:00'), 'ingrid', 'warn-change', '/changes', {
    title: 'Deploys warn once, and only whom it concerns',
    users_notice: 'Fewer warnings. What is still warned of is worth a look.',
    work_item_ids: ['@warn-fix'],
  }),
  replies(at(-2, '10:05'), 'ingrid', ['change', 'warn-change'], 'Goes out on the next quiet morning.'),
];

export const inProgress: readonly Beat[] = [...secretsAtNight, ...alarms, ...previews, ...tidy];
