// Engage decides who hears of what, and when, and says how well the loop closes. It never tells anybody what they may not see
// or did not want, and never ranks people.
export { loopHealth, type LoopHealth, type Share, type SignalFate } from './loop-health.ts';
export {
  defaultWeeklyCap,
  type DigestItem,
  digestOf,
  type Listener,
  type Moment,
  momentOf,
  moments,
  type MomentTrigger,
  momentTriggers,
  type Telling,
  type Turn,
  whoHears,
} from './moments.ts';
