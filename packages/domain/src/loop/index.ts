// What spans the stages: their names in loop order, the union of what their journals say, and what ties records to a thread.
// It decides nothing of its own.
export type { EntryType } from './entries.ts';
export { type Stage, stages } from './stages.ts';
export { endsThread, threadKinds, type ThreadKind, type ThreadRecord, threadTies } from './thread.ts';
