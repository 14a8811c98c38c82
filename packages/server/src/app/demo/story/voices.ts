import type { Beat } from '../beats.ts';
import { attaches, does, imports, says } from '../beats.ts';
import { at } from '../story-time.ts';

// Everything else that people said: thanks, questions, what led nowhere, and a survey from before there was a loop.

const answered: readonly Beat[] = [
  says(at(-45, '12:50'), 'luis', 'where-luis', {
    kind: 'question',
    channel: 'chat',
    title: 'which registry do we push to now?',
    description: 'there are two in the handbook',
    component_ids: ['@registry'],
  }),
  does(at(-45, '13:15'), 'yuki', 'where-luis', '/answer', {
    answer:
      'images.tideline.example. The other one has been read-only for months; the page that still names it is corrected.',
    known_answer: true,
  }),
  says(at(-37, '13:40'), 'nadia', 'cron-nadia', {
    kind: 'question',
    title: 'Can a job run at a fixed hour of our own time zone?',
    description: 'UTC moves under us twice a year.',
    component_ids: ['@scheduler'],
  }),
  does(at(-36, '08:40'), 'jonas', 'cron-nadia', '/answer', {
    answer: 'Yes: `timeZone: Europe/Oslo` in the job. It follows the summer too.',
    known_answer: true,
  }),
  says(at(-31, '09:50'), 'oskar', 'disk-oskar', {
    kind: 'question',
    channel: 'gathering',
    title: 'From office hours: what happens to a volume when its claim is deleted?',
    description: 'Three of us had three answers.',
    component_ids: ['@volumes'],
    on_behalf_of: 'the ledger team',
  }),
  does(at(-30, '08:15'), 'sofia', 'disk-oskar', '/answer', {
    answer: 'It is kept for seven days and then deleted. Ask us within the seven and you have it back within the hour.',
    known_answer: true,
  }),
  says(at(-22, '13:25'), 'marek', 'ip-marek', {
    kind: 'question',
    title: 'Which addresses do we come from, seen from outside?',
    description: 'A bank wants a list.',
    component_ids: ['@ingress'],
  }),
  does(at(-21, '08:25'), 'bram', 'ip-marek', '/answer', {
    answer:
      'Four, and they do not change: they are on the page “Where we come from” in the portal, with a date when we last looked.',
  }),
];

const thanks: readonly Beat[] = [
  says(at(-41, '13:35'), 'nadia', 'thanks-failed', {
    kind: 'praise',
    component_ids: ['@deploys'],
    title: 'The page now says what failed',
    description: 'First thing on the page, twenty lines, done. You heard me one week, and it was there the next.',
  }),
  does(at(-41, '14:10'), 'ingrid', 'thanks-failed', '/answer', {
    answer: 'Thank you for saying so. It is on the wall here now.',
  }),
  says(at(-20, '09:55'), 'mei-ling', 'thanks-warm', {
    kind: 'praise',
    channel: 'chat',
    component_ids: ['@runners'],
    title: 'I no longer make coffee during builds',
    description: 'there is no time for it. I drink less coffee. thank you, I think',
  }),
  does(at(-20, '12:20'), 'yusuf', 'thanks-warm', '/answer', {
    answer: 'We measure builds, not coffee, but we will keep both in mind.',
  }),
];

const nowhere: readonly Beat[] = [
  says(at(-38, '09:05'), 'luis', 'lunch-luis', {
    channel: 'chat',
    title: 'the canteen is out of oat milk',
    description: 'again',
  }),
  does(at(-38, '09:20'), 'yuki', 'lunch-luis', '/reject', {
    reason: 'Beyond what a platform can do: the canteen has a box beside the till. We hope for the best.',
  }),
  says(at(-29, '13:10'), 'oskar', 'test-oskar', {
    channel: 'api',
    title: 'test, please ignore',
    description: 'Trying the API from a script.',
  }),
  does(at(-28, '08:10'), 'yuki', 'test-oskar', '/reject', { reason: 'A test, as it says. It came through fine.' }),
  says(at(-26, '13:00'), 'tomas', 'vague-tomas', {
    channel: 'chat',
    title: 'staging is weird today',
    description: 'weird',
  }),
  does(at(-25, '08:20'), 'yuki', 'vague-tomas', '/ask', {
    question: 'Weird in which way? A link or a screenshot would do.',
  }),
];

const survey = [
  'Waiting for runners. It is the waiting.',
  'I like that deploys are one command.',
  'Builds. Twelve minutes of which nine are downloading the same thing as yesterday.',
  'Logs are unusable for anything older than today.',
  'Nothing, it is better than where I was before.',
  'The names of things. We have four words for environment.',
  'I do not know whom to ask, so I ask Ingrid.',
  'Secrets. Two people to click is one too many at night.',
  'Please stop changing the portal.',
  'Searching logs takes longer than reproducing the bug.',
  'Pull times of images on fresh nodes.',
  'I would tell you more if I knew that somebody reads it.',
];
const imported: readonly Beat[] = [
  imports(
    at(-51, '09:00'),
    'aoife',
    'survey',
    survey.map((text, index) => ({
      id: `developer-survey-${index + 1}`,
      text,
      survey: 'Developer survey',
      question: 'What costs you most time?',
      row: index + 1,
      submitted: '@date-250',
    })),
  ),
  attaches(at(-45, '08:50'), 'yuki', 'logs-slow', ['survey-4', 'survey-10'], 'The survey of last year says the same.'),
];

const more: readonly Beat[] = [
  says(at(-34, '09:05'), 'oskar', 'slots-oskar', {
    component_ids: ['@deploys'],
    kind: 'friction',
    title: 'Deploy slots are taken all Thursday afternoon',
    description: 'Everybody deploys before the weekend, so nobody can.',
    impact: { people: 5, hours_per_week: 2 },
  }),
  does(at(-33, '10:40'), 'ingrid', 'slots-oskar', '/answer', {
    answer:
      'There were four slots because the old deployer needed that. The new one does not: since this morning there are sixteen.',
  }),
  says(at(-20, '08:45'), 'luis', 'emoji-luis', {
    component_ids: ['@deploys'],
    kind: 'friction',
    title: 'The deploy bot posts into our channel at every step',
    description: 'Nine messages a deploy. We muted it and then missed the one that mattered.',
  }),
  does(at(-19, '09:30'), 'ingrid', 'emoji-luis', '/answer', {
    answer: '`notify: end` in deploy.yaml makes it one message. It is the default for new services now.',
    known_answer: true,
  }),
  says(at(-17, '13:15'), 'hanna', 'volume-hanna', {
    component_ids: ['@volumes'],
    layer: 'storage',
    kind: 'request',
    title: 'Snapshots before a migration',
    description: 'We copy by hand and hope.',
    impact: { people: 7, hours_per_week: 1 },
  }),
  does(at(-16, '09:40'), 'sofia', 'volume-hanna', '/answer', {
    answer:
      'They exist, and are well hidden: `volume snapshot <name>`. It takes seconds. The handbook has a page for it since today.',
    known_answer: true,
  }),
  says(at(-13, '08:35'), 'pipeline', 'bots-pipeline', {
    component_ids: ['@ingress'],
    layer: 'networking',
    channel: 'telemetry',
    kind: 'friction',
    title: 'Certificate of shop.tideline.example ends in 20 days',
    description: 'Seen by the daily look at certificates. Its renewal is due in 6 days.',
    context: { metric: 'days left', after: 20 },
  }),
  does(at(-12, '09:00'), 'bram', 'bots-pipeline', '/answer', {
    answer: 'Renewal was run by hand to see that it works. It does; the next look will say 90.',
  }),
];

export const voices: readonly Beat[] = [...answered, ...thanks, ...nowhere, ...imported, ...more];
