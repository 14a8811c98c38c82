// Deliver keeps what gets released, how it reaches people step by step, and how it is undone; and it answers which variant
// of a flag somebody gets. It never judges whether a release did good: that is verify's.
import { addFlag, changeFlag, getFlag, listFlags, makeFlagToken } from '@hearback/contract/deliver';
import type { Pool } from 'pg';
import type { Tokens } from '../../platform/auth/index.ts';
import type { Door } from '../../platform/door/index.ts';
import { route } from '../../platform/http/index.ts';
import type { Consumer, Journal, ReferenceNumbers } from '../../platform/journal/index.ts';
import type { Log } from '../../platform/log/index.ts';
import { createPersonDirectory } from '../charter/index.ts';
import { createFlagSnapshot, type FlagSnapshot } from './flag-snapshot.ts';
import { createFlags } from './flags.service.ts';
import { createOfrep } from './ofrep.ts';

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

export { type ChangeBrief, changesOf, findChanges } from './reads.store.ts';

export function createDeliver(options: {
  pool: Pool;
  journal: Journal;
  tokens: Tokens;
  numbers: ReferenceNumbers;
  log: Log;
  /** The data folder; flags are kept there for when the database is away. */
  home: string | undefined;
}) {
  const { pool, journal, tokens, log, home } = options;
  const directory = createPersonDirectory(pool);
  const snapshot = createFlagSnapshot({ pool, clock: journal.clock, directory, log, home });
  const flags = createFlags({ journal, tokens, snapshot });
  const door: Door = {
    routes: [
      route(listFlags, ({ caller }) => flags.list(caller)),
      route(getFlag, ({ caller, params }) => flags.get(caller, params.id)),
      route(addFlag, ({ caller, body }) => flags.add(caller, body), flags.get),
      route(changeFlag, ({ caller, params, version, body }) => flags.change(caller, params.id, version, body)),
      route(makeFlagToken, ({ caller, body }) => flags.makeToken(caller, body)),
    ],
    consumers: [createFlagConsumer(snapshot)],
    scheduled: [],
  };
  return {
    door,
    /** OFREP, to be mounted at `/ofrep/v1`. */
    ofrep: createOfrep(snapshot),
    /** Reads the flags and keeps them fresh; before `start` nothing is answered. */
    flags: { start: snapshot.start, stop: snapshot.stop },
  };
}
