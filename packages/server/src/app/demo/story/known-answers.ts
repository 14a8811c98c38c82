import type { Beat } from '../beats.ts';
import { does, folds, makes, says } from '../beats.ts';
import { at } from '../story-time.ts';

// The answer lane: what people ask for is there already, so the problem is answered instead of solved.

const keptPreviews: readonly Beat[] = [
  says(at(-23, '13:30'), 'hanna', 'stay-hanna', {
    component_ids: ['@previews'],
    layer: 'environments',
    kind: 'request',
    title: 'Previews should stay over the weekend',
    description: 'Ours are gone on Monday, and the people who test them work on Saturdays.',
    impact: { people: 7, hours_per_week: 1 },
  }),
  says(at(-22, '09:10'), 'marek', 'stay-marek', {
    component_ids: ['@previews'],
    layer: 'environments',
    channel: 'chat',
    kind: 'request',
    title: 'can a preview live longer than two days',
    description: 'legal reads slowly',
  }),
  folds(at(-22, '12:20'), 'yusuf', 'stay', ['stay-hanna', 'stay-marek'], {
    title: 'Previews are gone after two days',
    kind: 'request',
    severity: 'minor',
  }),
  makes(at(-21, '08:50'), 'yusuf', 'stay-decision', '/decisions', {
    kind: 'answer',
    title: 'A label keeps a preview for two weeks',
    rationale: 'It has been there for half a year, and nobody was told.',
    answer:
      'Put the label `keep` on the pull request: its preview then stays for two weeks after the last push. Take the label off when you are done, others need the room.',
    problem_ids: ['@stay'],
  }),
  does(at(-21, '08:55'), 'yusuf', 'stay-decision', '/make'),
];

export const knownAnswers: readonly Beat[] = keptPreviews;
