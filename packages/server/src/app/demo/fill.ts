import { readConfig } from '../../platform/config/index.ts';
import { createTokens } from '../../platform/auth/index.ts';
import { type Clock, type MovableClock, movableClock } from '../../platform/clock/index.ts';
import { type DatabaseAddress, openPool, roleAddresses } from '../../platform/database/index.ts';
import type { Log } from '../../platform/log/index.ts';
import { createHearback } from '../hearback.ts';
import type { Beat } from './beats.ts';
import { storyTime } from './story-time.ts';
import { founder } from './story/cast.ts';
import { story } from './story/index.ts';
import { Telling } from './telling.ts';

/** Where the sample workspace is written: an empty database, and the folder that it belongs to. */
export type Ground = {
  readonly database: DatabaseAddress;
  readonly log: Log;
  readonly home?: string;
  /** Called when nothing is there that the story would be written into. */
  readonly onBegin?: () => void;
};

/** Everything in the order in which it happens; what is said of the same moment stays as it was written. */
function inOrder(beats: readonly Beat[], instantOf: (beat: Beat) => Date): { at: Date; beat: Beat }[] {
  return beats.map((beat) => ({ at: instantOf(beat), beat })).toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

/**
 * Tells the story once, from its first morning until `now`. It has a Hearback of its own for that, whose clock is moved, no
 * mail and no address; the server is started afterwards and finds what any server would find.
 */
export async function fillWorkspace(ground: Ground, now: Date): Promise<void> {
  const clock = movableClock(now);
  await endTokens(ground, clock, await tellStory(ground, clock, now));
}

async function tellStory({ database, log, home, onBegin }: Ground, clock: MovableClock, now: Date) {
  const time = storyTime(now);
  const beats = inOrder(story, ({ when }) => time.instantOf(when));
  const [first] = beats;
  if (!first) throw new Error('There is no story to tell.');
  clock.moveTo(first.at);
  const hearback = await createHearback({
    database,
    config: readConfig({}),
    log,
    clock,
    clockByHand: true,
    ...(home === undefined ? {} : { home }),
  });
  try {
    const { workspaces } = hearback.stages.charter;
    if ((await workspaces.list()).length > 0)
      throw new Error('There is another workspace here. Give the demo a folder of its own with --data.');
    onBegin?.();
    const made = await workspaces.make({
      slug: 'tideline',
      name: 'Tideline platform',
      adminName: founder.name,
      zone: founder.zone,
    });
    const telling = new Telling({ hearback, clock, time, workspaceId: made.id });
    telling.keep(founder.handle, '/people', { id: made.adminId });
    for (const { at, beat } of beats) {
      await telling.moveTo(at);
      await beat.tell(telling);
    }
    await telling.moveTo(now);
    await telling.runJobs();
    return { workspaceId: made.id, tokenIds: telling.tokenIds };
  } finally {
    await hearback.stop();
  }
}

/** The tokens that the story was told with let nobody in any more. This waits for the disk, and with it all that was told. */
async function endTokens(
  { database, log }: Ground,
  clock: Clock,
  { workspaceId, tokenIds }: { workspaceId: string; tokenIds: readonly string[] },
): Promise<void> {
  const pool = openPool(roleAddresses(database).app, { max: 1, onError: (error) => log.warn({ err: error }) });
  const tokens = createTokens(pool, clock);
  for (const id of tokenIds) await tokens.end(workspaceId, id, null);
  await pool.end();
}
