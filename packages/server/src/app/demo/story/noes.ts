import type { Beat } from '../beats.ts';
import { does, folds, makes, replies, says } from '../beats.ts';
import { at } from '../story-time.ts';

// A “no” and a “later”, each with its reason and what would change our mind.

const root: readonly Beat[] = [
  says(at(-41, '08:45'), 'tomas', 'root-tomas', {
    component_ids: ['@nodes'],
    layer: 'container_runtime',
    kind: 'request',
    title: 'Let us have root on the shared staging cluster',
    description:
      'Let us have root on the shared staging cluster. We lose a day each time a node needs a kernel setting for a test.',
    impact: { people: 6, hours_per_week: 4 },
  }),
  says(at(-40, '12:35'), 'nadia', 'root-nadia', {
    component_ids: ['@nodes'],
    layer: 'container_runtime',
    kind: 'request',
    title: 'We need to set kernel parameters on staging ourselves',
    description:
      'Two tests a month need it. We wait for somebody of Runtime, who are kind, and asleep when we work late.',
  }),
  says(at(-39, '13:15'), 'luis', 'root-luis', {
    component_ids: ['@nodes'],
    layer: 'container_runtime',
    channel: 'chat',
    kind: 'request',
    title: 'root on staging please',
    description:
      'we only want to attach a debugger to the emulator, for that one needs root, could we have it for a day?',
  }),
  folds(at(-38, '12:00'), 'jonas', 'root', ['root-tomas', 'root-nadia', 'root-luis'], {
    title: 'Teams cannot change kernel settings on staging without us',
    kind: 'request',
    severity: 'minor',
  }),
  makes(at(-33, '10:00'), 'efe', 'root-decision', '/decisions', {
    kind: 'decline',
    title: 'No root on the shared staging cluster',
    rationale:
      'No. One team’s change of a kernel setting would reach the others on the same nodes, who would look for a fault of their own. We lost two days to exactly that last year. For a debugger there is a way without root: a node of one’s own for a day, by `pool: own`, which nobody else runs on.',
    what_would_change:
      'Nodes that belong to one team alone on staging. If three teams need them for more than a day a week, we build that, and root comes with it.',
    problem_ids: ['@root'],
  }),
  does(at(-33, '10:05'), 'efe', 'root-decision', '/comment-period'),
  replies(
    at(-32, '09:15'),
    'tomas',
    ['decision', 'root-decision'],
    'I see the others. Could `pool: own` be in the handbook? None of us knew it.',
  ),
  does(at(-30, '09:10'), 'efe', 'root-decision', '/make'),
];

const arm: readonly Beat[] = [
  says(at(-37, '09:25'), 'hanna', 'arm-hanna', {
    component_ids: ['@runners'],
    layer: 'build_and_delivery',
    kind: 'request',
    title: 'Runners with arm64, please',
    description:
      'Our phones have it, our laptops have it, only our builds do not. The emulator runs eight times slower than it would.',
    impact: { people: 7, hours_per_week: 9 },
  }),
  says(at(-36, '12:50'), 'oskar', 'arm-oskar', {
    component_ids: ['@runners'],
    layer: 'build_and_delivery',
    kind: 'request',
    title: 'Could builds run on arm64?',
    description: 'Half the price for our batch jobs, as far as I can tell.',
  }),
  folds(at(-36, '13:30'), 'ingrid', 'arm', ['arm-hanna', 'arm-oskar'], {
    title: 'Builds cannot run on arm64',
    kind: 'request',
    severity: 'minor',
  }),
  makes(at(-27, '10:30'), 'kwame', 'arm-decision', '/decisions', {
    kind: 'defer',
    title: 'Runners with arm64 come after the new node image',
    rationale:
      'Worth it, and not now. The node image is being rebuilt and would have to be built twice; two teams ask for it today. We look again when the new image is out.',
    what_would_change: 'The new node image is released, or a third team cannot work without it.',
    problem_ids: ['@arm'],
  }),
  does(at(-27, '10:35'), 'kwame', 'arm-decision', '/comment-period'),
  does(at(-24, '09:00'), 'kwame', 'arm-decision', '/make'),
];

export const noes: readonly Beat[] = [...root, ...arm];
