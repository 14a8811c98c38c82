import type { Beat } from '../beats.ts';
import { adds, attaches, completes, does, folds, makes, moves, replies, rolls, says } from '../beats.ts';
import { at, minutesAgo } from '../story-time.ts';

// Names stop resolving while nodes are replaced: the significant lane, rolled back once, on its way again and held.

const network = { component_ids: ['@resolver'], layer: 'networking' };

const said: readonly Beat[] = [
  says(at(-43, '08:20'), 'oskar', 'dns-oskar', {
    ...network,
    kind: 'bug',
    title: 'Lookups fail for some minutes when nodes get replaced',
    description:
      'Names stop resolving when nodes get replaced, our apps time out, and then it is fine. It is always the same hour.',
    impact: { people: 5, hours_per_week: 4 },
    workaround: 'We retry three times.',
  }),
  says(at(-42, '12:40'), 'marek', 'dns-marek', {
    ...network,
    channel: 'incident',
    kind: 'bug',
    title: 'Checkout answered with errors for four minutes: no such host',
    description:
      'From the incident: 2,140 orders waited, 61 were lost. The payment service could not find the ledger by name for four minutes while its node was replaced.',
    impact: { people: 9, hours_per_week: 5, blocked: true },
    severity: 'major',
    incident_url: 'https://incidents.tideline.example/i/2304',
  }),
  says(at(-41, '09:30'), 'tomas', 'dns-tomas', {
    ...network,
    channel: 'code',
    title: 'index/client.go: retries because the resolver goes away',
    description:
      'FEEDBACK(resolver): we retry every lookup five times because the resolver pod goes away before the new one is up.',
    context: { repository: 'search/index', commit: '77be012', file: 'index/client.go', line: 118 },
  }),
  says(at(-40, '10:10'), 'pipeline', 'dns-detector', {
    ...network,
    channel: 'telemetry',
    kind: 'bug',
    title: 'Failed lookups rose from 0.02 % to 0.9 % in the hours of node replacement',
    description: 'By hour, last 14 days against the 14 before. Other hours are as they were.',
    context: { metric: 'failed lookups, per cent', before: 0.02, after: 0.9 },
  }),
];

const proposed: readonly Beat[] = [
  replies(
    at(-43, '09:40'),
    'leila',
    ['signal', 'dns-oskar'],
    'Heard. The hour is when nodes are replaced; I look at what our pods do then.',
  ),
  folds(at(-41, '12:20'), 'leila', 'dns', ['dns-oskar', 'dns-marek', 'dns-tomas'], {
    title: 'Lookups fail while resolver pods move',
    statement:
      'A node that is replaced takes its resolver pod along. For two to four minutes the names that it served are not answered.',
    kind: 'bug',
    severity: 'major',
    component_ids: ['@resolver', '@nodes'],
  }),
  attaches(at(-40, '10:45'), 'leila', 'dns', ['dns-detector']),
  does(at(-40, '10:50'), 'leila', 'dns', '/assign', { person_id: '@leila' }),
  makes(at(-39, '09:20'), 'leila', 'dns-proposal', '/proposals', {
    title: 'A resolver cache on every node',
    summary:
      'Each node answers names itself and asks the resolver only for what it does not know. When a resolver pod moves, nodes go on with what they have for five minutes.',
    problem_ids: ['@dns'],
    options: [
      {
        title: 'A cache on every node',
        good: ['Survives a resolver that is away', 'Faster lookups'],
        bad: ['One more process on each node', 'Stale names for up to 30 seconds'],
        preferred: true,
      },
      { title: 'Start the new pod before the old one ends', good: ['Small'], bad: ['Does not help when a node dies'] },
      { title: 'Every client retries', good: ['Nothing to run'], bad: ['Forty services, each with its own mistakes'] },
    ],
    estimates: {
      reach_people: { low: 60, likely: 110, high: 140 },
      impact_level: { low: 1, likely: 2, high: 3 },
      effort_person_days: { low: 12, likely: 20, high: 40 },
      risk_points: { low: 3, likely: 5, high: 8 },
      confidence: 0.7,
    },
    alignments: [
      { principle_id: '@one-way', points: 2 },
      { principle_id: '@says-what', points: 0 },
      { principle_id: '@self-service', points: 2, note: 'Nobody has to be woken for a moving pod.' },
      { principle_id: '@short-lived', points: 0 },
    ],
    lane_questions: { undo: 'several_steps' },
  }),
  does(at(-39, '10:00'), 'leila', 'dns-proposal', '/open', {}),
  adds(at(-38, '08:30'), 'efe', '/proposals/@dns-proposal/assessments', {
    function: 'engineering',
    verdict: 'for',
    note: 'The usual cure, and we know its side effects. Two weeks if the rollout is careful.',
    estimates: { effort_person_days: { low: 12, likely: 18, high: 30 } },
  }),
  adds(at(-38, '12:10'), 'priya', '/proposals/@dns-proposal/assessments', {
    function: 'product',
    verdict: 'for',
    note: 'The lost orders alone pay for it.',
    estimates: { impact_level: { low: 2, likely: 3, high: 3 } },
  }),
  adds(at(-37, '09:45'), 'rasmus', '/proposals/@dns-proposal/assessments', {
    function: 'reliability',
    verdict: 'unsure',
    note: 'For the idea, against doing it in one night. A cache that hangs takes the node’s names with it, so I want a gate at each step and a way back that somebody has tried.',
    estimates: { risk_points: { low: 5, likely: 7, high: 9 } },
  }),
  adds(at(-37, '11:00'), 'sunniva', '/proposals/@dns-proposal/assessments', {
    function: 'security',
    verdict: 'for',
    note: 'No objection. Internal names only.',
  }),
  makes(at(-36, '09:00'), 'efe', 'dns-decision', '/decisions', {
    kind: 'accept',
    title: 'A resolver cache on every node',
    rationale:
      'Forty services retry on their own because the resolver cannot be trusted for four minutes a day. The cache mends it once, for all. It touches every node, so it goes out in steps, each with a gate, and the way back is tried before the first.',
    proposal_id: '@dns-proposal',
    success_criteria: [
      {
        metric: 'Failed lookups in the hour of node replacement',
        unit: 'per cent',
        baseline: 0.9,
        direction: 'down',
        target: 0.1,
        smallest_effect: 0.3,
        window_days: 14,
        source: 'resolver metrics, by day',
      },
    ],
    rollback_plan: {
      how: 'Point the nodes’ resolv.conf back at the resolver; the cache may stay where it is.',
      trigger: 'Failed lookups above 0.5 % for ten minutes, or latency of lookups doubled.',
      responsible_id: '@bram',
    },
  }),
  does(at(-36, '09:10'), 'efe', 'dns-decision', '/comment-period', { days: 5 }),
  replies(
    at(-34, '13:00'),
    'daniel',
    ['decision', 'dns-decision'],
    'Please not on the last two days of a month, that is when we close the books.',
  ),
  replies(
    at(-33, '08:25'),
    'efe',
    ['decision', 'dns-decision'],
    'Taken into the rollout: nothing moves on the last two working days of a month.',
  ),
  does(at(-31, '09:20'), 'efe', 'dns-decision', '/make'),
];

const item = (name: string, who: string, title: string, signal: string, words: string, text: string): Beat =>
  makes(at(-31, '10:00'), 'leila', name, '/work-items', {
    decision_id: '@dns-decision',
    title,
    component_ids: ['@resolver'],
    assignee_id: `@${who}`,
    estimate: { low: 3, likely: 5, high: 9 },
    due_on: '@date-18',
    criteria: [
      {
        text,
        quote: { signal_id: `@${signal}`, words },
        test: {
          environment: 'staging',
          method: 'Replace nodes under load and count lookups that fail.',
          tester_id: '@bram',
        },
      },
    ],
  });

const firstTry: readonly Beat[] = [
  item(
    'dns-cache',
    'leila',
    'Build the cache into the node image',
    'dns-tomas',
    'the resolver pod goes away before the new one is up',
    'A node answers known names for five minutes without any resolver.',
  ),
  item(
    'dns-drain',
    'bram',
    'Let a resolver pod leave only when another answers',
    'dns-oskar',
    'Names stop resolving when nodes get replaced',
    'No lookup fails while a node is drained.',
  ),
  moves(at(-30, '09:00'), 'leila', 'dns-cache', 'in_progress'),
  moves(at(-29, '09:00'), 'bram', 'dns-drain', 'in_progress'),
  moves(at(-27, '08:15'), 'bram', 'dns-drain', 'blocked', 'Waits for the next node image, which Runtime builds.'),
  moves(at(-24, '08:40'), 'bram', 'dns-drain', 'in_progress'),
  completes(at(-22, '13:00'), 'leila', 'dns-cache', 'Twenty nodes replaced under load: no known name failed.'),
  completes(at(-21, '12:00'), 'bram', 'dns-drain', 'Forty drains, no failed lookup.'),
  makes(at(-21, '13:00'), 'leila', 'dns-change', '/changes', {
    title: 'A resolver cache on every node',
    users_notice:
      'Lookups are answered on the node. A name that changes is seen after 30 seconds at most; whoever relies on less should tell us.',
    work_item_ids: ['@dns-cache', '@dns-drain'],
    could_hurt_users: true,
    rollback_plan: {
      how: 'Point the nodes’ resolv.conf back at the resolver; the cache may stay where it is.',
      trigger: 'Failed lookups above 0.5 % for ten minutes, or latency of lookups doubled.',
      responsible_id: '@bram',
    },
  }),
  does(at(-21, '13:20'), 'leila', 'dns-change', '/notice', {
    text: 'From next week on, nodes answer names themselves. You need not do anything, unless you change a name and need it seen within 30 seconds.',
    lead_business_days: 5,
    team_ids: ['@ledger', '@checkout', '@search', '@mobile'],
  }),
  does(at(-19, '10:30'), 'bram', 'dns-change', '/rehearse', {
    note: 'On staging, by somebody who had not built it: six minutes, no lookup lost.',
  }),
];

const rollout = (when: Beat['when'], name: string, shares: readonly number[]): Beat =>
  makes(when, 'leila', name, '/changes/@dns-change/rollouts', {
    steps: shares.map((share) => ({
      share,
      least_minutes: share === 100 ? 0 : 240,
      guardrails: [
        { metric: 'failed lookups, per cent', must_stay: 'below', limit: 0.5 },
        { metric: 'lookup latency, 95th percentile, ms', must_stay: 'below', limit: 12 },
      ],
    })),
  });

const rolledOut: readonly Beat[] = [
  rollout(at(-15, '08:10'), 'dns-first', [5, 25, 50, 100]),
  rolls(at(-15, '08:20'), 'leila', 'dns-first', 'start', 'Five per cent of the nodes, Network and Runtime on shift.'),
  rolls(at(-15, '13:10'), 'leila', 'dns-first', 'advance', 'Five hours, failed lookups at 0.01 %.'),
  rolls(
    at(-14, '09:35'),
    'bram',
    'dns-first',
    'roll_back',
    'Latency of lookups at 31 ms on the large nodes: the cache has one thread and they have ninety pods. Back within three minutes.',
  ),
  replies(
    at(-14, '10:05'),
    'bram',
    ['change', 'dns-change'],
    'Rolled back at 25 %. Slow for eleven minutes on 14 nodes, nothing failed. It needs a thread for each core.',
  ),
  makes(at(-13, '08:30'), 'leila', 'dns-threads', '/work-items', {
    decision_id: '@dns-decision',
    title: 'One thread of the cache for each core',
    component_ids: ['@resolver'],
    assignee_id: '@bram',
    estimate: { low: 2, likely: 3, high: 5 },
    due_on: '@date-8',
    criteria: [
      {
        text: 'On a node with ninety pods the 95th percentile stays below 4 ms.',
        quote: { signal_id: '@dns-marek', words: 'could not find the ledger by name for four minutes' },
        test: {
          environment: 'the load pool',
          method: 'Ninety pods that look up ten names a second for an hour.',
          tester_id: '@leila',
        },
      },
    ],
  }),
  moves(at(-13, '09:00'), 'bram', 'dns-threads', 'in_progress'),
  completes(at(-9, '12:30'), 'bram', 'dns-threads', '2.6 ms after an hour.'),
  does(at(-9, '13:00'), 'leila', 'dns-change', '/move', {
    to: 'planned',
    reason: 'With a thread for each core it is tried again, in smaller steps.',
  }),
  rollout(at(-4, '08:00'), 'dns-second', [2, 10, 25, 50, 100]),
  rolls(at(-4, '08:15'), 'leila', 'dns-second', 'start', 'Two per cent, large nodes among them this time.'),
  rolls(at(-3, '08:20'), 'leila', 'dns-second', 'advance', 'A night on large nodes, 3 ms.'),
  rolls(at(-2, '08:40'), 'leila', 'dns-second', 'advance', 'Latency and failures as before the cache, or better.'),
  rolls(
    minutesAgo(290),
    'bram',
    'dns-second',
    'hold',
    'Latency moves between 2 and 9 ms and we cannot tell yet whether that is us. Nobody is hurt; we look through one more replacement of nodes.',
  ),
];

export const resolver: readonly Beat[] = [...said, ...proposed, ...firstTry, ...rolledOut];
