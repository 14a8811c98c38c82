import type { Role } from '@hearback/domain/charter';

/**
 * Who may do what, reviewed by reading: every operation stands in exactly one group. A role that is not named may not. The
 * conditions are product words: `always`; `own` components or team; `function`, their own; `right`, where a decision right
 * names them. Everybody is a reporter, so what a reporter may always, all may.
 */
export type Cell = 'always' | 'own' | 'function' | 'right';

export type Group = {
  /** The row of the product's table, or why it is none of them. */
  readonly row: string;
  readonly may: Readonly<Partial<Record<Role, Cell>>>;
  readonly operations: string;
  /** On a record at hand it asks for more than the door does: who passes on somebody else's record. */
  readonly onRecord?: Readonly<Partial<Record<Role, Cell>>>;
};

const everybody = { reporter: 'always' } as const;
const triaging = { triager: 'always', maintainer: 'own', steward: 'always' } as const;
const making = { maintainer: 'own' } as const;
const assessing = { maintainer: 'always', assessor: 'function', approver: 'always' } as const;
const deciding = { approver: 'right' } as const;

export const permissionMatrix: readonly Group[] = [
  {
    row: 'oneself, with whatever token',
    may: everybody,
    operations: 'getMe changeMe',
  },
  {
    row: 'see what is open',
    may: everybody,
    operations: `getWorkspace listCharters getCurrentCharter listCoreQuestions listPrinciples listPeople getPerson listTeams
      getTeam listComponents getComponentHealth getComponent listTerms listDecisionRights getClocksPolicy listAudiences
      listChannels getConservation listSignals getSignal listComments getInbox getSimilar findSimilar getSignalSimilar
      getSignalTriage listProblems getProblem listRoutingRules listProposals getProposal listAssessments listConcerns
      getConcern listFrameworks getRanking compareInRanking getWhatWouldMove getFeedbackReport askLane listDecisions
      getDecision getRationale getRationaleText replayDecision readBacklog getWorkItem listTrains listMilestones listChanges
      getChange getRollout listFlags getFlag listMeasurements listOutcomes getOutcome replayOutcome listHelpQuestions
      listLessons getLesson getHandbook listRetrospectives getRetrospective listActions getLoopHealth getAgenda
      listLoopReviews getHome getMine getThread`,
  },
  {
    row: 'tell, comment, follow, say whether it helped',
    may: everybody,
    operations: `submitSignal addComment answerConcern followRecord unfollowRecord listFollows listNotifications
      readNotifications getChoices changeChoices answerHelpQuestion`,
  },
  {
    row: 'tell: what one said oneself is corrected and reopened by oneself, and otherwise by whoever triages it',
    may: everybody,
    operations: 'correctSignal restrictSignal reopenSignal reopenProblem',
    onRecord: triaging,
  },
  {
    row: 'draft a proposal; changed by its author, or by whoever may open it',
    may: everybody,
    operations: 'draftProposal',
  },
  {
    row: 'draft a proposal: somebody else’s is changed by whoever may open it',
    may: everybody,
    operations: 'changeProposal withdrawProposal',
    onRecord: making,
  },
  {
    row: 'draft a decision: whoever has a part in it, by triaging, making or deciding it',
    may: everybody,
    operations: 'draftDecision',
    onRecord: { ...triaging, ...deciding },
  },
  {
    row: 'draft a decision: changed by whoever drafted it, or whoever will make it',
    may: everybody,
    operations: 'changeDecision openForComment extendComment cancelDecision',
    onRecord: deciding,
  },
  { row: 'anyone may raise a lane with a reason', may: everybody, operations: 'raiseLane' },
  {
    row: 'triage: attach, merge, route, ask, answer',
    may: triaging,
    operations: `askSignal answerSignal rejectSignal routeSignal assignSignal openProblem changeProblem attachSignals
      detachSignals mergeProblem unmergeProblem routeProblem assignProblem setSeverity askProblem closeProblem`,
  },
  {
    row: 'open a proposal; fix lane; work items; changes; rollouts',
    may: making,
    operations: `openProposal openFix openWorkItem changeWorkItem moveWorkItem confirmWorkItem addCriterion checkCriterion
      openChange editChange giveNotice rehearseRollback moveChange releasedElsewhere openRollout moveRollout addFlag
      changeFlag`,
  },
  { row: 'assess, raise a concern', may: assessing, operations: 'giveAssessment' },
  {
    row: 'assess, raise a concern: it speaks for whatever function its raiser has',
    may: assessing,
    operations: 'raiseConcern',
    onRecord: { maintainer: 'always', assessor: 'always', approver: 'always' },
  },
  {
    row: 'assess, raise a concern: only whoever gave or raised it changes it',
    may: assessing,
    operations: 'changeAssessment reopenConcern resolveConcern withdrawConcern',
    onRecord: {},
  },
  { row: 'decide, lower a lane, waive, override', may: deciding, operations: 'lowerLane waiveNotice overrideConcern' },
  {
    row: 'decide: the record says whose move it is, so that the door asks for nothing',
    may: everybody,
    operations: 'makeDecision',
    onRecord: deciding,
  },
  {
    row: 'charter, vocabulary, policies, loop reviews',
    may: { steward: 'always' },
    operations: `publishCharter addCoreQuestion changeCoreQuestion addPrinciple changePrinciple addComponent changeComponent
      addTerm changeTerm addDecisionRight changeDecisionRight putClocksPolicy addAudience changeAudience addChannel
      changeChannel addRoutingRule changeRoutingRule publishFramework holdLoopReview changeMinutes`,
  },
  {
    row: 'lessons',
    may: { maintainer: 'always', steward: 'always' },
    operations: `writeLesson changeLesson reviewLesson publishLesson confirmLesson supersedeLesson retireLesson
      draftRetrospective changeRetrospective reviewRetrospective publishRetrospective supersedeRetrospective
      retireRetrospective addAction changeAction`,
  },
  {
    row: 'work items: milestones and trains are shared, so that a steward may set them too',
    may: { maintainer: 'always', steward: 'always' },
    operations: 'addTrain changeTrain addMilestone changeMilestone',
  },
  {
    row: 'work items: whoever makes it measures it, and a steward',
    may: { maintainer: 'own', steward: 'always' },
    operations: 'recordMeasurements openOutcomes judgeOutcome',
  },
  {
    row: 'policies: what comes in from a file is for whoever triages it, keeps the charter or runs the installation',
    may: { triager: 'always', steward: 'always', admin: 'always' },
    operations: 'importFeedback',
  },
  {
    row: 'components and owners from a file: the charter’s, or whoever runs the installation',
    may: { steward: 'always', admin: 'always' },
    operations: 'importOwners',
  },
  {
    row: 'who decided what and when, untampered: for audit',
    may: { steward: 'always', admin: 'always' },
    operations: 'listJournal verifyJournal listCheckpoints',
  },
  {
    row: 'people, teams, sign-on, tokens, erasure',
    may: { admin: 'always' },
    operations: 'addPerson changePerson getHandover leavePerson addTeam changeTeam',
  },
  {
    row: 'own token',
    may: everybody,
    operations: 'listTokens makeToken endToken makeFlagToken listReleaseHooks makeReleaseHook endReleaseHook',
  },
];
