import type { Pool } from 'pg';
import type { Tokens } from '../platform/auth/index.ts';
import type { Clock } from '../platform/clock/index.ts';
import type { Config } from '../platform/config/index.ts';
import type { Door } from '../platform/door/index.ts';
import type { Journal, ReferenceNumbers } from '../platform/journal/index.ts';
import type { Log } from '../platform/log/index.ts';
import {
  createAgendaFacts,
  createLoop,
  createRecordLookups,
  createSignalFates,
  readHeldRecords,
} from '../loop/index.ts';
import { createMailer } from '../platform/mail/index.ts';
import { createCharter } from '../stages/charter/index.ts';
import { createDeliver } from '../stages/deliver/index.ts';
import { createEngage } from '../stages/engage/index.ts';
import { createGovern } from '../stages/govern/index.ts';
import { createLearn } from '../stages/learn/index.ts';
import { createListen, seedChannels } from '../stages/listen/index.ts';
import { createPlan } from '../stages/plan/index.ts';
import { createPrioritize, seedFrameworks } from '../stages/prioritize/index.ts';
import { createTriage, signalOwner } from '../stages/triage/index.ts';
import { createVerify } from '../stages/verify/index.ts';

export type StageServices = {
  readonly pool: Pool;
  readonly journal: Journal;
  readonly tokens: Tokens;
  readonly numbers: ReferenceNumbers;
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  /** The data folder, where there is one. */
  readonly home: string | undefined;
  /** Where links in mail lead. */
  readonly baseUrl: () => string;
  /** Signs links that work without signing in; the secrets of release hooks are derived from it. */
  readonly linkSecret: string;
  /** Called after what somebody may do or see has changed: nothing is answered from memory any more. */
  readonly onStandingChanged: () => void;
};

export type Stages = ReturnType<typeof createStages>;

/** Builds the stages in loop order, handing each the earlier ones it may ask, and wires their ports. */
export function createStages(services: StageServices) {
  const { pool, journal, tokens, clock, config, home, numbers, log } = services;
  const charter = createCharter({
    pool,
    journal,
    tokens,
    seeds: [seedChannels, seedFrameworks],
    heldRecords: readHeldRecords,
    onStandingChanged: services.onStandingChanged,
  });
  const listen = createListen({
    pool,
    journal,
    numbers,
    log,
    publicUrl: config.publicUrl,
    signalsPerMinute: config.signalsPerMinute,
    lookups: createRecordLookups(),
    ownerOf: signalOwner,
  });
  const triage = createTriage({ pool, journal, numbers, log });
  const prioritize = createPrioritize({ pool, journal, numbers });
  const plan = createPlan({ pool, journal, numbers });
  const deliver = createDeliver({ pool, journal, tokens, numbers, log, home, secret: services.linkSecret });
  const verify = createVerify({ pool, journal, numbers, log });
  const learn = createLearn({ pool, journal, numbers });
  const engage = createEngage({
    pool,
    journal,
    clock,
    mailer: createMailer(config.mail),
    baseUrl: services.baseUrl,
    secret: services.linkSecret,
    signalFates: createSignalFates(),
  });
  const govern = createGovern({
    pool,
    journal,
    clock,
    home,
    signingKey: config.signingKey,
    agendaFacts: createAgendaFacts(),
  });
  const doors: readonly Door[] = [
    charter.door,
    listen.door,
    triage.door,
    prioritize.door,
    plan.door,
    deliver.door,
    verify.door,
    learn.door,
    engage.door,
    govern.door,
    createLoop(journal).door,
  ];
  return { charter, deliver, engage, doors };
}
