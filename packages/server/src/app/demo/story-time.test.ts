import { expect, test } from 'vitest';
import { storyTime } from './story-time.ts';
import { story } from './story/index.ts';

const week = ['16', '17', '18', '19', '20', '21', '22'].map((day) => new Date(`2026-11-${day}T00:10:00.000Z`));

test.each(week)(
  'told on %s, everything has happened, today after the last working day, and in the same order',
  (now) => {
    const order = (at: Date): number[] => {
      const time = storyTime(at);
      const instants = story.map(({ when }) => time.instantOf(when).getTime());
      return instants.map((_, index) => index).toSorted((a, b) => (instants[a] ?? 0) - (instants[b] ?? 0));
    };
    const time = storyTime(now);
    for (const { when } of story) expect(time.instantOf(when).getTime()).toBeLessThanOrEqual(now.getTime());
    expect(order(now)).toEqual(order(new Date('2026-11-19T20:00:00.000Z')));
  },
);

test('working days are counted over weekends, in both directions', () => {
  const time = storyTime(new Date('2026-11-16T09:00:00.000Z'));
  expect([-1, 0, 1].map((day) => time.dateOf(day))).toEqual(['2026-11-12', '2026-11-13', '2026-11-16']);
  expect(time.instantOf({ day: -5, time: '08:30' }).toISOString()).toBe('2026-11-06T08:30:00.000Z');
});
