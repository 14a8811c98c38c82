import type { Beat } from '../beats.ts';
import { adds, attaches, does, folds, makes, replies, says } from '../beats.ts';
import { at } from '../story-time.ts';

// The registry: a morning on which nobody could push (urgent), and two problems that turned out to be one.

const registry = { component_ids: ['@registry'], layer: 'identity_and_secrets' };

const refused: readonly Beat[] = [
  says(at(-26, '07:20'), 'marek', 'push-marek', {
    ...registry,
    kind: 'bug',
    severity: 'critical',
    title: 'Nobody can push images: x509 certificate has expired',
    description:
      'docker push images.tideline.example/checkout/web fails for all of us since about 07:00. x509: certificate has expired or is not yet valid.',
    impact: { people: 120, hours_per_week: 0, blocked: true },
  }),
  says(at(-26, '07:24'), 'tomas', 'push-tomas', {
    ...registry,
    channel: 'terminal',
    kind: 'bug',
    title: 'push refused, certificate expired',
    description: 'registry login worked (password=Tide.9xQ-harbor-77), push does not.',
    context: { repository: 'search/index', commit: 'c0ffee1', command: 'make push', exit_code: 1 },
  }),
  says(at(-26, '07:31'), 'daniel', 'push-daniel', {
    ...registry,
    channel: 'chat',
    title: 'registry down?',
    description: 'we have a release at nine and cannot push. call me on +47 912 34 567 if you need hands',
    impact: { people: 5, blocked: true },
  }),
  replies(
    at(-26, '07:33'),
    'sunniva',
    ['signal', 'push-marek'],
    'On it. The certificate ended at 07:02 and its renewal has failed since Sunday. Pulling works.',
  ),
  folds(at(-26, '07:35'), 'sunniva', 'push', ['push-marek', 'push-tomas', 'push-daniel'], {
    title: 'Nobody can push images: the registry’s certificate expired',
    kind: 'bug',
    severity: 'critical',
  }),
  makes(at(-26, '07:40'), 'sunniva', 'push-decision', '/decisions', {
    kind: 'fix',
    title: 'Renew the registry’s certificate by hand, now',
    rationale:
      'Every team is blocked. Renewed by hand with the same authority; why the renewal failed is looked at afterwards.',
    problem_ids: ['@push'],
    lane_questions: { is_harm_now: true },
    likely_person_days: 0.5,
    rollback_plan: {
      how: 'Put the old certificate back and let clients skip the check for an hour.',
      trigger: 'Clients refuse the new certificate.',
      responsible_id: '@sunniva',
    },
  }),
  does(at(-26, '07:41'), 'sunniva', 'push-decision', '/make'),
  makes(at(-26, '07:45'), 'sunniva', 'push-change', '/changes', {
    title: 'A new certificate for the registry',
    users_notice: 'Pushing works again. Nothing to do for you.',
    decision_ids: ['@push-decision'],
    rollback_plan: {
      how: 'Put the old certificate back and let clients skip the check for an hour.',
      trigger: 'Clients refuse the new certificate.',
      responsible_id: '@sunniva',
    },
  }),
  does(at(-26, '07:46'), 'sunniva', 'push-change', '/move', { to: 'releasing' }),
  does(at(-26, '08:04'), 'sunniva', 'push-change', '/move', { to: 'released' }),
  replies(
    at(-26, '08:06'),
    'sunniva',
    ['problem', 'push'],
    'Renewed at 08:04, pushes work. The renewal job had lost its right to write the secret; that is mended too.',
  ),
];

const rotated: readonly Beat[] = [
  says(at(-21, '09:35'), 'oskar', 'rotate-oskar', {
    ...registry,
    kind: 'friction',
    title: 'Cannot rotate the registry token without a ticket',
    description:
      'Our token ends on Friday. To get a new one I file a ticket and wait for a person, and then put it into eleven places.',
    impact: { people: 5, hours_per_week: 1 },
  }),
  says(at(-20, '08:30'), 'hanna', 'rotate-hanna', {
    ...registry,
    kind: 'friction',
    title: 'New registry token: two days of waiting',
    description: 'Two days for a token that I could make in a minute if I were allowed to.',
    impact: { people: 7, hours_per_week: 1 },
  }),
  says(at(-19, '12:25'), 'mei-ling', 'expired-mei-ling', {
    ...registry,
    kind: 'bug',
    title: 'Registry token expired in the middle of a deploy',
    description: 'The deploy had pushed two of three images when the token ended. What is running now is half of it.',
    impact: { people: 9, hours_per_week: 1, blocked: true },
  }),
  folds(at(-20, '12:00'), 'sunniva', 'rotate', ['rotate-oskar', 'rotate-hanna'], {
    title: 'A new registry token takes a ticket and two days',
    kind: 'friction',
    severity: 'minor',
  }),
  folds(at(-19, '13:00'), 'sunniva', 'expired', ['expired-mei-ling'], {
    title: 'Registry tokens expire in the middle of a deploy',
    kind: 'bug',
    severity: 'minor',
  }),
  does(at(-17, '09:30'), 'sunniva', 'expired', '/merge', {
    into_id: '@rotate',
    reason: 'Both come from tokens that live for a year and are changed by hand; one thing would mend both.',
  }),
  says(at(-9, '10:15'), 'nadia', 'rotate-nadia', {
    ...registry,
    channel: 'survey',
    kind: 'friction',
    title: 'What would you stop doing? “Carrying tokens from a ticket into secrets.”',
    description: 'Carrying tokens from a ticket into secrets. Every three months, and I always forget one place.',
  }),
  attaches(at(-9, '12:30'), 'sunniva', 'rotate', ['rotate-nadia']),
];

/** Weighed by all four, and on Kwame’s desk. */
const shortTokens: readonly Beat[] = [
  makes(at(-16, '08:50'), 'sunniva', 'tokens-proposal', '/proposals', {
    title: 'Registry tokens that live for an hour',
    summary:
      'The pipeline asks for a token when it needs one, with the identity that it has anyway. The yearly tokens end in half a year; until then both work.',
    problem_ids: ['@rotate'],
    options: [
      {
        title: 'Tokens for an hour, made by the pipeline',
        good: ['Nothing to rotate', 'Nothing to leak'],
        bad: ['Each team changes one line'],
        preferred: true,
      },
      { title: 'A button for a new yearly token', good: ['Two days of work'], bad: ['Still eleven places'] },
    ],
    estimates: {
      reach_people: { low: 40, likely: 90, high: 140 },
      impact_level: { low: 0.5, likely: 1, high: 2 },
      effort_person_days: { low: 8, likely: 15, high: 25 },
      risk_points: { low: 2, likely: 4, high: 6 },
      confidence: 0.7,
    },
    alignments: [
      { principle_id: '@one-way', points: 2 },
      { principle_id: '@says-what', points: 0 },
      { principle_id: '@self-service', points: 2 },
      { principle_id: '@short-lived', points: 3, note: 'This is what the principle was written for.' },
    ],
    lane_questions: { must_users_act: true, is_flagged: true, undo: 'several_steps' },
  }),
  does(at(-16, '09:00'), 'sunniva', 'tokens-proposal', '/open', {}),
  adds(at(-15, '09:30'), 'efe', '/proposals/@tokens-proposal/assessments', {
    function: 'engineering',
    verdict: 'for',
    note: 'One line for each team, and a script that writes it.',
  }),
  adds(at(-15, '12:40'), 'priya', '/proposals/@tokens-proposal/assessments', {
    function: 'product',
    verdict: 'for',
    note: 'Give them half a year. Say it three times.',
  }),
  adds(at(-14, '08:30'), 'rasmus', '/proposals/@tokens-proposal/assessments', {
    function: 'reliability',
    verdict: 'unsure',
    note: 'If what gives out the tokens is away, nobody pushes. It needs a second one before the yearly tokens end.',
    estimates: { risk_points: { low: 4, likely: 6, high: 8 } },
  }),
  adds(at(-14, '10:50'), 'sunniva', '/proposals/@tokens-proposal/assessments', {
    function: 'security',
    verdict: 'for',
    note: 'Every leak we had was a yearly token.',
  }),
  makes(at(-3, '10:20'), 'kwame', 'tokens-decision', '/decisions', {
    kind: 'accept',
    title: 'Registry tokens that live for an hour',
    rationale:
      'Four teams carry yearly tokens from a ticket into eleven places. An hour is long enough for a pipeline and too short for a thief. Reliability’s second issuer comes first.',
    proposal_id: '@tokens-proposal',
    success_criteria: [
      {
        metric: 'Tickets for registry tokens',
        unit: 'a week',
        baseline: 6,
        direction: 'down',
        target: 1,
        smallest_effect: 2,
        window_days: 28,
        source: 'the ticket queue of Access, by day',
      },
    ],
  }),
];

export const registryStories: readonly Beat[] = [...refused, ...rotated, ...shortTokens];
