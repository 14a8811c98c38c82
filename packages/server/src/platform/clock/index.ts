// Time is a port: `app` wires the system clock, tests and the demo wire one they move. Nothing else reads the machine's time.

export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is moved, for tests and for filling the demo workspace. */
export type MovableClock = Clock & {
  moveTo(instant: Date): void;
  advanceMs(durationMs: number): void;
};

export function movableClock(start: Date): MovableClock {
  let current = start.getTime();
  return {
    now: () => new Date(current),
    moveTo: (instant) => {
      current = instant.getTime();
    },
    advanceMs: (durationMs) => {
      current += durationMs;
    },
  };
}
