import type { Fix, OpenFix } from '@hearback/contract/plan';
import type { LaneResult } from '@hearback/domain/prioritize';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { Journal, ReferenceNumbers, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { type DecisionBrief, findDecisions, laneOfFix, makeFixDecision } from '../prioritize/index.ts';
import { lockProblems } from '../triage/index.ts';
import { requireComponents } from './references.ts';
import { workItemDetail } from './work-item-view.ts';
import { writeItem } from './work-items.service.ts';
import { firstItemOf } from './work-items.store.ts';

type FixOut = z.input<typeof Fix>;
type FixIn = z.output<typeof OpenFix>;

const otherWay: Readonly<Record<string, string>> = {
  answer: 'Answer the problem with what exists already.',
  standard: 'Open a proposal, or find a smaller step that is a fix.',
  significant: 'Open a proposal, or find a smaller step that is a fix.',
  urgent: 'Act now, with a rollback plan: draft an urgent decision and open the work under it.',
};

/** @throws Refusal `not_a_fix` with the lane that the answers lead to and every reason */
function requireFixLane({ lane, reasons }: LaneResult): void {
  if (lane === 'fix') return;
  const words = reasons.map((reason) => reason.words).join(' ');
  throw new Refusal('not_a_fix', `This belongs into the ${lane} lane. ${words}`, {
    remedy: otherWay[lane] ?? 'Open a proposal.',
    facts: { lane, reasons },
  });
}

async function fixOut(
  { tables, now }: Pick<Writing, 'tables' | 'now'>,
  decision: DecisionBrief,
  itemId: string,
): Promise<FixOut> {
  const item = await workItemDetail(tables, itemId, now);
  return {
    decision: { id: decision.id, reference: decision.reference },
    work_item: item,
    lane: 'fix',
    reasons: decision.laneReasons.map((reason) => ({ ...reason })),
    version: item.version,
  };
}

/** The one dialog of the fix lane: decision and work item in one transaction, the problem is being fixed afterwards. */
export function createFixes(options: { journal: Journal; numbers: ReferenceNumbers }) {
  const { journal, numbers } = options;

  const openFix = async (caller: Caller, problemId: string, input: FixIn): Promise<FixOut> => {
    const decisionNumber = await numbers.next(caller.workspaceId, 'decision');
    const itemNumber = await numbers.next(caller.workspaceId, 'work_item');
    return journal.write(caller, async (writing) => {
      const { tables, now } = writing;
      const [problem] = await lockProblems(tables, [problemId]);
      if (!problem) throw notFound('problem');
      const componentIds = [...new Set(input.component_ids ?? problem.componentIds)];
      await requireComponents(writing, componentIds);
      caller.require('prioritize.fix', { componentIds, ownerTeamId: problem.ownerTeamId });
      const { questions, likely_person_days: likelyPersonDays } = input;
      requireFixLane(await laneOfFix(tables, { problemId, componentIds, questions, likelyPersonDays }, now));
      const decision = await makeFixDecision(writing, caller, {
        number: decisionNumber,
        problemIds: [problem.id],
        componentIds,
        title: input.what,
        rationale: input.why,
        likelyPersonDays,
        laneQuestions: questions,
      });
      const id = await writeItem(writing, caller, itemNumber, decision, {
        title: input.what,
        description: input.description,
        component_ids: componentIds,
        estimate: { low: likelyPersonDays, likely: likelyPersonDays, high: likelyPersonDays },
        criteria: input.criteria,
        owner_team_id: problem.ownerTeamId,
        assignee_id: input.assignee_id ?? caller.personId,
        ...(input.when.milestone_id ? { milestone_id: input.when.milestone_id } : {}),
        ...(input.when.due_on ? { due_on: input.when.due_on } : {}),
      });
      return fixOut(writing, decision, id);
    });
  };

  /** What a repeat of the same request is answered: the journal's first entry of a fix is its decision's. */
  const again = (caller: Caller, decisionId: string): Promise<FixOut> =>
    journal.read(caller.viewpoint, async (reading) => {
      const [decision] = await findDecisions(reading.tables, [decisionId]);
      const itemId = await firstItemOf(reading.tables, decisionId);
      if (!decision || itemId === undefined) throw notFound('fix');
      return fixOut(reading, decision, itemId);
    });

  return { openFix, again };
}
