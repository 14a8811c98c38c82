// Listen decides what counts as one signal: its states, what is still worth asking for, and that nothing received is ever
// unaccounted for. It never judges what a signal means or whose it is; that is triage.
export { type SignalState, signalStates, signalTransitions } from './signal-states.ts';
export {
  apiChannelKey,
  type ChannelDefinition,
  type ChannelKind,
  channelKinds,
  defaultChannels,
  importChannelKey,
} from './channels.ts';
export { type Conservation, countFate, type Fate, nothingReceived, unaccounted } from './conservation.ts';
export { type ContextItem, type ContextReading, readContext, type SignalContext } from './context-meter.ts';
export { type FeedbackReading, type FeedbackRow, longestText, readFeedbackRow } from './feedback-row.ts';
export { type Masked, type MaskedText, mask, maskOf } from './masking.ts';
export { nextStepOfSignal } from './next-step.ts';
export { type Bucket, type RateLimit, type RateReading, takeToken } from './rate-limit.ts';
export { saidOn } from './said-on.ts';
export { type MaskedKind } from './secret-patterns.ts';
export { titleLength, titleOf } from './title.ts';
