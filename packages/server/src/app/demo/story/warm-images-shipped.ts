import type { Beat } from '../beats.ts';
import { completes, makes, moves, replies, rolls } from '../beats.ts';
import { at } from '../story-time.ts';

// Warm images, from the first work item to everybody: held once on the way.

const work = (name: string, title: string, signal: string, words: string, text: string, estimate: number): Beat =>
  makes(at(-38, '10:00'), 'yusuf', name, '/work-items', {
    decision_id: '@warm-decision',
    title,
    component_ids: ['@runners'],
    assignee_id: '@yusuf',
    estimate: { low: estimate - 1, likely: estimate, high: estimate * 2 },
    due_on: '@date-30',
    criteria: [
      {
        text,
        quote: { signal_id: `@${signal}`, words },
        test: {
          environment: 'the staging pool',
          method: 'Replace a node, start a job, read the start of its log.',
          tester_id: '@ingrid',
        },
      },
    ],
  });

export const warmImagesShipped: readonly Beat[] = [
  work(
    'warm-list',
    'Choose the twenty images by use, every day',
    'warm-hanna',
    'it changes once a month and we pull it eighty times a day',
    'What a pool used most yesterday is on its list today.',
    3,
  ),
  work(
    'warm-pull',
    'Pull them on node start, before the first job',
    'warm-mei-ling',
    'Twelve minutes for a job that runs for ninety seconds',
    'A job on a new node starts within a minute when its image is on the list.',
    5,
  ),
  work(
    'warm-stale',
    'Refuse an image that is older than seven days or was withdrawn',
    'warm-daniel',
    'fifteen of them go into pulling the image',
    'A withdrawn image is not used, and the job log says why.',
    4,
  ),
  moves(at(-38, '11:00'), 'yusuf', 'warm-list', 'in_progress'),
  completes(at(-36, '13:00'), 'yusuf', 'warm-list', 'Today’s list named what ran yesterday, pool by pool.'),
  moves(at(-36, '13:05'), 'yusuf', 'warm-pull', 'in_progress'),
  completes(
    at(-33, '14:10'),
    'yusuf',
    'warm-pull',
    'Forty replaced nodes: every listed image was there before the first job.',
  ),
  moves(at(-35, '08:30'), 'ingrid', 'warm-stale', 'in_progress'),
  completes(
    at(-31, '12:40'),
    'ingrid',
    'warm-stale',
    'Withdrew an image by hand: refused on all nodes within a minute, and the log says so.',
  ),
  makes(at(-31, '13:00'), 'yusuf', 'warm-change', '/changes', {
    title: 'Warm images on every pool',
    users_notice: 'Jobs start sooner. Nothing to do for you; the job log says which image was warm.',
    work_item_ids: ['@warm-list', '@warm-pull', '@warm-stale'],
    could_hurt_users: true,
    rollback_plan: {
      how: 'Set the list of warm images to none; new nodes pull nothing ahead.',
      trigger: 'Disks of any pool above 85 %, or jobs that fail to start above 1 %.',
      responsible_id: '@ingrid',
    },
  }),
  makes(at(-30, '08:00'), 'yusuf', 'warm-rollout', '/changes/@warm-change/rollouts', {
    steps: [10, 25, 50, 100].map((share) => ({
      share,
      least_minutes: share === 100 ? 0 : 60,
      guardrails: [
        { metric: 'disk use of nodes, per cent', must_stay: 'below', limit: 85 },
        { metric: 'jobs that fail to start, per cent', must_stay: 'below', limit: 1 },
      ],
    })),
  }),
  rolls(at(-30, '08:15'), 'yusuf', 'warm-rollout', 'start', 'One pool of the large nodes; everybody is on shift.'),
  rolls(at(-30, '11:20'), 'yusuf', 'warm-rollout', 'advance', 'Three hours, disks at 61 %, starts within a minute.'),
  rolls(
    at(-29, '08:40'),
    'ingrid',
    'warm-rollout',
    'hold',
    'Small nodes: disks at 84 % and rising. Nobody is hurt yet.',
  ),
  replies(
    at(-29, '09:10'),
    'ingrid',
    ['change', 'warm-change'],
    'Held at 25 %. Small nodes get the eight most used images instead of twenty; that was a line in the list.',
  ),
  rolls(at(-29, '12:30'), 'ingrid', 'warm-rollout', 'resume', 'Eight images on small nodes: disks at 58 %.'),
  rolls(at(-28, '08:30'), 'yusuf', 'warm-rollout', 'advance', 'A quiet night, disks at 63 %.'),
  rolls(at(-28, '13:10'), 'yusuf', 'warm-rollout', 'advance', 'No failed starts in five hours.'),
  rolls(at(-27, '09:00'), 'yusuf', 'warm-rollout', 'finish', 'Everybody has it since yesterday; no failed starts.'),
];
