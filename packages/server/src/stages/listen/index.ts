// Listen takes in what people said and what tools showed, masked and counted, and keeps it as it was said. It never judges
// what a signal means or whose it is; that is triage, which moves signals through `moveSignal`.
import {
  addChannel,
  addComment,
  changeChannel,
  correctSignal,
  getConservation,
  getSignal,
  importFeedback,
  listChannels,
  listComments,
  listSignals,
  restrictSignal,
  submitSignal,
} from '@hearback/contract/listen';
import type { Pool } from 'pg';
import type { Door } from '../../platform/door/index.ts';
import { route } from '../../platform/http/index.ts';
import type { Journal, ReferenceNumbers } from '../../platform/journal/index.ts';
import type { Log } from '../../platform/log/index.ts';
import { createChannels } from './channels.service.ts';
import { createComments } from './comments.service.ts';
import { createCorrections } from './corrections.service.ts';
import { createImport } from './import.service.ts';
import { createIntake } from './intake.ts';
import { knownSignals } from './known-signals.ts';
import type { RecordLookups, SignalOwner } from './ports.ts';
import { createSignals } from './signals.service.ts';

export { seedChannels } from './channels.service.ts';
export { moveSignal, raiseVersion } from './move-signal.ts';
export type { CommentableRecord, RecordLookup, RecordLookups, SignalOwner } from './ports.ts';
export { findSignals, type SignalBrief, type Voice, voicesOf } from './signal-brief.ts';
export { viewpointOnSignal } from './viewpoint.ts';

export function createListen(options: {
  pool: Pool;
  journal: Journal;
  numbers: ReferenceNumbers;
  log: Log;
  /** The address people use, where the server has one; receipts link to it. */
  publicUrl: string | undefined;
  signalsPerMinute: number;
  /** Later stages' records that can be commented on. */
  lookups: RecordLookups;
  /** Whose a signal is: a receipt names them, and their side may correct and note. */
  ownerOf: SignalOwner;
}): { door: Door } {
  const { pool, journal, numbers, log, publicUrl, signalsPerMinute, lookups, ownerOf } = options;
  const intake = createIntake({ pool, clock: journal.clock, log, signalsPerMinute });
  const channels = createChannels(journal);
  const signals = createSignals({ journal, numbers, intake, publicUrl, ownerOf });
  const corrections = createCorrections({ journal, ownerOf });
  const comments = createComments({ journal, lookups, ownerOf });
  const takeFeedback = createImport({ journal, numbers });
  const door: Door = {
    routes: [
      route(listChannels, ({ caller, query }) => channels.list(caller, query.retired)),
      route(addChannel, ({ caller, body }) => channels.add(caller, body), channels.get),
      route(changeChannel, ({ caller, params, version, body }) => channels.change(caller, params.id, version, body)),
      route(getConservation, ({ caller, params, query }) => channels.conservation(caller, params.id, query.days)),
      route(submitSignal, ({ caller, body }) => signals.tell(caller, body), signals.receipt, { gate: intake.gate }),
      route(listSignals, ({ caller, query }) => signals.list(caller, query)),
      route(getSignal, ({ caller, params }) => signals.get(caller, params.id)),
      route(correctSignal, ({ caller, params, version, body }) =>
        corrections.correct(caller, params.id, version, body),
      ),
      route(restrictSignal, ({ caller, params, version, body }) =>
        corrections.restrict(caller, params.id, version, body),
      ),
      route(addComment, ({ caller, body }) => comments.add(caller, body), comments.get),
      route(listComments, ({ caller, query }) => comments.list(caller, query)),
      route(importFeedback, ({ caller, body }) => takeFeedback(caller, body), undefined, {
        carriesForeignKeys: true,
      }),
    ],
    consumers: [knownSignals({ pool, journal })],
    scheduled: [],
  };
  return { door };
}
