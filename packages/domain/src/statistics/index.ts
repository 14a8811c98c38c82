// The mathematics that several stages share: random numbers that replay, distributions, intervals, survival curves. It decides
// nothing about the loop, and it never reads a clock or keeps state between calls.
export { type RandomKey, hashText, randomInteger, randomIntegerOf, randomKey, uniform } from './random.ts';
export {
  type ThreePoint,
  checkThreePoint,
  exp,
  ln,
  normalQuantile,
  splitLognormalQuantile,
  splitNormalAt,
  splitNormalQuantile,
  tQuantile,
  z90,
} from './distributions.ts';
export {
  type Interval,
  type MeanDifference,
  effectiveSampleSize,
  lagOneAutocorrelation,
  mean,
  variance,
  welchDifference,
  wilsonInterval,
} from './intervals.ts';
export { type Lifetime, type SurvivalStep, daysUntil, kaplanMeier, openAfter } from './survival.ts';
