import type { Beat } from '../beats.ts';
import { answersHelp, measures } from '../beats.ts';
import { at } from '../story-time.ts';

// What was measured, and what people said when they were asked whether it helped.

/** Minutes before a job starts, a calendar day each: the four weeks before warm images, and the two after. */
const waitsBefore = [
  11.2, 12.6, 12.1, 11.4, 9.8, 10.1, 12.9, 12.4, 11.7, 12.8, 11.1, 10.4, 10.9, 13.2, 12.2, 11.6, 12.5, 11.3, 10.2, 10.6,
  12.7, 11.9, 12.3, 12.0, 11.5, 10.3, 10.8, 12.6,
];
const waitsAfter = [5.6, 4.9, 4.4, 4.1, 5.3, 5.0, 4.8, 5.2, 4.7, 4.2, 4.0, 5.1, 4.9, 5.4];

/** Seconds of a search over one day, before and after the faster disks. */
const searchesBefore = [
  9.1, 9.6, 9.4, 9.9, 8.8, 9.0, 9.7, 9.5, 9.2, 9.8, 9.3, 8.9, 9.1, 9.9, 9.6, 9.4, 9.7, 9.2, 8.7, 9.0, 9.8, 9.5, 9.3,
  9.6, 9.4, 8.9, 9.1, 9.7,
];
const searchesAfter = [8.9, 9.3, 9.5, 9.0, 8.6, 8.8, 9.4, 9.2, 9.1, 9.6, 9.0, 8.7, 8.8, 9.3];

/** Per cent of failed lookups in the hour of node replacement, until the second try began. */
const lookups = [
  0.9, 0.8, 1.1, 0.9, 0.2, 0.1, 1.0, 0.9, 0.8, 1.2, 0.9, 0.2, 0.1, 0.9, 1.0, 0.8, 0.9, 1.1, 0.2, 0.1, 0.9, 0.8, 1.0,
  0.9, 1.1, 0.1, 0.2, 0.9,
];

const measured: readonly Beat[] = [
  measures(at(-26, '08:30'), 'yusuf', 'warm-decision', { day: -27, side: 'before', values: waitsBefore }),
  measures(at(-17, '08:05'), 'yusuf', 'warm-decision', { day: -27, side: 'after', values: waitsAfter }),
  measures(at(-33, '13:30'), 'sofia', 'disks-decision', { day: -34, side: 'before', values: searchesBefore }),
  measures(at(-24, '08:10'), 'sofia', 'disks-decision', { day: -34, side: 'after', values: searchesAfter }),
  measures(at(-5, '13:00'), 'leila', 'dns-decision', { day: -5, side: 'before', values: lookups }),
];

const failedStep: readonly Beat[] = [
  answersHelp(
    at(-41, '13:40'),
    'nadia',
    'failed-fix-decision',
    'yes',
    'First thing on the page. I closed the four tabs.',
  ),
  answersHelp(at(-40, '09:15'), 'oskar', 'failed-fix-decision', 'yes'),
  answersHelp(at(-39, '12:45'), 'luis', 'failed-fix-decision', 'yes', 'I have not asked in chat since.'),
];

const warmImages: readonly Beat[] = [
  answersHelp(at(-26, '09:50'), 'mei-ling', 'warm-decision', 'yes', 'I stopped making coffee during builds.'),
  answersHelp(at(-26, '12:10'), 'tomas', 'warm-decision', 'yes', 'After lunch is like before lunch now.'),
  answersHelp(at(-25, '08:20'), 'daniel', 'warm-decision', 'yes', 'The nightly job has twenty minutes to spare.'),
  answersHelp(
    at(-25, '13:30'),
    'hanna',
    'warm-decision',
    'partly',
    'On large nodes yes. On small ones our emulator image is not among the eight.',
  ),
  answersHelp(at(-23, '10:05'), 'marek', 'warm-decision', 'yes'),
  answersHelp(at(-22, '08:10'), 'luis', 'warm-decision', 'yes', 'yes!! whatever you did'),
];

const logsOnDisks: readonly Beat[] = [
  answersHelp(at(-31, '12:40'), 'hanna', 'disks-decision', 'no', 'Nine seconds before, nine seconds now. I counted.'),
  answersHelp(at(-29, '10:10'), 'nadia', 'disks-decision', 'no', 'A week still ends in a timeout.'),
  answersHelp(
    at(-28, '09:05'),
    'daniel',
    'disks-decision',
    'partly',
    'A day is a little faster, perhaps. I still read files at night.',
  ),
];

const others: readonly Beat[] = [
  answersHelp(
    at(-30, '10:30'),
    'hanna',
    'host-fix-decision',
    'partly',
    'The first click works now. The comment comes after I have stopped waiting for it.',
  ),
  answersHelp(at(-25, '09:30'), 'marek', 'push-decision', 'yes'),
  answersHelp(at(-25, '12:00'), 'tomas', 'push-decision', 'yes', 'An hour, at seven in the morning. Thank you.'),
  answersHelp(at(-24, '08:45'), 'daniel', 'push-decision', 'yes', 'Our release went out at nine as planned.'),
  answersHelp(at(-5, '08:50'), 'hanna', 'preview-fix-decision', 'yes', 'My home screen survives a push.'),
];

export const didItHelp: readonly Beat[] = [...measured, ...failedStep, ...warmImages, ...logsOnDisks, ...others];
