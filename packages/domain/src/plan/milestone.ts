import { Refusal } from '../record/index.ts';
import type { WorkItemState } from './work-item-states.ts';

/** A span of work with a day after which nothing more is promised for it. */
export type MilestoneSpan = { readonly startsAt: Date; readonly cutOffAt: Date; readonly endsAt: Date };

/** How a train goes: a milestone every so many days, closed for new promises some days before its end. */
export type TrainCadence = { readonly cadenceDays: number; readonly cutOffDays: number };

/** Where an item stands on the roadmap; `done` is finished or cancelled. */
export type BacklogGroup = 'now' | 'next' | 'later' | 'done';

/** Every group, in the order of the backlog. */
export const backlogGroups: readonly BacklogGroup[] = ['now', 'next', 'later', 'done'];

const dayMs = 86_400_000;

/**
 * Returns the span when it makes sense: start < cut-off ≤ end.
 * @param field where the input says when it takes no more work, as a JSON pointer
 * @throws Refusal `milestone_invalid`
 */
export function checkedSpan(span: MilestoneSpan, field = '/cut_off_at'): MilestoneSpan {
  if (span.startsAt < span.cutOffAt && span.cutOffAt <= span.endsAt) return span;
  throw new Refusal('milestone_invalid', 'A milestone starts, then stops taking work, then ends.', {
    field,
    remedy: 'Put the cut-off after the start and not after the end.',
  });
}

/** The `count` milestones of a train that begin at `firstStart`, one after the other without a gap. */
export function spansOf(train: TrainCadence, firstStart: Date, count: number): readonly MilestoneSpan[] {
  return Array.from({ length: count }, (_, index) => {
    const startsAt = new Date(firstStart.getTime() + index * train.cadenceDays * dayMs);
    const endsAt = new Date(startsAt.getTime() + train.cadenceDays * dayMs);
    const cutOffAt = new Date(endsAt.getTime() - train.cutOffDays * dayMs);
    return checkedSpan({ startsAt, endsAt, cutOffAt }, '/cut_off_days');
  });
}

/**
 * Refuses to promise work for a milestone whose cut-off has passed.
 * @throws Refusal `milestone_cut_off`
 */
export function requireOpenForWork(span: MilestoneSpan, now: Date): void {
  if (now < span.cutOffAt) return;
  throw new Refusal('milestone_cut_off', 'This milestone takes no more work.', {
    field: '/milestone_id',
    remedy: 'Promise it for the next one.',
    facts: { cut_off_at: span.cutOffAt.toISOString() },
  });
}

/**
 * Now is what somebody works on or what is promised for a milestone that has begun; next is promised for one that has not;
 * later is promised for none.
 */
export function groupOf(state: WorkItemState, milestoneStartsAt: Date | null, now: Date): BacklogGroup {
  if (state === 'completed' || state === 'cancelled') return 'done';
  if (state !== 'planned') return 'now';
  if (milestoneStartsAt === null) return 'later';
  return milestoneStartsAt <= now ? 'now' : 'next';
}
