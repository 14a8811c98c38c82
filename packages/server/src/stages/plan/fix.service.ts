import type { Fix, OpenFix } from '@hearback/contract/plan';
import { type LaneAnswers, laneOf, type LaneReason } from '@hearback/domain/prioritize';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { Journal, ReferenceNumbers, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { type DecisionBrief, findDecisions, makeFixDecision } from '../prioritize/index.ts';
import { findProblems } from '../triage/index.ts';
import { requireComponents } from './references.ts';
import { workItemDetail } from './work-item-view.ts';
import { writeItem } from './work-items.service.ts';

type FixOut = z.input<typeof Fix>;
type FixIn = z.output<typeof OpenFix>;
type Problem = Awaited<ReturnType<typeof findProblems>>[number];

const otherWay: Readonly<Record<string, string>> = {
  answer: 'Answer the problem with what exists already.',
  standard: 'Open a proposal, or find a smaller step that is a fix.',
  significant: 'Open a proposal, or find a smaller step that is a fix.',
  urgent: 'Act now, with a rollback plan: draft an urgent decision and open the work under it.',
};

function notAFix(lane: string, reasons: readonly { readonly words: string }[], facts: object): Refusal {
  const words = reasons.map((reason) => reason.words).join(' ');
  return new Refusal('not_a_fix', `This belongs into the ${lane} lane. ${words}`.trim(), {
    remedy: otherWay[lane] ?? 'Open a proposal.',
    facts: { lane, ...facts },
  });
}

/**
 * What the dialog says and the record knows as the rules ask it: the deciding team is the problem's owner.
 * @throws Refusal `not_a_fix` with the lane and every reason
 */
async function requireFixLane(writing: Writing, problem: Problem, componentIds: readonly string[], input: FixIn) {
  const components = await requireComponents(writing, componentIds);
  const { questions } = input;
  const answers: LaneAnswers = {
    hasExistingAnswer: questions.has_existing_answer,
    isHarmNow: questions.is_harm_now,
    mustUsersAct: questions.must_users_act,
    isBreaking: questions.is_breaking,
    isFlagged: questions.is_flagged,
    undo: questions.undo,
    components: components.length,
    isOwnedByDecidingTeam: components.every(({ ownerTeamId }) => (ownerTeamId ?? problem.ownerTeamId) === problem.ownerTeamId),
    likelyPersonDays: input.likely_person_days,
  };
  const { lane, reasons } = laneOf(answers);
  if (lane !== 'fix') throw notAFix(lane, reasons, { reasons });
  return reasons;
}

/** The decision, when the component has not lost its fix lane. */
async function decide(
  writing: Writing,
  caller: Caller,
  number: number,
  problem: Problem,
  input: FixIn,
): Promise<DecisionBrief> {
  try {
    const decision = await makeFixDecision(writing, caller, {
      number,
      problemIds: [problem.id],
      title: input.what,
      rationale: input.why,
      likelyPersonDays: input.likely_person_days,
      laneQuestions: input.questions,
    });
    if (decision.lane === 'fix') return decision;
    throw notAFix(decision.lane, [], {});
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'lane_steps_missing') throw error;
    const reasons: LaneReason[] = [
      { code: 'fix_lane_not_open', words: 'What the problem knows asks for more than a fix, or its component lost the fix lane.' },
    ];
    throw notAFix(String(error.facts['lane'] ?? 'standard'), reasons, { reasons, missing: error.facts['missing'] });
  }
}

/** The one dialog of the fix lane: decision and work item in one transaction, the problem is being fixed afterwards. */
export function createFixes(options: { journal: Journal; numbers: ReferenceNumbers }) {
  const { journal, numbers } = options;

  const out = async (writing: Pick<Writing, 'tables' | 'now'>, decision: DecisionBrief, itemId: string): Promise<FixOut> => {
    const item = await workItemDetail(writing.tables, itemId, writing.now);
    const words = 'One own component, at most three person-days, nothing for users to do, no flag, reversible in one step.';
    return {
      decision: { id: decision.id, reference: decision.reference },
      work_item: item,
      lane: 'fix',
      reasons: [{ code: 'small_and_safe', words }],
      version: item.version,
    };
  };

  const openFix = async (caller: Caller, problemId: string, input: FixIn): Promise<FixOut> => {
    const decisionNumber = await numbers.next(caller.workspaceId, 'decision');
    const itemNumber = await numbers.next(caller.workspaceId, 'work_item');
    return journal.write(caller, async (writing) => {
      const [problem] = await findProblems(writing.tables, [problemId]);
      if (!problem) throw notFound('problem');
      const componentIds = input.component_ids ?? problem.componentIds;
      caller.require('prioritize.fix', { componentIds, ownerTeamId: problem.ownerTeamId });
      await requireFixLane(writing, problem, componentIds, input);
      const decision = await decide(writing, caller, decisionNumber, problem, input);
      const id = await writeItem(writing, caller, itemNumber, decision, {
        title: input.what,
        description: input.description,
        component_ids: [...componentIds],
        estimate: { low: input.likely_person_days, likely: input.likely_person_days, high: input.likely_person_days },
        criteria: input.criteria,
        owner_team_id: problem.ownerTeamId,
        assignee_id: input.assignee_id ?? caller.personId,
        ...(input.when.milestone_id ? { milestone_id: input.when.milestone_id } : {}),
        ...(input.when.due_on ? { due_on: input.when.due_on } : {}),
      });
      return out(writing, decision, id);
    });
  };

  /** The journal's first entry of a fix is its decision's. */
  const again = (caller: Caller, decisionId: string): Promise<FixOut> =>
    journal.read(caller.viewpoint, async ({ tables, now }) => {
      const [decision] = await findDecisions(tables, [decisionId]);
      const item = await tables
        .selectFrom('plan.work_items')
        .select('id')
        .where('decision_id', '=', decisionId)
        .orderBy('id')
        .executeTakeFirst();
      if (!decision || !item) throw notFound('fix');
      return out({ tables, now }, decision, item.id);
    });

  return { openFix, again };
}
