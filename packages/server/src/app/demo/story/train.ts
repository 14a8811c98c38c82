import type { Beat } from '../beats.ts';
import { changes, finds } from '../beats.ts';
import { at } from '../story-time.ts';

// Which work rides on which milestone of the train. Two rides were missed; the first promise is kept beside the new one.

const rides = (day: number, who: string, milestone: string, items: readonly string[]): readonly Beat[] => [
  finds(at(day, '10:15'), who, milestone, '/milestones'),
  ...items.map((item) => changes(at(day, '10:20'), who, item, { milestone_id: `@${milestone}` })),
];

export const train: readonly Beat[] = [
  ...rides(-38, 'yusuf', 'train-second', ['warm-list', 'warm-pull', 'warm-stale']),
  ...rides(-29, 'leila', 'train-third', ['dns-cache', 'dns-drain']),
  ...rides(-17, 'sunniva', 'train-fourth', ['night-rule', 'night-back']),
  ...rides(-9, 'ingrid', 'train-fifth', ['warn-fix']),
];
