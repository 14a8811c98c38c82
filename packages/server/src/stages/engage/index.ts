// Engage sees to it that everyone on a thread hears at the four moments, in the way they chose and not more often, and says
// how well the loop closes. It never tells anybody what they may not see, and never ranks people.
import {
  changeChoices,
  followRecord,
  getChoices,
  getLoopHealth,
  listFollows,
  listNotifications,
  readNotifications,
  unfollowRecord,
} from '@hearback/contract/engage';
import type { Pool } from 'pg';
import type { Clock } from '../../platform/clock/index.ts';
import type { Door } from '../../platform/door/index.ts';
import { route } from '../../platform/http/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import type { Mailer } from '../../platform/mail/index.ts';
import { createChoices, createFollows, createNotifications } from './choices.service.ts';
import { readLoopHealth } from './health.service.ts';
import type { SignalFates } from './ports.ts';
import { createPostOffice } from './post.ts';
import { createTeller, isWorthTelling } from './tell.ts';

export type { SignalFates } from './ports.ts';

export function createEngage(options: {
  pool: Pool;
  journal: Journal;
  clock: Clock;
  mailer: Mailer | undefined;
  baseUrl: () => string;
  /** Signs mute links. */
  secret: string;
  signalFates: SignalFates;
}) {
  const { journal } = options;
  const follows = createFollows(journal);
  const notifications = createNotifications(journal);
  const choices = createChoices(journal);
  const post = createPostOffice(options);
  const door: Door = {
    routes: [
      route(listNotifications, ({ caller, query }) => notifications.list(caller, query)),
      route(
        readNotifications,
        ({ caller, body }) => notifications.read(caller, body.ids),
        () => Promise.resolve({ read: 0 }),
      ),
      route(listFollows, ({ caller }) => follows.list(caller)),
      route(followRecord, ({ caller, body }) => follows.follow(caller, body), follows.get),
      route(unfollowRecord, ({ caller, params }) => follows.unfollow(caller, params.id)),
      route(getChoices, ({ caller }) => choices.get(caller)),
      route(changeChoices, ({ caller, version, body }) => choices.change(caller, version, body)),
      route(getLoopHealth, ({ caller, query }) => readLoopHealth(journal, options.signalFates, caller, query.days)),
    ],
    consumers: [
      { name: 'tell', wants: isWorthTelling, handle: createTeller(journal) },
      { name: 'post', wants: (type) => type === 'engage.told', handle: ({ workspaceId }) => post.deliver(workspaceId) },
    ],
    scheduled: [{ name: 'digests', at: '0 7 * * *', run: () => post.deliverDigests() }],
  };
  return { door, mountMute: post.mountMute };
}
