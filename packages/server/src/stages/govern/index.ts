// Govern asks whether the loop itself is healthy and honest: the journal as an audit listing, sealed and verified, and loop
// reviews that write their own agenda. It changes no other stage's records.
import {
  changeMinutes,
  getAgenda,
  holdLoopReview,
  listCheckpoints,
  listJournal,
  listLoopReviews,
  verifyJournal,
} from '@hearback/contract/govern';
import type { Pool } from 'pg';
import type { Clock } from '../../platform/clock/index.ts';
import type { Door } from '../../platform/door/index.ts';
import { route } from '../../platform/http/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { listEntries } from './audit.view.ts';
import { createHeadLog } from './heads.ts';
import { createLoopReviews } from './loop-reviews.service.ts';
import type { AgendaFacts } from './ports.ts';
import { createSealer } from './seal.ts';
import { listNewestCheckpoints } from './sealed.store.ts';
import { loadSigningKey } from './signing-key.ts';
import { verifyJournal as verify } from './verification.ts';

export type { AgendaFacts } from './ports.ts';

export function createGovern(options: {
  pool: Pool;
  journal: Journal;
  clock: Clock;
  /** The data folder; signing key and outside heads live there. */
  home: string | undefined;
  signingKey: string | undefined;
  agendaFacts: AgendaFacts;
}) {
  const { pool, journal, clock, home } = options;
  const key = loadSigningKey(home, options.signingKey);
  const heads = createHeadLog(home);
  const reviews = createLoopReviews(journal, options.agendaFacts);
  const door: Door = {
    routes: [
      route(listJournal, ({ caller, query }) => listEntries(journal, caller, query)),
      route(verifyJournal, async ({ caller }) => {
        caller.require('govern.audit');
        const found = await verify({ journal, key, heads }, caller.workspaceId);
        return { ...found, findings: [...found.findings] };
      }),
      route(listCheckpoints, ({ caller }) => {
        caller.require('govern.audit');
        return journal.read(caller.viewpoint, async ({ tables }) => ({
          items: (await listNewestCheckpoints(tables)).map((row) => ({
            size: row.size,
            root: row.root.toString('hex'),
            sealed_at: row.sealed_at.toISOString(),
            key_id: row.key_id,
            signature: row.signature.toString('hex'),
          })),
        }));
      }),
      route(getAgenda, ({ caller }) => reviews.agenda(caller)),
      route(holdLoopReview, ({ caller, body }) => reviews.hold(caller, body.minutes), reviews.get),
      route(listLoopReviews, ({ caller }) => reviews.list(caller)),
      route(changeMinutes, ({ caller, params, version, body }) =>
        reviews.changeMinutes(caller, params.id, version, body.minutes),
      ),
    ],
    consumers: [{ name: 'seal', wants: () => true, handle: createSealer({ pool, journal, clock, key, heads }) }],
    scheduled: [],
  };
  return { door };
}
