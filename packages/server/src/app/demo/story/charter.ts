import type { Beat } from '../beats.ts';
import { adds, changes, finds, makes, puts } from '../beats.ts';
import { at } from '../story-time.ts';

// Why Tideline listens, who decides what, and by which clocks.

const first = (time: string) => at(-52, time);

const charterText = {
  purpose:
    'Tideline’s platform is for the people who build on it. We run this loop so that whoever is hindered can say so in a minute, sees that it was heard, and learns what became of it and whether it helped, also when the answer is “no”.',
  scope_in:
    'Everything between a commit and a customer: builds, deploys, environments, networking, storage, logs, secrets.',
  scope_out: 'What a product does for its customers; office equipment; who works on what inside product teams.',
  goals: [
    'Nobody waits longer than two working days to learn that they were heard.',
    'Every “no” has a reason, and says what would change our mind.',
    'Each thing we ship for somebody is measured, and they are asked whether it helped.',
  ],
  participants: [
    { who: 'One person from each product team', represents: 'Ledger, Checkout, Search and Mobile' },
    { who: 'The platform teams', represents: 'Delivery, Network, Runtime and Access' },
    {
      who: 'Leads of engineering, product, reliability and security',
      represents: 'what is easily forgotten when something hurts',
    },
  ],
  cadence: 'Triage every working day; a loop review every second week, open to everybody.',
};

const charter: readonly Beat[] = [
  adds(first('08:00'), 'aoife', '/charters', {
    ...charterText,
    review_due: '@date-10',
    change_note: 'The first version.',
    change_reason: 'Feedback came by chat, and left by chat.',
  }),
  adds(at(-18, '09:00'), 'aoife', '/charters', {
    ...charterText,
    goals: [...charterText.goals, 'Whoever is on call at night can help themselves, or reach somebody who can.'],
    review_due: '@date+8',
    change_note: 'A fourth goal, about nights.',
    change_reason: 'Three of the five urgent things of the first month happened between ten at night and six.',
    replaces: 1,
  }),
  adds(first('08:05'), 'aoife', '/core-questions', { question: 'Who has gone quiet?', view: '/engage' }),
];

const principle = (name: string, direction: string, reason: string, expires_on: string | null = null): Beat =>
  makes(first('08:20'), 'aoife', name, '/principles', { direction, reason, expires_on });

const principles: readonly Beat[] = [
  principle(
    'one-way',
    'One way that works, before three that almost do',
    'Each further way of doing the same thing has to be run at night by the same few people.',
  ),
  principle(
    'says-what',
    'A failure says what failed and what to do next',
    'Most questions in our chat begin with “it says failed”.',
  ),
  principle(
    'self-service',
    'Nothing that is needed at three in the morning waits for a ticket',
    'Teams run what they build, so they have to be able to mend it.',
  ),
  principle(
    'short-lived',
    'No new credential lives longer than a day',
    'Every leak we had was of one that lived for years.',
    '@date+140',
  ),
];

const rights: readonly Beat[] = [
  finds(first('08:30'), 'aoife', 'workspace-right', '/decision-rights'),
  changes(first('08:31'), 'aoife', 'workspace-right', {
    approver_role: 'Head of platform',
    approver_id: '@kwame',
    deputy_ids: ['@efe'],
    consulted_ids: ['@priya'],
    escalates_to_id: '@aoife',
  }),
  makes(first('08:32'), 'aoife', 'infrastructure-right', '/decision-rights', {
    kinds: ['accept', 'defer', 'decline', 'fix', 'answer'],
    scope: { kind: 'layers', layers: ['networking', 'container_runtime', 'scheduling', 'storage', 'observability'] },
    approver_role: 'Head of infrastructure',
    approver_id: '@efe',
    deputy_ids: ['@kwame'],
    functions: ['reliability'],
    escalates_to_id: '@kwame',
    decide_within_days: 10,
  }),
  makes(first('08:33'), 'aoife', 'access-right', '/decision-rights', {
    kinds: ['accept', 'defer', 'decline', 'fix', 'answer'],
    scope: { kind: 'layers', layers: ['identity_and_secrets'] },
    approver_role: 'Head of platform, for access',
    approver_id: '@kwame',
    deputy_ids: ['@efe'],
    functions: ['security'],
    escalates_to_id: '@aoife',
    decide_within_days: 5,
  }),
  changes(first('08:40'), 'aoife', 'aoife', { roles: ['steward', 'admin'] }),
  makes(first('08:41'), 'aoife', 'security-response', '/audiences', {
    name: 'Security response',
    person_ids: ['@sunniva', '@efe', '@aoife', '@ingrid'],
  }),
];

const hours = (amount: number) => ({ amount, unit: 'hours' });
const days = (amount: number) => ({ amount, unit: 'days' });
const policies: readonly Beat[] = [
  puts(first('08:50'), 'aoife', '/clocks-policy', {
    clocks: {
      critical: { acknowledge: hours(1), triage: hours(4), decide: days(2) },
      major: { acknowledge: hours(8), triage: days(2), decide: days(10) },
      minor: { acknowledge: days(2), triage: days(5), decide: days(25) },
      trivial: { acknowledge: days(5), triage: days(10), decide: days(60) },
    },
    enforced_from: '@instant-40 07:00',
  }),
  adds(first('08:51'), 'aoife', '/routing-rules', { position: 10, term: 'dns', team_id: '@network' }),
  adds(first('08:52'), 'aoife', '/routing-rules', { position: 20, term: 'token', team_id: '@access' }),
  adds(first('08:53'), 'aoife', '/routing-rules', { position: 30, layer: 'build_and_delivery', team_id: '@delivery' }),
  makes(first('08:55'), 'aoife', 'train', '/trains', {
    name: 'Platform train',
    cadence_days: 14,
    cut_off_days: 2,
    first_start: '@instant-50 07:00',
    milestones: 8,
  }),
];

export const charterAndRules: readonly Beat[] = [...charter, ...principles, ...rights, ...policies];
