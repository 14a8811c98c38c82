// What texts are about: their terms, how alike two texts are, and how well such suggestions do. It suggests, with the shared
// words as its reason, and never decides that two things are the same.
export { type TermUse, type Terms, termsOf, termsVersion } from './terms.ts';
export { bodyWords, stem } from './tokens.ts';
export {
  type Candidate,
  type CorpusStatistics,
  type LengthedCandidate,
  type ScoredCandidate,
  type SharedTerm,
  bm25,
  documentNorm,
  inverseDocumentFrequency,
  isLikelySame,
  rarestTerms,
  scoreCandidates,
  termWeight,
} from './similarity.ts';
export {
  type Pair,
  type PairedGain,
  type Suggestion,
  type ThresholdResult,
  atThreshold,
  firstRelevantRank,
  meanReciprocalRank,
  pairedBootstrap,
  recallAt,
} from './evaluation.ts';
