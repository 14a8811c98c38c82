import type { StateTable } from '../record/index.ts';

/** Where a work item is: see `workItemTransitions`. */
export type WorkItemState = 'planned' | 'in_progress' | 'blocked' | 'completed' | 'cancelled';

/** Every state of a work item, in the order people meet them. */
export const workItemStates: readonly WorkItemState[] = ['planned', 'in_progress', 'blocked', 'completed', 'cancelled'];

/**
 * Work is planned, then somebody works on it. Blocked says by what and since when, cancelled says why. Only work in progress
 * can be blocked or completed; completed work may be taken up again when it turns out not to be done. Cancelled is an end:
 * the problem is open again, and new work is a new item. Staleness and carrying over are facts beside the state
 * (`work-item.ts`).
 */
export const workItemTransitions: StateTable<WorkItemState> = {
  planned: ['in_progress', 'cancelled'],
  in_progress: ['planned', 'blocked', 'completed', 'cancelled'],
  blocked: ['in_progress', 'cancelled'],
  completed: ['in_progress'],
  cancelled: [],
};
