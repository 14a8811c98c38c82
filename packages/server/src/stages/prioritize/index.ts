// Prioritize decides how much ceremony something deserves, ranks what is proposed, and keeps who decided what and why. It
// never makes a decision by itself and never plans the work: later stages act on decisions through what is exported here.
import {
  answerConcern,
  askLane,
  cancelDecision,
  changeAssessment,
  changeDecision,
  changeProposal,
  compareInRanking,
  draftDecision,
  draftProposal,
  extendComment,
  getConcern,
  getDecision,
  getFeedbackReport,
  getProposal,
  getRanking,
  getRationale,
  getRationaleText,
  getWhatWouldMove,
  giveAssessment,
  listAssessments,
  listConcerns,
  listDecisions,
  listFrameworks,
  listProposals,
  lowerLane,
  makeDecision,
  openForComment,
  openProposal,
  overrideConcern,
  publishFramework,
  raiseConcern,
  raiseLane,
  reopenConcern,
  replayDecision,
  resolveConcern,
  withdrawConcern,
  withdrawProposal,
} from '@hearback/contract/prioritize';
import type { Pool } from 'pg';
import type { Door } from '../../platform/door/index.ts';
import { type Route, route } from '../../platform/http/index.ts';
import type { Journal, ReferenceNumbers } from '../../platform/journal/index.ts';
import { createAssessments } from './assessments.service.ts';
import { createConcerns } from './concerns.service.ts';
import { createDecisions } from './decisions.service.ts';
import { createFeedbackReport } from './feedback-report.ts';
import { createFrameworks } from './frameworks.service.ts';
import { knownAnswers } from './known-answers.ts';
import { createProposals } from './proposals.service.ts';
import { createRanking } from './ranking.service.ts';
import { createRationales } from './rationale.service.ts';

export {
  type CriterionBrief,
  criteriaOf,
  type DecisionBrief,
  decisionsFor,
  decisionsOfCriteria,
  findDecisions,
  type FixDecision,
  keepDecision,
  laneOfFix,
  makeFixDecision,
} from './exported.ts';
export { seedFrameworks } from './frameworks.service.ts';

type Services = { readonly pool: Pool; readonly journal: Journal; readonly numbers: ReferenceNumbers };

function proposalRoutes({ journal, numbers }: Services): Route[] {
  const proposals = createProposals({ journal, numbers });
  const assessments = createAssessments(journal);
  return [
    route(listProposals, ({ caller, query }) => proposals.list(caller, query)),
    route(getProposal, ({ caller, params }) => proposals.get(caller, params.id)),
    route(draftProposal, ({ caller, body }) => proposals.draft(caller, body), proposals.get),
    route(changeProposal, ({ caller, params, version, body }) => proposals.change(caller, params.id, version, body)),
    route(openProposal, ({ caller, params, version, body }) => proposals.open(caller, params.id, version, body)),
    route(withdrawProposal, ({ caller, params, version, body }) =>
      proposals.withdraw(caller, params.id, version, body.reason),
    ),
    route(listAssessments, ({ caller, params }) => assessments.list(caller, params.id)),
    route(giveAssessment, ({ caller, params, body }) => assessments.give(caller, params.id, body), assessments.get),
    route(changeAssessment, ({ caller, params, version, body }) =>
      assessments.change(caller, params.id, version, body),
    ),
  ];
}

function concernRoutes({ journal }: Services): Route[] {
  const concerns = createConcerns(journal);
  return [
    route(listConcerns, ({ caller, query }) => concerns.list(caller, query)),
    route(getConcern, ({ caller, params }) => concerns.get(caller, params.id)),
    route(raiseConcern, ({ caller, body }) => concerns.raise(caller, body), concerns.get),
    route(answerConcern, ({ caller, params, version, body }) =>
      concerns.move(caller, params.id, version, 'answered', body),
    ),
    route(reopenConcern, ({ caller, params, version, body }) =>
      concerns.move(caller, params.id, version, 'open', body),
    ),
    route(resolveConcern, ({ caller, params, version }) => concerns.move(caller, params.id, version, 'resolved')),
    route(withdrawConcern, ({ caller, params, version, body }) =>
      concerns.move(caller, params.id, version, 'withdrawn', body),
    ),
    route(overrideConcern, ({ caller, params, version, body }) =>
      concerns.move(caller, params.id, version, 'overridden', body),
    ),
  ];
}

function rankingRoutes({ journal }: Services): Route[] {
  const frameworks = createFrameworks(journal);
  const ranking = createRanking(journal);
  const report = createFeedbackReport(journal);
  return [
    route(listFrameworks, ({ caller, query }) => frameworks.list(caller, query)),
    route(publishFramework, ({ caller, body }) => frameworks.publish(caller, body), frameworks.get),
    route(getRanking, ({ caller, query }) => ranking.ranking(caller, query)),
    route(compareInRanking, ({ caller, query }) => ranking.compare(caller, query)),
    route(getWhatWouldMove, ({ caller, params, query }) => ranking.whatMoves(caller, params.id, query)),
    route(getFeedbackReport, ({ caller, query }) => report(caller, query)),
  ];
}

function decisionRoutes({ journal, numbers }: Services): Route[] {
  const decisions = createDecisions({ journal, numbers });
  const rationales = createRationales(journal);
  return [
    route(askLane, ({ caller, body }) => decisions.preview(caller, body)),
    route(listDecisions, ({ caller, query }) => decisions.list(caller, query)),
    route(getDecision, ({ caller, params }) => decisions.get(caller, params.id)),
    route(draftDecision, ({ caller, body }) => decisions.draft(caller, body), decisions.get),
    route(changeDecision, ({ caller, params, version, body }) => decisions.change(caller, params.id, version, body)),
    route(openForComment, ({ caller, params, version, body }) =>
      decisions.comment(caller, params.id, version, body.days),
    ),
    route(extendComment, ({ caller, params, version, body }) => decisions.extend(caller, params.id, version, body)),
    route(makeDecision, ({ caller, params, version, body }) => decisions.make(caller, params.id, version, body)),
    route(cancelDecision, ({ caller, params, version, body }) =>
      decisions.cancel(caller, params.id, version, body.reason),
    ),
    route(raiseLane, ({ caller, params, version, body }) => decisions.raise(caller, params.id, version, body)),
    route(lowerLane, ({ caller, params, version, body }) => decisions.lower(caller, params.id, version, body)),
    route(getRationale, ({ caller, params }) => rationales.get(caller, params.id)),
    route(getRationaleText, ({ caller, params }) => rationales.text(caller, params.id)),
    route(replayDecision, ({ caller, params }) => rationales.replay(caller, params.id)),
  ];
}

export function createPrioritize(services: Services): { readonly door: Door } {
  return {
    door: {
      routes: [
        ...proposalRoutes(services),
        ...concernRoutes(services),
        ...rankingRoutes(services),
        ...decisionRoutes(services),
      ],
      consumers: [knownAnswers(services)],
      scheduled: [],
    },
  };
}
