// The spine: the one helper that writes rows and journal entries together, and the ways to read entries back. It knows no
// stage and decides nothing; what an entry means is its stage's business.
export { closureOf } from './closure.ts';
export {
  AlreadyDone,
  createJournal,
  type IdempotentRequest,
  type Journal,
  type Reading,
  type Requester,
  type Writing,
} from './commit.ts';
export { systemActor, type Actor, type JournalEntry, type NewEntry, type RecordRef, type Tie } from './entry.ts';
export { entriesAbout, entriesById, entryOf } from './read.ts';
export { createReferenceNumbers, type ReferenceNumbers } from './reference-numbers.ts';
export { createRelay, relayByHand, type Consumer, type Relay, relayLag } from './relay.ts';
