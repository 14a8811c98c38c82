import type { Beat } from '../beats.ts';
import { adds, changes, does, finds, makes } from '../beats.ts';
import { at } from '../story-time.ts';

// What was looked back at, and what is known now that was not known before.

const warm: readonly Beat[] = [
  makes(at(-14, '09:00'), 'yusuf', 'warm-retro', '/retrospectives', {
    subject: { kind: 'decision', id: '@warm-decision' },
    title: 'Warm images: what went well, and what the small nodes taught us',
  }),
  changes(at(-14, '10:30'), 'yusuf', 'warm-retro', {
    body: [
      'Waiting fell from 11.8 to 4.9 minutes, and five of six say that it helped.',
      '## What worked',
      'The detector and the people said the same in the same week; nobody had to be convinced. The hold at 25 % came from a guardrail that Engineering had asked for in its assessment, three weeks before.',
      '## What did not',
      'We filled the disks of small nodes to 84 %. The list was made for large ones, because the staging pool has no small nodes.',
      '## What we do differently',
      'The staging pool gets two small nodes. A list of images has a budget in gigabytes, not a number of images.',
    ].join('\n\n'),
  }),
  adds(at(-14, '10:40'), 'yusuf', '/retrospectives/@warm-retro/actions', {
    text: 'Two small nodes in the staging pool',
    type: 'prevent',
    owner_team_id: '@runtime',
    due_on: '@date+10',
  }),
  does(at(-14, '10:45'), 'yusuf', 'warm-retro', '/review'),
  does(at(-12, '09:05'), 'ingrid', 'warm-retro', '/publish'),
  makes(at(-12, '09:20'), 'yusuf', 'warm-lesson', '/lessons', {
    title: 'Warm caches need a budget in gigabytes',
    text: 'A list of “the twenty most used images” is 14 GB on one pool and 60 GB on another. Say how many gigabytes a cache may take, per kind of node, and let it choose what fits. Try it on the smallest node that exists.',
    component_ids: ['@runners', '@cache', '@nodes'],
    problem_ids: ['@warm'],
    retrospective_id: '@warm-retro',
  }),
  does(at(-12, '09:25'), 'yusuf', 'warm-lesson', '/review'),
  does(at(-11, '08:40'), 'ingrid', 'warm-lesson', '/publish'),
];

const certificate: readonly Beat[] = [
  makes(at(-24, '12:30'), 'sunniva', 'push-retro', '/retrospectives', {
    subject: { kind: 'problem', id: '@push' },
    title: 'A morning without a registry',
  }),
  changes(at(-24, '13:40'), 'sunniva', 'push-retro', {
    is_failure_analysis: true,
    body: [
      'From 07:02 to 08:04 nobody could push an image. 120 people were held up, one release nearly.',
      '## How it came',
      'The certificate is renewed by a job. On Sunday the job lost its right to write the secret, when that right was tidied away. It failed four times, into a log that nobody reads.',
      '## What helped',
      'Three people said so within eleven minutes, one of them with the error in full. Acting first and deciding on paper afterwards took four minutes.',
      '## What we do differently',
      'A renewal that fails is a page, not a line. Days left are shown where everybody looks.',
    ].join('\n\n'),
  }),
  adds(at(-24, '13:45'), 'sunniva', '/retrospectives/@push-retro/actions', {
    text: 'Page when a renewal fails, and when fewer than ten days are left',
    type: 'detect',
    owner_team_id: '@access',
    due_on: '@date-4',
  }),
  does(at(-24, '13:50'), 'sunniva', 'push-retro', '/review'),
  does(at(-21, '10:20'), 'aoife', 'push-retro', '/publish'),
  makes(at(-20, '13:00'), 'sunniva', 'push-lesson', '/lessons', {
    title: 'A job that fails quietly is an outage with a delay',
    text: 'Whatever renews, rotates or cleans by itself needs an alarm for “did not happen”, not only for “went wrong”. Before taking a right away, look who used it in the last thirty days.',
    component_ids: ['@registry', '@secrets'],
    problem_ids: ['@push'],
    retrospective_id: '@push-retro',
  }),
  does(at(-20, '13:05'), 'sunniva', 'push-lesson', '/review'),
  does(at(-19, '09:00'), 'aoife', 'push-lesson', '/publish'),
];

/** Called for by an outcome that was not met, and by a rollback: one is being read, one is still a draft. */
const called: readonly Beat[] = [
  finds(at(-16, '09:20'), 'sofia', 'disks-retro', '/retrospectives?subject_id=@disks-decision'),
  changes(at(-16, '10:40'), 'sofia', 'disks-retro', {
    title: 'Faster disks did not make searches faster',
    body: [
      'We moved two weeks of logs to faster disks. Searches took 9.4 seconds before and 9.1 after. The people who had asked said so before our numbers did.',
      '## What we believed',
      'That reading from disk is what takes long. Engineering doubted it in its assessment; nobody measured it in the four days that the work took.',
      '## What is so',
      'Five sixths of the time go into looking through lines that nobody asked for.',
      '## What we do differently',
      'Before we buy something faster we measure what is slow. The index by id begins with that measurement.',
    ].join('\n\n'),
  }),
  does(at(-3, '10:10'), 'sofia', 'disks-retro', '/review'),
  makes(at(-10, '13:20'), 'sofia', 'disks-lesson', '/lessons', {
    title: 'Measure what is slow before buying what is fast',
    text: 'A profile of ten slow searches takes an hour. Faster disks took four days and 400 a month, and changed nothing that anybody noticed.',
    component_ids: ['@logs'],
    problem_ids: ['@logs-slow'],
  }),
  does(at(-10, '13:25'), 'sofia', 'disks-lesson', '/review'),
  does(at(-9, '08:30'), 'jonas', 'disks-lesson', '/publish'),
];

/** A clock that was missed for a good reason, which is soon said. */
const nightClock: readonly Beat[] = [
  finds(at(-16, '13:20'), 'sunniva', 'night-retro', '/retrospectives?subject_id=@night'),
  changes(at(-16, '13:25'), 'sunniva', 'night-retro', {
    title: 'Two days late with a decision about nights',
    body: 'The clock allowed ten days and we took twelve. Five of them were for comment, because it touches secrets, and the comments were worth it. Next time we open for comment on the day on which the last assessment is in.',
  }),
  does(at(-16, '13:30'), 'sunniva', 'night-retro', '/review'),
  does(at(-15, '08:20'), 'aoife', 'night-retro', '/publish'),
];

export const learned: readonly Beat[] = [...warm, ...certificate, ...called, ...nightClock];
