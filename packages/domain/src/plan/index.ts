// Plan decides when work is done, stale, or larger than was promised, and which words it may quote. It never decides what
// is worth doing, and it never moves a tracker's status: the tracker keeps the work.
export {
  type BacklogGroup,
  backlogGroups,
  checkedSpan,
  groupOf,
  type MilestoneSpan,
  requireOpenForWork,
  spansOf,
  type TrainCadence,
} from './milestone.ts';
export { requireQuote } from './quote.ts';
export { type WorkItemState, workItemStates, workItemTransitions } from './work-item-states.ts';
export {
  type AcceptanceCriterion,
  isOutgrown,
  isStale,
  moveWorkItem,
  raisedAboveEstimates,
  staleAfterDays,
} from './work-item.ts';
export { requireWorkable } from './workable.ts';
