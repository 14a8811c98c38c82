// Govern decides whether the loop itself is healthy and honest: what a loop review has to speak about, and whether the journal
// is what it was. It never changes another stage's record.
export {
  type AgendaFact,
  type AgendaItem,
  agendaOf,
  type AgendaSection,
  type AgendaSectionName,
  type ReviewPeriod,
} from './agenda.ts';
export { canonicalJson, type JsonValue } from './canonical-json.ts';
export {
  appendLeaf,
  consistencyProof,
  emptyFrontier,
  equalBytes,
  type Frontier,
  frontierRoot,
  inclusionProof,
  leafHash,
  nodeHash,
  type Sha256,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts';
