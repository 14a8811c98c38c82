// Deliver decides which steps a release may take and whether it can be undone in time: changes, rollouts, rollback plans,
// flags. It never judges the numbers; the gate's word comes from verify's judge or from a person who says why.
export { type ChangeState, changeStates, changeTransitions } from './change-states.ts';
export {
  bucketing,
  type FlagdDefinition,
  type FlagRecord,
  type FlagValue,
  needsTargetingKey,
  type Ramp,
  servedDefinition,
} from './flag.ts';
export {
  heaviestLane,
  leastNoticeBusinessDays,
  missingToStart,
  type Notice,
  noticeOverAt,
  requireLeadTime,
  requireReadyToStart,
  type StartFacts,
} from './readiness.ts';
export {
  defaultRollbackPlan,
  isRehearsed,
  requireRollbackPlan,
  type RollbackNeed,
  rollbackNeedOf,
  type RollbackPlan,
} from './rollback-plan.ts';
export {
  actOnRollout,
  type RolloutAct,
  rolloutActs,
  type RolloutMove,
  type RolloutStanding,
  shareNow,
} from './rollout-acts.ts';
export { type RolloutState, rolloutStates, rolloutTransitions } from './rollout-states.ts';
export {
  checkedSteps,
  type Guardrail,
  isGated,
  isStaged,
  nextStep,
  requireFinishable,
  type RolloutStep,
} from './rollout-steps.ts';
