// Triage decides what a signal is about, whether it was heard before, whose it is and by when: problem states, merging, routing
// and clocks. It never decides what to do about a problem, and nothing it does is beyond undoing.
export { liveProblemStates, type ProblemState, problemStates, problemTransitions } from './problem-states.ts';
export {
  type Clock,
  type ClockEvent,
  type ClockReading,
  clocksFor,
  isEnforced,
  readClock,
  warnAtShare,
} from './clock.ts';
export {
  canonicalOf,
  countVoices,
  merge,
  mergedWith,
  type MergeLink,
  unmerge,
  type Voice,
  type VoiceCount,
} from './merge.ts';
export { closesAfterDays, remindsAfterDays, silenceOf } from './asking.ts';
export { nextStepOfProblem, type ProblemStanding } from './next-step.ts';
export { type Ownership, type Routable, type Route, routeOf, type RoutingRule } from './routing.ts';
