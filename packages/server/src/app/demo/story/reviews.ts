import type { Beat } from '../beats.ts';
import { adds } from '../beats.ts';
import { at } from '../story-time.ts';

// How the loop looks after itself: its reviews, and who follows what.

const held = (day: number, minutes: string): Beat => adds(at(day, '12:45'), 'aoife', '/loop-reviews', { minutes });

const reviews: readonly Beat[] = [
  held(
    -42,
    'Eleven of us. Most of what came in is about waiting. We agreed to look at runners first, and to say “no” in writing where we mean it. Aoife asks Mobile why only Hanna writes.',
  ),
  held(
    -32,
    'Clocks count since last week. Two were missed, both in Runtime, which is two people and says so. Warm images are out to everybody. Rasmus asks that we measure before we speak of success; we do. Luis came, and told four things.',
  ),
  held(
    -22,
    'The morning without a registry: renewed within an hour, and nobody had looked at a job that failed since Sunday. Sunniva writes down what we learned. Root on staging was declined with a way around; Tomás asks that ways around are in the handbook.',
  ),
  held(
    -9,
    'Logs on fast disks did not help, and three people said so before our numbers did. We keep it as a lesson rather than an embarrassment. The portal has had no team for a year; Aoife brings it to the heads.',
  ),
];

const follow = (day: number, who: string, kind: string, name: string): Beat =>
  adds(at(day, '13:55'), who, '/follows', { record_kind: kind, record_id: `@${name}` });

const follows: readonly Beat[] = [
  follow(-40, 'priya', 'problem', 'warm'),
  follow(-39, 'oskar', 'problem', 'warm'),
  follow(-38, 'daniel', 'problem', 'dns'),
  follow(-29, 'mei-ling', 'problem', 'night'),
  follow(-18, 'daniel', 'problem', 'quota'),
  follow(-6, 'hanna', 'problem', 'cold'),
];

export const loopItself: readonly Beat[] = [...reviews, ...follows];
