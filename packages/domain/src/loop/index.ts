// What spans the stages: their names in loop order and the union of what their journals say. It decides nothing of its own.
export type { EntryType } from './entries.ts';
export { type Stage, stages } from './stages.ts';
