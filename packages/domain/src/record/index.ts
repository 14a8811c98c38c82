// What every record of every stage has: a reference people can say, states with a table of steps, and refusals with a code.
// It knows no stage.
export { type NextStep } from './next-step.ts';
export { Refusal } from './refusal.ts';
export { allows, transition, type StateTable } from './state-table.ts';
export { type RecordKind, parseReference, prefixOf, recordKinds, reference } from './reference.ts';
