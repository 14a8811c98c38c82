import { defaultStatuses } from './default-statuses.ts';
import type { TermDefinition } from './term-definition.ts';

/** What a term is one of. */
export type TermKind = 'kind' | 'severity' | 'impact' | 'workaround' | 'layer' | 'status';

/** Every kind of term. */
export const termKinds: readonly TermKind[] = ['kind', 'severity', 'impact', 'workaround', 'layer', 'status'];

/** Kinds whose words mean something to the rules: they are renamed and reworded, and none is added. */
export const fixedTermKinds: readonly TermKind[] = ['severity', 'status'];

const term = (key: string, name: string, definition: string, example: string): TermDefinition => ({
  key,
  name,
  definition,
  example,
});

/** How bad it is; the order is the order of urgency. Keys of the default clocks. */
export type Severity = 'critical' | 'major' | 'minor' | 'trivial';

/** Severities from the most urgent. */
export const severities: readonly Severity[] = ['critical', 'major', 'minor', 'trivial'];

/** The vocabulary of a new workspace; stewards rename and retire terms, old records keep their meaning. */
export const defaultVocabulary: Readonly<Record<TermKind, readonly TermDefinition[]>> = {
  status: defaultStatuses,
  kind: [
    term(
      'bug',
      'Bug',
      'It does not do what it says it does.',
      'A deploy reports success but the old version still answers.',
    ),
    term(
      'friction',
      'Friction',
      'It works, but costs time or patience.',
      'Every build waits eight minutes for a runner.',
    ),
    term('request', 'Request', 'Something that is not there yet.', 'Preview environments for every pull request.'),
    term('question', 'Question', 'Somebody needs to know something.', 'Which registry should we push images to?'),
    term(
      'praise',
      'Praise',
      'Something that works well and should stay.',
      'The new log search saved us an hour yesterday.',
    ),
  ],
  severity: [
    term('critical', 'Critical', 'Many people are blocked and there is no workaround.', 'No team can deploy.'),
    term(
      'major',
      'Major',
      'People are blocked but have a workaround, or many are slowed.',
      'Deploys pass only on the second try.',
    ),
    term('minor', 'Minor', 'Some people are slowed.', 'The cache misses for one language.'),
    term('trivial', 'Trivial', 'Annoying, and nothing waits for it.', 'A misleading label on a button.'),
  ],
  impact: [
    term('blocked', 'Blocked', 'Work stops until it is solved.', 'Nobody on the team can start a test cluster.'),
    term('slowed', 'Slowed', 'Work goes on but takes longer.', 'Each build takes ten minutes more.'),
    term(
      'at_risk',
      'At risk',
      'Nothing hurts yet, but it can cause harm.',
      'A certificate expires and nothing renews it.',
    ),
    term('annoyed', 'Annoyed', 'It costs goodwill rather than time.', 'The same warning on every command.'),
  ],
  workaround: [
    term('none', 'None', 'There is no way around it.', 'The only cluster of its kind is down.'),
    term('manual', 'By hand', 'A person does what the platform should do.', 'Restarting the agent after each deploy.'),
    term('configuration', 'Setting', 'A setting avoids it.', 'Turning off the parallel cache.'),
    term('alternative', 'Another tool', 'Something else does the job for now.', 'Building on the laptop instead.'),
    term(
      'older_version',
      'Older version',
      'An earlier version does not have it.',
      'Pinning the previous release of the CLI.',
    ),
  ],
  layer: [
    term('container_runtime', 'Container runtime', 'Running containers on a machine.', 'Images that will not start.'),
    term('scheduling', 'Scheduling', 'Deciding what runs where.', 'Pods that stay pending.'),
    term('networking', 'Networking', 'How things reach each other.', 'Name resolution that times out.'),
    term('storage', 'Storage', 'Keeping data.', 'Volumes that cannot be resized.'),
    term('observability', 'Observability', 'Seeing what happens.', 'Logs that arrive late.'),
    term('build_and_delivery', 'Build and delivery', 'From a commit to something running.', 'Queues for runners.'),
    term(
      'identity_and_secrets',
      'Identity and secrets',
      'Who may do what, and keeping secrets.',
      'Tokens that expire mid-deploy.',
    ),
    term('environments', 'Environments', 'Places to try and to run things.', 'Staging that differs from production.'),
    term(
      'developer_portal',
      'Developer portal',
      'Where developers find and ask for things.',
      'A catalog entry nobody updates.',
    ),
  ],
};
