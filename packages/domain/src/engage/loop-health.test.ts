import { expect, test } from 'vitest';
import { loopHealth, type SignalFate } from './loop-health.ts';

const day = (number: number) => new Date(Date.UTC(2025, 5, number));
const now = day(21);

test('each share is of those that could have got so far', () => {
  const signals: SignalFate[] = [
    {
      receivedAt: day(1),
      acknowledgedAt: day(2),
      decidedAt: day(3),
      isToShip: true,
      shippedAt: day(9),
      verifiedAt: day(15),
    },
    {
      receivedAt: day(1),
      acknowledgedAt: day(2),
      decidedAt: day(3),
      isToShip: true,
      shippedAt: day(9),
      verifiedAt: day(30),
    },
    { receivedAt: day(1), acknowledgedAt: day(2), decidedAt: day(3), isToShip: false },
    { receivedAt: day(1) },
    { receivedAt: day(25) },
  ];
  const health = loopHealth(signals, now);
  expect(health.acknowledged).toMatchObject({ count: 3, of: 4, share: 0.75 });
  expect(health.decided).toMatchObject({ count: 3, of: 4 });
  expect(health.shipped).toMatchObject({ count: 2, of: 2, share: 1 });
  expect(health.verified).toMatchObject({ count: 1, of: 2, share: 0.5 });
});

test('people who still wait make the loop slower, not faster', () => {
  const heard = [1, 2, 3].map((days) => ({ receivedAt: day(1), heardBackAt: day(1 + days) }));
  const forgotten = [1, 2, 3, 4].map(() => ({ receivedAt: day(1) }));
  expect(loopHealth(heard, now).heardBack).toMatchObject({ p50Days: 2, p85Days: 3, waiting: 0 });
  expect(loopHealth([...heard, ...forgotten], now).heardBack).toEqual({
    p50Days: undefined,
    p85Days: undefined,
    watchedDays: 20,
    n: 7,
    waiting: 4,
  });
});

test('a loop without signals has no shares, instead of perfect ones', () => {
  expect(loopHealth([], now)).toMatchObject({
    decided: { share: undefined, of: 0 },
    heardBack: { n: 0, p50Days: undefined },
  });
});
