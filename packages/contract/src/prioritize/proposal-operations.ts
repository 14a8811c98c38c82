import { Id, IdParams, operation, pageQuery, z } from '../operation/index.ts';
import { WithReason } from './decision-schemas.ts';
import {
  Assessment,
  AssessmentList,
  ChangeAssessment,
  ChangeProposal,
  DraftProposal,
  GiveAssessment,
  OpenProposal,
  Proposal,
  ProposalPage,
  ProposalState,
} from './proposal-schemas.ts';

const stage = 'prioritize' as const;
const exampleProblem = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';

export const listProposals = operation({
  id: 'listProposals',
  stage,
  method: 'get',
  path: '/proposals',
  summary: 'Proposals, newest first',
  access: 'loop.see',
  effect: 'read',
  query: z.object({ ...pageQuery, state: ProposalState.optional(), problem_id: Id.optional() }),
  status: 200,
  result: ProposalPage,
  errors: ['invalid_cursor'],
});

export const getProposal = operation({
  id: 'getProposal',
  stage,
  method: 'get',
  path: '/proposals/{id}',
  summary: 'One proposal',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: Proposal,
  errors: ['not_found'],
});

export const draftProposal = operation({
  id: 'draftProposal',
  stage,
  method: 'post',
  path: '/proposals',
  summary: 'Draft a proposal about one or more problems',
  description: 'Reach is filled in from the evidence of the problems when it is left out.',
  access: 'prioritize.draft',
  effect: 'create',
  body: DraftProposal,
  status: 201,
  result: Proposal,
  errors: ['unknown_reference', 'audiences_differ', 'invalid_estimate'],
  example: {
    title: 'Cache dependencies per lock file',
    summary: 'Builds spend most of their time on downloads that never change.',
    problem_ids: [exampleProblem],
    options: [
      {
        title: 'A shared cache keyed by lock file',
        good: ['Builds start warm'],
        bad: ['One more volume to look after'],
        preferred: true,
      },
      { title: 'Do nothing', bad: ['Twelve minutes per build'] },
    ],
    estimates: {
      impact_level: { low: 0.5, likely: 1, high: 2 },
      effort_person_days: { low: 4, likely: 8, high: 20 },
      risk_points: { low: 1, likely: 2, high: 4 },
      confidence: 0.7,
    },
  },
});

export const changeProposal = operation({
  id: 'changeProposal',
  stage,
  method: 'patch',
  path: '/proposals/{id}',
  summary: 'Change a proposal that is draft or open',
  access: 'prioritize.draft',
  effect: 'change',
  params: IdParams,
  body: ChangeProposal,
  status: 200,
  result: Proposal,
  errors: ['not_found', 'stale_version', 'illegal_transition', 'unknown_reference', 'invalid_estimate'],
  example: { title: 'Cache dependencies per lock file and branch' },
});

export const openProposal = operation({
  id: 'openProposal',
  stage,
  method: 'post',
  path: '/proposals/{id}/open',
  summary: 'Open a proposal: from here on it is assessed and ranked',
  access: 'prioritize.open',
  effect: 'change',
  params: IdParams,
  body: OpenProposal,
  status: 200,
  result: Proposal,
  errors: ['not_found', 'stale_version', 'illegal_transition', 'alignment_missing'],
  example: { assess_within_days: 5 },
});

export const withdrawProposal = operation({
  id: 'withdrawProposal',
  stage,
  method: 'post',
  path: '/proposals/{id}/withdraw',
  summary: 'Withdraw a proposal; its problems are open again where no other proposal names them',
  access: 'prioritize.draft',
  effect: 'change',
  params: IdParams,
  body: WithReason,
  status: 200,
  result: Proposal,
  errors: ['not_found', 'stale_version', 'illegal_transition'],
  example: { reason: 'The vendor ships this in March.' },
});

export const listAssessments = operation({
  id: 'listAssessments',
  stage,
  method: 'get',
  path: '/proposals/{id}/assessments',
  summary: 'Assessments of a proposal: one’s own until they are revealed, then all with where they diverge',
  access: 'loop.see',
  effect: 'read',
  params: IdParams,
  status: 200,
  result: AssessmentList,
  errors: ['not_found'],
});

export const giveAssessment = operation({
  id: 'giveAssessment',
  stage,
  method: 'post',
  path: '/proposals/{id}/assessments',
  summary: 'Assess an open proposal for one function',
  access: 'prioritize.assess',
  effect: 'create',
  params: IdParams,
  body: GiveAssessment,
  status: 201,
  result: Assessment,
  errors: ['not_found', 'illegal_transition', 'already_exists', 'invalid_estimate'],
  example: {
    function: 'reliability',
    verdict: 'for',
    note: 'The cache may be lost at any time; builds must survive that.',
  },
});

export const changeAssessment = operation({
  id: 'changeAssessment',
  stage,
  method: 'patch',
  path: '/assessments/{id}',
  summary: 'Change one’s own assessment before it is revealed',
  access: 'prioritize.assess',
  effect: 'change',
  params: IdParams,
  body: ChangeAssessment,
  status: 200,
  result: Assessment,
  errors: ['not_found', 'stale_version', 'assessment_revealed', 'invalid_estimate'],
  example: { verdict: 'unsure' },
});

export const proposalOperations = [
  listProposals,
  getProposal,
  draftProposal,
  changeProposal,
  openProposal,
  withdrawProposal,
  listAssessments,
  giveAssessment,
  changeAssessment,
] as const;
