import { Refusal, transition } from '../record/index.ts';
import { type WorkItemState, workItemTransitions } from './work-item-states.ts';

/** A checkable sentence that says when work is done; it quotes the feedback it answers. */
export type AcceptanceCriterion = { readonly id: string; readonly text: string; readonly isChecked: boolean };

/** Days without a word after which work in progress or blocked is stale. */
export const staleAfterDays = 14;

/** How often its estimate work may grow before it is raised. */
export const raisedAboveEstimates = 2;

/**
 * Whether work has grown so much that its lane has to be looked at again: the effort that is now likely, or already
 * spent, is more than twice the first estimate. Person-days; an estimate of 0 was none and raises nothing.
 */
export function isOutgrown(estimatePersonDays: number, nowPersonDays: number): boolean {
  return estimatePersonDays > 0 && nowPersonDays > raisedAboveEstimates * estimatePersonDays;
}

/**
 * Whether the assignee is to be asked if it still goes on: in progress or blocked, and not confirmed for 14 full days.
 * Planned work does not get stale, and finished work is past it.
 */
export function isStale(state: WorkItemState, lastConfirmedAt: Date, now: Date): boolean {
  const isLive = state === 'in_progress' || state === 'blocked';
  return isLive && now.getTime() - lastConfirmedAt.getTime() >= staleAfterDays * 86_400_000;
}

/**
 * The work item table with what each step has to say: blocked by what, cancelled why, completed with every acceptance
 * criterion checked.
 * @param note what blocks it, or why it is cancelled
 * @throws Refusal `illegal_transition`, `blocker_missing`, `reason_missing`, or `criteria_unchecked` with the ids in
 * `facts.unchecked`
 */
export function moveWorkItem(
  from: WorkItemState,
  to: WorkItemState,
  details: { readonly criteria: readonly AcceptanceCriterion[]; readonly note?: string },
): WorkItemState {
  const next = transition('work item', workItemTransitions, from, to);
  const isSilent = (details.note ?? '').trim() === '';
  if (next === 'blocked' && isSilent) {
    throw new Refusal('blocker_missing', 'Blocked work says what it waits for.', {
      field: '/note',
      remedy: 'Name what blocks it.',
    });
  }
  if (next === 'cancelled' && isSilent) {
    throw new Refusal('reason_missing', 'Cancelled work says why.', { field: '/note', remedy: 'Give the reason.' });
  }
  if (next === 'completed') requireChecked(details.criteria);
  return next;
}

function requireChecked(criteria: readonly AcceptanceCriterion[]): void {
  const unchecked = criteria.filter(({ isChecked }) => !isChecked).map(({ id }) => id);
  if (unchecked.length === 0) return;
  const [are, more] = unchecked.length === 1 ? ['is', 'criterion'] : ['are', 'criteria'];
  throw new Refusal('criteria_unchecked', `${unchecked.length} acceptance ${more} ${are} not checked.`, {
    remedy: 'Check what is done, or leave the work in progress.',
    facts: { unchecked },
  });
}
