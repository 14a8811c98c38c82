// Triage decides what a signal is about, whether it was heard before, whose it is and by when. It never decides what to do
// about a problem, and nothing that it does is beyond undoing.
import {
  addRoutingRule,
  answerSignal,
  askProblem,
  askSignal,
  assignProblem,
  assignSignal,
  attachSignals,
  changeProblem,
  changeRoutingRule,
  closeProblem,
  detachSignals,
  findSimilar,
  getInbox,
  getProblem,
  getSignalSimilar,
  getSignalTriage,
  getSimilar,
  listProblems,
  listRoutingRules,
  mergeProblem,
  openProblem,
  rejectSignal,
  reopenProblem,
  reopenSignal,
  routeProblem,
  routeSignal,
  setSeverity,
  unmergeProblem,
} from '@hearback/contract/triage';
import type { Pool } from 'pg';
import type { Door } from '../../platform/door/index.ts';
import { route } from '../../platform/http/index.ts';
import type { Journal, ReferenceNumbers } from '../../platform/journal/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { SignalOwner } from '../listen/index.ts';
import { createAsking } from './asking.service.ts';
import { clockWatch } from './clock-watch.job.ts';
import { createEvidence } from './evidence.service.ts';
import { followCharter } from './follow-charter.consumer.ts';
import { followListen } from './follow-listen.consumer.ts';
import { createInbox } from './inbox.view.ts';
import { knownTriage } from './known-triage.consumer.ts';
import { ownerOf } from './routing.ts';
import { createOpening } from './open-problem.ts';
import { createProblems } from './problems.service.ts';
import { createRoutingRules } from './routing-rules.service.ts';
import { createSignalActs } from './signals.service.ts';
import { createSimilar } from './similar.service.ts';

export { maskedWords, wordsBehind } from './acts.store.ts';
export {
  canonicalProblems,
  evidenceOf,
  evidenceOfMany,
  findProblems,
  lockProblems,
  moveProblem,
  type ProblemBrief,
  type ProblemEvidence,
  signalsOf,
} from './moves.ts';

/** What listen asks when it says whose a signal is. */
export const signalOwner: SignalOwner = async (tables, signal) => (await ownerOf(tables, signal)).teamId;

export function createTriage(options: { pool: Pool; journal: Journal; numbers: ReferenceNumbers; log: Log }): {
  door: Door;
} {
  const { pool, journal, numbers, log } = options;
  const inbox = createInbox(journal);
  const known = createSimilar(journal);
  const signals = createSignalActs(journal);
  const open = createOpening({ journal, numbers });
  const problems = createProblems(journal);
  const evidence = createEvidence(journal);
  const asking = createAsking(journal);
  const rules = createRoutingRules(journal);
  const door: Door = {
    routes: [
      route(getInbox, ({ caller, query }) => inbox(caller, query)),
      route(getSimilar, ({ caller, query }) =>
        known.find(caller, {
          title: query.q,
          body: '',
          limit: query.limit,
          kinds: query.kind === undefined ? undefined : [query.kind],
        }),
      ),
      route(findSimilar, ({ caller, body }) => known.find(caller, body)),
      route(getSignalSimilar, ({ caller, params, query }) => known.ofSignal(caller, params.id, query)),
      route(getSignalTriage, ({ caller, params }) => signals.get(caller, params.id)),
      route(askSignal, ({ caller, params, version, body }) => signals.ask(caller, params.id, version, body)),
      route(answerSignal, ({ caller, params, version, body }) => signals.answer(caller, params.id, version, body)),
      route(rejectSignal, ({ caller, params, version, body }) => signals.reject(caller, params.id, version, body)),
      route(reopenSignal, ({ caller, params, version, body }) => signals.reopen(caller, params.id, version, body)),
      route(routeSignal, ({ caller, params, version, body }) => signals.route(caller, params.id, version, body)),
      route(assignSignal, ({ caller, params, version, body }) => signals.assign(caller, params.id, version, body)),
      route(openProblem, ({ caller, body }) => open(caller, body), problems.get),
      route(listProblems, ({ caller, query }) => problems.list(caller, query)),
      route(getProblem, ({ caller, params }) => problems.get(caller, params.id)),
      route(changeProblem, ({ caller, params, version, body }) => problems.change(caller, params.id, version, body)),
      route(attachSignals, ({ caller, params, version, body }) => evidence.attach(caller, params.id, version, body)),
      route(detachSignals, ({ caller, params, version, body }) => evidence.detach(caller, params.id, version, body)),
      route(mergeProblem, ({ caller, params, version, body }) => evidence.merge(caller, params.id, version, body)),
      route(unmergeProblem, ({ caller, params, version, body }) => evidence.unmerge(caller, params.id, version, body)),
      route(routeProblem, ({ caller, params, version, body }) => problems.route(caller, params.id, version, body)),
      route(assignProblem, ({ caller, params, version, body }) => problems.assign(caller, params.id, version, body)),
      route(setSeverity, ({ caller, params, version, body }) => problems.setSeverity(caller, params.id, version, body)),
      route(askProblem, ({ caller, params, version, body }) => asking.ask(caller, params.id, version, body)),
      route(closeProblem, ({ caller, params, version, body }) => problems.close(caller, params.id, version, body)),
      route(reopenProblem, ({ caller, params, version, body }) => problems.reopen(caller, params.id, version, body)),
      route(listRoutingRules, ({ caller, query }) => rules.list(caller, query)),
      route(addRoutingRule, ({ caller, body }) => rules.add(caller, body), rules.get),
      route(changeRoutingRule, ({ caller, params, version, body }) => rules.change(caller, params.id, version, body)),
    ],
    consumers: [followCharter(journal), followListen(journal), knownTriage({ pool, journal })],
    scheduled: [clockWatch({ pool, journal, log })],
  };
  return { door };
}
