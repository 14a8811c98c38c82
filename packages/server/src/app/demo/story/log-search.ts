import type { Beat } from '../beats.ts';
import { adds, attaches, completes, does, folds, makes, moves, replies, says } from '../beats.ts';
import { at } from '../story-time.ts';

// Log search is slow: it was shipped, measured, and did not help. The problem is open again, and a better idea is assessed.

const logs = { component_ids: ['@logs'], layer: 'observability' };

const said: readonly Beat[] = [
  says(at(-49, '12:10'), 'daniel', 'logs-daniel', {
    ...logs,
    kind: 'friction',
    title: 'Log search takes so long that I forget what I searched for',
    description:
      'A search over one day takes ten seconds, over a week it times out. At night I would rather read files.',
    impact: { people: 5, hours_per_week: 6 },
  }),
  says(at(-48, '13:35'), 'nadia', 'logs-nadia', {
    ...logs,
    channel: 'gathering',
    kind: 'friction',
    title: 'From office hours: nobody searches a week of logs any more',
    description:
      'Five of us sat together and none had searched a whole week in a month, because it times out. We ask each other instead.',
    on_behalf_of: 'the search team',
    impact: { people: 5, hours_per_week: 3 },
  }),
  says(at(-46, '08:05'), 'hanna', 'logs-hanna', {
    ...logs,
    kind: 'friction',
    title: 'Searching for one request takes ten seconds, every time',
    description: 'I have the exact request id. It should not matter how many other lines there are.',
    impact: { people: 7, hours_per_week: 3 },
  }),
];

const question = (name: string, function_: string, verdict: string, note: string) => ({
  name,
  function: function_,
  verdict,
  note,
});
const firstViews = [
  question('efe', 'engineering', 'for', 'Cheap and quick. I am not sure that the disk is what is slow.'),
  question('rasmus', 'reliability', 'for', 'No risk that I see.'),
];

const tried: readonly Beat[] = [
  replies(at(-48, '08:40'), 'sofia', ['signal', 'logs-daniel'], 'Heard. I can see your searches wait; I look at why.'),
  folds(at(-46, '12:00'), 'sofia', 'logs-slow', ['logs-daniel', 'logs-nadia', 'logs-hanna'], {
    title: 'Searching logs is too slow to be used',
    statement: 'A search over a day takes about ten seconds; over a week it ends in a timeout.',
    kind: 'friction',
    severity: 'major',
  }),
  makes(at(-45, '12:30'), 'sofia', 'disks-proposal', '/proposals', {
    title: 'Faster disks for the log store',
    summary: 'Move the two weeks that are searched to local flash disks.',
    problem_ids: ['@logs-slow'],
    options: [
      { title: 'Local flash disks', good: ['Two days of work'], bad: ['Costs 400 a month'], preferred: true },
      { title: 'An index by request id', good: ['Finds one request at once'], bad: ['Three weeks', 'More to keep'] },
    ],
    estimates: {
      reach_people: { low: 20, likely: 60, high: 120 },
      impact_level: { low: 0.5, likely: 1, high: 2 },
      effort_person_days: { low: 2, likely: 4, high: 6 },
      risk_points: { low: 0, likely: 1, high: 2 },
      confidence: 0.5,
    },
    alignments: ['@one-way', '@says-what', '@self-service', '@short-lived'].map((principle_id) => ({
      principle_id,
      points: principle_id === '@self-service' ? 1 : 0,
    })),
    lane_questions: {},
  }),
  does(at(-45, '13:00'), 'sofia', 'disks-proposal', '/open', { functions: ['engineering'] }),
  ...firstViews.map((view) =>
    adds(at(-44, '09:30'), view.name, '/proposals/@disks-proposal/assessments', {
      function: view.function,
      verdict: view.verdict,
      note: view.note,
    }),
  ),
  makes(at(-43, '10:00'), 'efe', 'disks-decision', '/decisions', {
    kind: 'accept',
    title: 'Faster disks for the log store',
    rationale:
      'Four days of work against three weeks for an index. If disks are what is slow, we know within two weeks; if not, we have lost little and write it down.',
    proposal_id: '@disks-proposal',
    success_criteria: [
      {
        metric: 'Search over one day, median',
        unit: 'seconds',
        baseline: 9.4,
        direction: 'down',
        target: 3,
        smallest_effect: 2,
        window_days: 14,
        source: 'log search, by day',
      },
    ],
  }),
  does(at(-43, '10:10'), 'efe', 'disks-decision', '/comment-period'),
  does(at(-40, '09:00'), 'efe', 'disks-decision', '/make'),
  makes(at(-40, '09:30'), 'sofia', 'disks-move', '/work-items', {
    decision_id: '@disks-decision',
    title: 'Move two weeks of logs to local disks',
    component_ids: ['@logs'],
    assignee_id: '@sofia',
    estimate: { low: 2, likely: 4, high: 6 },
    due_on: '@date-35',
    criteria: [
      {
        text: 'All of two weeks lies on local disks and nothing is lost.',
        quote: { signal_id: '@logs-daniel', words: 'over a week it times out' },
        test: { environment: 'production', method: 'Count lines of a day before and after.', tester_id: '@jonas' },
      },
    ],
  }),
  moves(at(-39, '08:00'), 'sofia', 'disks-move', 'in_progress'),
  completes(at(-35, '12:10'), 'sofia', 'disks-move', '41,208,114 lines before, as many after.'),
  makes(at(-35, '12:30'), 'sofia', 'disks-change', '/changes', {
    title: 'Logs on local disks',
    users_notice: 'Searching logs should be faster. Nothing to do for you.',
    work_item_ids: ['@disks-move'],
  }),
  does(at(-34, '08:00'), 'sofia', 'disks-change', '/move', { to: 'releasing' }),
  does(at(-34, '09:10'), 'sofia', 'disks-change', '/move', { to: 'released' }),
];

const again: readonly Beat[] = [
  replies(
    at(-28, '09:00'),
    'hanna',
    ['problem', 'logs-slow'],
    'Honestly: I see no difference. Nine seconds, I counted.',
  ),
  says(at(-12, '08:55'), 'mei-ling', 'logs-mei-ling', {
    ...logs,
    channel: 'terminal',
    kind: 'friction',
    title: 'log search for one order id: 9 s, and twice a timeout',
    description: 'hearback report attached the command. I have the id, I want the twelve lines that carry it.',
    context: {
      repository: 'checkout/orders',
      commit: '0d1177f',
      command: 'logs find order=8841 --since 1d',
      exit_code: 124,
    },
    impact: { people: 9, hours_per_week: 2 },
  }),
  attaches(at(-12, '12:15'), 'sofia', 'logs-slow', ['logs-mei-ling']),
  does(at(-11, '09:30'), 'sofia', 'logs-slow', '/assign', {
    person_id: '@jonas',
    due_at: '@instant+5 14:00',
    reason: 'He has measured where the time goes.',
  }),
  makes(at(-11, '10:00'), 'jonas', 'index-proposal', '/proposals', {
    title: 'An index by request and order id',
    summary:
      'Nine of ten searches carry an id. An index by id finds its lines without reading the rest; everything else stays as slow as it is, and says so.',
    problem_ids: ['@logs-slow'],
    options: [
      {
        title: 'An index by id',
        good: ['Nine of ten searches below a second'],
        bad: ['Three weeks', '12 % more to store'],
        preferred: true,
      },
      {
        title: 'Keep one week instead of two',
        good: ['Half to read'],
        bad: ['Half is still slow', 'Audits need two weeks'],
      },
      { title: 'Buy a service', good: ['Somebody else’s problem'], bad: ['Customer data would leave us'] },
    ],
    estimates: {
      reach_people: { low: 40, likely: 80, high: 130 },
      impact_level: { low: 1, likely: 2, high: 3 },
      effort_person_days: { low: 10, likely: 16, high: 30 },
      risk_points: { low: 1, likely: 2, high: 4 },
      confidence: 0.75,
    },
    alignments: [
      { principle_id: '@one-way', points: 1 },
      { principle_id: '@says-what', points: 2, note: 'A search that will be slow says so before it starts.' },
      { principle_id: '@self-service', points: 2 },
      { principle_id: '@short-lived', points: 0 },
    ],
    lane_questions: {},
  }),
  does(at(-11, '10:10'), 'jonas', 'index-proposal', '/open', {
    functions: ['engineering', 'product'],
    assess_within_days: 20,
  }),
  adds(at(-8, '09:20'), 'efe', '/proposals/@index-proposal/assessments', {
    function: 'engineering',
    verdict: 'for',
    note: 'We measured this time: 83 % of the time goes into reading lines nobody asked for.',
    estimates: { effort_person_days: { low: 12, likely: 18, high: 30 } },
  }),
  adds(at(-7, '12:40'), 'rasmus', '/proposals/@index-proposal/assessments', {
    function: 'reliability',
    verdict: 'for',
    note: 'It can fail without the logs failing. Good.',
  }),
];

export const logSearch: readonly Beat[] = [...said, ...tried, ...again];
