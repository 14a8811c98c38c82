import { type Lane } from '../prioritize/index.ts';
import { Refusal } from '../record/index.ts';

/** How a change is undone. */
export type RollbackPlan = {
  /** What somebody does, step by step. */
  readonly how: string;
  /** What makes them do it. */
  readonly trigger: string;
  readonly responsibleId: string;
  readonly lastRehearsedAt?: Date;
};

/** What a lane asks of the plan before a rollout may start. */
export type RollbackNeed = 'default' | 'written' | 'rehearsed';

const needs: Readonly<Record<Lane, RollbackNeed>> = {
  answer: 'default',
  fix: 'default',
  standard: 'default',
  significant: 'rehearsed',
  urgent: 'written',
};

/** What the lane asks for: `default` is "revert", and needs nobody to write it. */
export function rollbackNeedOf(lane: Lane): RollbackNeed {
  return needs[lane];
}

/** The plan of a change that nobody wrote one for. */
export function defaultRollbackPlan(responsibleId: string): RollbackPlan {
  return { how: 'Revert the change.', trigger: 'Somebody reports harm, or a guardrail shows it.', responsibleId };
}

/**
 * Refuses to start a rollout without the plan its lane asks for. A rehearsal counts when it was of this plan: not before
 * the plan's words were last changed.
 * @throws Refusal `rollback_plan_missing`, `rollback_plan_incomplete` (with the field) or `rollback_not_rehearsed`
 */
export function requireRollbackPlan(lane: Lane, plan: RollbackPlan | undefined, planChangedAt: Date | undefined): void {
  const need = needs[lane];
  if (need === 'default') return;
  if (!plan) {
    throw new Refusal(
      'rollback_plan_missing',
      `The ${lane} lane needs a rollback plan before anything reaches users.`,
      {
        remedy: 'Write how it is undone, what triggers that, and who does it.',
      },
    );
  }
  for (const field of ['how', 'trigger', 'responsibleId'] as const) {
    if (plan[field].trim() !== '') continue;
    throw new Refusal('rollback_plan_incomplete', 'The rollback plan has a gap.', {
      field: `/rollbackPlan/${field}`,
      remedy: 'Fill it in; somebody may need it at night.',
    });
  }
  if (need === 'rehearsed' && !isRehearsed(plan, planChangedAt)) {
    throw new Refusal('rollback_not_rehearsed', 'This rollback plan was never rehearsed as it stands.', {
      remedy: 'Rehearse it and record when.',
    });
  }
}

/** Whether the plan was rehearsed since its words were last changed. */
export function isRehearsed(plan: RollbackPlan, planChangedAt: Date | undefined): boolean {
  return plan.lastRehearsedAt !== undefined && (planChangedAt === undefined || plan.lastRehearsedAt >= planChangedAt);
}
