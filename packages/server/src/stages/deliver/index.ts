// Deliver keeps what gets released, how it reaches people step by step, and how it is undone; and it answers which variant
// of a flag somebody gets. It never judges whether a release did good: that is verify's.
import {
  addFlag,
  changeFlag,
  editChange,
  endReleaseHook,
  getChange,
  getFlag,
  getRollout,
  giveNotice,
  listChanges,
  listFlags,
  listReleaseHooks,
  makeFlagToken,
  makeReleaseHook,
  moveChange,
  moveRollout,
  openChange,
  openRollout,
  rehearseRollback,
  releasedElsewhere,
  waiveNotice,
} from '@hearback/contract/deliver';
import type { Pool } from 'pg';
import type { Tokens } from '../../platform/auth/index.ts';
import type { Door } from '../../platform/door/index.ts';
import { type Route, route } from '../../platform/http/index.ts';
import type { Consumer, Journal, ReferenceNumbers } from '../../platform/journal/index.ts';
import type { Log } from '../../platform/log/index.ts';
import { createPersonDirectory } from '../charter/index.ts';
import { createChanges } from './changes.service.ts';
import { createElsewhere } from './elsewhere.service.ts';
import { createFlagSnapshot, type FlagSnapshot } from './flag-snapshot.ts';
import { createFlags } from './flags.service.ts';
import { knownFixes } from './known-fixes.consumer.ts';
import { createOfrep } from './ofrep.ts';
import { createReleaseReceiver } from './receive-release.ts';
import { createReleaseHooks } from './release-hooks.service.ts';
import { createRollouts } from './rollouts.service.ts';

/** Entries after which the snapshot may be old. */
const changesFlags: ReadonlySet<string> = new Set([
  'charter.person_changed',
  'charter.token_made',
  'charter.token_ended',
  'deliver.flag_added',
  'deliver.flag_changed',
  'deliver.flag_ramped',
  'deliver.flag_token_made',
]);

function createFlagConsumer(snapshot: FlagSnapshot): Consumer {
  return { name: 'deliver-flags', wants: (type) => changesFlags.has(type), handle: () => snapshot.refresh() };
}

export { type ChangeBrief, findChanges } from './reads.store.ts';
export { releaseHooksPath } from './release-hooks.service.ts';

function changeRoutes(journal: Journal, numbers: ReferenceNumbers): Route[] {
  const changes = createChanges({ journal, numbers });
  const sayElsewhere = createElsewhere(journal);
  return [
    route(listChanges, ({ caller, query }) => changes.list(caller, query)),
    route(getChange, ({ caller, params }) => changes.get(caller, params.id)),
    route(openChange, ({ caller, body }) => changes.open(caller, body), changes.get),
    route(editChange, ({ caller, params, version, body }) => changes.edit(caller, params.id, version, body)),
    route(moveChange, ({ caller, params, version, body }) => changes.move(caller, params.id, version, body)),
    route(giveNotice, ({ caller, params, version, body }) => changes.giveNotice(caller, params.id, version, body)),
    route(waiveNotice, ({ caller, params, version, body }) => changes.waiveNotice(caller, params.id, version, body)),
    route(rehearseRollback, ({ caller, params, version, body }) => changes.rehearse(caller, params.id, version, body)),
    route(releasedElsewhere, ({ caller, params, body }) => sayElsewhere(caller, params.id, body), changes.get),
  ];
}

export function createDeliver(options: {
  pool: Pool;
  journal: Journal;
  tokens: Tokens;
  numbers: ReferenceNumbers;
  log: Log;
  /** The data folder; flags are kept there for when the database is away. */
  home: string | undefined;
  /** The installation's own; the secrets of release hooks are derived from it. */
  secret: string;
}) {
  const { pool, journal, tokens, numbers, log, home, secret } = options;
  const directory = createPersonDirectory(pool);
  const snapshot = createFlagSnapshot({ pool, clock: journal.clock, directory, log, home });
  const flags = createFlags({ journal, tokens, snapshot });
  const rollouts = createRollouts({ journal, numbers, snapshot });
  const hooks = createReleaseHooks({ journal, directory, secret });
  const door: Door = {
    routes: [
      ...changeRoutes(journal, numbers),
      route(openRollout, ({ caller, params, body }) => rollouts.open(caller, params.id, body), rollouts.get),
      route(getRollout, ({ caller, params }) => rollouts.get(caller, params.id)),
      route(moveRollout, ({ caller, params, version, body }) => rollouts.move(caller, params.id, version, body)),
      route(listFlags, ({ caller }) => flags.list(caller)),
      route(getFlag, ({ caller, params }) => flags.get(caller, params.id)),
      route(addFlag, ({ caller, body }) => flags.add(caller, body), flags.get),
      route(changeFlag, ({ caller, params, version, body }) => flags.change(caller, params.id, version, body)),
      route(makeFlagToken, ({ caller, body }) => flags.makeToken(caller, body)),
      route(listReleaseHooks, ({ caller }) => hooks.list(caller)),
      route(makeReleaseHook, ({ caller, body }) => hooks.make(caller, body)),
      route(endReleaseHook, ({ caller, params }) => hooks.end(caller, params.id)),
    ],
    consumers: [createFlagConsumer(snapshot), knownFixes({ pool, journal })],
    scheduled: [],
  };
  return {
    door,
    /** OFREP, to be mounted at `/ofrep/v1`. */
    ofrep: createOfrep(snapshot),
    /** What other tools say they release, to be mounted at `releaseHooksPath`. */
    releaseHooks: createReleaseReceiver({ journal, directory, secret }),
    /** Reads the flags and keeps them fresh; before `start` nothing is answered. */
    flags: { start: snapshot.start, stop: snapshot.stop },
  };
}
