// How an operation is described, and the shapes that every stage's schemas are made of. No operation lives here.
export { type Access, type Effect, type Operation, operation } from './operation.ts';
export {
  CalendarDate,
  Id,
  IdParams,
  Instant,
  Line,
  pageOf,
  pageQuery,
  Prose,
  Reason,
  Reference,
  Version,
  z,
} from './shapes.ts';
