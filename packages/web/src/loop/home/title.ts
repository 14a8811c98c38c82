import type { components } from '@hearback/client';
import type { Messages } from '../../ui/messages/english.ts';

type Home = components['schemas']['Home'];

/** The finding: how much is in the loop, how much of it is late, and in which stage most of that waits. */
export function titleOf(home: Pick<Home, 'in_loop' | 'late' | 'stages'>, say: Messages): string {
  if (home.in_loop === 0) return say.home.empty;
  const inLoop = say.home.inLoop(home.in_loop);
  const worst = [...home.stages].sort((a, b) => b.late - a.late)[0];
  if (home.late === 0 || !worst) return `${inLoop} ${say.home.noneLate}`;
  return `${inLoop} ${say.home.late(home.late, say.stages.names[worst.stage], Math.min(worst.late, home.late))}`;
}
