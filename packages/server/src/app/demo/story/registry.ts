import type { Beat } from '../beats.ts';
import { attaches, does, folds, makes, replies, says } from '../beats.ts';
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
      'docker push registry.tideline.example/checkout/web fails for all of us since about 07:00. x509: certificate has expired or is not yet valid.',
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

export const registryStories: readonly Beat[] = [...refused, ...rotated];
