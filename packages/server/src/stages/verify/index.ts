// Verify finds out whether what was promised came true: values over time, an outcome per success criterion, and what those
// who spoke answer to "did this help?". It never chooses what is promised, and never calls too little data a result.
import {
  answerHelpQuestion,
  getOutcome,
  judgeOutcomeNow,
  listHelpQuestions,
  listMeasurements,
  listOutcomes,
  openOutcomes,
  recordMeasurements,
  replayOutcome,
} from '@hearback/contract/verify';
import type { Pool } from 'pg';
import type { Door } from '../../platform/door/index.ts';
import { route } from '../../platform/http/index.ts';
import type { Journal, ReferenceNumbers } from '../../platform/journal/index.ts';
import type { Log } from '../../platform/log/index.ts';
import { createHelp } from './help.service.ts';
import { createMeasurements } from './measurements.service.ts';
import { createOutcomes } from './outcomes.service.ts';
import { dueOutcomes, releasedChanges } from './released.ts';

export { findOutcomes, type OutcomeBrief } from './outcome-brief.ts';

export function createVerify(options: { pool: Pool; journal: Journal; numbers: ReferenceNumbers; log: Log }): {
  door: Door;
} {
  const { pool, journal, numbers, log } = options;
  const measurements = createMeasurements(journal);
  const outcomes = createOutcomes({ journal, numbers });
  const help = createHelp(journal);
  const door: Door = {
    routes: [
      route(recordMeasurements, ({ caller, body }) => measurements.record(caller, body)),
      route(listMeasurements, ({ caller, query }) => measurements.list(caller, query)),
      route(listOutcomes, ({ caller, query }) => outcomes.list(caller, query)),
      route(getOutcome, ({ caller, params }) => outcomes.get(caller, params.id)),
      route(openOutcomes, ({ caller, params, body }) => outcomes.open(caller, params.id, body), outcomes.openedAgain),
      route(judgeOutcomeNow, ({ caller, params, version }) => outcomes.judge(caller, params.id, version)),
      route(replayOutcome, ({ caller, params }) => outcomes.replay(caller, params.id)),
      route(listHelpQuestions, ({ caller, query }) => help.list(caller, query)),
      route(answerHelpQuestion, ({ caller, params, version, body }) => help.answer(caller, params.id, version, body)),
    ],
    consumers: [releasedChanges({ journal, numbers })],
    scheduled: [dueOutcomes({ pool, journal, log })],
  };
  return { door };
}
